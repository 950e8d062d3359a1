/* Recurrence: rules taken and refused, months that clamp, against a naive count of months. */
#include "domain/recur.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "domain/recur_rule.h"

static struct day day_of(const char *text)
{
	struct day d = NO_DAY;

	assert_true(day_parse(text, &d));
	return d;
}

static void a_rule_that_gives_days_is_taken(void **state)
{
	static const char *const rules[] = {
		"1",
		"180",
		"3660",
		"FREQ=YEARLY",
		"RRULE:FREQ=YEARLY",
		"rrule:freq=monthly;interval=3",
		"FREQ=DAILY;INTERVAL=3660",
		"FREQ=WEEKLY;BYDAY=MO,FR;WKST=SU",
		"FREQ=MONTHLY;BYMONTHDAY=31",
		"FREQ=MONTHLY;BYMONTHDAY=-1",
		"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
		"FREQ=MONTHLY;BYDAY=MO;BYSETPOS=5",
		"FREQ=MONTHLY;BYDAY=5MO",
		"FREQ=MONTHLY;BYDAY=-5MO",
		"FREQ=YEARLY;BYMONTH=2;BYDAY=5MO",
		"FREQ=YEARLY;BYDAY=MO;BYSETPOS=53",
		"FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=366",
		"FREQ=YEARLY;INTERVAL=100;BYMONTH=2;BYDAY=5TU", /* in some centuries */
		"FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
		"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", /* clamps */
		"FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15",
		"FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
		"FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12,1,2;BYDAY=MO",
		"FREQ=YEARLY;BYDAY=53MO",
		"FREQ=YEARLY;BYYEARDAY=366",
		"FREQ=YEARLY;COUNT=3",
		"FREQ=YEARLY;UNTIL=20301231",
		"FREQ=YEARLY;UNTIL=20301231T235959",
		"FREQ=YEARLY;UNTIL=20301231T235959Z",
		"freq=yearly;until=20301231t235959z",
		"FREQ=YEARLY;",
		"RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=BACKWARD",
	};
	char why[RECUR_WHY_SIZE];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
		(void)snprintf(why, sizeof why, "what was wrong with another");
		if (!recur_check(rules[i], why))
			fail_msg("%s: %s", rules[i], why);
		assert_string_equal(why, "");
		assert_false(day_is_none(
			recur_next(rules[i], day_of("2026-11-21"), day_of("2026-11-20"))));
	}
}

