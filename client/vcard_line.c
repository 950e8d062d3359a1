/* Lines of vCard 4.0 as RFC 6350 wants them written: escaped, folded at 75 octets, ended by CRLF.
 */
#include "vcard_line.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

#define FOLD_AT 75

/* Control characters have no place in a vCard. */
static void add_escaped(struct str *to, const char *text)
{
	for (const char *c = text ? text : ""; *c; c++) {
		bool is_control = (unsigned char)*c < 0x20 || *c == 0x7F;

		if (*c == '\n')
			str_add(to, "\\n");
		else if (strchr("\\,;", *c))
			str_addf(to, "\\%c", *c);
		else if (!is_control || *c == '\t')
			str_add_char(to, *c);
	}
}

static void add_folded(struct str *out, const struct str *line)
{
	const char *text = str_text(line);
	size_t n = line->len, column = 0, size;
	uint32_t c;

	for (; n > 0; text += size, n -= size) {
		size = utf8_decode(text, n, &c);
		if (column + size > FOLD_AT) {
			str_add(out, "\r\n ");
			column = 1;
		}
		str_add_n(out, text, size);
		column += size;
	}
	str_add(out, "\r\n");
}

static void add_line(struct str *out, const char *name, char mark, const char *const *parts,
		     size_t n)
{
	_cleanup_str_ struct str line = {0};
	bool is_empty = true;

	str_addf(&line, "%s:", name);
	for (size_t i = 0; i < n; i++) {
		if (i)
			str_add_char(&line, mark);
		add_escaped(&line, parts[i]);
		is_empty = is_empty && (!parts[i] || !*parts[i]);
	}
	if (!is_empty)
		add_folded(out, &line);
}

void vcard_line_text(struct str *out, const char *name, const char *text)
{
	add_line(out, name, '\0', &text, 1);
}

void vcard_line_parts(struct str *out, const char *name, const char *const *parts, size_t n)
{
	add_line(out, name, ';', parts, n);
}

void vcard_line_list(struct str *out, const char *name, const char *const *texts, size_t n)
{
	add_line(out, name, ',', texts, n);
}
