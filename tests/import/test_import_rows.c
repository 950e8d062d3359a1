/* Which rows and files are refused, by line, field and reason. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "import/reading.h"

#define SALES "contact,product,amount,stage,opened,closed\n"
#define C10 "x,x,x,x,x,x,x,x,x,x,"
#define C100 C10 C10 C10 C10 C10 C10 C10 C10 C10 C10

struct case_of_text {
	const char *text, *want;
};

static void check(const struct case_of_text *cases, size_t n, const struct rows_ask *ask)
{
	for (size_t i = 0; i < n; i++) {
		struct str got = {0};

		reading_of(cases[i].text, strlen(cases[i].text), ask, &got, NULL);
		if (!str_equal(str_text(&got), cases[i].want))
			print_error("%s\n", cases[i].text);
		assert_string_equal(str_text(&got), cases[i].want);
		str_deinit(&got);
	}
}

static void a_whole_file_may_be_refused(void **state)
{
	static const struct case_of_text cases[] = {
		{"", "file: the file is empty"},
		{"\xEF\xBB\xBF", "file: the file is empty"},
		{"\n\n\n", "file: the file has no header"},
		{",,,\n", "file: the file has no header"},
		{"\xFF\xFE", "file: the file is empty"},
		{"\xFF\xFEn\n\n", "file: line 1 is not UTF-16 text, as the file says it is"},
		{"\xFF\xFEna\xDC\xDC", "file: line 1 is not UTF-16 text, as the file says it is"},
		{"\xFE\xFFna\xD8\x3Dnn", "file: line 1 is not UTF-16 text, as the file says it is"},
		{"name\nAna\nJos\x81\n", "file: line 3 is neither UTF-8 nor windows-1252 text"},
		{"name\r\nAna\r\nJos\x8D\r\n",
		 "file: line 3 is neither UTF-8 nor windows-1252 text"},
		{"name\rAna\rJos\x9D", "file: line 3 is neither UTF-8 nor windows-1252 text"},
		{"name\nZo\xC3\xAB\nJos\xE9\n",
		 "file: line 3 is not UTF-8 text, which the file is elsewhere"},
		{"na\xC3\xAFme\nAna\xC3",
		 "file: line 2 is not UTF-8 text, which the file is elsewhere"},
		{"na\"me,email\n", "file: the header (line 1) is spoilt: column 1 has a quote "
				   "inside that is not written twice"},
		{"\"name,email\nAna,\n", "file: the header (line 1) is spoilt: column 1 opens a "
					 "quote that is never closed"},
		{"year,colour\n1,2\n",
		 "file: no column says whom it is about; name it with --map name=COLUMN "
		 "(the columns, on line 1, are year, colour)"},
		{"product,colour\n1,2\n",
		 "file: no column says who bought; name it with --map contact=COLUMN "
		 "(the columns, on line 1, are product, colour)"},
		{"account,stage\n1,2\n",
		 "file: no column says what was sold; name it with --map "
		 "product=COLUMN (the columns, on line 1, are account, stage)"},
		{SALES "Ana,Alarm,1,won,20-10-2026,\nBen,Alarm,1,won,10/21/2026,\n",
		 "file: opened has days first (line 2: 20-10-2026) and months first (line 3: "
		 "10/21/2026); one of the two must be put right"},
		{SALES "Ana,Alarm,1,won,,01-02-2026\n",
		 "file: closed may have days or months first (line 2: 01-02-2026), and no row says "
		 "which; say --dates dmy or --dates mdy"},
		{SALES "Ana,Alarm,\"1,054.50\",won,,\nBen,Alarm,\"1.054,50\",won,,\n",
		 "file: amount has decimals behind a point (line 2: 1,054.50) and behind a comma "
		 "(line "
		 "3: 1.054,50); one of the two must be put right"},
		{SALES "Ana,Alarm,\"1,054\",won,,\nBen,Alarm,\"12,5\",won,,\n",
		 "file: amount has decimals behind a point (line 2: 1,054) and behind a comma "
		 "(line 3: "
		 "12,5); one of the two must be put right"},
		{"contact,product,amount,currency\nAna,Alarm,\"1,054\",KWD\n",
		 "file: amount can be read in two ways (line 2: 1,054), and no row says which; "
		 "write "
		 "1054 or 1054.000"},
	};

	(void)state;
	check(cases, ARRAY_LEN(cases), NULL);
}

static void a_nul_is_refused_with_its_line(void **state)
{
	static const char text[] = "name\nAna\nB\0en\n";
	struct str got = {0};

	(void)state;
	reading_of(text, sizeof text - 1, NULL, &got, NULL);
	assert_string_equal(
		str_text(&got),
		"file: line 3 has a NUL byte; this is no text, save it as CSV in UTF-8");
	str_deinit(&got);
}

static void a_row_must_fit_its_header(void **state)
{
	static const struct case_of_text cases[] = {
		{"name,email\nAna,a@example.org\n", "1 taken"},
		{"name,email\nAna\n",
		 "0 taken; line 2: has 1 cell, the header has 2; an empty cell keeps its comma"},
		{"name,email\nAna,a@example.org,x\n",
		 "0 taken; line 2: has 3 cells, the header has 2; a cell with a comma in it stands "
		 "in quotes"},
		{"name,email\nAna,a@example.org,\n",
		 "0 taken; line 2: has 3 cells, the header has 2; a cell with a comma in it stands "
		 "in quotes"},
		{"name,email\nAna,\nBen\nCleo,\n",
		 "2 taken; line 3: has 1 cell, the header has 2; an empty cell keeps its comma"},
		{"name\nAna\n\n\nBen\n", "2 taken"},
		{"name,email\nAna,\n,\n   ,  \nBen,\n", "2 taken"},
		{"name,email\n\n\nBen\n",
		 "0 taken; line 4: has 1 cell, the header has 2; an empty cell keeps its comma"},
		{"\n\nname,email\nBen\n",
		 "0 taken; line 4: has 1 cell, the header has 2; an empty cell keeps its comma"},
		{"sep=;\nname;email\nBen\n", "0 taken; line 3: has 1 cell, the header has 2; an "
					     "empty cell keeps its semicolon"},
		{"name,email\r\nAna,\r\nBen\r\n",
		 "1 taken; line 3: has 1 cell, the header has 2; an empty cell keeps its comma"},
		{"name,email\rAna,\rBen\r",
		 "1 taken; line 3: has 1 cell, the header has 2; an empty cell keeps its comma"},
		{"name,email\nAna,\nBen",
		 "1 taken; line 3: has 1 cell, the header has 2; an empty cell keeps its comma"},
		{"name\n" C100 C100 C100 "\n", "0 taken; line 2: has more than 256 cells"},
	};

	(void)state;
	check(cases, ARRAY_LEN(cases), NULL);
}

static void lines_are_those_of_the_file(void **state)
{
	static const struct case_of_text cases[] = {
		{"name,notes\nAna,\"a\nb\nc\"\nBen\n",
		 "1 taken; line 5: has 1 cell, the header has 2; an empty cell keeps its comma"},
		{"name,notes\nAna,\"a\r\nb\"\r\n,x\r\n", "1 taken; line 4: name is missing"},
		{"name,notes\n,\"a\nb\nc\"\n,x\n",
		 "0 taken; line 2: name is missing; line 5: name is missing"},
		{"\"name\",\"no\ntes\"\n,x\n", "0 taken; line 3: name is missing"},
		{"name,notes\nAna,\"a\n\n\nb\"\n\n,x\n", "1 taken; line 7: name is missing"},
	};

	(void)state;
	check(cases, ARRAY_LEN(cases), NULL);
}

static void a_broken_quote_costs_its_own_row_only(void **state)
{
	static const struct case_of_text cases[] = {
		{"name,notes\nAna,5\" tube\nBen,x\n",
		 "1 taken; line 2: notes has a quote inside that is not written twice"},
		{"name,notes\nAna,\"5\" tube\"\nBen,x\n",
		 "1 taken; line 2: notes has a quote inside that is not written twice"},
		{"name,notes\nAna,\"5\"\" tube\"\nBen,x\n", "2 taken"},
		{"name,notes\nAna,5\" tube\n,x\n", "0 taken; line 2: notes has a quote inside that "
						   "is not written twice; line 3: name "
						   "is missing"},
		{"name,notes\nAna,\"never\n\n,x\n", "0 taken; line 2: notes opens a quote that is "
						    "never closed; line 4: name is missing"},
		{"name,notes\nAna,\"never\nBen,x\nCleo,y\n",
		 "2 taken; line 2: notes opens a quote that is never closed"},
		{"name,notes\nAna,\"never\nBen,\"x\"\nCleo,y\n",
		 "2 taken; line 2: notes has a quote inside that is not written twice"},
		{"name,notes\nAna,x\nBen,\"never",
		 "1 taken; line 3: notes opens a quote that is never closed"},
		{"name,notes\nAna, \"x, y\" \nBen,x\n", "2 taken"},
	};

	(void)state;
	check(cases, ARRAY_LEN(cases), NULL);
}

static void a_contact_needs_a_name(void **state)
{
	static const struct case_of_text cases[] = {
		{"name,email\n,a@example.org\n", "0 taken; line 2: name is missing"},
		{"name,email\nnull,a@example.org\n", "0 taken; line 2: name is missing"},
		{"Full Name,email\nNULL,a@example.org\n", "0 taken; line 2: Full Name is missing"},
		{"name,email\nN/A,a@example.org\n-,b@example.org\n",
		 "0 taken; line 2: name is missing; line 3: name is missing"},
		{"name,email\n\xC2\xA0,a@example.org\n", "0 taken; line 2: name is missing"},
		{"first name,last name,email\n,,a@example.org\nAna,,\n,Ruiz,\n",
		 "2 taken; line 2: name is missing"},
		{"name,company\n,Delta Works\n", "1 taken"},
		{"name,email\nA\x07na,\n", "0 taken; line 2: name has the control character "
					   "U+0007, which is not seen; type it anew"},
		{"name,email\nA\xC2\x85na,\n", "0 taken; line 2: name has the control character "
					       "U+0085, which is not seen; type it anew"},
	};

	(void)state;
	check(cases, ARRAY_LEN(cases), NULL);
}

static void a_sale_needs_a_contact_a_product_and_a_known_stage(void **state)
{
	static const struct case_of_text cases[] = {
		{SALES "Ana,Alarm,1200,won,2026-01-02,2026-02-03\n", "1 taken"},
		{SALES ",Alarm,1200,won,2026-01-02,2026-02-03\n",
		 "0 taken; line 2: contact is missing"},
		{SALES "null,Alarm,1200,won,,\n", "0 taken; line 2: contact is missing"},
		{SALES "Ana,,1200,won,,\n", "0 taken; line 2: product is missing"},
		{SALES "Ana,n/a,1200,won,,\n", "0 taken; line 2: product is missing"},
		{SALES "Ana,Alarm,1200,,,\n", "0 taken; line 2: stage is missing"},
		{SALES "Ana,Alarm,1200,maybe,,\n",
		 "0 taken; line 2: stage 'maybe' is no stage known here; "
		 "won, lost, refunded or open would be right"},
		{SALES "Ana,Alarm,1200,Closed "
		       "Won,,\nBen,Alarm,1200,closed-lost,,\nCleo,Alarm,,Prospecting,,\n",
		 "3 taken"},
		{SALES ",,abc,maybe,,\n",
		 "0 taken; line 2: contact is missing"}, /* the first reason */
	};

	(void)state;
	check(cases, ARRAY_LEN(cases), NULL);
}