static void a_rule_refused_says_what_is_wrong(void **state)
{
	static const struct {
		const char *rule, *says;
	} cases[] = {
		{"", "number of days"},
		{" ", "number of days"},
		{"0", "1 to 3660"},
		{"3661", "1 to 3660"},
		{"99999999999999999999", "1 to 3660"},
		{"-7", "NAME=VALUE"},
		{"yearly", "NAME=VALUE"},
		{"FREQ", "NAME=VALUE"},
		{"FREQ=", "NAME=VALUE"},
		{"FREQ=YEARLY;;", "NAME=VALUE"},
		{"RRULE:", "number of days"},
		{"INTERVAL=2", "needs its FREQ"},
		{"FREQ=SOMETIMES", "DAILY, WEEKLY, MONTHLY, YEARLY"},
		{"FREQ=HOURLY", "by the day at most"},
		{"FREQ=SECONDLY", "by the day at most"},
		{"FREQ=YEARLY;FREQ=DAILY", "FREQ stands twice"},
		{"FREQ=YEARLY;BYHOUR=9", "gives days"},
		{"FREQ=YEARLY;BYMINUTE=9", "gives days"},
		{"FREQ=YEARLY;BYSECOND=9", "gives days"},
		{"FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "BYWEEKNO"},
		{"FREQ=YEARLY;COUNT=3;UNTIL=20301231", "COUNT or UNTIL"},
		{"FREQ={", "number of days"},
		{"FREQ=YEARLY;INTERVAL=A", "INTERVAL is a number"},
		{"FREQ=YEARLY;UNTIL=+0301231", "UNTIL is a day"},
		{"FREQ=YEARLY;UNTIL=2030123A", "UNTIL is a day"},
		{"FREQ=MONTHLY;BYDAY=1MO,-1MO;BYSETPOS=3", "2 days at most, not 3"},
		{"FREQ=MONTHLY;BYMONTHDAY=1,15;BYSETPOS=-3", "2 days at most, not -3"},
		{"FREQ=MONTHLY;BYDAY=MO;BYMONTHDAY=1,2,3,4,5,6,7;BYSETPOS=6", "5 days at most"},
		{"FREQ=YEARLY;COUNT=0", "COUNT is a number"},
		{"FREQ=YEARLY;COUNT=3661", "COUNT is a number"},
		{"FREQ=YEARLY;INTERVAL=0", "INTERVAL is a number"},
		{"FREQ=YEARLY;INTERVAL=-1", "INTERVAL is a number"},
		{"FREQ=YEARLY;INTERVAL=99999", "INTERVAL is a number"},
		{"FREQ=YEARLY;UNTIL=2030", "UNTIL is a day"},
		{"FREQ=YEARLY;UNTIL=20300230", "UNTIL is a day"},
		{"FREQ=YEARLY;UNTIL=20301231X235959", "UNTIL is a day"},
		{"FREQ=YEARLY;RSCALE=CHINESE", "RSCALE is GREGORIAN"},
		{"FREQ=YEARLY;SKIP=OMIT", "SKIP is BACKWARD"},
		{"FREQ=YEARLY;X-FOO=1", "RRULE parts"},
		{"FREQ=MONTHLY;BYMONTHDAY=32", "no right value"},
		{"FREQ=MONTHLY;BYDAY=XX", "no right value"},
		{"FREQ=MONTHLY;BYDAY=6MO", "not to 6"},
		{"FREQ=YEARLY;BYMONTH=2;BYDAY=-6MO", "not to 6"},
		{"FREQ=MONTHLY;BYDAY=MO,6TU", "not to 6"},
		{"FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1", "contradict"},
		{"FREQ=YEARLY;BYDAY=54MO", "not to 54"},
		{"FREQ=YEARLY;BYDAY=MO;BYSETPOS=367", "at most, not 367"},
		{"FREQ=YEARLY;UNTIL=20301231T235959ZZ", "UNTIL is a day"},
		{"FREQ=YEARLY;UNTIL=20301231T23595", "UNTIL is a day"},
		{"FREQ=YEARLY;UNTIL=20301231T23595X", "UNTIL is a day"},
		{"FREQ=YEARLY;UNTIL=20301231T2359590", "UNTIL is a day"},
		{"FREQ=YEARLY;COUNT=00003", "COUNT is a number"},
		{"FREQ=YEARLY;COUNT=3X", "COUNT is a number"},
		{"FREQ=MONTHLY;BYDAY=1MO,2TU,WE;BYSETPOS=8", "7 days at most, not 8"},
		{"FREQ=WEEKLY;BYDAY=2MO", "MONTHLY and YEARLY"},
		{"FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2", "MONTHLY and YEARLY"},
		{"FREQ=DAILY;BYSETPOS=2", "MONTHLY and YEARLY"},
		{"FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6", "at most, not 6"},
		{"FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1,6", "at most, not 6"},
		{"FREQ=MONTHLY;BYDAY=MO;BYMONTHDAY=13;BYSETPOS=2", "at most, not 2"},
		{"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "never gives a day"},
		{"FREQ=YEARLY;BYDAY=MO;BYSETPOS=60", "never gives a day"},
		{"FREQ=YEARLY\nX", "number of days"},
		{"FREQ=YEARLY;BYDAY=\xff", "number of days"},
	};
	char why[RECUR_WHY_SIZE];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		if (recur_check(cases[i].rule, why))
			fail_msg("%s was taken", cases[i].rule);
		if (!strstr(why, cases[i].says))
			fail_msg("%s: %s", cases[i].rule, why);
	}
	assert_false(recur_check(NULL, why));
}

static void a_rule_too_long_is_refused(void **state)
{
	char rule[4096] = "FREQ=MONTHLY;BYMONTHDAY=1", why[RECUR_WHY_SIZE];

	(void)state;
	while (strlen(rule) + 3 < sizeof(rule))
		memcpy(rule + strlen(rule), ",1", 3);
	assert_false(recur_check(rule, why));
	assert_true(day_is_none(recur_next(rule, day_of("2026-01-01"), day_of("2026-01-02"))));
}

/* As long as a rule may be, and one longer. */
static void a_rule_as_long_as_the_limit_is_taken(void **state)
{
	char rule[RECUR_LENGTH_MAX + 2] =
		"RRULE:FREQ=MONTHLY;INTERVAL=001;UNTIL=20991231T235959Z;WKST=MO;RSCALE="
		"GREGORIAN;SKIP=BACKWARD;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12,1;BYMONTHDA"
		"Y=-1,-2,-3,-4,-5,-6,-7,-8,-9,-10,-11,-12,-13,-14,-15,-16,-17,-18,-19,-"
		"20,-21,-22,-23,-24,-25,-26,-27,-28,-29,-30,-31";
	char why[RECUR_WHY_SIZE];

	(void)state;
	assert_int_equal(strlen(rule), RECUR_LENGTH_MAX);
	if (!recur_check(rule, why))
		fail_msg("%s", why);
	memcpy(rule + RECUR_LENGTH_MAX, ";", 2);
	assert_false(recur_check(rule, why));
	assert_non_null(strstr(why, "number of days"));
}

static void a_series_goes_on_as_its_rule_says(void **state)
{
	static const struct {
		const char *rule, *start;
		const char *want[5]; /* the days after the start; "" where the series ends */
	} cases[] = {
		{"FREQ=MONTHLY",
		 "2026-01-31",
		 {"2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30"}},
		{"FREQ=MONTHLY;BYMONTHDAY=31",
		 "2028-01-31",
		 {"2028-02-29", "2028-03-31", "2028-04-30", "2028-05-31", "2028-06-30"}},
		{"FREQ=MONTHLY;INTERVAL=3",
		 "2026-11-30",
		 {"2027-02-28", "2027-05-30", "2027-08-30", "2027-11-30", "2028-02-29"}},
		{"FREQ=MONTHLY;BYMONTHDAY=29,31",
		 "2026-01-31",
		 {"2026-02-28", "2026-03-29", "2026-03-31", "2026-04-29", "2026-04-30"}},
		{"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
		 "2026-01-30",
		 {"2026-02-27", "2026-03-31", "2026-04-30", "2026-05-29", "2026-06-30"}},
		{"FREQ=YEARLY",
		 "2024-02-29",
		 {"2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29", "2029-02-28"}},
		{"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
		 "2096-02-29",
		 {"2097-02-28", "2098-02-28", "2099-02-28", "2100-02-28", "2101-02-28"}},
		{"FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
		 "2026-11-26",
		 {"2027-11-25", "2028-11-23", "2029-11-22", "2030-11-28", "2031-11-27"}},
		{"FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU",
		 "2026-11-23",
		 {"2026-11-29", "2026-12-07", "2026-12-13", "2026-12-21", "2026-12-27"}},
		{"FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU",
		 "2026-11-23",
		 {"2026-12-06", "2026-12-07", "2026-12-20", "2026-12-21", "2027-01-03"}},
		{"FREQ=DAILY;INTERVAL=30",
		 "2026-11-21",
		 {"2026-12-21", "2027-01-20", "2027-02-19", "2027-03-21", "2027-04-20"}},
		{"180",
		 "2026-11-21",
		 {"2027-05-20", "2027-11-16", "2028-05-14", "2028-11-10", "2029-05-09"}},
		/* The start is the first day, and the first of COUNT, though no Monday. */
		{"FREQ=WEEKLY;BYDAY=MO;COUNT=3", "2026-11-21", {"2026-11-23", "2026-11-30", ""}},
		{"FREQ=WEEKLY;BYDAY=SA;COUNT=3", "2026-11-21", {"2026-11-28", "2026-12-05", ""}},
		{"FREQ=YEARLY;COUNT=1", "2026-11-21", {""}},
		/* Two days that clamp to one are one. */
		{"FREQ=MONTHLY;BYMONTHDAY=29,31;COUNT=4",
		 "2026-01-31",
		 {"2026-02-28", "2026-03-29", "2026-03-31", ""}},
		{"FREQ=YEARLY;UNTIL=20281121", "2026-11-21", {"2027-11-21", "2028-11-21", ""}},
		{"FREQ=YEARLY;UNTIL=20281120T235959Z", "2026-11-21", {"2027-11-21", ""}},
		{"FREQ=YEARLY;UNTIL=20200101", "2026-11-21", {""}},
		{"FREQ=YEARLY", "2198-06-30", {"2199-06-30", ""}},
		{"3660", "2195-01-01", {""}},
	};
	char text[DAY_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct day start = day_of(cases[i].start), d = start;

		for (size_t j = 0; j < 5 && cases[i].want[j]; j++) {
			d = recur_next(cases[i].rule, start, d);
			if (strcmp(day_format(d, text), cases[i].want[j]) != 0)
				fail_msg("%s: %s, not %s", cases[i].rule, text, cases[i].want[j]);
		}
	}
}

static void before_the_start_the_start_is_next(void **state)
{
	struct day start = day_of("2026-11-21");

	(void)state;
	assert_int_equal(recur_next("FREQ=WEEKLY;BYDAY=MO", start, NO_DAY).n, start.n);
	assert_int_equal(recur_next("180", start, day_plus(start, -1)).n, start.n);
	assert_int_equal(recur_next("180", start, start).n, start.n + 180);
	assert_true(day_is_none(recur_next("nonsense", start, NO_DAY)));
	assert_true(day_is_none(recur_next("180", NO_DAY, start)));
	assert_true(day_is_none(recur_next("FREQ=MONTHLY;BYDAY=XX", start, start)));
	assert_true(day_is_none(recur_next("1", start, DAY_LAST)));
	assert_true(day_is_none(recur_next("1", start, (struct day){INT32_MAX})));
}

/* The calendar repeats after 400 years; 1900 to 2199 has each kind of year and of century. */
static void months_and_years_clamp_in_the_whole_range(void **state)
{
	static const struct {
		const char *rule;
		int months;
	} cases[] = {{"FREQ=MONTHLY", 1}, {"FREQ=YEARLY", 12}, {"FREQ=MONTHLY;INTERVAL=7", 7}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		for (int day = 28; day <= 31; day++) {
			struct day start = day_from_civil(1904, cases[i].months == 12 ? 2 : 1,
							  cases[i].months == 12 ? day - 2 : day);

			for (int n = 1; n * cases[i].months < 295 * 12; n++) {
				struct day want = day_plus_months(start, n * cases[i].months);
				struct day last = day_plus_months(start, (n - 1) * cases[i].months);

				assert_int_equal(recur_next(cases[i].rule, start, last).n, want.n);
				assert_int_equal(
					recur_next(cases[i].rule, start, day_plus(want, -1)).n,
					want.n);
			}
		}
	}
}

static void weeks_and_days_keep_their_distance_over_centuries(void **state)
{
	struct day start = day_of("1901-03-01");

	(void)state;
	for (int interval = 1; interval < 60; interval += 7) {
		char weekly[64], daily[64], plain[16];

		(void)snprintf(weekly, sizeof(weekly), "FREQ=WEEKLY;INTERVAL=%d", interval);
		(void)snprintf(daily, sizeof(daily), "FREQ=DAILY;INTERVAL=%d", interval * 7);
		(void)snprintf(plain, sizeof(plain), "%d", interval * 7);
		for (int after = 0; after < 100000; after += 997) {
			int want = (after / (interval * 7) + 1) * interval * 7 + start.n;
			struct day d = day_plus(start, after);

			assert_int_equal(recur_next(weekly, start, d).n, want);
			assert_int_equal(recur_next(daily, start, d).n, want);
			assert_int_equal(recur_next(plain, start, d).n, want);
		}
	}
}

/* A jump must find what a walk from the start finds. */
static void a_series_is_strictly_increasing_and_the_same_from_any_day(void **state)
{
	static const char *const rules[] = {
		"FREQ=DAILY;INTERVAL=5",
		"FREQ=DAILY;BYMONTH=2,6;BYDAY=MO",
		"FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU",
		"FREQ=MONTHLY;BYMONTHDAY=15,30,31",
		"FREQ=MONTHLY;BYMONTHDAY=-1,-31",
		"FREQ=MONTHLY;INTERVAL=5;BYDAY=2TU,-1FR",
		"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1",
		"FREQ=YEARLY;BYMONTH=2,8;BYMONTHDAY=29,30",
		"FREQ=YEARLY;INTERVAL=3;BYYEARDAY=1,366,-1",
		"FREQ=YEARLY;BYDAY=MO;BYSETPOS=2,-3",
		"FREQ=YEARLY;INTERVAL=2;BYMONTH=1;BYDAY=SU",
	};
	static const char *const starts[] = {"1966-01-31", "1968-02-29", "1969-12-31"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rules) * ARRAY_LEN(starts); i++) {
		const char *rule = rules[i / ARRAY_LEN(starts)];
		struct day start = day_of(starts[i % ARRAY_LEN(starts)]);
		struct day d = recur_next(rule, start, day_of("2023-12-01"));

		while (day_before(d, day_of("2032-01-01"))) {
			struct day next = recur_next(rule, start, d);

			assert_true(day_before(d, next));
			assert_int_equal(recur_next(rule, start, day_plus(next, -1)).n, next.n);
			d = next;
		}
	}
}

