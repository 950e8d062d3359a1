/* The texts vouch speaks with: fit to be said aloud whichever pieces are missing. */
#include "domain/template.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "base/xalloc.h"

#define FILE_MAX 20000

static char *read_template(const char *name)
{
	char path[500], *text = xmalloc(FILE_MAX + 1);
	_cleanup_fclose_ FILE *f = NULL;
	size_t n;

	(void)snprintf(path, sizeof path, "%s/../daemon/templates/%s.mustache", TEST_SOURCE_DIR,
		       name);
	f = fopen(path, "re");
	assert_non_null(f);
	n = fread(text, 1, FILE_MAX, f);
	while (n > 0 && text[n - 1] == '\n')
		n--;
	text[n] = '\0';
	return text;
}

static void every_default_is_without_fault(void **state)
{
	(void)state;
	for (int i = 0; i < N_TEMPLATES; i++) {
		struct script_fault faults[SCRIPT_FAULTS_MAX];
		_cleanup_free_ char *text = read_template(template_infos[i].name);

		if (script_check(text, template_infos[i].fields, faults))
			fail_msg("%s, line %d: %s", template_infos[i].name, faults[0].line,
				 faults[0].reason);
		for (const char *c = text; *c; c++) /* it is embedded as ASCII */
			assert_true((unsigned char)*c < 0x80);
	}
}

static void assert_different_names(const struct script_field *fields)
{
	for (const struct script_field *a = fields; a->name; a++) {
		for (const struct script_field *b = a + 1; b->name; b++)
			assert_string_not_equal(a->name, b->name);
		if (a->fields)
			assert_different_names(a->fields);
	}
}

static void no_two_fields_have_one_name(void **state)
{
	(void)state;
	for (int i = 0; i < N_TEMPLATES; i++)
		assert_different_names(template_infos[i].fields);
}

/* What can be missing from the ask, a bit each; the motive is one of three. */
enum {
	HAS_NAME = 1,
	HAS_WORDS = 2,
	HAS_EXPERIENCE = 4,
	HAS_PRAISE = 8,
	HAS_SENDER = 16,
	HAS_LINE = 32,
	HAS_PRODUCT = 64,
	HAS_AGREED = 128,
	N_COMBINATIONS = 256,
};

static struct script_value some(unsigned pieces, unsigned bit, const char *text)
{
	return (struct script_value){.text = pieces & bit ? text : NULL};
}

static void fill(unsigned pieces, int motive, struct script_value values[N_ASK_FIELDS])
{
	values[ASK_FIRST_NAME] = some(pieces, HAS_NAME, "Ana");
	values[ASK_NAME] = (struct script_value){.text = "Ana Ruiz"};
	values[ASK_PRODUCT] = some(pieces, HAS_PRODUCT, "Alarm");
	values[ASK_BAD_WORDS] = some(pieces, HAS_WORDS, "nobody called back.");
	values[ASK_BAD_EXPERIENCE] =
		some(pieces, HAS_WORDS | HAS_EXPERIENCE, "nobody kept you informed");
	values[ASK_BAD_EXPERIENCES] = (struct script_value){0};
	values[ASK_TIME_AND_ATTENTION].is_set = motive == MOTIVE_TIME_AND_ATTENTION;
	values[ASK_PRESTIGE].is_set = motive == MOTIVE_PRESTIGE;
	values[ASK_AGREED].is_set = pieces & HAS_AGREED;
	values[ASK_PRAISE] = some(pieces, HAS_PRAISE, "you were there at once!");
	values[ASK_CAME_THROUGH] = some(pieces, HAS_SENDER, "Ruth Kim");
	values[ASK_LISTEN_FOR] = some(pieces, HAS_LINE, "we were broken into");
}

static void expect_without(const char *text, const char *part)
{
	if (strstr(text, part))
		fail_msg("\"%s\" in:\n%s", part, text);
}

static void expect_has(const char *text, const char *part, bool is_wanted)
{
	if ((strstr(text, part) != NULL) != is_wanted)
		fail_msg("%s\"%s\" in:\n%s", is_wanted ? "no " : "", part, text);
}

static bool ends_a_sentence(const char *text, const char *end)
{
	if (end[-1] == '"')
		end--;
	return end > text && strchr(".?!", end[-1]) != NULL;
}

