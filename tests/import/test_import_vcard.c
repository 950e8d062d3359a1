/* vCards as items and refusals: the cases of tests/import/vcards/cases.txt, and the time it takes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/xalloc.h"
#include "import/vcard.h"
#include "import/vcard_lines.h"

#define CASES TEST_SOURCE_DIR "/import/vcards/cases.txt"

static int keep(json_t *item, void *user)
{
	char *text = json_dumps(item, JSON_COMPACT);

	str_addf(user, "%s\n", text);
	free(text);
	json_decref(item);
	return 0;
}

static void tell(struct vcard *v, struct str *out)
{
	struct refusals refusals = {.arena = arena_new()};
	_cleanup_str_ struct str items = {0};
	struct rows_counts counts;

	(void)vcard_each(v, &refusals, keep, &items, &counts);
	refusals_sort(&refusals);
	str_addf(out, "%lld taken of %lld.", (long long)counts.made, (long long)counts.read);
	vcard_remark(v, out);
	str_add(out, "\n");
	for (size_t i = 0; i < refusals.n; i++) {
		const struct refusal *r = &refusals.items[i];

		str_addf(out, "line %lld: %s%s%s\n", (long long)r->line, r->column ? r->column : "",
			 r->column ? " " : "", r->reason);
	}
	assert_int_equal(refusals.n, counts.refused + counts.parts);
	str_add(out, str_text(&items));
	arena_free(refusals.arena);
}

/* In a block of its own size, so that a byte read behind it is noticed. */
static void read_text(const char *text, size_t len, struct str *out)
{
	struct file file = {.bytes = xmalloc(len ? len : 1), .len = len};
	_cleanup_str_ struct str why = {0};
	struct vcard v;

	memcpy(file.bytes, text, len);
	file.text = file.bytes;
	if (vcard_open(&v, &file, &why))
		tell(&v, out);
	else
		str_addf(out, "file: %s\n", str_text(&why));
	vcard_deinit(&v);
	file_deinit(&file);
}

struct one_case {
	const char *title;
	struct str in, want; /* what is given, and the outcome with its marks */
	char version;        /* of the card that is open; 0: none */
};

/* "{0D}" is a byte; "{}" takes the newline away. */
static void add_line(struct str *to, const char *line)
{
	bool has_end = true;

	for (; *line && *line != '\n'; line++) {
		bool is_byte = line[0] == '{' && line[1] && line[2] && line[3] == '}';

		if (str_starts_with(line, "{}")) {
			has_end = false;
			line++;
		} else if (is_byte) {
			str_add_char(to, (char)strtol(line + 1, NULL, 16));
			line += 3;
		} else {
			str_add_char(to, *line);
		}
	}
	str_add(to, has_end ? "\n" : "");
}

static void close_card(struct one_case *c)
{
	if (c->version)
		str_add(&c->in, "END:VCARD\n");
	c->version = 0;
}

static void add_to_card(struct one_case *c, const char *line)
{
	if (!c->version)
		str_addf(&c->in, "BEGIN:VCARD\nVERSION:%s\nFN:Ana\n",
			 *line == '2'   ? "2.1"
			 : *line == '3' ? "3.0"
					: "4.0");
	c->version = *line;
	add_line(&c->in, line + 3);
}

/* Says so where it is not as written; `update` gets what would be right. */
static bool end_case(struct one_case *c, struct str *update)
{
	_cleanup_str_ struct str got = {0}, marked = {0};
	bool is_good;

	close_card(c);
	read_text(str_text(&c->in), c->in.len, &got);
	for (char *line = got.data, *rest = got.data; (line = strsep(&rest, "\n")) && *line;)
		str_addf(&marked, "< %s\n", line);
	is_good = str_equal(str_text(&marked), str_text(&c->want));
	if (!is_good)
		print_error("%s\ngot:\n%swanted:\n%s", c->title, str_text(&marked),
			    str_text(&c->want));
	str_add(update, str_text(&marked));
	str_deinit(&c->in);
	str_deinit(&c->want);
	*c = (struct one_case){0};
	return is_good;
}

static void take_line(struct one_case *c, const char *line, const char *title)
{
	if (c->in.len == 0)
		c->title = title;
	if (str_starts_with(line, "> "))
		add_line(&c->in, line + 2);
	else if (str_starts_with(line, "< "))
		str_addf(&c->want, "%s\n", line);
	else
		add_to_card(c, line);
}

static char *read_cases(void)
{
	struct file file = {0};
	_cleanup_str_ struct str why = {0};
	char *text;

	assert_true(file_read(&file, CASES, &why));
	text = xmalloc(file.len + 1);
	memcpy(text, file.text, file.len);
	text[file.len] = '\0';
	file_deinit(&file);
	return text;
}

static void write_cases(const struct str *update)
{
	FILE *f = fopen(CASES, "we");

	assert_non_null(f);
	(void)fwrite(update->data, 1, update->len, f);
	assert_int_equal(fclose(f), 0);
}

static void every_case_becomes_what_is_written(void **state)
{
	_cleanup_free_ char *text = read_cases();
	_cleanup_str_ struct str update = {0};
	char *rest = text, *line, *title = text;
	struct one_case c = {0};
	int n = 0, n_bad = 0;

	(void)state;
	while ((line = strsep(&rest, "\n"))) {
		if (*line && !str_starts_with(line, "# ")) {
			take_line(&c, line, title);
		} else if (c.in.len || c.version) {
			n_bad += !end_case(&c, &update);
			n++;
		}
		if (*line == '#')
			title = line;
		if (!str_starts_with(line, "< ") && rest)
			str_addf(&update, "%s\n", line);
	}
	if (n_bad && getenv("VCARD_UPDATE"))
		write_cases(&update);
	print_message("%d cases\n", n);
	assert_int_equal(n_bad, 0);
	assert_true(n >= 190);
}

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
	read_text(text.data, text.len, &out);
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
		read_text(text.data, text.len, &out);
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
	read_text(text.data, text.len, &out);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_case_becomes_what_is_written),
		cmocka_unit_test(lines_longer_than_a_mebibyte_are_left_out),
		cmocka_unit_test(utf16_is_read),
		cmocka_unit_test(a_file_is_known_by_content_or_name),
		cmocka_unit_test(time_grows_with_the_size_and_no_faster),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
