/* Patterns: what a line of words means, and what is said of one that means nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "commands.h"
#include "match.h"
#include "nearest.h"
#include "pattern.h"
#include "place.h"

#define WORDS_MAX 16

/* A calendar of a few dates, for none of these tests is about dates. */
static enum match_date check_date(void *user, const char *text, const char **ret_why)
{
	static const char *const dates[] = {"fri", "friday", "tomorrow", "tomorrow 10",
					    "+2w", "15 dec", "9am",      "tomorrow 9am"};
	bool *is_broken = user;

	if (*is_broken)
		return MATCH_DATE_BROKEN;
	if (strcmp(text, "next friday") == 0) {
		*ret_why = "two fridays";
		return MATCH_DATE_TWO_READINGS;
	}
	for (size_t i = 0; i < ARRAY_LEN(dates); i++)
		if (strcmp(text, dates[i]) == 0)
			return MATCH_DATE_YES;
	*ret_why = "no date";
	return MATCH_DATE_NO;
}

/* Words are separated by spaces, '_' stands for a space within one; --word is an option and
 * what follows -- is literal. */
static size_t split(struct arena *arena, const char *line, struct arg *args)
{
	bool is_literal = false;
	size_t n = 0;

	while (*line) {
		size_t length = strcspn(line, " ");
		char *word = arena_strndup(arena, line, length);

		for (char *c = word; *c; c++)
			if (*c == '_')
				*c = ' ';
		if (strcmp(word, "--") == 0)
			is_literal = true;
		else if (!is_literal && strncmp(word, "--", 2) == 0)
			args[n++] = (struct arg){.text = word + 2, .is_option = true};
		else
			args[n++] = (struct arg){.text = word, .is_literal = is_literal};
		assert_true(n <= WORDS_MAX);
		line += length + (line[length] == ' ');
	}
	return n;
}

static bool match_line(struct arena *arena, const char *pattern, const char *line, bool is_broken,
		       struct match *ret)
{
	const struct match_env env = {.arena = arena, .date = check_date, .user = &is_broken};
	struct arg args[WORDS_MAX];
	size_t n = split(arena, line, args);

	return match_pattern(pattern, args, n, &env, ret);
}

/* "FOLLOWUP=12 reached OUTCOME=…": all bindings but the command's own word. */
static const char *bindings(struct str *out, const struct match *m)
{
	str_reset(out);
	for (size_t i = 1; i < m->n; i++)
		str_addf(out, "%s%s=%s", i > 1 ? ";" : "", m->items[i].name, m->items[i].text);
	return str_text(out);
}

static const char done[] = "done FOLLOWUP... [OUTCOME] [NOTE] [score SCORE] [minutes MINUTES] "
			   "[gave] [on DAY] [next KIND [TITLE] WHEN]";

static const char referred[] = "referred CONTACT NAME [PERMISSION] [PHONE] [EMAIL] [WHO] [NEED] "
			       "[relation RELATION] [need NEED] [note NOTE] [on DAY]";