static void a_day_must_be_one(void **state)
{
	static const struct case_of_text cases[] = {
		{SALES "Ana,Alarm,1,won,2026-02-30,\n",
		 "0 taken; line 2: opened '2026-02-30' is not in the calendar"},
		{SALES "Ana,Alarm,1,won,,31-04-2026\n",
		 "0 taken; line 2: closed '31-04-2026' is not in the calendar"},
		{SALES "Ana,Alarm,1,won,29-02-2025,\nBen,Alarm,1,won,29-02-2024,\n",
		 "1 taken; line 2: opened '29-02-2025' is not in the calendar"},
		{SALES "Ana,Alarm,1,won,20-10-26,\n", "0 taken; line 2: opened '20-10-26' has a "
						      "year of two digits; four would be right"},
		{SALES "Ana,Alarm,1,won,soon,\n",
		 "0 taken; line 2: opened 'soon' is no date; 2026-12-31 would be right"},
		{SALES "Ana,Alarm,1,won,45292,\n",
		 "0 taken; line 2: opened '45292' is how a spreadsheet counts days; show the "
		 "column as dates there, 2026-12-31, and save it anew"},
		{SALES "Ana,Alarm,1,won,20-10/2026,\n",
		 "0 taken; line 2: opened '20-10/2026' is no date; 2026-12-31 would be right"},
		{SALES "Ana,Alarm,1,won,2026-10-20x,\n",
		 "0 taken; line 2: opened '2026-10-20x' is no date; 2026-12-31 would be right"},
		{SALES "Ana,Alarm,1,won,1899-12-31,\n",
		 "0 taken; line 2: opened '1899-12-31' lies outside the years 1900 to 2199"},
		{SALES "Ana,Alarm,1,won,2200-01-01,\n",
		 "0 taken; line 2: opened '2200-01-01' lies outside the years 1900 to 2199"},
		{SALES "Ana,Alarm,1,won,0000-00-00,\n",
		 "0 taken; line 2: opened '0000-00-00' is not in the calendar"},
		{SALES "Ana,Alarm,1,won,05-05-2026,2026/02/01\n", "1 taken"},
		{SALES "Ana,Alarm,1,won,01-02-2026,\nBen,Alarm,1,won,13-02-2026,\n", "2 taken"},
		{SALES "Ana,Alarm,1,won,2026-10-20 14:30,2026-10-20T14:30:00Z\n", "1 taken"},
	};

	(void)state;
	check(cases, ARRAY_LEN(cases), NULL);
}

