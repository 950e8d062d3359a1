/* Stored text on its way out: nothing that drives a terminal or a notification server is left. */
#include "base/cleanup.h"
#include "base/utf8.h"
#include "escape.h"
#include "fuzz/fuzz.h"
#include "io/markup.h"

#define ZERO_WIDTH_NON_JOINER 0x200Cu
#define ZERO_WIDTH_JOINER 0x200Du

/* `allowed`: unsafe characters that this way out lets pass. */
static void check_safe(const struct str *out, const uint32_t *allowed, size_t n_allowed)
{
	size_t n_unsafe = 0, n_let_pass = 0;

	CLAIM(utf8_is_valid(str_text(out), out->len));
	for (size_t at = 0; at < out->len;) {
		uint32_t c;

		at += utf8_decode(out->data + at, out->len - at, &c);
		n_unsafe += utf8_is_unsafe(c);
		for (size_t i = 0; i < n_allowed; i++)
			n_let_pass += c == allowed[i];
	}
	CLAIM(n_unsafe <= n_let_pass);
}

static void check_escape(const char *text)
{
	static const uint32_t newline[] = {'\n'};
	static const enum escape_kind kinds[] = {ESCAPE_LINE, ESCAPE_LINES, ESCAPE_PLAIN,
						 ESCAPE_JSON};
	_cleanup_str_ struct str shell = {0};

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		_cleanup_str_ struct str out = {0};

		escape_add(&out, text, kinds[i]);
		check_safe(&out, newline, kinds[i] == ESCAPE_LINES);
	}
	escape_add_shell(&shell, text);
	check_safe(&shell, NULL, 0);
	CLAIM(shell.len > 0);
}

static void check_markup(const char *text, size_t max)
{
	static const uint32_t allowed[] = {ZERO_WIDTH_NON_JOINER, ZERO_WIDTH_JOINER, '\n'};
	_cleanup_str_ struct str escaped = {0};

	for (int lines = MARKUP_ONE_LINE; lines <= MARKUP_LINES; lines++) {
		_cleanup_str_ struct str out = {0};

		markup_cut(&out, text, max, (enum markup_lines)lines);
		check_safe(&out, allowed, lines == MARKUP_LINES ? 3 : 2);
		CLAIM(utf8_length(str_text(&out)) <= max + 1);
	}
	markup_escape(&escaped, text);
	CLAIM(!strpbrk(str_text(&escaped), "<>"));
	for (const char *c = str_text(&escaped); (c = strchr(c, '&')); c++)
		CLAIM(str_starts_with(c, "&amp;") || str_starts_with(c, "&lt;") ||
		      str_starts_with(c, "&gt;"));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	size_t max = (size_t)fuzz_take(&bytes, &n, 1);
	_cleanup_free_ char *text = fuzz_text(bytes, n);

	check_escape(text);
	check_markup(text, max);
	return 0;
}
