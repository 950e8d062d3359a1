/* What `vouch tree`, `army`, `army --contest` and `referrers` look like, and where there is nothing
 * to show yet. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <locale.h>

#include "screen.h"
#include "views.h"

static void expect_screens(const char *name,
			   void (*show)(const struct cli *cli, const json_t *answer))
{
	json_auto_t *answers = screen_answers(name);
	const json_t *answer;
	struct screen s;
	const char *title;

	screen_open(&s);
	json_object_foreach (answers, title, answer)
		screen_show(&s, title, answer, show);
	screen_assert(&s, name);
	screen_close(&s);
}

static void a_tree_is_drawn_with_what_came_of_it(void **state)
{
	(void)state;
	expect_screens("tree", view_tree);
}

static json_t *generation(int i, json_t *below)
{
	return json_pack("{s:{s:i, s:s}, s:s, s:s, s:{s:i, s:i, s:[]}, s:i, s:i, s:[o]}", "contact",
			 "id", i, "name", "Somebody with a name of some length", "day",
			 "2025-05-04", "status", "contacted", "chain", "people", 30 - i, "sales", 0,
			 "revenue", "open", 30 - i, "cut", 0, "children", below);
}

/* As deep as an answer may be: names get short, and no line too long. */
static void thirty_generations_fit_the_screen(void **state)
{
	json_t *nodes = generation(31, json_object());
	json_auto_t *tree = NULL;
	struct screen s;

	(void)state;
	(void)json_array_clear(json_object_get(nodes, "children"));
	for (int i = 30; i > 0; i--)
		nodes = generation(i, nodes);
	tree = json_pack("{s:[o], s:i, s:i}", "roots", nodes, "people", 31, "cut", 0);
	screen_open(&s);
	screen_show(&s, "deep", tree, view_tree);
	screen_close(&s);
}

static void the_army_stands_in_its_ranks(void **state)
{
	(void)state;
	expect_screens("army", view_army);
}

static void whom_to_ask_is_numbered_with_the_reason(void **state)
{
	(void)state;
	expect_screens("contest", view_contest);
}

static void referrers_are_told_by_what_they_brought_and_how_they_are(void **state)
{
	(void)state;
	expect_screens("referrers", view_referrers);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_tree_is_drawn_with_what_came_of_it),
		cmocka_unit_test(thirty_generations_fit_the_screen),
		cmocka_unit_test(the_army_stands_in_its_ranks),
		cmocka_unit_test(whom_to_ask_is_numbered_with_the_reason),
		cmocka_unit_test(referrers_are_told_by_what_they_brought_and_how_they_are),
	};

	(void)setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