static void an_order_that_was_asked_for_binds(void **state)
{
	static const struct case_of_text dmy[] = {
		{SALES "Ana,Alarm,1,won,01-02-2026,\n", "1 taken"},
		{SALES "Ana,Alarm,1,won,10/20/2026,\n",
		 "0 taken; line 2: opened '10/20/2026' has its month first, where days go first"},
	};
	static const struct case_of_text mdy[] = {
		{SALES "Ana,Alarm,1,won,20-10-2026,\n",
		 "0 taken; line 2: opened '20-10-2026' has its day first, where months go first"},
	};
	static const struct case_of_text ymd[] = {
		{SALES "Ana,Alarm,1,won,20-10-2026,\nBen,Alarm,1,won,2026-10-20,\n",
		 "1 taken; line 2: opened '20-10-2026' does not have its year first; 2026-12-31 "
		 "would be right"},
	};

	(void)state;
	check(dmy, ARRAY_LEN(dmy), &(struct rows_ask){.dates = DATES_DMY});
	check(mdy, ARRAY_LEN(mdy), &(struct rows_ask){.dates = DATES_MDY});
	check(ymd, ARRAY_LEN(ymd), &(struct rows_ask){.dates = DATES_YMD});
}

static void an_amount_must_be_one(void **state)
{
	static const struct case_of_text cases[] = {
		{SALES "Ana,Alarm,abc,won,,\n",
		 "0 taken; line 2: amount 'abc' is no amount; 1054 or 1,054.50 would be right"},
		{SALES "Ana,Alarm,12x,won,,\n",
		 "0 taken; line 2: amount '12x' is no amount; 1054 or 1,054.50 would be right"},
		{SALES "Ana,Alarm,-5,won,,\n",
		 "0 taken; line 2: amount '-5' is negative; an amount is 0 or more"},
		{SALES "Ana,Alarm,(5.00),won,,\n",
		 "0 taken; line 2: amount '(5.00)' is negative; an amount is 0 or more"},
		{SALES "Ana,Alarm,€5,won,,\n", "0 taken; line 2: amount '€5' is not in USD; name "
					       "its currency with --currency CODE"},
		{SALES "Ana,Alarm,5 EUR,won,,\n", "0 taken; line 2: amount '5 EUR' is not in USD; "
						  "name its currency with --currency CODE"},
		{SALES "Ana,Alarm,5$50,won,,\n",
		 "0 taken; line 2: amount '5$50' is no amount; 1054 or 1,054.50 would be right"},
		{SALES "Ana,Alarm,5.125,won,,\n", "1 taken"}, /* thousands */
		{SALES "Ana,Alarm,5.1255,won,,\n", "0 taken; line 2: amount '5.1255' is no amount "
						   "in USD; 1054 or 1,054.50 would be right"},
		{SALES "Ana,Alarm,\"12,34.50\",won,,\n",
		 "0 taken; line 2: amount '12,34.50' is no amount in USD; 1054 or 1,054.50 would "
		 "be right"},
		{SALES "Ana,Alarm,90071992547409.93,won,,\n",
		 "0 taken; line 2: amount '90071992547409.93' is more than can be noted: "
		 "90,071,992,547,409.92 USD at most"},
		{SALES "Ana,Alarm,90071992547409.92,won,,\n", "1 taken"},
		{SALES "Ana,Alarm,null,won,,\nBen,Alarm,,won,,\nCleo,Alarm,0,won,,\n", "3 taken"},
		{"contact,product,amount,currency\nAna,Alarm,12.50,JPY\n",
		 "0 taken; line 2: amount '12.50' is no amount in JPY; 1054 or 1,054 would be "
		 "right"},
		{"contact,product,amount,currency\nAna,Alarm,12,Euro\n",
		 "0 taken; line 2: currency 'Euro' is no code of three letters such as EUR"},
		{"contact,product,amount,currency\nAna,Alarm,12,E1R\n",
		 "0 taken; line 2: currency 'E1R' is no code of three letters such as EUR"},
	};

	(void)state;
	check(cases, ARRAY_LEN(cases), NULL);
}

