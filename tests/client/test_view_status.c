/* What `vouch status` looks like: a full book, the largest, an empty one, and an older vouchd. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <locale.h>
#include <string.h>

#include "screen.h"
#include "views.h"

#define LINES 24

static void status_is_one_screen(void **state)
{
	json_auto_t *answers = screen_answers("status");
	const json_t *answer;
	struct screen s;
	const char *title;

	(void)state;
	screen_open(&s);
	json_object_foreach (answers, title, answer)
		screen_show(&s, title, answer, view_status);
	screen_assert(&s, "status");
	screen_close(&s);
}

/* The prompt wants a line too. */
static void the_largest_book_fits_80_by_24(void **state)
{
	json_auto_t *answers = screen_answers("status");
	const json_t *answer;
	const char *title;

	(void)state;
	json_object_foreach (answers, title, answer) {
		struct screen s;
		size_t n = 0;

		screen_open(&s);
		s.cli.view.width = 80;
		view_status(&s.cli, answer);
		(void)fflush(s.cli.view.out);
		for (const char *c = s.text; *c; c++)
			n += *c == '\n';
		assert_in_range(n, 1, LINES - 1);
		screen_close(&s);
	}
}

static void a_name_forges_no_line(void **state)
{
	json_auto_t *answer =
		json_pack("{s:{s:s, s:i, s:{s:s}}}", "last_referral_sale", "day", "2026-12-01",
			  "days_ago", 0, "contact", "name", "Ana\nagenda  nothing\033[2J");
	struct screen s;

	(void)state;
	screen_open(&s);
	view_status(&s.cli, answer);
	(void)fflush(s.cli.view.out);
	assert_null(strstr(s.text, "\nagenda"));
	assert_null(strchr(s.text, '\033'));
	screen_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(status_is_one_screen),
		cmocka_unit_test(the_largest_book_fits_80_by_24),
		cmocka_unit_test(a_name_forges_no_line),
	};

	(void)setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
