/* Days as other programs write them, and what a column proves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "import/dates.h"

#define CELLS_MAX 4

static void a_column_tells_its_order(void **state)
{
	static const struct {
		const char *cells[CELLS_MAX];
		enum dates_order want; /* DATES_UNKNOWN: refused */
	} cases[] = {
		{{NULL}, DATES_YMD},
		{{"2026-10-20", "2026/01/02"}, DATES_YMD},
		{{"20-10-2016"}, DATES_DMY},
		{{"01-03-2017", "20-10-2016"}, DATES_DMY},
		{{"20.10.2016", "2016-10-20"}, DATES_DMY},
		{{"10/20/2016", "01/02/2016"}, DATES_MDY},
		{{"05/05/2016"}, DATES_YMD}, /* one reading */
		{{"05/05/2016", "2016-01-01"}, DATES_YMD},
		{{"01/02/2016"}, DATES_UNKNOWN}, /* two readings, no proof */
		{{"01/02/2016", "2016-10-20"}, DATES_UNKNOWN},
		{{"20/10/2016", "10/20/2016"}, DATES_UNKNOWN}, /* both proven */
		{{"01/02/2016", "20/10/16"},
		 DATES_UNKNOWN}, /* a year of two digits proves nothing */
		{{"01/02/2016", "99/10/2016"}, DATES_UNKNOWN},
		{{"01/02/2016", "13/14/2016"}, DATES_UNKNOWN},
		{{"20-10-2016 14:30", "01-02-2016 09:00"}, DATES_DMY},
		{{"soon", "later"}, DATES_YMD},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct dates_column column = {0};
		struct str why = {0};
		enum dates_order order = DATES_UNKNOWN;
		bool is_told;

		for (int k = 0; k < CELLS_MAX && cases[i].cells[k]; k++)
			dates_look(&column, cases[i].cells[k], k + 2);
		is_told = dates_decide(&column, "closed", DATES_UNKNOWN, &order, &why);
		assert_int_equal(order, cases[i].want);
		assert_int_equal(is_told, cases[i].want != DATES_UNKNOWN);
		assert_int_equal(why.len == 0, is_told);
		str_deinit(&why);
	}
}

static void an_order_that_is_asked_for_is_not_questioned(void **state)
{
	struct dates_column column = {0};
	struct str why = {0};
	enum dates_order order;

	(void)state;
	dates_look(&column, "20-10-2016", 2);
	dates_look(&column, "10-20-2016", 3);
	assert_true(dates_decide(&column, "closed", DATES_MDY, &order, &why));
	assert_int_equal(order, DATES_MDY);
}

static void a_refusal_names_the_first_lines_that_prove_it(void **state)
{
	struct dates_column column = {0};
	struct str why = {0};
	enum dates_order order;

	(void)state;
	dates_look(&column, "01-02-2016", 2);
	dates_look(&column, "20-10-2016", 3);
	dates_look(&column, "21-10-2016", 4);
	dates_look(&column, "10-20-2016 12:00", 5);
	assert_false(dates_decide(&column, "close_date", DATES_UNKNOWN, &order, &why));
	assert_string_equal(why.data,
			    "close_date has days first (line 3: 20-10-2016) and months first "
			    "(line 5: 10-20-2016); one of the two must be put right");
	str_deinit(&why);
}

