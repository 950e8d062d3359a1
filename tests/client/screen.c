/* Screens: what a view prints of an answer, held against a file, at each width and alphabet. */
#include "screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "view_style.h"

#define SCREENS TEST_SOURCE_DIR "/client/screens/"
#define FILE_MAX 65536

void screen_open(struct screen *s)
{
	*s = (struct screen){0};
	s->cli.view = (struct view){
		.out = open_memstream(&s->text, &s->n),
		.today = "2026-12-01",
		.timezone = "America/New_York",
	};
}

void screen_close(struct screen *s)
{
	(void)fclose(s->cli.view.out);
	free(s->text);
}

/* Nothing is wider than the screen, and none of it drives the terminal. */
static void assert_fits(const char *text, size_t width)
{
	for (const char *line = text; *line; line += strcspn(line, "\n") + 1) {
		size_t n = strcspn(line, "\n");

		if (view_columns_of(line, n) > width)
			fail_msg("wider than %zu: %.*s", width, (int)n, line);
		assert_null(memchr(line, '\033', n));
	}
}

static void assert_ascii(const char *text)
{
	for (const char *c = text; *c; c++)
		assert_true((unsigned char)*c < 0x80);
}

void screen_show(struct screen *s, const char *title, const json_t *answer,
		 void (*show)(const struct cli *cli, const json_t *answer))
{
	static const struct {
		const char *name;
		size_t width;
		bool is_ascii, is_plain;
	} forms[] = {
		{"80 columns", 80, false, false},  {"120 columns", 120, false, false},
		{"80, LC_ALL=C", 80, true, false}, {"120, LC_ALL=C", 120, true, false},
		{"--plain", 0, false, true},
	};
	struct view *v = &s->cli.view;

	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		size_t from;

		(void)fprintf(v->out, "%s== %s, %s\n", s->n > 0 ? "\n" : "", title, forms[i].name);
		(void)fflush(v->out);
		from = s->n;
		v->width = forms[i].width;
		v->is_ascii = forms[i].is_ascii;
		v->is_plain = forms[i].is_plain;
		show(&s->cli, answer);
		(void)fflush(v->out);
		if (v->width > 0)
			assert_fits(s->text + from, v->width);
		if (v->is_ascii)
			assert_ascii(s->text + from);
	}
}

json_t *screen_answers(const char *name)
{
	_cleanup_str_ struct str path = {0};
	json_error_t error;
	json_t *answers;

	str_addf(&path, SCREENS "%s.json", name);
	answers = json_load_file(str_text(&path), 0, &error);
	if (!answers)
		fail_msg("%s, line %d: %s", str_text(&path), error.line, error.text);
	return answers;
}

void screen_assert(struct screen *s, const char *name)
{
	_cleanup_free_ char *want = xcalloc(1, FILE_MAX);
	_cleanup_str_ struct str path = {0};
	_cleanup_fclose_ FILE *f = NULL;
	size_t n;

	(void)fflush(s->cli.view.out);
	str_addf(&path, SCREENS "%s.txt", name);
	f = fopen(str_text(&path), getenv("GOLDEN_UPDATE") ? "we" : "re");
	assert_non_null(f);
	if (getenv("GOLDEN_UPDATE")) {
		assert_int_equal(fwrite(s->text, 1, s->n, f), s->n);
		return;
	}
	n = fread(want, 1, FILE_MAX - 1, f);
	assert_true(n < FILE_MAX - 1);
	assert_string_equal(s->text, want);
}
