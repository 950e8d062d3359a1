/* What `vouch numbers` looks like: all in a sentence each, each with its table, and nothing yet. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <locale.h>
#include <string.h>

#include "base/cleanup.h"
#include "place.h"
#include "screen.h"
#include "view_figures.h"
#include "views.h"

#define SHOW(name)                                                                                 \
	static void show_##name(const struct cli *cli, const json_t *answer)                       \
	{                                                                                          \
		view_number(cli, #name, answer);                                                   \
	}
SHOW(sources)
SHOW(coverage)
SHOW(funnel)
SHOW(promises)
SHOW(cadence)
SHOW(steps)
SHOW(time)
SHOW(referrers)
SHOW(army)

static const struct {
	const char *name;
	void (*show)(const struct cli *cli, const json_t *answer);
} numbers[] = {
	{"sources", show_sources},   {"coverage", show_coverage},   {"funnel", show_funnel},
	{"promises", show_promises}, {"cadence", show_cadence},     {"steps", show_steps},
	{"time", show_time},         {"referrers", show_referrers}, {"army", show_army},
};

static void each_number_is_a_sentence_and_its_table(void **state)
{
	json_auto_t *answers = screen_answers("numbers");
	struct screen s;

	(void)state;
	screen_open(&s);
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
		assert_string_equal(numbers[i].name, place_numbers[i]);
		screen_show(&s, numbers[i].name, json_object_get(answers, numbers[i].name),
			    numbers[i].show);
	}
	screen_assert(&s, "numbers");
	screen_close(&s);
}

static void together_they_are_their_sentences(void **state)
{
	json_auto_t *answers = screen_answers("numbers");
	json_auto_t *nothing = json_incref(json_object_get(answers, "nothing"));
	struct screen s;

	(void)state;
	(void)json_object_del(answers, "nothing");
	screen_open(&s);
	screen_show(&s, "all", answers, view_numbers);
	screen_show(&s, "nothing yet", nothing, view_numbers);
	screen_assert(&s, "numbers_all");
	screen_close(&s);
}

/* No table of zeros, and none of what is not there. */
static void nothing_has_no_table(void **state)
{
	json_auto_t *answers = screen_answers("numbers");
	const json_t *nothing = json_object_get(answers, "nothing");
	struct screen s;

	(void)state;
	screen_open(&s);
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		screen_show(&s, numbers[i].name, json_object_get(nothing, numbers[i].name),
			    numbers[i].show);
	screen_assert(&s, "numbers_none");
	screen_close(&s);
}

static void days_early_are_said_as_one_says_them(void **state)
{
	static const struct {
		double mean;
		const char *want;
	} cases[] = {
		{1.4, "on average  1.4 days early"}, {1.0, "on average  1 day early"},
		{0.0, "on average  on the day"},     {-0.5, "on average  0.5 days late"},
		{0.04, "on average  on the day"},    {12, "on average  12 days early"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		json_auto_t *answer = json_pack("{s:f}", "mean_days_early", cases[i].mean);
		struct screen s;

		screen_open(&s);
		view_number(&s.cli, "promises", answer);
		(void)fflush(s.cli.view.out);
		assert_non_null(strstr(s.text, cases[i].want));
		screen_close(&s);
	}
}

static void minutes_become_hours(void **state)
{
	static const struct {
		int minutes;
		const char *want;
	} cases[] = {{0, "0 min"}, {59, "59 min"}, {60, "1 h 00 min"}, {4925, "82 h 05 min"}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		json_auto_t *minutes = json_integer(cases[i].minutes);
		_cleanup_str_ struct str got = {0};

		assert_string_equal(figure_minutes(&got, minutes), cases[i].want);
		assert_string_equal(figure_minutes(&got, NULL), "");
	}
}

/* Ten years by month would be wider than any screen. */
static void the_last_months_are_shown_where_there_are_many(void **state)
{
	json_auto_t *answer = json_pack("{s:[{s:s, s:i, s:[]}], s:[]}", "sources", "source",
					"referral", "sales", 9, "by_month", "months");
	json_t *by_month =
		json_object_get(json_array_get(json_object_get(answer, "sources"), 0), "by_month");
	struct screen s;

	(void)state;
	for (int i = 0; i < 120; i++) {
		(void)json_array_append_new(by_month, json_integer(i == 0 ? 100 : i == 119));
		(void)json_array_append_new(json_object_get(answer, "months"),
					    json_string("2020-01"));
	}
	screen_open(&s);
	s.cli.view.width = 80;
	s.cli.view.is_ascii = true;
	view_number(&s.cli, "sources", answer);
	(void)fflush(s.cli.view.out);
	assert_non_null(strstr(s.text, "[                       #]\n"));
	assert_non_null(strstr(s.text, "by month  the last 24 of 120 months\n"));
	screen_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_number_is_a_sentence_and_its_table),
		cmocka_unit_test(together_they_are_their_sentences),
		cmocka_unit_test(nothing_has_no_table),
		cmocka_unit_test(days_early_are_said_as_one_says_them),
		cmocka_unit_test(minutes_become_hours),
		cmocka_unit_test(the_last_months_are_shown_where_there_are_many),
	};

	(void)setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
