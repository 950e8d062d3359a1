/* What a suppression stands against, and on which days. */
#include "domain/suppression.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "domain/words.h"

#define N_CHANNELS 9

/* One letter a kind, in the order of enum followup_kind: call visit message card gift thank-you
 * check-in ask review-request task; x: it stands against it, as it is usually done. */
static const struct {
	enum suppression_channel channel;
	const char *kinds;
} by_kind[] = {
	{SUPPRESS_CALL, "x----xxx--"},       {SUPPRESS_MESSAGE, "--x-----x-"},
	{SUPPRESS_EMAIL, "----------"},      {SUPPRESS_MAIL, "---xx-----"},
	{SUPPRESS_VISIT, "-x--------"},      {SUPPRESS_CARD, "---x------"},
	{SUPPRESS_NEWSLETTER, "----------"}, {SUPPRESS_ASK, "-------x--"},
	{SUPPRESS_ALL, "xxxxxxxxx-"},
};

static void it_stands_against_what_is_done_in_its_way(void **state)
{
	(void)state;
	assert_int_equal(ARRAY_LEN(by_kind), N_CHANNELS);
	for (size_t i = 0; i < N_CHANNELS; i++)
		for (int kind = 0; followup_kinds[kind]; kind++)
			if (suppression_covers(by_kind[i].channel, (enum followup_kind)kind, -1) !=
			    (by_kind[i].kinds[kind] == 'x'))
				fail_msg("%s and %s", suppression_channels[by_kind[i].channel],
					 followup_kinds[kind]);
}

/* The channel that is named for one decides, whatever its kind. */
static void a_named_channel_decides(void **state)
{
	(void)state;
	for (int x = 0; x < N_CHANNELS; x++)
		for (int kind = 0; followup_kinds[kind]; kind++)
			for (int channel = 0; channels[channel]; channel++) {
				bool is_alike =
					word_index(channels, suppression_channels[x]) == channel;
				bool is_of_kind = (x == SUPPRESS_CARD && kind == KIND_CARD) ||
						  (x == SUPPRESS_ASK && kind == KIND_ASK);
				bool want = kind != KIND_TASK &&
					    (is_alike || is_of_kind || x == SUPPRESS_ALL);

				if (suppression_covers((enum suppression_channel)x,
						       (enum followup_kind)kind, channel) != want)
					fail_msg("%s, %s by %s", suppression_channels[x],
						 followup_kinds[kind], channels[channel]);
			}
}

static void it_holds_until_the_day_of_its_end(void **state)
{
	struct suppression s = {.until = {100}, .lifted_day = NO_DAY};

	(void)state;
	assert_true(suppression_holds(&s, (struct day){99}));
	assert_false(suppression_holds(&s, (struct day){100}));
	s.until = NO_DAY;
	assert_true(suppression_holds(&s, (struct day){99999}));
	s.lifted_day = (struct day){90};
	assert_false(suppression_holds(&s, (struct day){90}));
}

static void the_later_end_lasts_longer_and_none_the_longest(void **state)
{
	const struct {
		struct day a, b;
		bool want;
	} cases[] = {
		{{5}, {4}, true},    {{4}, {4}, false},    {{3}, {4}, false},
		{NO_DAY, {4}, true}, {{4}, NO_DAY, false}, {NO_DAY, NO_DAY, false},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct suppression a = {.until = cases[i].a}, b = {.until = cases[i].b};

		assert_int_equal(suppression_outlasts(&a, &b), cases[i].want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_stands_against_what_is_done_in_its_way),
		cmocka_unit_test(a_named_channel_decides),
		cmocka_unit_test(it_holds_until_the_day_of_its_end),
		cmocka_unit_test(the_later_end_lasts_longer_and_none_the_longest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
