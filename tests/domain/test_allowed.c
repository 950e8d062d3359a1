/* When a contact may be called: named cases, and what must hold around every change of every zone's
 * clock from 2000 to 2040. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "domain/allowed.h"

#define ZONEINFO "/usr/share/zoneinfo"
#define HOUR 3600
#define DAY ((int64_t)86400)
#define QUARTER 900 /* every offset since 2000 is a multiple of it, and so are the hours below */
#define YEAR_2000 ((int64_t)946684800)
#define YEAR_2041 ((int64_t)2240524800)

static struct zone *zone_of(const char *name)
{
	struct zone *z;

	if (zone_load(name, &z))
		fail_msg("no zone %s", name);
	return z;
}

static int64_t instant_of(const struct zone *z, const char *text)
{
	char day[11] = "";
	struct day d;
	int hour, minute;

	memcpy(day, text, 10);
	assert_true(day_parse(day, &d));
	assert_int_equal(sscanf(text + 10, " %d:%d", &hour, &minute), 2);
	return zone_to_instant(z, day_to_local(d, hour * 60 + minute), NULL);
}

static const char *say(const struct zone *z, int64_t instant, char to[40])
{
	int64_t local = zone_to_local(z, instant);
	char day[DAY_TEXT_SIZE];
	int minute = minute_of_local(local);

	(void)snprintf(to, 40, "%s %02d:%02d", day_format(day_of_local(local), day), minute / 60,
		       minute % 60);
	return to;
}

static const struct worktime office = {
	.week = 0x1f, .start = 540, .end = 1080, .quiet_start = 1200, .quiet_end = 480};

/* From our clock to our clock; 2026-12-01 is a Tuesday. */
static const struct {
	const char *ours, *theirs, *from, *want;
} cases[] = {
	/* at home */
	{"Europe/Berlin", NULL, "2026-12-01 09:00", "2026-12-01 09:00"},
	{"Europe/Berlin", NULL, "2026-12-01 03:00", "2026-12-01 09:00"},
	{"Europe/Berlin", NULL, "2026-12-01 20:00", "2026-12-02 09:00"},
	{"Europe/Berlin", NULL, "2026-12-04 20:00", "2026-12-07 09:00"},
	/* no day is given up for better hours on another */
	{"Europe/Berlin", NULL, "2026-12-01 18:00", "2026-12-01 18:00"},
	/* 08:00 there is 14:00, and 17:00, here */
	{"Europe/Berlin", "America/New_York", "2026-12-01 09:00", "2026-12-01 14:00"},
	{"Europe/Berlin", "America/Los_Angeles", "2026-12-01 09:00", "2026-12-01 17:00"},
	{"Europe/Berlin", "America/Los_Angeles", "2026-12-01 17:59", "2026-12-01 17:59"},
	{"Europe/Berlin", "America/Los_Angeles", "2026-12-04 18:00", "2026-12-04 18:00"},
	{"Europe/Berlin", "America/Los_Angeles", "2026-12-04 20:00", "2026-12-07 17:00"},
	{"America/New_York", "Europe/Berlin", "2026-12-01 14:59", "2026-12-01 14:59"},
	{"America/New_York", "Europe/Berlin", "2026-12-01 15:00", "2026-12-02 09:00"},
	{"Europe/London", "Asia/Kolkata", "2026-12-01 09:00", "2026-12-01 09:00"},
	{"Europe/London", "Asia/Kolkata", "2026-12-01 16:00", "2026-12-02 09:00"},
	/* three weeks in March in which New York is an hour nearer */
	{"Europe/Berlin", "America/New_York", "2027-03-15 09:00", "2027-03-15 13:00"},
	/* working hours and theirs never meet: a working day, not in our quiet hours */
	{"Europe/Berlin", "Pacific/Auckland", "2026-12-01 09:00", "2026-12-02 08:00"},
	{"Europe/Berlin", "Pacific/Auckland", "2026-12-04 09:00", "2026-12-07 08:00"},
	{"Europe/Berlin", "Pacific/Auckland", "2026-12-01 08:59", "2026-12-01 08:59"},
	/* from our summer on, 28 March, they meet again: no call waits for that */
	{"Europe/Berlin", "Pacific/Auckland", "2027-03-11 09:00", "2027-03-12 08:00"},
	{"Europe/Berlin", "Pacific/Auckland", "2027-03-22 09:00", "2027-03-23 08:00"},
	{"Europe/Berlin", "Pacific/Auckland", "2027-03-25 09:00", "2027-03-26 08:00"},
	{"Europe/Berlin", "Pacific/Auckland", "2027-03-26 09:00", "2027-03-29 09:00"},
	/* outside working hours comes first that day, and is passed over for those in it */
	{"Europe/Berlin", "Asia/Kolkata", "2026-12-01 08:00", "2026-12-01 09:00"},
	{"America/Los_Angeles", "Asia/Kolkata", "2026-12-01 09:00", "2026-12-01 18:30"},
};