/* A text with one cell of so many letters, and what it becomes. */
static void check_length(const char *column, size_t n, const char *want)
{
	struct str text = {0}, got = {0};

	str_addf(&text, "name,%s\nAna,", column);
	for (size_t i = 0; i < n; i++)
		str_add(&text, "é");
	str_add(&text, "\n");
	reading_of(text.data, text.len, NULL, &got, NULL);
	assert_string_equal(str_text(&got), want);
	str_deinit(&text);
	str_deinit(&got);
}

static void texts_have_their_limits_in_characters(void **state)
{
	(void)state;
	check_length("company", 199, "1 taken");
	check_length("company", 200, "1 taken");
	check_length("company", 201, "0 taken; line 2: company is longer than 200 characters");
	check_length("zip", 64, "1 taken");
	check_length("zip", 65, "0 taken; line 2: zip is longer than 64 characters");
	check_length("notes", 10000, "1 taken");
	check_length("notes", 10001, "0 taken; line 2: notes is longer than 10000 characters");
	check_length("colour", 32768, "1 taken"); /* 64 KiB of a column that is not used */
	check_length("colour", 32769, "0 taken; line 2: colour is longer than 64 KiB");
}

static void lists_have_their_limits(void **state)
{
	struct str text = {0}, got = {0};

	(void)state;
	str_add(&text, "name,tags\nAna,");
	for (int i = 0; i < 50; i++)
		str_addf(&text, "t%d;", i);
	reading_of(text.data, text.len, NULL, &got, NULL);
	assert_string_equal(str_text(&got), "1 taken");
	str_add(&text, "one more");
	str_reset(&got);
	reading_of(text.data, text.len, NULL, &got, NULL);
	assert_string_equal(str_text(&got), "0 taken; line 2: tags holds more than 50");
	str_deinit(&text);
	str_deinit(&got);
}

