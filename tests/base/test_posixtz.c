/* TZ strings of POSIX: what is one, what is none, and when they change the clock. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/civil.h"
#include "base/cleanup.h"
#include "base/posixtz.h"

static const struct {
	const char *text;
	int32_t standard, daylight; /* daylight 0: it has none */
} rules[] = {
	{"UTC0", 0, 0},
	{"<+03>-3", 10800, 0},
	{"<-0930>9:30", -34200, 0},
	{"<+0545>-5:45", 20700, 0},
	{"LMT-0:53:28", 3208, 0},
	{"ABC+24:59:59", -89999, 0},
	{"EST5EDT,M3.2.0,M11.1.0", -18000, -14400},
	{"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", -7200, -3600},
	{"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 37800, 39600},
	{"EET-2EEST,M3.4.4/50,M10.4.4/50", 7200, 10800},
	{"XXX3YYY2:30,J1/-167:59:59,365/+167", -10800, -9000},
};

static void a_rule_is_understood(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
		struct posixtz rule;

		assert_int_equal(posixtz_parse(rules[i].text, strlen(rules[i].text), &rule), 0);
		assert_int_equal(rule.standard, rules[i].standard);
		assert_int_equal(rule.has_daylight, rules[i].daylight != 0);
		assert_int_equal(rule.daylight, rules[i].daylight);
	}
}

static const char *const rubbish[] = {
	"",
	"UTC",
	"UT0",
	"5",
	"<>5",
	"<+0>5",
	"<+03-3",
	"<+03>",
	"<+ 3>5",
	"+03-3",
	"EST25",
	"EST5:60",
	"EST5:00:60",
	"EST5:",
	"EST--5",
	"EST5 ",
	"EST55555555555555",
	"EST5EDT",
	"EST5EDT,",
	"EST5EDT,M3.2.0",
	"EST5EDT,M3.2.0,",
	"EST5EDT,M3.2.0,M11.1.0,",
	"EST5EDT,M3.2.0,M11.1.0/",
	"EST5EDT,M3.2.0,M11.1.0/168",
	"EST5EDT,M0.2.0,M11.1.0",
	"EST5EDT,M13.2.0,M11.1.0",
	"EST5EDT,M3.0.0,M11.1.0",
	"EST5EDT,M3.6.0,M11.1.0",
	"EST5EDT,M3.2.7,M11.1.0",
	"EST5EDT,M3.2,M11.1.0",
	"EST5EDT,J0,J365",
	"EST5EDT,J1,J366",
	"EST5EDT,0,366",
	"EST5EDT,-1,365",
	"\xc3\x89ST5",
};

static void what_is_no_rule_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rubbish); i++) {
		struct posixtz rule;

		if (posixtz_parse(rubbish[i], strlen(rubbish[i]), &rule) != -EINVAL)
			fail_msg("taken: %s", rubbish[i]);
	}
}

static void a_rule_ends_where_its_length_says(void **state)
{
	static const char text[] = "EST5EDT,M3.2.0,M11.1.0";
	struct posixtz rule;

	(void)state;
	for (size_t n = 0; n < sizeof text - 1; n++)
		assert_int_equal(posixtz_parse(text, n, &rule), n == 4 ? 0 : -EINVAL);
	assert_int_equal(posixtz_parse(text, sizeof text, &rule), -EINVAL); /* a NUL is no rule */
}