static void a_line_fills_the_places_of_its_pattern(void **state)
{
	static const struct {
		const char *pattern, *line, *want;
	} cases[] = {
		{done, "done 12", "FOLLOWUP=12"},
		{done, "done 12 13", "FOLLOWUP=12;FOLLOWUP=13"},
		{done, "done 14 no-answer", "FOLLOWUP=14;OUTCOME=no-answer"},
		{done, "done 12 reached loves_it score 9 next call +2w",
		 "FOLLOWUP=12;OUTCOME=reached;NOTE=loves "
		 "it;score=score;SCORE=9;next=next;KIND=call;"
		 "WHEN=+2w"},
		{done, "done 12 next call the_quote fri",
		 "FOLLOWUP=12;next=next;KIND=call;TITLE=the quote;WHEN=fri"},
		/* a date takes all the words it can before a title does */
		{done, "done 12 next call tomorrow 9am",
		 "FOLLOWUP=12;next=next;KIND=call;WHEN=tomorrow 9am"},
		/* a permission, a number, who they are and what they need, in any order */
		{referred, "referred ana Ruth_Kim moving_in_May introduced sister 555-0142",
		 "CONTACT=ana;NAME=Ruth Kim;NEED=moving in May;PERMISSION=introduced;WHO=sister;"
		 "PHONE=555-0142"},
		{referred, "referred ana Ruth_Kim ruth@example.org none relation old_friend",
		 "CONTACT=ana;NAME=Ruth Kim;EMAIL=ruth@example.org;PERMISSION=none;"
		 "relation=relation;RELATION=old friend"},
		{referred, "referred ana Ruth need alarm introduced",
		 "CONTACT=ana;NAME=Ruth;need=need;NEED=alarm;PERMISSION=introduced"},
		/* what begins large is not who they are */
		{referred, "referred ana Ruth Kim", "CONTACT=ana;NAME=Ruth;NEED=Kim"},
		/* brackets come in any order */
		{done, "done 12 gave score 9 reached",
		 "FOLLOWUP=12;gave=gave;score=score;SCORE=9;OUTCOME=reached"},
		/* options stand anywhere */
		{done, "done --gave 12 reached", "gave=gave;FOLLOWUP=12;OUTCOME=reached"},
		{done, "done 12 --score 9 reached",
		 "FOLLOWUP=12;score=score;SCORE=9;OUTCOME=reached"},
		/* what follows -- is text */
		{done, "done 12 -- gave", "FOLLOWUP=12;NOTE=gave"},
		{"snooze FOLLOWUP WHEN", "snooze 12 15 dec", "FOLLOWUP=12;WHEN=15 dec"},
		{"snooze FOLLOWUP WHEN", "snooze 12,13 fri", "FOLLOWUP=12,13;WHEN=fri"},
		{"remind CONTACT [KIND] WHEN [TITLE]", "remind ben tomorrow 10 permit?",
		 "CONTACT=ben;WHEN=tomorrow 10;TITLE=permit?"},
		{"delivered SALE|CONTACT", "delivered s7", "SALE=s7"},
		{"delivered SALE|CONTACT", "delivered sam", "CONTACT=sam"},
		{"due [KINDS] [WHEN]", "due calls fri", "KINDS=calls;WHEN=fri"},
		{"due [KINDS] [WHEN]", "due fri calls", "WHEN=fri;KINDS=calls"},
		{"sold CONTACT PRODUCT [AMOUNT [CURRENCY]] [on DAY]", "sold ana Alarm 1,200.50 EUR",
		 "CONTACT=ana;PRODUCT=Alarm;AMOUNT=1,200.50;CURRENCY=EUR"},
		{"find TEXT...", "find 555 0142", "TEXT=555;TEXT=0142"},
		{"spent MINUTES ACTIVITY [NOTE] [on DAY]", "spent 1h30 serving permits on fri",
		 "MINUTES=1h30;ACTIVITY=serving;NOTE=permits;on=on;DAY=fri"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct arena *arena = arena_new();
		_cleanup_str_ struct str got = {0};
		struct match m;

		if (!match_line(arena, cases[i].pattern, cases[i].line, false, &m))
			fail_msg("%s: %s", cases[i].line, m.fail_why);
		assert_string_equal(bindings(&got, &m), cases[i].want);
		arena_free(arena);
	}
}

static void time_is_read_in_minutes_and_hours(void **state)
{
	static const struct {
		const char *text;
		int want;
	} cases[] = {
		{"90", 90},    {"45m", 45},    {"1h", 60}, {"1h30", 90}, {"1h05", 65},
		{"24h", 1440}, {"1440", 1440}, {"1", 1},   {"0h01", 1},  {"1441", 0},
		{"24h01", 0},  {"0", 0},       {"0h", 0},  {"1h60", 0},  {"1h5", 0},
		{"1h300", 0},  {"h30", 0},     {"m", 0},   {"", 0},      {"90mm", 0},
		{"1h30m", 0},  {"1.5h", 0},    {"-5", 0},  {"00090", 0}, {"99999999999h", 0},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		if (place_minutes(cases[i].text) != cases[i].want)
			fail_msg("%s: %d", cases[i].text, place_minutes(cases[i].text));
}

static void what_does_not_fit_is_named(void **state)
{
	static const struct {
		const char *pattern, *line, *want;
	} cases[] = {
		{done, "done", "FOLLOWUP is missing"},
		{done, "done ana", "FOLLOWUP wants the number of a follow-up"},
		{done, "done 12 score 11", "'score' wants 0 to 10, not '11'"},
		{done, "done 12 score", "SCORE is missing: 0 to 10"},
		{done, "done 12 reached one two", "'two' is not expected here"},
		{done, "done 12 --foo", "there is no option --foo here"},
		{done, "done 12 gave gave again", "'gave' is not expected here"},
		{done, "done 12 next call someday", "WHEN is missing"},
		{"snooze FOLLOWUP WHEN", "snooze 12 soon", "no date"},
		{"snooze FOLLOWUP WHEN", "snooze 12 next friday", "two fridays"},
		{"sold CONTACT PRODUCT [AMOUNT]", "sold ana Alarm much", "AMOUNT wants an amount"},
		{"sold CONTACT PRODUCT [AMOUNT]", "sold ana -- ", "PRODUCT is missing"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct arena *arena = arena_new();
		struct match m;

		assert_false(match_line(arena, cases[i].pattern, cases[i].line, false, &m));
		if (!strstr(m.fail_why, cases[i].want))
			fail_msg("%s: %s", cases[i].line, m.fail_why);
		arena_free(arena);
	}
}

static void a_date_with_two_readings_is_never_taken_as_a_title(void **state)
{
	struct arena *arena = arena_new();
	struct match m;

	(void)state;
	assert_false(match_line(arena, done, "done 12 next call next friday", false, &m));
	assert_true(m.has_two_readings);
	assert_string_equal(m.fail_why, "two fridays");
	arena_free(arena);
}

static void without_vouchd_a_date_breaks_the_match(void **state)
{
	struct arena *arena = arena_new();
	struct match m;

	(void)state;
	assert_false(match_line(arena, "snooze FOLLOWUP WHEN", "snooze 12 fri", true, &m));
	assert_true(m.is_broken);
	arena_free(arena);
}

static void the_more_specific_reading_weighs_more(void **state)
{
	static const struct {
		const char *line, *wins, *loses;
	} cases[] = {
		{"show 12", "show FOLLOWUP", "show CONTACT..."},
		{"show s7", "show SALE", "show CONTACT..."},
		{"remind ben tomorrow 9am", "remind CONTACT WHEN [TITLE]",
		 "remind CONTACT TITLE WHEN"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct arena *arena = arena_new();
		struct match wins, loses;

		assert_true(match_line(arena, cases[i].wins, cases[i].line, false, &wins));
		assert_true(match_line(arena, cases[i].loses, cases[i].line, false, &loses));
		assert_true(wins.weight > loses.weight);
		arena_free(arena);
	}
}

static void every_pattern_of_the_table_can_be_read(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	for (const struct command *c = commands; c->pattern; c++) {
		assert_non_null(pattern_parse(c->pattern, arena));
		assert_true(*c->help);
		assert_true(c->help[strlen(c->help) - 1] != '.');
	}
	arena_free(arena);
}

static void a_mistyped_word_has_a_nearest_one(void **state)
{
	static const struct {
		const char *typed, *word;
		bool want;
	} cases[] = {
		{"dleivered", "delivered", true},
		{"don", "done", true},
		{"snoze", "snooze", true},
		{"noanswer", "no-answer", true},
		{"sale", "sold", false},
		{"x", "why", false},
		{"", "due", false},
		{"thankyouu-revw", "review-request", false},
		{"delirevedd", "delivered", false},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(nearest_is_close(cases[i].typed, cases[i].word), cases[i].want);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_fills_the_places_of_its_pattern),
		cmocka_unit_test(time_is_read_in_minutes_and_hours),
		cmocka_unit_test(what_does_not_fit_is_named),
		cmocka_unit_test(a_date_with_two_readings_is_never_taken_as_a_title),
		cmocka_unit_test(without_vouchd_a_date_breaks_the_match),
		cmocka_unit_test(the_more_specific_reading_weighs_more),
		cmocka_unit_test(every_pattern_of_the_table_can_be_read),
		cmocka_unit_test(a_mistyped_word_has_a_nearest_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
