/* What goes to the printer: names and addresses are inert in each form. */
#include "mailing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/cleanup.h"

static json_t *item(const char *name, const char *street, const char *why)
{
	json_t *o = json_pack("{s:s, s:{s:s}, s:s, s:s, s:s, s:s}", "names", name, "contact",
			      "name", name, "city", "Springfield", "region", "IL", "postcode",
			      "62704", "state", "listed");

	assert_non_null(o);
	(void)json_object_set_new(o, "street", street ? json_string(street) : json_null());
	(void)json_object_set_new(o, "why_not", why ? json_string(why) : json_null());
	return o;
}

static void no_cell_is_a_formula_or_breaks_the_line(void **state)
{
	static const struct {
		const char *street, *want;
	} cases[] = {
		{"12 Elm St", "12 Elm St"},
		{"a, b", "\"a, b\""},
		{"say \"x\"", "\"say \"\"x\"\"\""},
		{"a\nb", "\"a\nb\""},
		{"=1+1", "\"'=1+1\""},
		{"+1", "\"'+1\""},
		{"-1", "\"'-1\""},
		{"@x", "\"'@x\""},
		{"\tx", "\"' x\""},
		{"\rx", "\"'\\x0dx\""},
		{" =1", "\" =1\""},
		{"1=1", "1=1"},
		{"=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\""},
		{"\033[31m", "\\x1b[31m"},
		{"José 日本", "José 日本"},
		{"", ""},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		json_auto_t *items = json_pack("[o]", item("Ana", cases[i].street, NULL));
		_cleanup_str_ struct str got = {0}, want = {0};

		mailing_csv(&got, items, false);
		str_addf(&want,
			 "names,street,city,region,postcode,country,email,state\r\n"
			 "Ana,%s,Springfield,IL,62704,,,listed\r\n",
			 cases[i].want);
		assert_string_equal(str_text(&got), str_text(&want));
	}
}

static void all_of_it_says_why_not(void **state)
{
	json_auto_t *items =
		json_pack("[o, o]", item("Ana", "1 Elm St", NULL), item("Ben", NULL, "no address"));
	json_auto_t *some = mailing_goes_to(items);
	_cleanup_str_ struct str got = {0};

	(void)state;
	assert_int_equal(json_array_size(some), 1);
	mailing_csv(&got, items, true);
	assert_string_equal(str_text(&got),
			    "names,street,city,region,postcode,country,email,state,why_not\r\n"
			    "Ana,1 Elm St,Springfield,IL,62704,,,listed,\r\n"
			    "Ben,,Springfield,IL,62704,,,listed,no address\r\n");
}

static void a_skipped_one_goes_nowhere(void **state)
{
	json_auto_t *items = json_pack("[o]", item("Ana", "1 Elm St", NULL));
	json_auto_t *some = NULL;

	(void)state;
	(void)json_object_set_new(json_array_get(items, 0), "state", json_string("skipped"));
	some = mailing_goes_to(items);
	assert_int_equal(json_array_size(some), 0);
}

static void labels_follow_each_other_with_a_line_between(void **state)
{
	json_auto_t *items = json_pack("[o, o]", item("Ana and Ben Lopez", "12 Elm St", NULL),
				       item("Cy", "c/o Di\n1 Oak St", NULL));
	_cleanup_str_ struct str got = {0};

	(void)state;
	(void)json_object_set_new(json_array_get(items, 1), "region", json_null());
	(void)json_object_set_new(json_array_get(items, 1), "country", json_string("Germany"));
	mailing_labels(&got, items);
	assert_string_equal(str_text(&got), "Ana and Ben Lopez\n12 Elm St\nSpringfield, IL 62704\n"
					    "\nCy\nc/o Di\n1 Oak St\n62704 Springfield\nGermany\n");
}

static size_t count(const char *text, const char *part)
{
	size_t n = 0;

	for (; (text = strstr(text, part)); text++)
		n++;
	return n;
}

static void a_sheet_holds_24_labels_and_nothing_that_runs(void **state)
{
	json_auto_t *items = json_array();
	_cleanup_str_ struct str got = {0};

	(void)state;
	for (int i = 0; i < 25; i++)
		(void)json_array_append_new(
			items, item("<script>alert('&\"')</script>", "</div><b>", NULL));
	mailing_sheet(&got, items);
	assert_int_equal(count(str_text(&got), "class=\"sheet\""), 2);
	assert_int_equal(count(str_text(&got), "class=\"label\""), 25);
	assert_int_equal(count(str_text(&got), "</div>"), 27);
	assert_int_equal(count(str_text(&got), "<script"), 0);
	assert_int_equal(count(str_text(&got), "<b>"), 0);
	assert_int_equal(
		count(str_text(&got), "&lt;script&gt;alert(&#39;&amp;&quot;&#39;)&lt;/script&gt;"),
		25);
}

static void an_empty_list_is_an_empty_page(void **state)
{
	json_auto_t *items = json_array();
	_cleanup_str_ struct str csv = {0}, labels = {0}, sheet = {0};

	(void)state;
	mailing_csv(&csv, items, false);
	mailing_labels(&labels, items);
	mailing_sheet(&sheet, items);
	assert_int_equal(count(str_text(&csv), "\r\n"), 1);
	assert_string_equal(str_text(&labels), "");
	assert_int_equal(count(str_text(&sheet), "class="), 0);
}

static void names_are_sorted_as_people_look_for_them(void **state)
{
	static const char *const want[] = {"ana", "Ánna", "Ben", "Ben", "Cy"};
	json_auto_t *items = json_pack("[o, o, o, o, o]", item("Cy", NULL, NULL),
				       item("Ben", "1", NULL), item("Ánna", NULL, NULL),
				       item("Ben", "2", NULL), item("ana", NULL, NULL));

	(void)state;
	mailing_sort(items);
	for (size_t i = 0; i < ARRAY_LEN(want); i++)
		assert_string_equal(
			json_string_value(json_object_get(json_array_get(items, i), "names")),
			want[i]);
	assert_string_equal(json_string_value(json_object_get(json_array_get(items, 2), "street")),
			    "1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_cell_is_a_formula_or_breaks_the_line),
		cmocka_unit_test(all_of_it_says_why_not),
		cmocka_unit_test(a_skipped_one_goes_nowhere),
		cmocka_unit_test(labels_follow_each_other_with_a_line_between),
		cmocka_unit_test(a_sheet_holds_24_labels_and_nothing_that_runs),
		cmocka_unit_test(an_empty_list_is_an_empty_page),
		cmocka_unit_test(names_are_sorted_as_people_look_for_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
