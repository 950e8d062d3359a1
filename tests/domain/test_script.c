/* Scripts: the small part of Mustache, and what is wrong with a template. */
#include "domain/script.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "vouch/limits.h"

enum { NAME, NONE, BRACES, YES, NO, PETS, PET, NOBODY, N_FIELDS };

static const struct script_field pet_fields[] = {
	{"pet", SCRIPT_TEXT, NULL, "what it is called"},
	{"is_old", SCRIPT_FLAG, NULL, "it is old"},
	{"name", SCRIPT_TEXT, NULL, "of its kind"},
	{0},
};
static const struct script_field fields[N_FIELDS + 1] = {
	[NAME] = {"name", SCRIPT_TEXT, NULL, "a name"},
	[NONE] = {"none", SCRIPT_TEXT, NULL, "nothing"},
	[BRACES] = {"braces", SCRIPT_TEXT, NULL, "a text with braces"},
	[YES] = {"yes", SCRIPT_FLAG, NULL, "yes"},
	[NO] = {"no", SCRIPT_FLAG, NULL, "no"},
	[PETS] = {"pets", SCRIPT_LIST, pet_fields, "two of them"},
	[PET] = {"one", SCRIPT_LIST, pet_fields, "a list of one"},
	[NOBODY] = {"nobody", SCRIPT_LIST, pet_fields, "an empty list"},
};
static const struct script_value rex[] = {{.text = "Rex"}, {.is_set = true}, {.text = "dog"}};
static const struct script_value tom[] = {{.text = "Tom"}, {.is_set = false}, {.text = "cat"}};
static const struct script_value *const pets[] = {rex, tom};
static const struct script_value values[N_FIELDS] = {
	[NAME] = {.text = "Ana & <co>"},
	[BRACES] = {.text = "{{name}}{{#yes}}"},
	[YES] = {.is_set = true},
	[PETS] = {.items = pets, .n_items = 2},
	[PET] = {.items = pets, .n_items = 1},
};

static const char *render(const char *text)
{
	static char out[1000];

	assert_true(script_render(text, fields, values, out, sizeof out));
	return out;
}

static void gaps_are_filled(void **state)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{"", ""},
		{"no gap } } { {", "no gap } } { {"},
		{"Hi {{name}}!", "Hi Ana & <co>!"}, /* plain text: nothing is escaped */
		{"{{ name }}{{	name}}", "Ana & <co>Ana & <co>"},
		{"{{none}}.", "."},
		{"{{name}}}", "Ana & <co>}"},
		{"{{braces}}", "{{name}}{{#yes}}"}, /* one pass */
		{"{{#braces}}{{braces}}{{/braces}}", "{{name}}{{#yes}}"},
		/* sections */
		{"a{{#name}}b{{/name}}c", "abc"},
		{"a{{#none}}b{{/none}}c", "ac"},
		{"a{{^name}}b{{/name}}c", "ac"},
		{"a{{^none}}b{{/none}}c", "abc"},
		{"{{#yes}}y{{/yes}}{{#no}}n{{/no}}", "y"},
		{"{{^yes}}y{{/yes}}{{^no}}n{{/no}}", "n"},
		{"{{# yes }}{{#name}}both{{/name}}{{/ yes }}", "both"},
		{"{{#none}}{{#name}}{{name}}{{/name}}{{/none}}", ""},
		{"{{#no}}{{^none}}x{{/none}}{{/no}}y", "y"},
		{"{{^none}}{{^no}}x{{/no}}{{/none}}", "x"},
		{"{{#name}}{{#name}}x{{/name}}{{/name}}", "x"},
		/* lists */
		{"{{#pets}}{{pet}},{{/pets}}", "Rex,Tom,"},
		{"{{#pets}}{{pet}} the {{name}}; {{/pets}}", "Rex the dog; Tom the cat; "},
		{"{{#pets}}{{#is_old}}{{pet}}{{/is_old}}{{/pets}}", "Rex"},
		{"{{#pets}}{{^is_old}}{{pet}}{{/is_old}}{{/pets}}", "Tom"},
		{"{{#pets}}{{#no}}x{{/no}}{{#yes}}y{{/yes}}{{/pets}}", "yy"},
		{"{{#pets}}{{/pets}}.", "."},
		{"{{^pets}}none{{/pets}}{{^nobody}}nobody{{/nobody}}", "nobody"},
		{"{{#one}}{{pet}}{{/one}}{{^one}}none{{/one}}", "Rex"},
		{"{{#nobody}}{{pet}}{{/nobody}}", ""},
		{"{{#pets}}.{{/pets}}{{#pets}},{{/pets}}", "..,,"},
		{"{{#no}}{{#pets}}.{{/pets}}{{/no}}", ""},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct script_fault faults[SCRIPT_FAULTS_MAX];

		if (script_check(cases[i].text, fields, faults))
			fail_msg("%s: %s", cases[i].text, faults[0].reason);
		assert_string_equal(render(cases[i].text), cases[i].want);
	}
}