static void theirs_and_our_hours_are_both_kept(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct zone *ours = zone_of(cases[i].ours);
		struct zone *theirs = cases[i].theirs ? zone_of(cases[i].theirs) : NULL;
		struct allowed_rules rules = {&office, ours, theirs, 480, 1260};
		int64_t got = allowed_next(&rules, instant_of(ours, cases[i].from));
		char text[40];

		if (strcmp(say(ours, got, text), cases[i].want) != 0)
			fail_msg("%s to %s from %s: %s, not %s", cases[i].ours,
				 cases[i].theirs ? cases[i].theirs : "-", cases[i].from, text,
				 cases[i].want);
		zone_free(ours);
		zone_free(theirs);
	}
}

/* From our clock to our clock; null: that day has none. 2026-12-05 is a Saturday. */
static const struct {
	const char *ours, *theirs, *from, *want;
	int quiet_start, quiet_end;
} named_days[] = {
	{"Europe/Berlin", NULL, "2026-12-01 09:00", "2026-12-01 09:00", 1200, 480},
	{"Europe/Berlin", "America/Los_Angeles", "2026-12-01 09:00", "2026-12-01 17:00", 1200, 480},
	{"Europe/Berlin", "America/Los_Angeles", "2026-12-05 09:00", "2026-12-05 17:00", 1200, 480},
	{"Europe/Berlin", "America/Los_Angeles", "2026-12-01 18:30", "2026-12-01 18:30", 1200, 480},
	/* twelve hours away: an hour before work, and in the evening where that is not quiet */
	{"Europe/Berlin", "Pacific/Auckland", "2026-12-01 09:00", "2026-12-01 08:00", 1200, 480},
	{"Europe/Berlin", "Pacific/Auckland", "2026-12-05 09:00", "2026-12-05 08:00", 1200, 480},
	{"Europe/Berlin", "Pacific/Auckland", "2026-12-01 09:00", "2026-12-01 20:00", 1260, 480},
	{"Europe/Berlin", "Pacific/Auckland", "2026-12-01 09:00", NULL, 1200, 540},
	{"America/Los_Angeles", "Asia/Kolkata", "2026-12-01 09:00", "2026-12-01 18:30", 1200, 480},
	/* days on which a clock is changed, here and, at midnight, where the user is */
	{"Europe/Berlin", "Pacific/Auckland", "2027-03-27 09:00", "2027-03-27 08:00", 1200, 480},
	{"Europe/Berlin", "Pacific/Auckland", "2027-03-28 09:00", "2027-03-28 09:00", 1200, 480},
	{"America/Sao_Paulo", "Asia/Tokyo", "2018-11-03 09:00", "2018-11-03 08:00", 1200, 480},
	{"America/Sao_Paulo", "Asia/Tokyo", "2018-11-04 09:00", "2018-11-04 09:00", 1200, 480},
};

static void a_day_that_was_named_is_kept_where_one_of_its_hours_fits(void **state)
{
	const struct day holiday = day_from_civil(2026, 12, 1);
	struct worktime work = office;

	(void)state;
	work.holidays = &holiday;
	work.n_holidays = 1;
	for (size_t i = 0; i < ARRAY_LEN(named_days); i++) {
		work.quiet_start = named_days[i].quiet_start;
		work.quiet_end = named_days[i].quiet_end;
		struct zone *ours = zone_of(named_days[i].ours);
		struct zone *theirs = named_days[i].theirs ? zone_of(named_days[i].theirs) : NULL;
		struct allowed_rules rules = {&work, ours, theirs, 480, 1260};
		int64_t got = 0;
		char text[40] = "";

		if (allowed_that_day(&rules, instant_of(ours, named_days[i].from), &got))
			(void)say(ours, got, text);
		if (strcmp(text, named_days[i].want ? named_days[i].want : "") != 0)
			fail_msg("%s to %s from %s: '%s', not %s", named_days[i].ours,
				 named_days[i].theirs ? named_days[i].theirs : "-",
				 named_days[i].from, text,
				 named_days[i].want ? named_days[i].want : "none");
		zone_free(ours);
		zone_free(theirs);
	}
}