/* No paragraph is empty, begins in the middle or ends before its end. */
static void check_paragraphs(const char *text)
{
	for (const char *line = text; line; line = strstr(line, "\n\n")) {
		const char *end;

		line += line == text ? 0 : 2;
		end = strstr(line, "\n\n");
		end = end ? end : line + strlen(line);
		if (end == line || !isupper((unsigned char)*line) || !ends_a_sentence(line, end))
			fail_msg("not a paragraph: %.*s", (int)(end - line), line);
	}
}

static void check_text(const char *text)
{
	static const char *const strays[] = {
		"  ", " .",  " ,",  " ?", " !", " :", "..", ",,",     ",.",  "\"\"", "{",
		"}",  "\n ", " \n", "\t", "?.", "!.", "??", "\n\n\n", ": .", ":.",   " \"\n",
	};

	for (size_t i = 0; i < ARRAY_LEN(strays); i++)
		expect_without(text, strays[i]);
	check_paragraphs(text);
	for (const char *c = text; (c = strchr(c, '\n')); c += 2)
		assert_true(c[1] == '\n'); /* never one break alone */
}

static void the_ask_reads_well_whichever_pieces_are_missing(void **state)
{
	_cleanup_free_ char *template = read_template("ask");

	(void)state;
	for (unsigned pieces = 0; pieces < N_COMBINATIONS; pieces++) {
		for (int motive = MOTIVE_TIME_AND_ATTENTION; motive <= MOTIVE_NONE; motive++) {
			struct script_value values[N_ASK_FIELDS] = {0};
			char text[4000];

			fill(pieces, motive, values);
			assert_true(script_render(template, template_infos[TEMPLATE_ASK].fields,
						  values, text, sizeof text));
			check_text(text);
			expect_has(text, "Ana,", pieces & HAS_NAME);
			expect_has(text, "\"nobody called back.\"", pieces & HAS_WORDS);
			expect_has(text, ": nobody kept you informed.",
				   (pieces & (HAS_WORDS | HAS_EXPERIENCE)) == HAS_EXPERIENCE);
			expect_has(text, "their week", motive == MOTIVE_TIME_AND_ATTENTION);
			expect_has(text, "opened the door", motive == MOTIVE_PRESTIGE);
			expect_has(text, "strangers' doors", motive == MOTIVE_NONE);
			expect_has(text, "\"you were there at once!\"", pieces & HAS_PRAISE);
			expect_has(text, "through Ruth Kim", pieces & HAS_SENDER);
			expect_has(text, "\"we were broken into\"", pieces & HAS_LINE);
			expect_has(text, "think of me", true);
			expect_has(text, "that is quite all right", true);
		}
	}
}

static void words_are_made_fit_to_be_quoted(void **state)
{
	static const struct {
		const char *words, *sentence, *phrase;
	} cases[] = {
		{NULL, "", ""},
		{"", "", ""},
		{" \n ", "", ""},
		{"...", "", ""},
		{"\"\"", "", ""},
		{"nobody called back", "nobody called back.", "nobody called back"},
		{"  nobody\n called \t back.  ", "nobody called back.", "nobody called back"},
		{"never again!", "never again!", "never again!"},
		{"who knows?", "who knows?", "who knows?"},
		{"well...", "well...", "well"},
		{"late, always late,", "late, always late.", "late, always late"},
		{"\"we were broken into\"", "we were broken into.", "we were broken into"},
		{"\xe2\x80\x9cwir ziehen um\xe2\x80\x9d", "wir ziehen um.", "wir ziehen um"},
		{"\"late\" and \"later\"", "\"late\" and \"later\".", "\"late\" and \"later\""},
		{"\"late\" he said", "\"late\" he said.", "\"late\" he said"},
		{"a 9", "a 9.", "a 9"},
		{"{{name}}", "{{name}}.", "{{name}}"},
		{"\xc2\xa0late\r\n\xc2\xa0 again", "late again.", "late again"},
		{"he said:; ,", "he said.", "he said"},
		{"well\xe2\x80\xa6", "well\xe2\x80\xa6", "well\xe2\x80\xa6"},
		{"\xc4\xae", "\xc4\xae.", "\xc4\xae"}, /* a letter, of a full stop's last byte */
		/* marks alone are no words */
		{" .,;:!?-'\"()", "", ""},
		{"\xe2\x80\xa6", "", ""},
		{"\xe2\x80\x9e\xe2\x80\x9c\xe2\x80\x9d\xc2\xab\xc2\xbb", "", ""},
		/* quotes of each kind, around the whole only */
		{"\"a\"", "a.", "a"},
		{"\"", "", ""},
		{"\"a", "\"a.", "\"a"},
		{"\"a\"\"", "\"a\"\".", "\"a\"\""},
		{"\"\"a\"", "\"\"a\".", "\"\"a\""},
		{"\"wir\" ", "wir.", "wir"},
		{"a\"", "a\".", "a\""},
		{"\xe2\x80\x9ewir\xe2\x80\x9c", "wir.", "wir"},
		{"\xc2\xabnous\xc2\xbb", "nous.", "nous"},
		{"\xc2\xbbwir\xc2\xab", "wir.", "wir"},
		{"\"\xe2\x80\x9c"
		 "a\xe2\x80\x9d b\"",
		 "\"\xe2\x80\x9c"
		 "a\xe2\x80\x9d b\".",
		 "\"\xe2\x80\x9c"
		 "a\xe2\x80\x9d b\""},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char to[WORDS_SIZE];

		words_quote(cases[i].words, WORDS_SENTENCE, to);
		assert_string_equal(to, cases[i].sentence);
		words_quote(cases[i].words, WORDS_PHRASE, to);
		assert_string_equal(to, cases[i].phrase);
	}
}

