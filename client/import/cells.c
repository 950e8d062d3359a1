/* What stands in a cell that other programs wrote. */
#include "import/cells.h"

#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "base/utf8.h"

#define DIGITS "0123456789"

uint32_t cell_control(const char *text)
{
	size_t n = strlen(text), size;
	uint32_t c;

	for (; n > 0; text += size, n -= size) {
		size = utf8_decode(text, n, &c);
		if ((c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0))
			return c;
	}
	return 0;
}

size_t cell_whole_length(const char *text)
{
	size_t n = 0, end = strlen(text), size;
	uint32_t c;

	for (; n < end; n += size) {
		size = utf8_decode(text + n, end - n, &c);
		if (c == 0xFFFD && size == 1)
			break;
	}
	return n;
}

bool cell_is_spoilt_number(const char *text)
{
	size_t n = strspn(text, DIGITS ".,");

	if (n == 0 || strncasecmp(text + n, "e+", 2) != 0)
		return false;
	text += n + 2;
	n = strspn(text, DIGITS);
	return n > 0 && !text[n];
}

void cell_make_bare_email(struct str *email)
{
	static const char scheme[] = "mailto:";
	_cleanup_str_ struct str bare = {0};
	const char *text = str_text(email), *open = strrchr(text, '<');

	if (open && strchr(open, '>'))
		text = open + 1;
	if (strncasecmp(text, scheme, sizeof scheme - 1) == 0)
		text += sizeof scheme - 1;
	if (text == str_text(email))
		return;
	str_add_n(&bare, text, strcspn(text, ">"));
	str_reset(email);
	str_add(email, str_text(&bare));
}

bool cell_split_person(const char *cell, struct str *name, struct str *email)
{
	const char *open = strchr(cell, '('), *end = open ? strchr(open, ')') : NULL;
	const char *at = open ? strchr(open, '@') : NULL;
	size_t n = open ? (size_t)(open - cell) : 0;

	if (!end || !at || at > end || (end[1] && end[1] != ';'))
		return false;
	while (n && cell[n - 1] == ' ')
		n--;
	str_add_n(email, open + 1, (size_t)(end - open - 1));
	if (n)
		str_add_n(name, cell, n);
	else
		str_add(name, str_text(email));
	return true;
}
