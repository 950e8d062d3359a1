/* The line of a status bar, and events in words: byte for byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <locale.h>
#include <string.h>

#include "bar.h"
#include "cli.h"
#include "events.h"
#include "screen.h"

/* Every book of screens/bar.json in every form, with as much told as each setting allows. */
static void add_forms(struct str *out, const char *title, const json_t *book)
{
	static const char *const privacies[] = {"names", "full", "none"};

	for (size_t i = 0; i < 3; i++) {
		struct bar b = {0};

		bar_read(&b, json_object_get(book, "status"), json_object_get(book, "agenda"),
			 privacies[i]);
		str_addf(out, "== %s, %s\n", title, privacies[i]);
		bar_add(out, &b, BAR_WAYBAR, false);
		bar_add(out, &b, BAR_I3BLOCKS, false);
		bar_add(out, &b, BAR_I3BLOCKS, true);
		bar_add(out, &b, BAR_PLAIN, false);
		bar_deinit(&b);
	}
}

static void each_book_has_its_line(void **state)
{
	json_auto_t *books = screen_answers("bar");
	_cleanup_str_ struct str out = {0};
	const json_t *book;
	const char *title;
	struct screen s;

	(void)state;
	json_object_foreach (books, title, book)
		add_forms(&out, title, book);
	screen_open(&s);
	(void)fputs(str_text(&out), s.cli.view.out);
	screen_assert(&s, "bar");
	screen_close(&s);
}

/* The text of a bar goes where nothing is escaped; there is no name in it, whatever the setting. */
static void the_text_holds_no_name(void **state)
{
	json_auto_t *books = screen_answers("bar");
	const json_t *book;
	const char *title;

	(void)state;
	json_object_foreach (books, title, book) {
		struct bar b = {0};

		bar_read(&b, json_object_get(book, "status"), json_object_get(book, "agenda"),
			 "full");
		assert_null(strpbrk(str_text(&b.text), "<>&%\n\033"));
		assert_null(strstr(str_text(&b.text), "Ana"));
		assert_null(strstr(str_text(&b.brief), "Ana"));
		bar_deinit(&b);
	}
}

static void a_bar_without_vouchd_says_so(void **state)
{
	_cleanup_str_ struct str out = {0};
	struct bar b = {0};

	(void)state;
	bar_read_off(&b, "vouchd is <gone>");
	bar_add(&out, &b, BAR_WAYBAR, false);
	bar_add(&out, &b, BAR_I3BLOCKS, false);
	bar_add(&out, &b, BAR_PLAIN, true);
	assert_string_equal(str_text(&out),
			    "{\"text\":\"vouch off\",\"alt\":\"off\",\"tooltip\":\"vouchd is "
			    "&lt;gone&gt;\",\"class\":[\"off\"]}\n"
			    "vouch off\noff\n"
			    "vouch off\n");
	bar_deinit(&b);
}

/* The day after in the person's zone, also where that day has 23 or 25 hours. */
static void the_next_day_begins_at_midnight(void **state)
{
	static const struct {
		const char *zone, *day;
		int64_t want;
	} days[] = {
		{"UTC", "2026-12-01", 1796169600},
		{"America/New_York", "2026-12-01", 1796169600 + 5 * 3600},
		{"America/New_York", "2026-03-08", 1773014400 + 4 * 3600},
		{"Pacific/Auckland", "2026-12-31", 1798761600 - 13 * 3600},
	};

	(void)state;
	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		json_auto_t *status = json_pack("{s:s}", "timezone", days[i].zone),
			    *agenda = json_pack("{s:s}", "day", days[i].day);

		assert_int_equal(bar_next_day(status, agenda), days[i].want);
	}
}

static void events_are_told_in_words(void **state)
{
	json_auto_t *cases = screen_answers("events");
	_cleanup_str_ struct str out = {0};
	const json_t *one;
	struct screen s;
	size_t i;

	(void)state;
	json_array_foreach (cases, i, one) {
		event_words(&out, json_object_get(one, "event"), json_object_get(one, "object"),
			    "2026-12-01");
		str_add_char(&out, '\n');
	}
	screen_open(&s);
	(void)fputs(str_text(&out), s.cli.view.out);
	screen_assert(&s, "events");
	screen_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_book_has_its_line),
		cmocka_unit_test(the_text_holds_no_name),
		cmocka_unit_test(a_bar_without_vouchd_says_so),
		cmocka_unit_test(the_next_day_begins_at_midnight),
		cmocka_unit_test(events_are_told_in_words),
	};

	(void)setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