static void long_words_are_cut_at_a_word(void **state)
{
	_cleanup_str_ struct str words = {0};
	char to[WORDS_SIZE];

	(void)state;
	for (int i = 0; i < 100; i++)
		str_add(&words, "gr\xc3\xb6\xc3\x9f"
				"er ");
	words_quote(str_text(&words), WORDS_SENTENCE, to);
	assert_true(strlen(to) > WORDS_SHOWN_MAX);
	assert_string_equal(to + strlen(to) - 7, "\xc3\x9f"
						 "er"
						 "\xe2\x80\xa6");
}

/* At the only space of two long words, where it stands in the last third. */
static void no_more_than_a_third_is_cut_off_for_a_whole_word(void **state)
{
	static const size_t third = 2 * WORDS_SHOWN_MAX / 3;
	static const struct {
		size_t space, kept;
	} cases[] = {
		{third - 1, WORDS_SHOWN_MAX},
		{third, WORDS_SHOWN_MAX},
		{third + 1, third + 1},
		{WORDS_SHOWN_MAX - 1, WORDS_SHOWN_MAX - 1},
		{WORDS_SHOWN_MAX, WORDS_SHOWN_MAX},
		{WORDS_SHOWN_MAX + 1, WORDS_SHOWN_MAX},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char words[2 * WORDS_SHOWN_MAX + 2], to[WORDS_SIZE];

		memset(words, 'x', sizeof words);
		words[cases[i].space] = ' ';
		words[sizeof words - 1] = '\0';
		words_quote(words, WORDS_PHRASE, to);
		assert_int_equal(strlen(to), cases[i].kept + 3);
		assert_memory_equal(to, words, cases[i].kept);
		assert_string_equal(to + cases[i].kept, "\xe2\x80\xa6");
	}
}

static void a_mail_begins_with_its_subject_where_it_has_one(void **state)
{
	static const struct {
		const char *text, *subject, *body;
	} cases[] = {
		{"Subject: Thank you\n\nDear Ana", "Thank you", "Dear Ana"},
		{"Subject:  Thank you\n\n\n\nDear Ana", "Thank you", "Dear Ana"},
		{"Subject:Thanks\nDear Ana", "Thanks", "Dear Ana"},
		{"Subject: Thanks", "Thanks", ""},
		{"Subject:\nDear Ana", "", "Dear Ana"},
		{"Dear Ana\nSubject: Thanks", NULL, "Dear Ana\nSubject: Thanks"},
		{"subject: Thanks", NULL, "subject: Thanks"},
		{"", NULL, ""},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *subject = "?", *want = cases[i].subject;
		size_t n = 99;

		assert_string_equal(template_body(cases[i].text, &subject, &n), cases[i].body);
		assert_int_equal(subject != NULL, want != NULL);
		assert_int_equal(n, want ? strlen(want) : 0);
		if (want)
			assert_memory_equal(subject, want, n);
	}
}

