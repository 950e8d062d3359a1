/* The bad experience that an ask begins with. */
#include "domain/talk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"

/* Of each answer a letter: g went well, b badly, w badly and in their own words. */
static void their_own_words_go_before_the_first_bad_answer(void **state)
{
	static const struct {
		const char *answers;
		int want; /* -1: none */
	} cases[] = {
		{"", -1},     {"g", -1}, {"ggggg", -1}, {"b", 0},     {"gbb", 1},   {"bw", 1},
		{"gbgwb", 3}, {"ww", 0}, {"wb", 0},     {"ggggb", 4}, {"bgggw", 4},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct talk_answer *got;
		struct talk talk = {.n_answers = strlen(cases[i].answers)};

		for (size_t k = 0; k < TALK_QUESTIONS; k++) {
			/* one that is left from before lies behind them */
			char letter = k < talk.n_answers ? cases[i].answers[k] : 'w';

			/* words of what went well are not of a bad experience */
			talk.answers[k] = (struct talk_answer){
				.question = (int)k,
				.is_bad = letter != 'g',
				.words = letter == 'b' ? NULL : "they never called",
			};
		}
		got = talk_bad_experience(&talk);
		if ((got ? got->question : -1) != cases[i].want)
			fail_msg("of \"%s\"", cases[i].answers);
	}
}

static void each_question_has_its_code_in_the_list_of_codes(void **state)
{
	(void)state;
	for (int i = 0; i < TALK_QUESTIONS; i++)
		assert_string_equal(talk_questions[i].code, talk_question_codes[i]);
	assert_null(talk_question_codes[TALK_QUESTIONS]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(their_own_words_go_before_the_first_bad_answer),
		cmocka_unit_test(each_question_has_its_code_in_the_list_of_codes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