static void a_holiday_of_ours_is_no_day_to_call(void **state)
{
	const struct day christmas = day_from_civil(2026, 12, 25);
	struct zone *ours = zone_of("Europe/Berlin"), *theirs = zone_of("America/New_York");
	struct worktime work = office;
	struct allowed_rules rules = {&work, ours, theirs, 480, 1260};
	char text[40];

	(void)state;
	work.holidays = &christmas;
	work.n_holidays = 1;
	assert_string_equal(
		say(ours, allowed_next(&rules, instant_of(ours, "2026-12-25 09:00")), text),
		"2026-12-28 14:00");
	zone_free(ours);
	zone_free(theirs);
}

/* To the second, and where a clock of theirs changes in it. */
static void working_hours_a_week_off_are_waited_for(void **state)
{
	const struct day holiday = day_from_civil(2027, 3, 21);
	const struct worktime sundays = {.week = 0x40,
					 .start = 60,
					 .end = 120,
					 .quiet_start = 120,
					 .quiet_end = 60,
					 .holidays = &holiday,
					 .n_holidays = 1};
	struct zone *ours = zone_of("UTC"), *theirs = zone_of("Europe/Berlin");
	struct allowed_rules rules = {&sundays, ours, theirs, 0, 1440};
	char text[40];

	(void)state;
	assert_string_equal(
		say(ours, allowed_next(&rules, instant_of(ours, "2027-03-21 01:00")), text),
		"2027-03-28 01:00");
	zone_free(ours);
	zone_free(theirs);
}

static void where_all_hours_are_quiet_theirs_decide_alone(void **state)
{
	struct zone *ours = zone_of("Europe/Berlin"), *theirs = zone_of("Pacific/Auckland");
	struct worktime work = office;
	struct allowed_rules rules = {&work, ours, theirs, 480, 540};
	char text[40];

	(void)state;
	/* 08:00 to 09:00 there are 20:00 to 21:00 here */
	assert_string_equal(
		say(ours, allowed_next(&rules, instant_of(ours, "2026-12-01 09:00")), text),
		"2026-12-01 20:00");
	zone_free(ours);
	zone_free(theirs);
}

/* Where working hours and theirs never meet, what is not quiet counts to the minute: they take
 * calls from 23:00 to midnight. */
static void quiet_hours_end_on_their_minute(void **state)
{
	static const struct {
		int quiet_start, quiet_end;
		const char *from, *want;
	} ends[] = {
		{60, 1439, "2026-12-01 12:00", "2026-12-01 23:59"},
		{60, 1439, "2026-12-01 23:59", "2026-12-01 23:59"},
		{60, 1400, "2026-12-01 23:19", "2026-12-01 23:20"},
		{0, 1439, "2026-12-01 00:00", "2026-12-01 23:59"},
	};
	struct zone *ours = zone_of("UTC");

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		const struct worktime work = {.week = 0x7f,
					      .start = 540,
					      .end = 541,
					      .quiet_start = ends[i].quiet_start,
					      .quiet_end = ends[i].quiet_end};
		struct allowed_rules rules = {&work, ours, NULL, 1380, 1440};
		char text[40];

		assert_string_equal(
			say(ours, allowed_next(&rules, instant_of(ours, ends[i].from)), text),
			ends[i].want);
	}
	zone_free(ours);
}

/* Their hours are from 08:00 to before 21:00, by their own clock. */
static void people_are_called_in_the_hours_of_where_they_live(void **state)
{
	static const struct {
		const char *theirs, *at;
		bool want;
	} hours[] = {
		{NULL, "2026-12-01 07:59", false},
		{NULL, "2026-12-01 08:00", true},
		{NULL, "2026-12-01 20:59", true},
		{NULL, "2026-12-01 21:00", false},
		{"America/New_York", "2026-12-01 09:00", false},
		{"America/New_York", "2026-12-01 14:00", true},
		{"America/New_York", "2026-12-02 02:59", true},
		{"America/New_York", "2026-12-02 03:00", false},
	};
	struct zone *ours = zone_of("Europe/Berlin");

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(hours); i++) {
		struct zone *theirs = hours[i].theirs ? zone_of(hours[i].theirs) : NULL;
		struct allowed_rules rules = {&office, ours, theirs, 480, 1260};

		if (allowed_hour(&rules, instant_of(ours, hours[i].at)) != hours[i].want)
			fail_msg("%s, %s", hours[i].theirs ? hours[i].theirs : "-", hours[i].at);
		zone_free(theirs);
	}
	zone_free(ours);
}