static void days_are_read_in_their_order(void **state)
{
	static const struct {
		const char *cell;
		enum dates_order order;
		const char *want; /* a day, or what is wrong */
	} cases[] = {
		{"2026-10-20", DATES_YMD, "2026-10-20"},
		{"2026-10-20", DATES_DMY, "2026-10-20"},
		{"2026/1/2", DATES_MDY, "2026-01-02"},
		{"2026.01.02", DATES_YMD, "2026-01-02"},
		{"20-10-2016", DATES_DMY, "2016-10-20"},
		{"10-20-2016", DATES_MDY, "2016-10-20"},
		{"1/2/2016", DATES_DMY, "2016-02-01"},
		{"1/2/2016", DATES_MDY, "2016-01-02"},
		{"5.5.2016", DATES_YMD, "2016-05-05"},
		{"29-02-2024", DATES_DMY, "2024-02-29"},
		{"29-02-2000", DATES_DMY, "2000-02-29"},
		{"1900-01-01", DATES_YMD, "1900-01-01"},
		{"2199-12-31", DATES_YMD, "2199-12-31"},
		{"2016-10-20T14:30:00Z", DATES_YMD, "2016-10-20"},
		{"2016-10-20 14:30:00.000 +02:00", DATES_YMD, "2016-10-20"},
		{"10/20/2016 2:30 PM", DATES_MDY, "2016-10-20"},
		{"29-02-1900", DATES_DMY, "'29-02-1900' is not in the calendar"},
		{"31-11-2016", DATES_DMY, "'31-11-2016' is not in the calendar"},
		{"00-10-2016", DATES_DMY, "'00-10-2016' is not in the calendar"},
		{"2016-13-01", DATES_YMD, "'2016-13-01' is not in the calendar"},
		{"2016-20-10", DATES_DMY, "'2016-20-10' is not in the calendar"},
		{"2016-00-10", DATES_YMD, "'2016-00-10' is not in the calendar"},
		{"10-20-2016", DATES_DMY, "'10-20-2016' has its month first, where days go first"},
		{"20-10-2016", DATES_MDY, "'20-10-2016' has its day first, where months go first"},
		{"20-10-2016", DATES_YMD,
		 "'20-10-2016' does not have its year first; 2026-12-31 would be right"},
		{"20-10-16", DATES_DMY, "'20-10-16' has a year of two digits; four would be right"},
		{"1899-12-31", DATES_YMD, "'1899-12-31' lies outside the years 1900 to 2199"},
		{"2200-01-01", DATES_YMD, "'2200-01-01' lies outside the years 1900 to 2199"},
		{"20161020", DATES_YMD, "'20161020' is no date; 2026-12-31 would be right"},
		{"2016-10", DATES_YMD, "'2016-10' is no date; 2026-12-31 would be right"},
		{"2016-10-20-1", DATES_YMD, "'2016-10-20-1' is no date; 2026-12-31 would be right"},
		{"20 10 2016", DATES_DMY, "'20 10 2016' is no date; 2026-12-31 would be right"},
		{"2016-100-1", DATES_YMD, "'2016-100-1' is no date; 2026-12-31 would be right"},
		{"2016-10-20 x:y", DATES_YMD,
		 "'2016-10-20 x:y' is no date; 2026-12-31 would be right"},
		{"-1-10-2016", DATES_DMY, "'-1-10-2016' is no date; 2026-12-31 would be right"},
		{"", DATES_DMY, "'' is no date; 2026-12-31 would be right"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char day[DATES_TEXT_SIZE];
		struct str why = {0};
		bool is_day = dates_read(cases[i].cell, cases[i].order, day, &why);

		assert_string_equal(is_day ? day : str_text(&why), cases[i].want);
		str_deinit(&why);
	}
}

static void orders_have_three_names(void **state)
{
	(void)state;
	assert_int_equal(dates_order_parse("dmy"), DATES_DMY);
	assert_int_equal(dates_order_parse("mdy"), DATES_MDY);
	assert_int_equal(dates_order_parse("ymd"), DATES_YMD);
	assert_int_equal(dates_order_parse("ydm"), DATES_UNKNOWN);
	assert_int_equal(dates_order_parse(""), DATES_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_column_tells_its_order),
		cmocka_unit_test(an_order_that_is_asked_for_is_not_questioned),
		cmocka_unit_test(a_refusal_names_the_first_lines_that_prove_it),
		cmocka_unit_test(days_are_read_in_their_order),
		cmocka_unit_test(orders_have_three_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