static const struct {
	const char *text, *instant;
	int32_t offset;
	const char *start, *end;
} spans[] = {
	/* the last Sunday may be the fourth or the fifth */
	{"CET-1CEST,M3.5.0,M10.5.0/3", "2026-07-01T00:00:00", 7200, "2026-03-29T01:00:00",
	 "2026-10-25T01:00:00"},
	{"CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T00:59:59", 3600, "2025-10-26T01:00:00",
	 "2026-03-29T01:00:00"},
	{"CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T01:00:00", 7200, "2026-03-29T01:00:00",
	 "2026-10-25T01:00:00"},
	/* south of the equator summer spans the new year */
	{"NZST-12NZDT,M9.5.0,M4.1.0/3", "2100-01-01T00:00:00", 46800, "2099-09-26T14:00:00",
	 "2100-04-03T14:00:00"},
	/* Dublin: the winter is what departs from standard time */
	{"IST-1GMT0,M10.5.0,M3.5.0/1", "2050-12-31T23:59:59", 0, "2050-10-30T01:00:00",
	 "2051-03-26T01:00:00"},
	/* hours that reach into other days, before and after */
	{"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2050-07-01T00:00:00", -3600, "2050-03-27T01:00:00",
	 "2050-10-30T01:00:00"},
	{"EET-2EEST,M3.4.4/50,M10.4.4/50", "2050-07-01T00:00:00", 10800, "2050-03-26T00:00:00",
	 "2050-10-28T23:00:00"},
	/* J60 is 1 March in every year, 59 is 29 February in a leap year */
	{"AAA0BBB,J60/0,J61/0", "2028-03-01T00:00:00", 3600, "2028-03-01T00:00:00",
	 "2028-03-01T23:00:00"},
	{"AAA0BBB,59/0,60/0", "2028-02-29T00:00:00", 3600, "2028-02-29T00:00:00",
	 "2028-02-29T23:00:00"},
	{"AAA0BBB,59/0,60/0", "2027-03-01T00:00:00", 3600, "2027-03-01T00:00:00",
	 "2027-03-01T23:00:00"},
	/* the first and the last weekday of February, in years of every kind */
	{"AAA0BBB,M2.1.4/0,M2.5.4/0", "2024-02-10T00:00:00", 3600, "2024-02-01T00:00:00",
	 "2024-02-28T23:00:00"},
	{"AAA0BBB,M2.5.2/0,M3.2.0/0", "2000-02-29T00:00:00", 3600, "2000-02-29T00:00:00",
	 "2000-03-11T23:00:00"},
	{"AAA0BBB,M2.5.0/0,M3.2.0/0", "2100-03-01T00:00:00", 3600, "2100-02-28T00:00:00",
	 "2100-03-13T23:00:00"},
	/* a change a week before its year begins, and a week after it ends */
	{"AAA0BBB,0/-167,J365/167", "2028-12-25T01:00:00", 3600, "2028-12-25T01:00:00",
	 "2029-01-06T22:00:00"},
	/* both changes of last year are still to come */
	{"AAA0BBB,J364/167,J365/167", "2029-01-02T00:00:00", 0, "2028-01-06T22:00:00",
	 "2029-01-05T23:00:00"},
};

static void a_rule_knows_when_the_clock_changes(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(spans); i++) {
		struct posixtz_span span;
		struct posixtz rule;

		assert_int_equal(posixtz_parse(spans[i].text, strlen(spans[i].text), &rule), 0);
		span = posixtz_span(&rule, civil(spans[i].instant));
		if (span.offset != spans[i].offset || span.start != civil(spans[i].start) ||
		    span.end != civil(spans[i].end))
			fail_msg("%s at %s: offset %d, %lld s, %lld s off", spans[i].text,
				 spans[i].instant, (int)span.offset,
				 (long long)(span.start - civil(spans[i].start)),
				 (long long)(span.end - civil(spans[i].end)));
	}
}

static void daylight_saving_time_may_last_all_year(void **state)
{
	static const char text[] = "XXX3EDT4,0/0,J365/23";
	struct posixtz rule;

	(void)state;
	assert_int_equal(posixtz_parse(text, strlen(text), &rule), 0);
	for (int64_t t = civil("2026-12-28T00:00:00"); t < civil("2029-01-05T00:00:00"); t += 1800)
		assert_int_equal(posixtz_span(&rule, t).offset, -14400);
}

static void a_span_holds_its_instant_in_any_age(void **state)
{
	static const char text[] = "EST5EDT,M3.2.0,M11.1.0";
	struct posixtz rule;

	(void)state;
	assert_int_equal(posixtz_parse(text, strlen(text), &rule), 0);
	for (int64_t t = 1; t < (int64_t)1 << 55; t *= 3) {
		struct posixtz_span late = posixtz_span(&rule, t);
		struct posixtz_span early = posixtz_span(&rule, -t);

		assert_true(late.start <= t && t < late.end);
		assert_true(early.start <= -t && -t < early.end);
		assert_true(late.end - late.start < 400 * 86400);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rule_is_understood),
		cmocka_unit_test(what_is_no_rule_is_refused),
		cmocka_unit_test(a_rule_ends_where_its_length_says),
		cmocka_unit_test(a_rule_knows_when_the_clock_changes),
		cmocka_unit_test(daylight_saving_time_may_last_all_year),
		cmocka_unit_test(a_span_holds_its_instant_in_any_age),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