/* It is a fault, and so no stored template has one. */
static void a_list_in_a_list_shows_nothing(void **state)
{
	(void)state;
	assert_string_equal(render("{{#pets}}{{pet}}{{#pets}}!{{/pets}} {{/pets}}"), "Rex Tom ");
}

/* A fault as well. */
static void what_is_not_known_is_empty(void **state)
{
	(void)state;
	assert_string_equal(render("Hi {{nick_name}}!"), "Hi !");
	assert_string_equal(render("{{{name}}}."), ".");
	assert_string_equal(render("a{{b"), "ab");
	assert_string_equal(render("a{{#nick}}b{{/nick}}c{{^nick}}d{{/nick}}e"), "ace");
}

/* As in the specification's tests of sections (sections.yml, "Standalone …"). */
static void a_sections_tag_alone_on_its_line_takes_the_line_with_it(void **state)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{"| This Is\n{{#yes}}\n|\n{{/yes}}\n| A Line\n", "| This Is\n|\n| A Line\n"},
		{"| This Is\n  {{#yes}}\n|\n\t{{/yes}} \n| A Line", "| This Is\n|\n| A Line"},
		{"|\r\n{{#yes}}\r\n{{/yes}}\r\n|", "|\r\n|"},
		{"  {{#yes}}\n#{{/yes}}\n/", "#\n/"},
		{"#{{#yes}}\n/\n  {{/yes}}", "#\n/\n"},
		{" | {{#yes}}\t|\t{{/yes}} | \n", " | \t|\t | \n"},
		{" {{#yes}}YES{{/yes}}\n {{#yes}}GOOD{{/yes}}\n", " YES\n GOOD\n"},
		{"{{#no}}\n{{/no}}\n", ""},
		{"a\n{{^no}}\nb\n{{/no}}\nc", "a\nb\nc"},
		{"a\n{{#no}}\nb\n{{/no}}\nc", "a\nc"},
		{"a\n  {{name}}  \nb", "a\n  Ana & <co>  \nb"}, /* a variable never does */
		{"{{#pets}}\n- {{pet}}\n{{/pets}}\n", "- Rex\n- Tom\n"},
		{"a\n\n{{#no}}\nb\n\n{{/no}}\nc", "a\n\nc"},
		{"{{#yes}}\n{{#yes}}\nx\n{{/yes}}\n{{/yes}}\n", "x\n"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_string_equal(render(cases[i].text), cases[i].want);
}

#define LETTERS_40 "abcdefghijabcdefghijabcdefghijabcdefghij"