/* --- every zone --- */

static const struct {
	const char *ours;
	struct worktime work;
	int calls_start, calls_end;
} worlds[] = {
	{"Europe/Berlin", {0x1f, 540, 1080, 1200, 480, NULL, 0}, 480, 1260},
	{"America/New_York", {0x1f, 540, 1080, 1200, 480, NULL, 0}, 480, 1260},
	{"Australia/Lord_Howe", {0x4f, 480, 1020, 1260, 420, NULL, 0}, 480, 1260},
	{"Pacific/Apia", {0x7f, 600, 660, 0, 0, NULL, 0}, 540, 720},
	{"Africa/Casablanca", {0x02, 1320, 1440, 60, 120, NULL, 0}, 1200, 1440},
	{"UTC", {0, 0, 0, 0, 1440, NULL, 0}, 1380, 1440},
	{"Europe/Dublin", {0x1f, 540, 1080, 1200, 480, NULL, 0}, 0, 0},
};

struct look {
	const struct allowed_rules *rules;
	const char *theirs;
	long n;
	int64_t last, last_given; /* of the questions so far, which come in order */
};

static bool is_called(const struct look *l, int64_t at)
{
	int minute = minute_of_local(zone_to_local(l->rules->theirs, at));

	return l->rules->calls_start >= l->rules->calls_end ||
	       (minute >= l->rules->calls_start && minute < l->rules->calls_end);
}

static bool is_best(const struct look *l, int64_t at)
{
	int64_t local = zone_to_local(l->rules->ours, at);

	return is_called(l, at) &&
	       worktime_is_open(l->rules->work,
				(struct moment){day_of_local(local), minute_of_local(local)});
}

static int64_t first_best(const struct look *l, int64_t from, int64_t until)
{
	int64_t at = from;

	while (at < until && !is_best(l, at))
		at = (at / QUARTER + 1) * QUARTER;
	return at < until ? at : until;
}

/* The end of what is allowed from an allowed instant on, to the minute; at most a day. */
static int64_t end_of(const struct look *l, int64_t at)
{
	int64_t end = at - at % 60;

	while (end < at + DAY && allowed_next(l->rules, end + 60) == end + 60)
		end += 60;
	return end + 60;
}

static void wrong(const struct look *l, int64_t asked, int64_t given, const char *why)
{
	fail_msg("%s from %s, asked for %lld, given %lld: %s", l->theirs, zone_name(l->rules->ours),
		 (long long)asked, (long long)given, why);
}

/* The first instant of the day of `at`, or of the one so many days after it. */
static int64_t midnight(const struct look *l, int64_t at, int days)
{
	struct day day = day_of_local(zone_to_local(l->rules->ours, at));

	return zone_to_instant(l->rules->ours, day_to_local(day_plus(day, days), 0), NULL);
}

/* Is it one to call at on a day that was named? Quiet hours around the clock are none. */
static bool is_fit(const struct look *l, int64_t at, bool in_hours)
{
	struct worktime work = *l->rules->work;
	int minute = minute_of_local(zone_to_local(l->rules->ours, at));

	work.week = 0x7f;
	work.n_holidays = 0;
	if (in_hours)
		return worktime_is_open(&work, (struct moment){{0}, minute});
	return work.quiet_end - work.quiet_start == 1440 || !worktime_is_quiet(&work, minute);
}

static int64_t first_fit(const struct look *l, int64_t from, int64_t until, bool in_hours)
{
	while (from < until && !(is_called(l, from) && is_fit(l, from, in_hours)))
		from = (from / QUARTER + 1) * QUARTER;
	return from < until ? from : INT64_MAX;
}

static void ask_that_day(const struct look *l, int64_t at)
{
	int64_t end = midnight(l, at, 1), given = INT64_MAX;
	int64_t want = first_fit(l, at, end, true);

	if (want == INT64_MAX)
		want = first_fit(l, at, end, false);
	if (want == INT64_MAX)
		want = first_fit(l, midnight(l, at, 0), end, false);
	if (allowed_that_day(l->rules, at, &given) != (want != INT64_MAX) || given != want)
		wrong(l, at, given, "not the first of that day");
}