static void where_leaves_rows_out_and_does_not_refuse_them(void **state)
{
	static const struct case_of_text cases[] = {
		{"name,town\nAna,Delft\nBen,Gouda\n", "1 taken, 1 left out"},
		{"name,town\nAna,Gouda\n,Gouda\n", "0 taken, 2 left out"},
		{"name,town\n,Delft\nBen,Gouda\n", "0 taken, 1 left out; line 2: name is missing"},
		{"name,town\nAna,delft\n", "0 taken, 1 left out"},
		{"name,town\nAna\n", "0 taken, 1 left out"},
		{"name,city\nAna,Delft\n",
		 "file: --where: there is no column 'town'; the columns are name, city"},
	};
	struct rows_ask ask = {.n_wheres = 1, .wheres = {{.column = "town", .value = "Delft"}}};

	(void)state;
	check(cases, ARRAY_LEN(cases), &ask);
}

/* Rows that each open a quote, so that each would be read again to the end. */
static void broken_quotes_are_read_twice_at_most(void **state)
{
	struct str text = {0}, got = {0};

	(void)state;
	str_add(&text, "name,notes\n");
	for (int i = 0; i < 50000; i++)
		str_add(&text, "Ana,\"x\n");
	reading_of(text.data, text.len, NULL, &got, NULL);
	assert_true(str_starts_with(str_text(&got), "0 taken; line 2: notes has a quote inside"));
	str_deinit(&text);
	str_deinit(&got);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_whole_file_may_be_refused),
		cmocka_unit_test(a_nul_is_refused_with_its_line),
		cmocka_unit_test(a_row_must_fit_its_header),
		cmocka_unit_test(lines_are_those_of_the_file),
		cmocka_unit_test(a_broken_quote_costs_its_own_row_only),
		cmocka_unit_test(a_contact_needs_a_name),
		cmocka_unit_test(a_sale_needs_a_contact_a_product_and_a_known_stage),
		cmocka_unit_test(a_day_must_be_one),
		cmocka_unit_test(an_order_that_was_asked_for_binds),
		cmocka_unit_test(an_amount_must_be_one),
		cmocka_unit_test(texts_have_their_limits_in_characters),
		cmocka_unit_test(lists_have_their_limits),
		cmocka_unit_test(where_leaves_rows_out_and_does_not_refuse_them),
		cmocka_unit_test(broken_quotes_are_read_twice_at_most),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
