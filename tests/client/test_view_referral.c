/* What referrals look like: a name that came, how it moves on, the list, one, and a contact's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "screen.h"
#include "views.h"

static void show_moved(const struct cli *cli, const json_t *both)
{
	view_moved(cli, json_object_get(both, "before"), json_object_get(both, "answer"), false);
}

static void show_sale(const struct cli *cli, const json_t *answer)
{
	view_sale_source(cli, answer, false);
}

static void show_heard(const struct cli *cli, const json_t *referrals)
{
	view_heard(cli, referrals, false);
}

static const struct {
	const char *title; /* begins with this */
	void (*show)(const struct cli *cli, const json_t *answer);
} tables[] =
	{
		{"list: ", view_referrals},
		{"one: ", view_referral},
},
  sentences[] = {
	  {"named: ", view_named},
	  {"moved: ", show_moved},
	  {"sale: ", show_sale},
	  {"heard: ", show_heard},
};

static void referrals_fit_the_screen(void **state)
{
	json_auto_t *answers = screen_answers("referral");
	const json_t *answer;
	struct screen s;
	const char *title;

	(void)state;
	screen_open(&s);
	json_object_foreach (answers, title, answer)
		for (size_t i = 0; i < ARRAY_LEN(tables); i++)
			if (str_starts_with(title, tables[i].title))
				screen_show(&s, title, answer, tables[i].show);
	screen_assert(&s, "referral");
	screen_close(&s);
}

/* Sentences are left to the terminal to break; scripts are told the same. */
static void what_was_done_is_said_in_sentences(void **state)
{
	json_auto_t *answers = screen_answers("referral");
	const json_t *answer;
	struct screen s;
	const char *title;

	(void)state;
	screen_open(&s);
	json_object_foreach (answers, title, answer) {
		for (size_t i = 0; i < ARRAY_LEN(sentences); i++) {
			if (!str_starts_with(title, sentences[i].title))
				continue;
			(void)fprintf(s.cli.view.out, "%s== %s\n", s.n > 0 ? "\n" : "", title);
			s.cli.view.width = 80;
			sentences[i].show(&s.cli, answer);
			(void)fflush(s.cli.view.out);
		}
	}
	screen_assert(&s, "referral_said");
	screen_close(&s);
}

static void a_name_forges_no_line(void **state)
{
	json_auto_t *answer = json_pack("{s:{s:i, s:s, s:s, s:s, s:{s:i, s:s}, s:{s:s}}}",
					"referral", "id", 1, "direction", "received", "status",
					"received", "need", "a\nr9: Eva", "person", "id", 3, "name",
					"Ruth\nr8: Tom\033[2J", "referrer", "name", "Ana\tRuiz");
	struct screen s;

	(void)state;
	screen_open(&s);
	view_named(&s.cli, answer);
	(void)fflush(s.cli.view.out);
	assert_null(strstr(s.text, "\nr9"));
	assert_null(strstr(s.text, "\nr8"));
	assert_null(strchr(s.text, '\033'));
	screen_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(referrals_fit_the_screen),
		cmocka_unit_test(what_was_done_is_said_in_sentences),
		cmocka_unit_test(a_name_forges_no_line),
	};

	(void)setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
