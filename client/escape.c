/* The one way out for stored text: nothing that was typed or imported drives a terminal. */
#include "escape.h"

#include <string.h>

#include "base/utf8.h"

static void add_json(struct str *out, uint32_t c)
{
	if (c > 0xFFFF) {
		str_addf(out, "\\u%04x\\u%04x", 0xD7C0u + (c >> 10), 0xDC00u + (c & 0x3FF));
		return;
	}
	str_addf(out, "\\u%04x", c);
}

/* False where the character has no form of its own in this kind. */
static bool add_space(struct str *out, uint32_t c, enum escape_kind kind)
{
	switch (kind) {
	case ESCAPE_LINES:
		if (c == '\n') {
			str_add_char(out, '\n');
			return true;
		}
		break;
	case ESCAPE_PLAIN:
		if (c == '\n' || c == '\t' || c == '\\') {
			str_add(out, c == '\n' ? "\\n" : c == '\t' ? "\\t" : "\\\\");
			return true;
		}
		return false;
	case ESCAPE_LINE:
	case ESCAPE_JSON:
		break;
	}
	if (kind == ESCAPE_JSON || (c != '\t' && c != '\n'))
		return false;
	str_add_char(out, ' ');
	return true;
}

/* How many bytes from here on go out as they are in any kind: most text is nothing else. */
static size_t harmless_bytes(const char *text)
{
	size_t n = 0;

	while (text[n] >= ' ' && text[n] <= '~' && text[n] != '\\')
		n++;
	return n;
}

void escape_add(struct str *out, const char *text, enum escape_kind kind)
{
	size_t n = strlen(text), size;

	for (; n > 0; text += size, n -= size) {
		uint32_t c;

		size = harmless_bytes(text);
		if (size) {
			str_add_n(out, text, size);
			continue;
		}
		size = utf8_decode(text, n, &c);
		if (add_space(out, c, kind))
			continue;
		if (c == 0xFFFD && size == 1)
			str_addf(out, "\\x%02x", (unsigned char)*text);
		else if (!utf8_is_unsafe(c))
			str_add_n(out, text, size);
		else if (kind == ESCAPE_JSON)
			add_json(out, c);
		else if (c <= 0x9F)
			str_addf(out, "\\x%02x", c);
		else
			str_addf(out, "<U+%04X>", c);
	}
}

void escape_add_shell(struct str *out, const char *text)
{
	static const char harmless[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "0123456789_+-./:@%,=";
	_cleanup_str_ struct str visible = {0};
	const char *c;

	escape_add(&visible, text, ESCAPE_LINE);
	c = str_text(&visible);
	if (*c && *c != '-' && strspn(c, harmless) == visible.len) {
		str_add(out, c);
		return;
	}
	str_add_char(out, '\'');
	for (; *c; c++) {
		if (*c == '\'')
			str_add(out, "'\\''");
		else
			str_add_char(out, *c);
	}
	str_add_char(out, '\'');
}

void escape_add_markup(struct str *out, const char *text)
{
	for (; *text; text++) {
		switch (*text) {
		case '&':
			str_add(out, "&amp;");
			break;
		case '<':
			str_add(out, "&lt;");
			break;
		case '>':
			str_add(out, "&gt;");
			break;
		case '"':
			str_add(out, "&quot;");
			break;
		case '\'':
			str_add(out, "&#39;");
			break;
		default:
			str_add_char(out, *text);
		}
	}
}