static void a_fault_is_told_with_its_line_and_what_would_be_right(void **state)
{
	static const struct {
		const char *text;
		int line;
		const char *reason;
	} cases[] = {
		{"a\n{{nmae}}", 2,
		 "there is no field 'nmae'; there are: name, none, braces, yes, no, pets, one, "
		 "nobody"},
		{"{{#pets}}\n{{pat}}\n{{/pets}}", 2,
		 "there is no field 'pat'; there are: pet, is_old, name, name, none, braces, yes, "
		 "no, pets, one, nobody"},
		{"{{pet}}", 1,
		 "there is no field 'pet'; there are: name, none, braces, yes, no, pets, one, "
		 "nobody"},
		{"{{^pets}}{{pet}}{{/pets}}", 1,
		 "there is no field 'pet'; there are: name, none, braces, yes, no, pets, one, "
		 "nobody"},
		{"{{#x}}{{/x}}", 1,
		 "there is no field 'x'; there are: name, none, braces, yes, no, pets, one, "
		 "nobody"},
		{"{{yes}}", 1, "{{yes}} is yes or no and no text: write {{#yes}}...{{/yes}}"},
		{"{{pets}}", 1, "{{pets}} is a list and no text: write {{#pets}}...{{/pets}}"},
		{"\n\n{{#name}}\n", 3, "{{#name}} is never closed: write {{/name}}"},
		{"{{^name}}", 1, "{{^name}} is never closed: write {{/name}}"},
		{"a\n{{/name}}", 2, "{{/name}} closes nothing: write {{#name}} before it"},
		{"{{#name}}\n{{/none}}\n{{/name}}", 2,
		 "{{/none}} closes nothing: {{/name}} would close line 1"},
		{"{{#yes}}\n{{/name}}\n{{/yes}}", 2,
		 "{{/name}} closes nothing: {{/yes}} would close line 1"},
		{"{{#yes}}\n{{#no}}\n{{/yes}}", 3,
		 "{{/yes}} comes too early: write {{/no}} for line 2 first"},
		{"{{#pets}}{{#nobody}}{{/nobody}}{{/pets}}", 1,
		 "the list 'nobody' stands inside a list: close that one first"},
		{"{{name", 1, "'{{' without '}}' on the same line: write {{name}}"},
		{"{{name\n}}", 1, "'{{' without '}}' on the same line: write {{name}}"},
		{"{{", 1, "'{{' without '}}' on the same line: write {{name}}"},
		{"{{name} }", 1, "'{{' without '}}' on the same line: write {{name}}"},
		{"{{}}", 1,
		 "no name between '{{' and '}}': write letters, digits and '_', as in "
		 "{{first_name}}"},
		{"{{?name}}", 1,
		 "no name between '{{' and '}}': write letters, digits and '_', as in "
		 "{{first_name}}"},
		{"{{first name}}", 1,
		 "no name between '{{' and '}}': write letters, digits and '_', as in "
		 "{{first_name}}"},
#define KNOWN "only {{name}}, {{#name}}, {{^name}} and {{/name}} are known; nothing is escaped"
		{"{{{name}}}", 1, KNOWN},
		{"{{&name}}", 1, KNOWN},
		{"{{! a remark }}", 1, KNOWN},
		{"{{> part}}", 1, KNOWN},
		{"{{=<% %>=}}", 1, KNOWN},
		{"{{.}}", 1, KNOWN},
		/* so much of a name is shown */
		{"{{" LETTERS_40 "}}", 1,
		 "there is no field '" LETTERS_40
		 "'; there are: name, none, braces, yes, no, pets, "
		 "one, nobody"},
		{"{{" LETTERS_40 "x}}", 1,
		 "there is no field '" LETTERS_40
		 "'; there are: name, none, braces, yes, no, pets, "
		 "one, nobody"},
#define YES8 "{{#yes}}{{#yes}}{{#yes}}{{#yes}}{{#yes}}{{#yes}}{{#yes}}{{#yes}}"
		{YES8 "\n{{#yes}}", 2, "sections stand more than 8 deep in each other: close some"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct script_fault faults[SCRIPT_FAULTS_MAX];

		if (script_check(cases[i].text, fields, faults) != 1)
			fail_msg("not one fault: %s", cases[i].text);
		assert_string_equal(faults[0].reason, cases[i].reason);
		assert_int_equal(faults[0].line, cases[i].line);
	}
}

static void every_fault_is_told_up_to_a_maximum(void **state)
{
	struct script_fault faults[SCRIPT_FAULTS_MAX];
	_cleanup_str_ struct str text = {0};

	(void)state;
	assert_int_equal(script_check("{{a}}\n{{#yes}}\n{{yes}}\n{{/no}}", fields, faults), 4);
	assert_int_equal(faults[0].line, 1);
	assert_int_equal(faults[1].line, 3);
	assert_int_equal(faults[2].line, 4);
	assert_int_equal(faults[3].line, 2); /* what is never closed comes last */
	/* each of those that are not closed, and what stands behind one that was broken off */
	assert_int_equal(script_check("{{#yes}}\n{{^no}}", fields, faults), 2);
	assert_int_equal(faults[0].line, 1);
	assert_int_equal(faults[1].line, 2);
	assert_int_equal(script_check("{{\n{{a}}", fields, faults), 2);
	assert_int_equal(faults[1].line, 2);
	assert_int_equal(script_check("{{#yes}}{{/yes}}\n{{a}}", fields, faults), 1);
	assert_int_equal(faults[0].line, 2);
	assert_int_equal(script_check("{{#yes}}{{#no}}\n{{#name}}{{/yes}}", fields, faults), 2);
	assert_string_equal(faults[0].reason,
			    "{{/yes}} comes too early: write {{/name}} for line 2 first");
	assert_string_equal(faults[1].reason,
			    "{{/yes}} comes too early: write {{/no}} for line 1 first");
	for (int i = 0; i < 2 * SCRIPT_FAULTS_MAX; i++)
		str_add(&text, "{{a}}");
	assert_int_equal(script_check(str_text(&text), fields, faults), SCRIPT_FAULTS_MAX);
}

static void sections_may_stand_as_deep_as_the_limit(void **state)
{
	for (int depth = SCRIPT_DEPTH_MAX - 1; depth <= SCRIPT_DEPTH_MAX + 1; depth++) {
		struct script_fault faults[SCRIPT_FAULTS_MAX];
		_cleanup_str_ struct str text = {0};

		for (int i = 0; i < depth; i++)
			str_add(&text, "{{#yes}}");
		str_add(&text, "x");
		for (int i = 0; i < depth; i++)
			str_add(&text, "{{/yes}}");
		assert_int_equal(script_check(str_text(&text), fields, faults) > 0,
				 depth > SCRIPT_DEPTH_MAX);
		assert_string_equal(render(str_text(&text)), depth > SCRIPT_DEPTH_MAX ? "" : "x");
		str_add(&text, "after");
		assert_string_equal(render(str_text(&text)),
				    depth > SCRIPT_DEPTH_MAX ? "after" : "xafter");
	}
	(void)state;
}

static void what_does_not_fit_is_not_written_at_all(void **state)
{
	char to[16];

	(void)state;
	assert_true(script_render("{{name}}", fields, values, to, 11)); /* 10 and the end */
	assert_false(script_render("{{name}}", fields, values, to, 10));
	assert_string_equal(to, "");
	to[11] = '#'; /* behind its place */
	assert_false(script_render("{{name}}{{name}}", fields, values, to, 11));
	assert_string_equal(to, "");
	assert_int_equal(to[11], '#');
	assert_true(script_render("", fields, values, to, 1));
	assert_false(script_render("", fields, values, to, 0));
}

/* Of the largest template there is, every one an hour of work if time were not linear. */
static void the_worst_templates_take_no_time(void **state)
{
	static const char *const worst[] = {
		"{{",
		"{",
		"{{ ",
		"{{a",
		"{{#yes}}",
		"{{/yes}}",
		"{{#pets}}",
		"{{#pets}}{{/pets}}",
		"{{#yes}}\n",
		" {{#yes}} {{/yes}}",
		"\n ",
		"}}",
		"{{#name}}{{^name}}{{/name}}",
	};
	size_t n = (size_t)4 * VOUCH_TEMPLATE_MAX;
	_cleanup_free_ char *text = xmalloc(n + 1), *to = xmalloc(VOUCH_SCRIPT_MAX);
	clock_t begin = clock();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(worst); i++) {
		struct script_fault faults[SCRIPT_FAULTS_MAX];
		size_t len = strlen(worst[i]);

		for (size_t at = 0; at < n; at++)
			text[at] = worst[i][at % len];
		text[n] = '\0';
		(void)script_check(text, fields, faults);
		(void)script_render(text, fields, values, to, VOUCH_SCRIPT_MAX);
	}
	assert_true((double)(clock() - begin) / CLOCKS_PER_SEC < 5.0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gaps_are_filled),
		cmocka_unit_test(a_list_in_a_list_shows_nothing),
		cmocka_unit_test(what_is_not_known_is_empty),
		cmocka_unit_test(a_sections_tag_alone_on_its_line_takes_the_line_with_it),
		cmocka_unit_test(a_fault_is_told_with_its_line_and_what_would_be_right),
		cmocka_unit_test(every_fault_is_told_up_to_a_maximum),
		cmocka_unit_test(sections_may_stand_as_deep_as_the_limit),
		cmocka_unit_test(what_does_not_fit_is_not_written_at_all),
		cmocka_unit_test(the_worst_templates_take_no_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
