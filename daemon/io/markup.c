/* Text on its way to a notification server: cut, cleaned, escaped. */
#include "io/markup.h"

#include <stdint.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/utf8.h"

#define ZERO_WIDTH_NON_JOINER 0x200Cu
#define ZERO_WIDTH_JOINER 0x200Du

/* Characters that belong to the one before them. Not all of Unicode's: the marks of European
 * and Semitic scripts, variation selectors, skin tones and what joins emoji. */
static const struct {
	uint32_t first, last;
} marks[] = {
	{0x0300, 0x036F}, {0x0591, 0x05C7}, {0x0610, 0x061A}, {0x064B, 0x065F},
	{0x0900, 0x0903}, {0x093A, 0x094F}, {0x0E31, 0x0E3A}, {0x0E47, 0x0E4E},
	{0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200C, 0x200D}, {0x20D0, 0x20FF},
	{0x302A, 0x302F}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0x1F3FB, 0x1F3FF},
};

static bool is_mark(uint32_t c)
{
	for (size_t i = 0; i < ARRAY_LEN(marks); i++)
		if (c >= marks[i].first && c <= marks[i].last)
			return true;
	return false;
}

/* 0 for a character that is not shown. */
static uint32_t shown_as(uint32_t c, enum markup_lines lines)
{
	if (c == '\n' && lines == MARKUP_LINES)
		return c;
	if (c == '\n' || c == '\t')
		return ' ';
	if (c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER)
		return c;
	/* A message with a noncharacter in it is refused by sd-bus, and would never be shown. */
	if ((c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF))
		return 0;
	return utf8_is_unsafe(c) ? 0 : c;
}

/* Where the text before `mark` may end so that a character and its marks stay together. */
struct cut {
	size_t end;     /* bytes */
	bool is_joined; /* the character before joins the next one to itself */
};

static void note_boundary(struct cut *cut, uint32_t c, size_t at)
{
	if (!is_mark(c) && !cut->is_joined)
		cut->end = at;
	cut->is_joined = c == ZERO_WIDTH_JOINER;
}

void markup_cut(struct str *to, const char *text, size_t max, enum markup_lines lines)
{
	size_t n = strlen(text), n_chars = 0;
	struct cut cut = {.end = to->len};

	for (size_t i = 0; i < n;) {
		uint32_t c;
		char bytes[4];

		i += utf8_decode(text + i, n - i, &c);
		c = shown_as(c, lines);
		if (!c)
			continue;
		if (n_chars < max)
			note_boundary(&cut, c, to->len);
		if (n_chars++ == max) {
			to->len = cut.end;
			str_add(to, max ? "…" : "");
			return;
		}
		str_add_n(to, bytes, utf8_encode(c, bytes));
	}
}

void markup_escape(struct str *to, const char *text)
{
	for (const char *c = text; *c; c++) {
		if (*c == '&')
			str_add(to, "&amp;");
		else if (*c == '<')
			str_add(to, "&lt;");
		else if (*c == '>')
			str_add(to, "&gt;");
		else
			str_add_char(to, *c);
	}
}