static void mails_are_those_that_are_sent(void **state)
{
	(void)state;
	for (int kind = 0; kind < N_TEMPLATES; kind++)
		assert_int_equal(template_is_mail((enum template_kind)kind),
				 kind == TEMPLATE_BIRTHDAY || kind == TEMPLATE_THANK ||
					 kind == TEMPLATE_RENEWAL || kind == TEMPLATE_MAIL);
}

static void words_as_long_as_the_limit_stay_whole(void **state)
{
	for (size_t n = WORDS_SHOWN_MAX - 1; n <= WORDS_SHOWN_MAX + 1; n++) {
		char words[WORDS_SHOWN_MAX + 2], quoted[WORDS_SHOWN_MAX + 4], to[WORDS_SIZE];

		memset(words, 'x', n);
		words[n] = '\0';
		words_quote(words, WORDS_PHRASE, to);
		assert_int_equal(strstr(to, "\xe2\x80\xa6") != NULL, n > WORDS_SHOWN_MAX);
		(void)snprintf(quoted, sizeof quoted, "\"%s\"", words);
		words_quote(quoted, WORDS_PHRASE, to);
		if (n <= WORDS_SHOWN_MAX)
			assert_string_equal(to, words);
	}
	(void)state;
}

static void a_first_name_is_one_that_can_be_said(void **state)
{
	static const struct {
		const char *name, *want;
	} cases[] = {
		{"Ana Ruiz", "Ana"},
		{"Ana", "Ana"},
		{" Jos\xc3\xa9  Nu\xc3\xb1"
		 "ez",
		 "Jos\xc3\xa9"},
		{"Dr. Kim", ""},
		{"Ruiz, Ana", ""},
		{", Ana", ""},
		{"A", "A"},
		{".", ""},
		{"", ""},
		{NULL, ""},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char to[WORDS_SIZE];

		words_first_name(cases[i].name, to);
		assert_string_equal(to, cases[i].want);
	}
}

static void a_products_line_is_found_however_it_is_written(void **state)
{
	static const struct {
		const char *name;
		int kind;
		const char *stored;
	} cases[] = {
		{"ask", TEMPLATE_ASK, "ask"},
		{"listen-for", TEMPLATE_LISTEN_FOR, "listen-for"},
		{"listen-for:Alarm", TEMPLATE_LISTEN_FOR, "listen-for:alarm"},
		{"listen-for:  ALARM", TEMPLATE_LISTEN_FOR, "listen-for:alarm"},
		{"listen-for:", -1, NULL},
		{"listen-for: ", -1, NULL},
		{"Ask", -1, NULL},
		{"ask:alarm", -1, NULL},
		{"mail", TEMPLATE_MAIL, "mail"},
		{"mail:Spring", TEMPLATE_MAIL, "mail:spring"},
		{"mail:", -1, NULL},
		{"birthday", TEMPLATE_BIRTHDAY, "birthday"},
		{"thank", TEMPLATE_THANK, "thank"},
		{"renewal", TEMPLATE_RENEWAL, "renewal"},
		{"", -1, NULL},
	};
	char name[TEMPLATE_NAME_SIZE];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_int_equal(template_find(cases[i].name, name), cases[i].kind);
		if (cases[i].stored)
			assert_string_equal(name, cases[i].stored);
	}
	template_of_product("Alarm", name);
	assert_string_equal(name, "listen-for:alarm");
	template_of_product("  Alarm", name);
	assert_string_equal(name, "listen-for:alarm");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_default_is_without_fault),
		cmocka_unit_test(no_two_fields_have_one_name),
		cmocka_unit_test(the_ask_reads_well_whichever_pieces_are_missing),
		cmocka_unit_test(words_are_made_fit_to_be_quoted),
		cmocka_unit_test(long_words_are_cut_at_a_word),
		cmocka_unit_test(no_more_than_a_third_is_cut_off_for_a_whole_word),
		cmocka_unit_test(a_mail_begins_with_its_subject_where_it_has_one),
		cmocka_unit_test(mails_are_those_that_are_sent),
		cmocka_unit_test(words_as_long_as_the_limit_stay_whole),
		cmocka_unit_test(a_first_name_is_one_that_can_be_said),
		cmocka_unit_test(a_products_line_is_found_however_it_is_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
