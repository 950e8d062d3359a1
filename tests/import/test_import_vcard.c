/* Files of vCards that are too long for the cases of tests/import/vcards, or are to be told from
 * others, and the time they take. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "import/reading.h"
#include "import/vcard.h"
#include "import/vcard_groups.h"
#include "import/vcard_lines.h"

static void lines_longer_than_a_mebibyte_are_left_out(void **state)
{
	_cleanup_str_ struct str text = {0}, out = {0};

	(void)state;
	str_add(&text, "BEGIN:VCARD\nFN:Ana\nNOTE:");
	for (size_t i = 0; i < VCARD_LINE_MAX; i += 64)
		str_add(&text, "0123456789012345678901234567890123456789012345678901234567890123"
			       "\n ");
	str_add(&text, "\nPHOTO;ENCODING=b:");
	for (size_t i = 0; i < 2 * VCARD_LINE_MAX; i += 64)
		str_add(&text, "0123456789012345678901234567890123456789012345678901234567890123"
			       "\n ");
	str_add(&text, "\nTEL:555-0100\nEND:VCARD\n");
	reading_of_cards("", text.data, text.len, &out);
	assert_string_equal(str_text(&out),
			    "1 taken of 1. 1 photo was left out.\n"
			    "line 3: is longer than 1 MiB, and was left out\n"
			    "{\"line\":1,\"name\":\"Ana\",\"phones\":[\"555-0100\"]}\n");
}

static void utf16_is_read(void **state)
{
	static const char card[] = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana\r\nEND:VCARD\r\n";

	(void)state;
	for (int is_little = 0; is_little < 2; is_little++) {
		_cleanup_str_ struct str text = {0}, out = {0};
		struct file file;

		str_add(&text, is_little ? "\xFF\xFE" : "\xFE\xFF");
		for (const char *c = card; *c; c++) {
			str_add_char(&text, is_little ? *c : '\0');
			str_add_char(&text, is_little ? '\0' : *c);
		}
		file = (struct file){.text = text.data, .len = text.len};
		assert_true(vcard_is(&file, "book"));
		reading_of_cards("", text.data, text.len, &out);
		assert_string_equal(str_text(&out),
				    "1 taken of 1.\n{\"line\":1,\"name\":\"Ana\"}\n");
	}
}

static void a_file_is_known_by_content_or_name(void **state)
{
	static const struct {
		const char *text, *path;
		bool want;
	} cases[] = {
		{"BEGIN:VCARD\n", "x", true},
		{"\xEF\xBB\xBF"
		 "begin:vcard\n",
		 "x", true},
		{"\n\n BEGIN:VCARD", "-", true},
		{"name\nAna\n", "x.csv", false},
		{"name\nAna\n", "x.VCF", true},
		{"name\nAna\n", "x.vcf/y", false},
		{"", "x", false},
		{"BEGIN:VCAR", "x", false},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct file file = {.text = cases[i].text, .len = strlen(cases[i].text)};

		assert_int_equal(vcard_is(&file, cases[i].path), cases[i].want);
	}
}

/* Shapes of files that a reader may be slow with; each is repeated. */
static const struct {
	const char *name, *head, *repeated, *tail;
	size_t n;
} shapes[] = {
	{"cards", "", "BEGIN:VCARD\nVERSION:3.0\nFN:Ana\nTEL:555-0100\nEND:VCARD\n", "", 2000},
	{"begins", "", "BEGIN:VCARD\n", "", 5000},
	{"ends", "", "END:VCARD\n", "", 5000},
	{"garbage", "BEGIN:VCARD\nEND:VCARD\n", "x\n", "", 25000},
	{"folds", "BEGIN:VCARD\nFN:Ana\nNOTE:", "x\n ", "\nEND:VCARD\n", 12500},
	{"no colon", "BEGIN:VCARD\nFN:Ana\nNOTE", "x\n ", "\nEND:VCARD\n", 12500},
	{"quotes", "BEGIN:VCARD\nFN:Ana\nNOTE", ";A=\"", "\nEND:VCARD\n", 25000},
	{"soft breaks", "BEGIN:VCARD\nFN:Ana\nNOTE;QUOTED-PRINTABLE:", "x=\n", "\nEND:VCARD\n",
	 100000},
	{"lines", "BEGIN:VCARD\nFN:Ana\n", "X-A:b\n", "END:VCARD\n", 7500},
	{"numbers", "BEGIN:VCARD\nFN:Ana\n", "TEL:555-0100\n", "END:VCARD\n", 7500},
	{"tags", "BEGIN:VCARD\nFN:Ana\nCATEGORIES:", "a,b,", "\nEND:VCARD\n", 25000},
	{"agents", "BEGIN:VCARD\nFN:Ana\nAGENT:\n", "BEGIN:VCARD\n", "", 12500},
	{"members", "BEGIN:VCARD\nKIND:group\nFN:A\n", "MEMBER:x\n", "END:VCARD\n", 7500},
};

static double seconds_of(size_t i, size_t n)
{
	_cleanup_str_ struct str text = {0}, out = {0};
	struct timespec from, to;

	str_add(&text, shapes[i].head);
	for (size_t k = 0; k < n; k++)
		str_add(&text, shapes[i].repeated);
	str_add(&text, shapes[i].tail);
	assert_int_equal(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from), 0);
	reading_of_cards("", text.data, text.len, &out);
	assert_int_equal(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to), 0);
	return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

/* Four times the work of quadratic code is sixteen times the time: the bound lies between. */
static void time_grows_with_the_size_and_no_faster(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(shapes); i++) {
		double once = seconds_of(i, shapes[i].n), twice = seconds_of(i, 2 * shapes[i].n),
		       four = seconds_of(i, 4 * shapes[i].n);

		print_message("%-12s %7.1f %7.1f %7.1f ms\n", shapes[i].name, once * 1e3,
			      twice * 1e3, four * 1e3);
		assert_true(four < 9 * once + 0.05);
	}
}

static void who_is_twice_in_a_group_is_in_it_once(void **state)
{
	struct arena *arena = arena_new();
	struct vcard_groups groups = {0};
	const struct vcard_member *of;
	size_t n;

	(void)state;
	for (int i = 0; i < 3; i++) {
		vcard_groups_add(&groups, arena, "urn:uuid:x", "Golf");
		vcard_groups_add(&groups, arena, "X", "Family");
		vcard_groups_add(&groups, arena, "y", "Golf");
	}
	vcard_groups_sort(&groups);
	of = vcard_groups_of(&groups, "x", &n);
	assert_int_equal(n, 2);
	assert_string_equal(of[0].group, "Family");
	assert_string_equal(of[1].group, "Golf");
	(void)vcard_groups_of(&groups, "y", &n);
	assert_int_equal(n, 1);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_longer_than_a_mebibyte_are_left_out),
		cmocka_unit_test(utf16_is_read),
		cmocka_unit_test(a_file_is_known_by_content_or_name),
		cmocka_unit_test(who_is_twice_in_a_group_is_in_it_once),
		cmocka_unit_test(time_grows_with_the_size_and_no_faster),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