/* COUNT is walked from the start, so it shows whether the jumps leave out or add a day. */
static void a_jump_agrees_with_a_walk(void **state)
{
	static const char *const rules[] = {
		"FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,TH",
		"FREQ=MONTHLY;BYMONTHDAY=31",
		"FREQ=MONTHLY;BYDAY=5MO",
		"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
		"FREQ=YEARLY;BYYEARDAY=60,-1",
	};
	struct day start = day_of("1966-08-31");

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
		char counted[80];

		(void)snprintf(counted, sizeof(counted), "%s;COUNT=3660", rules[i]);
		for (int after = 0; after < 22000; after += 367)
			assert_int_equal(recur_next(rules[i], start, day_plus(start, after)).n,
					 recur_next(counted, start, day_plus(start, after)).n);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rule_that_gives_days_is_taken),
		cmocka_unit_test(a_rule_refused_says_what_is_wrong),
		cmocka_unit_test(a_rule_too_long_is_refused),
		cmocka_unit_test(a_rule_as_long_as_the_limit_is_taken),
		cmocka_unit_test(a_series_goes_on_as_its_rule_says),
		cmocka_unit_test(before_the_start_the_start_is_next),
		cmocka_unit_test(months_and_years_clamp_in_the_whole_range),
		cmocka_unit_test(weeks_and_days_keep_their_distance_over_centuries),
		cmocka_unit_test(a_series_is_strictly_increasing_and_the_same_from_any_day),
		cmocka_unit_test(a_jump_agrees_with_a_walk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