static void ask(struct look *l, int64_t at)
{
	int64_t given = allowed_next(l->rules, at), end;

	l->n++;
	if (given < at || given > at + 4 * ALLOWED_HORIZON)
		wrong(l, at, given, "before it is due, or far from it");
	if (!is_called(l, given))
		wrong(l, at, given, "an hour at which nobody is called there");
	if (allowed_next(l->rules, given) != given)
		wrong(l, at, given, "not allowed when asked for itself");
	if (at >= l->last && given < l->last_given)
		wrong(l, at, given, "earlier than what was given to an earlier one");
	l->last = at;
	l->last_given = given;
	if (l->n % 16 == 0 && first_best(l, at, given) != given)
		wrong(l, at, given, "working hours lie before it");
	if (l->n % 16 == 0 && !is_best(l, given) &&
	    first_best(l, given, midnight(l, given, 1)) < midnight(l, given, 1))
		wrong(l, at, given, "working hours lie on that day");
	if (l->n % 16 == 1)
		ask_that_day(l, at);
	if (l->n % 300)
		return;
	end = end_of(l, given);
	if (allowed_next(l->rules, end + 60) <= end || end <= given)
		wrong(l, at, given, "not later when asked for again after its end");
}

static void ask_around(struct look *l, int64_t change)
{
	static const int64_t by[] = {-15 * DAY, -3 * DAY, -DAY - 1, -12 * HOUR, -3 * HOUR, -HOUR,
				     -1800,     -60,      -1,       0,          1,         1799,
				     HOUR,      7 * HOUR, DAY,      6 * DAY};

	l->last = l->last_given = INT64_MIN;
	for (size_t i = 0; i < ARRAY_LEN(by); i++)
		ask(l, change + by[i]);
}

/* From the first world, and from another for each zone. */
static void ask_zone(const char *name, const struct zone *theirs, long turn, long *n)
{
	for (size_t i = 0; i < ARRAY_LEN(worlds); i++) {
		if (i && i != 1 + (size_t)turn % (ARRAY_LEN(worlds) - 1))
			continue;
		struct zone *ours = zone_of(worlds[i].ours);
		const struct allowed_rules rules = {&worlds[i].work, ours, theirs,
						    worlds[i].calls_start, worlds[i].calls_end};
		struct look l = {.rules = &rules, .theirs = name};
		int64_t at = YEAR_2000;

		ask_around(&l, at);
		while ((at = zone_next_change(theirs, at)) < YEAR_2041)
			ask_around(&l, at);
		*n += l.n;
		zone_free(ours);
	}
}

/* The zones below a folder; `name` is its path below zoneinfo, with a slash at its end. */
static void each_zone(const char *name, long *n_zones, long *n)
{
	_cleanup_str_ struct str path = {0};
	struct dirent *e;
	DIR *folder;

	str_addf(&path, ZONEINFO "/%s", name);
	folder = opendir(str_text(&path));
	if (!folder)
		return;
	while ((e = readdir(folder))) {
		_cleanup_str_ struct str below = {0};
		struct zone *z;

		if (e->d_name[0] == '.' || strcmp(e->d_name, "right") == 0 ||
		    strcmp(e->d_name, "posix") == 0)
			continue;
		str_addf(&below, "%s%s", name, e->d_name);
		if (zone_load(str_text(&below), &z) == 0) {
			ask_zone(str_text(&below), z, (*n_zones)++, n);
			zone_free(z);
		} else {
			str_add_char(&below, '/');
			each_zone(str_text(&below), n_zones, n);
		}
	}
	(void)closedir(folder);
}

static void the_rules_hold_around_every_change_of_every_clock(void **state)
{
	long n_zones = 0, n = 0;

	(void)state;
	each_zone("", &n_zones, &n);
	print_message("%ld zones, %ld questions\n", n_zones, n);
	assert_true(n_zones > 300);
	assert_true(n > 100000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(theirs_and_our_hours_are_both_kept),
		cmocka_unit_test(a_day_that_was_named_is_kept_where_one_of_its_hours_fits),
		cmocka_unit_test(a_holiday_of_ours_is_no_day_to_call),
		cmocka_unit_test(working_hours_a_week_off_are_waited_for),
		cmocka_unit_test(quiet_hours_end_on_their_minute),
		cmocka_unit_test(people_are_called_in_the_hours_of_where_they_live),
		cmocka_unit_test(where_all_hours_are_quiet_theirs_decide_alone),
		cmocka_unit_test(the_rules_hold_around_every_change_of_every_clock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
