/* What answers look like: dates, money, lines, tables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "dates.h"
#include "money.h"
#include "view.h"
#include "views.h"

/* A view that writes into memory. */
struct page {
	struct view view;
	char *text;
	size_t n;
};

static void page_open(struct page *p, bool is_plain, bool has_color, size_t width)
{
	*p = (struct page){0};
	p->view = (struct view){
		.out = open_memstream(&p->text, &p->n),
		.is_plain = is_plain,
		.has_color = has_color,
		.width = width,
		.today = "2026-11-22",
		.timezone = "America/New_York",
	};
}

static const char *page_text(struct page *p)
{
	(void)fflush(p->view.out);
	return p->text;
}

static void page_close(struct page *p)
{
	(void)fclose(p->view.out);
	free(p->text);
}

static void dates_are_shown_with_their_weekday(void **state)
{
	static const struct {
		const char *due, *short_form, *full;
	} cases[] = {
		{"2026-12-01", "Tue 1 Dec", "Tue 1 Dec 2026"},
		{"2026-12-01T09:00", "Tue 1 Dec 09:00", "Tue 1 Dec 2026, 09:00"},
		{"2027-01-04", "Mon 4 Jan 2027", "Mon 4 Jan 2027"},
		{"1900-01-01", "Mon 1 Jan 1900", "Mon 1 Jan 1900"},
		{"2199-12-31", "Tue 31 Dec 2199", "Tue 31 Dec 2199"},
		{"1969-12-31", "Wed 31 Dec 1969", "Wed 31 Dec 1969"},
		{"", "", ""},
		{"2026-13-01", "2026-13-01", "2026-13-01"},
		{"2026-12-01X", "2026-12-01X", "2026-12-01X"},
		{"Ana 2026-12-01", "Ana 2026-12-01", "Ana 2026-12-01"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		_cleanup_str_ struct str got = {0}, full = {0};

		dates_add(&got, cases[i].due, "2026-11-22");
		assert_string_equal(str_text(&got), cases[i].short_form);
		dates_add_full(&full, cases[i].due);
		assert_string_equal(str_text(&full), cases[i].full);
	}
}

static void instants_are_shown_in_the_users_zone(void **state)
{
	char to[DATES_DUE_SIZE];

	(void)state;
	assert_string_equal(dates_local("2026-11-22T14:00:00Z", "America/New_York", to),
			    "2026-11-22T09:00");
	assert_string_equal(dates_local("2026-07-01T01:30:00Z", "America/New_York", to),
			    "2026-06-30T21:30");
	assert_string_equal(dates_local("Ana", "America/New_York", to), "");
	assert_string_equal(dates_local("", "UTC", to), "");
}

static void days_between_count_midnights(void **state)
{
	(void)state;
	assert_int_equal(dates_between("2026-11-03", "2026-11-22"), 19);
	assert_int_equal(dates_between("2026-11-21T23:00", "2026-11-22"), 1);
	assert_int_equal(dates_between("2026-11-22", "2026-11-21"), -1);
	assert_int_equal(dates_between("", "2026-11-21"), 0);
}

static void amounts_become_minor_units_and_back(void **state)
{
	static const struct {
		const char *text;
		int exponent;
		int64_t want; /* -1: none, -2: too much */
		const char *shown;
	} cases[] = {
		{"1200", 2, 120000, "1,200 USD"},
		{"1,200.50", 2, 120050, "1,200.50 USD"},
		{"0.05", 2, 5, "0.05 USD"},
		{"1.5", 2, 150, "1.50 USD"},
		{"1,234,567", 0, 1234567, "1,234,567 USD"},
		{"1.234", 3, 1234, "1.234 USD"},
		{"90071992547409.92", 2, 9007199254740992, "90,071,992,547,409.92 USD"},
		{"90071992547409.93", 2, -2, ""},
		{"99999999999999999999", 2, -2, ""},
		{"9007199254740993", 0, -2, ""},
		{"99999999999999999999.999", 2, -1, ""},
		{"99999999999999999999x", 2, -1, ""},
		{"1.234", 2, -1, ""},
		{"1.5", 0, -1, ""},
		{"12,00", 2, -1, ""},
		{",200", 2, -1, ""},
		{"1,2000", 2, -1, ""},
		{"1234,567", 2, -1, ""},
		{"1.", 2, -1, ""},
		{".5", 2, -1, ""},
		{"-5", 2, -1, ""},
		{"", 2, -1, ""},
		{"12a", 2, -1, ""},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		_cleanup_str_ struct str shown = {0};
		int64_t got = -1;

		switch (money_read(cases[i].text, cases[i].exponent, &got)) {
		case MONEY_AMOUNT:
			break;
		case MONEY_NONE:
			assert_int_equal(cases[i].want, -1);
			continue;
		case MONEY_TOO_MUCH:
			assert_int_equal(cases[i].want, -2);
			continue;
		}
		assert_int_equal(got, cases[i].want);
		money_add(&shown, got, cases[i].exponent, "USD");
		assert_string_equal(str_text(&shown), cases[i].shown);
	}
}

static void a_full_amount_has_every_decimal_of_its_currency(void **state)
{
	static const struct {
		int64_t minor;
		int exponent;
		const char *want;
	} cases[] = {
		{2500, 2, "25.00"}, {123450, 2, "1,234.50"}, {0, 2, "0.00"},
		{900, 0, "900"},    {5, 3, "0.005"},         {-2500, 2, "-25.00"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		_cleanup_str_ struct str shown = {0};

		money_add_full(&shown, cases[i].minor, cases[i].exponent);
		assert_string_equal(str_text(&shown), cases[i].want);
	}
}

static const struct view_column columns[] = {
	{"id", VIEW_RIGHT, 0},
	{"raw", VIEW_SCRIPTS, 0},
	{"who", VIEW_CUT, 30},
	{"why", VIEW_CUT | VIEW_WIDE, 30},
};

static void print_table(const struct view *v)
{
	_cleanup_table_ struct view_table *t = view_table_new(v, columns, ARRAY_LEN(columns));

	for (int i = 0; i < 2; i++) {
		view_table_row(t);
		view_table_cell(t, 0, VIEW_NORMAL, i == 0 ? "7" : "12");
		view_table_cell(t, 1, VIEW_NORMAL, "a\tb");
		view_table_cell(t, 2, i == 0 ? VIEW_LATE : VIEW_NORMAL,
				i == 0 ? "José" : "日本\033");
		view_table_cell(t, 3, VIEW_NORMAL, i == 0 ? "sold" : "");
	}
	view_table_print(t);
}

static void a_table_is_aligned_for_people_and_tabbed_for_scripts(void **state)
{
	static const struct {
		bool is_plain, has_color;
		size_t width;
		const char *want;
	} cases[] = {
		{false, false, 0, "id  who       why\n 7  José      sold\n12  日本\\x1b\n"},
		{true, false, 0, "7\ta\\tb\tJosé\tsold\n12\ta\\tb\t日本\\x1b\t\n"},
		{false, true, 60, "id  who\n 7  \033[1;31mJosé\033[0m\n12  日本\\x1b\n"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct page p;

		page_open(&p, cases[i].is_plain, cases[i].has_color, cases[i].width);
		print_table(&p.view);
		assert_string_equal(page_text(&p), cases[i].want);
		page_close(&p);
	}
}

static void long_titles_are_cut_and_ids_are_not(void **state)
{
	_cleanup_table_ struct view_table *t = NULL;
	char name[201];
	struct page p;

	(void)state;
	memset(name, 'x', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	page_open(&p, false, false, 40);
	t = view_table_new(&p.view, columns, ARRAY_LEN(columns));
	view_table_row(t);
	view_table_cell(t, 0, VIEW_NORMAL, "123456789012345");
	view_table_cell(t, 2, VIEW_NORMAL, name);
	view_table_print(t);
	assert_non_null(strstr(page_text(&p), "\n123456789012345  xxx"));
	for (const char *line = page_text(&p); *line; line += strcspn(line, "\n") + 1)
		assert_in_range(strcspn(line, "\n"), 1, 40);
	page_close(&p);
}

/* A name of usual length stays whole: what may be cut more is, and what is spare is left out. */
static void a_name_is_whole_before_all_else_is(void **state)
{
	static const struct view_column cards[] = {{NULL, 0, 0},
						   {NULL, VIEW_CUT, 20},
						   {NULL, VIEW_CUT, 40},
						   {NULL, VIEW_CUT | VIEW_SPARE, 40}};
	static const struct {
		size_t width;
		const char *want;
	} cases[] = {
		{90,
		 "c7  Greta Okafor 75  put it right, then ask again  scored 0 on Sunday 2 August, "
		 "and said\n"},
		{73, "c7  Greta Okafor 75  put it right, then ask again  scored 0 on Sunday 2 A\n"},
		{70, "c7  Greta Okafor 75  put it right, then ask again\n"},
		{45, "c7  Greta Okafor 75  put it right, then ask a\n"},
		{0,
		 "c7  Greta Okafor 75  put it right, then ask again  scored 0 on Sunday 2 August, "
		 "and said\n"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		_cleanup_table_ struct view_table *t = NULL;
		struct page p;

		page_open(&p, false, false, cases[i].width);
		t = view_table_new(&p.view, cards, ARRAY_LEN(cards));
		view_table_row(t);
		view_table_cell(t, 0, VIEW_NORMAL, "c7");
		view_table_cell(t, 1, VIEW_NORMAL, "Greta Okafor 75");
		view_table_cell(t, 2, VIEW_NORMAL, "put it right, then ask again");
		view_table_cell(t, 3, VIEW_NORMAL, "scored 0 on Sunday 2 August, and said");
		view_table_print(t);
		assert_string_equal(page_text(&p), cases[i].want);
		page_close(&p);
	}
}

/* 4 bytes, 3 and 2 that no locale knows: each is one mark, and nothing of it is left over. */
static void what_the_locale_does_not_know_is_broken_between_characters(void **state)
{
	static const struct view_column wrapped[] = {{NULL, VIEW_WRAP, 0}},
					cut[] = {{NULL, VIEW_CUT, 0}};
	static const struct {
		const struct view_column *column;
		size_t width;
		const char *text, *want;
	} cases[] = {
		{wrapped, 20, "y\U0010FFFF b", "y\uFFFD b\n"},
		{wrapped, 20, "well \U0010FFFF \uFFFF and good enough",
		 "well \uFFFD \uFFFD and good\nenough\n"},
		{wrapped, 20, "y\uFDD0\uFFFF\U0010FFFF", "y\uFFFD\uFFFD\uFFFD\n"},
		{cut, 6, "\u0378\U0010FFFFabcdefgh", "\uFFFD\uFFFDabcd\n"},
		{wrapped, 0, "y\uFDD0\uFFFF\U0010FFFF", "y\uFDD0\uFFFF\U0010FFFF\n"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		_cleanup_table_ struct view_table *t = NULL;
		struct page p;

		page_open(&p, false, false, cases[i].width);
		t = view_table_new(&p.view, cases[i].column, 1);
		view_table_row(t);
		view_table_cell(t, 0, VIEW_NORMAL, cases[i].text);
		view_table_print(t);
		assert_string_equal(page_text(&p), cases[i].want);
		page_close(&p);
	}
}

static void a_list_leaves_room_below_it_on_the_screen(void **state)
{
	static const struct {
		size_t height, most, want;
	} cases[] = {
		{0, 100, 100}, {1, 100, 10},    {13, 100, 10},     {14, 100, 11}, {24, 100, 21},
		{24, 20, 20},  {103, 100, 100}, {65535, 100, 100}, {0, 5, 5},     {1, 5, 5},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct view v = {.height = cases[i].height};

		assert_int_equal(view_rows_that_fit(&v, cases[i].most), cases[i].want);
	}
}

static void text_is_wrapped_between_words(void **state)
{
	struct page p;

	(void)state;
	page_open(&p, false, false, 20);
	view_paragraph(
		&p.view,
		"The quick brown fox jumps over the lazy dog\nand 日本日本日本日本日本 rests");
	assert_string_equal(page_text(&p), "The quick brown fox\njumps over the lazy\ndog\nand\n"
					   "日本日本日本日本日本\nrests\n");
	page_close(&p);
}

static void a_line_cannot_be_forged_by_what_it_shows(void **state)
{
	struct page p;

	(void)state;
	page_open(&p, false, false, 0);
	view_line(&p.view, VIEW_NORMAL, "Done %d, %s.", 7, "Ana\nDone 8\033[2J");
	assert_string_equal(page_text(&p), "Done 7, Ana Done 8\\x1b[2J.\n");
	page_close(&p);
}

static void print_agenda(struct page *p, const char *text)
{
	json_auto_t *agenda = json_loads(text, 0, NULL);
	struct cli cli = {.view = p->view};

	assert_non_null(agenda);
	view_agenda(&cli, agenda, NULL);
}

#define FOLLOWUP(id, due, late, name)                                                              \
	"{\"id\":" id ",\"due\":\"" due "\",\"overdue_days\":" late ",\"contact\":{\"id\":3,"      \
	"\"name\":\"" name "\"},\"kind\":\"call\",\"title\":\"all well?\",\"state\":"              \
	"\"scheduled\",\"why\":\"sold\"}"

static void the_agenda_says_the_day_what_is_late_and_what_is_due(void **state)
{
	struct page p;

	(void)state;
	page_open(&p, false, false, 0);
	print_agenda(&p, "{\"day\":\"2026-11-22\",\"days\":1,\"overdue\":[" FOLLOWUP(
				 "12", "2026-11-19", "3",
				 "Ana") "],\"due\":[" FOLLOWUP("7", "2026-11-22T09:00", "0",
							       "Ben") "],\"next_due_at\":"
								      "\"2026-11-24T14:00:00Z\","
								      "\"counts\":{\"overdue\":1,"
								      "\"due\":1,\"coming\":0,"
								      "\"waiting\":1}}");
	assert_string_equal(
		page_text(&p),
		"Sunday 22 November 2026 · 1 overdue, 1 due today, next Tue 24 Nov "
		"09:00\n\nOverdue\n12  Thu 19 Nov, 3 days late  Ana  call: all well?  "
		"sold\n\nToday\n 7  09:00                    Ben  call: all well?  sold\n\n"
		"1 ask waits until earned\n");
	page_close(&p);
}

static void an_empty_agenda_says_what_is_next(void **state)
{
	struct page p;

	(void)state;
	page_open(&p, false, false, 0);
	print_agenda(&p, "{\"day\":\"2026-11-22\",\"overdue\":[],\"due\":[],\"next_due_at\":"
			 "\"2026-11-24T14:00:00Z\",\"counts\":{}}");
	assert_string_equal(page_text(&p),
			    "Sunday 22 November 2026 · nothing due, next Tue 24 Nov 09:00\n\n"
			    "Nothing is due. The next follow-up is on Tue 24 Nov 09:00; the days "
			    "ahead: vouch week.\n");
	page_close(&p);
}

static void any_result_is_shown_without_knowing_it(void **state)
{
	static const char text[] =
		"{\"sale\":{\"id\":7,\"version\":2,\"contact\":{\"id\":3,\"name\":\"Ana\"},"
		"\"amount\":120050,\"currency\":\"USD\",\"exponent\":2,\"opened_day\":\"2026-11-"
		"22\","
		"\"lost_day\":null,\"tags\":[\"a\",\"b\"],\"is\":true},\"journal\":4}";
	json_auto_t *result = json_loads(text, 0, NULL);
	struct cli cli = {0};
	struct page p;

	(void)state;
	page_open(&p, false, false, 0);
	cli.view = p.view;
	view_any(&cli, result);
	assert_string_equal(page_text(&p),
			    "id          7\ncontact     Ana\namount      1,200.50 USD\n"
			    "currency    USD\nopened_day  Sun 22 Nov\n"
			    "tags        a, b\nis          yes\n");
	page_close(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates_are_shown_with_their_weekday),
		cmocka_unit_test(instants_are_shown_in_the_users_zone),
		cmocka_unit_test(days_between_count_midnights),
		cmocka_unit_test(amounts_become_minor_units_and_back),
		cmocka_unit_test(a_full_amount_has_every_decimal_of_its_currency),
		cmocka_unit_test(a_table_is_aligned_for_people_and_tabbed_for_scripts),
		cmocka_unit_test(long_titles_are_cut_and_ids_are_not),
		cmocka_unit_test(a_name_is_whole_before_all_else_is),
		cmocka_unit_test(what_the_locale_does_not_know_is_broken_between_characters),
		cmocka_unit_test(a_list_leaves_room_below_it_on_the_screen),
		cmocka_unit_test(text_is_wrapped_between_words),
		cmocka_unit_test(a_line_cannot_be_forged_by_what_it_shows),
		cmocka_unit_test(the_agenda_says_the_day_what_is_late_and_what_is_due),
		cmocka_unit_test(an_empty_agenda_says_what_is_next),
		cmocka_unit_test(any_result_is_shown_without_knowing_it),
	};

	(void)setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
