/* Which clocks are believed. */
#include "domain/doubt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/clock.h"

#define SEEN ((int64_t)1796126400) /* 2026-12-01T12:00:00Z */
#define DAY ((int64_t)86400)

static const struct {
	const char *what;
	int64_t now, seen;
	enum doubt at_start, running;
} clocks[] = {
	{"a flat battery", 0, SEEN, DOUBT_EARLY, DOUBT_EARLY},
	{"1970 at the first start", 3600, NO_INSTANT, DOUBT_EARLY, DOUBT_EARLY},
	{"before 1970", INT64_MIN, SEEN, DOUBT_EARLY, DOUBT_EARLY},
	{"a second too early", DOUBT_RELEASED - 1, NO_INSTANT, DOUBT_EARLY, DOUBT_EARLY},
	{"the first that can be", DOUBT_RELEASED, NO_INSTANT, DOUBT_NONE, DOUBT_NONE},
	{"2098 at the first start", 4039372800, NO_INSTANT, DOUBT_NONE, DOUBT_NONE},
	{"2098", 4039372800, SEEN, DOUBT_AHEAD, DOUBT_NONE},
	{"the end of time", INT64_MAX, SEEN, DOUBT_AHEAD, DOUBT_NONE},
	{"as it was", SEEN, SEEN, DOUBT_NONE, DOUBT_NONE},
	{"a day back", SEEN - DAY, SEEN, DOUBT_NONE, DOUBT_NONE},
	{"a day and a second back", SEEN - DAY - 1, SEEN, DOUBT_BACK, DOUBT_NONE},
	{"a year off", SEEN + 365 * DAY, SEEN, DOUBT_NONE, DOUBT_NONE},
	{"five years off", SEEN + 5 * 366 * DAY, SEEN, DOUBT_NONE, DOUBT_NONE},
	{"and a second", SEEN + 5 * 366 * DAY + 1, SEEN, DOUBT_AHEAD, DOUBT_NONE},
	{"seen at the end of time", SEEN, INT64_MAX, DOUBT_BACK, DOUBT_NONE},
};

static void a_clock_is_believed_or_not(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(clocks); i++) {
		enum doubt start = doubt_of(clocks[i].now, clocks[i].seen, true),
			   running = doubt_of(clocks[i].now, clocks[i].seen, false);

		if (start != clocks[i].at_start || running != clocks[i].running)
			fail_msg("%s: %d at start, %d while running", clocks[i].what, start,
				 running);
	}
}

/* No doubt is a second too short or too long. */
static void it_ends_by_itself_when_the_clock_has_come_there(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(clocks); i++) {
		int64_t end = doubt_ends(clocks[i].at_start, clocks[i].seen);

		if (clocks[i].at_start == DOUBT_NONE || clocks[i].at_start == DOUBT_AHEAD) {
			assert_true(end == NO_INSTANT);
			continue;
		}
		assert_int_equal(doubt_of(end, clocks[i].seen, true), DOUBT_NONE);
		assert_int_not_equal(doubt_of(end - 1, clocks[i].seen, true), DOUBT_NONE);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_clock_is_believed_or_not),
		cmocka_unit_test(it_ends_by_itself_when_the_clock_has_come_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
