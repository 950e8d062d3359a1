/* E-mails as addresses of RFC 6068. */
#include "mailto.h"

#include <ctype.h>
#include <string.h>

/* What the end of a line becomes: a header has one line, else another header could begin in it. */
#define IN_HEADER "%20"
#define IN_BODY "%0D%0A"

/* `keep` is a character that stays though it has a meaning elsewhere; 0: none. */
static void add_encoded(struct str *out, const char *text, size_t n, const char *newline, char keep)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c == '\n')
			str_add(out, newline);
		else if ((c < 0x80 && isalnum(c)) || (c && strchr("-._~", c)) ||
			 (keep && c == (unsigned char)keep))
			str_add_char(out, (char)c);
		else if (c != '\r')
			str_addf(out, "%%%02X", c);
	}
}

/* The last @ parts an address; those before it are quoted. */
static void add_address(struct str *out, const char *address)
{
	const char *at = strrchr(address, '@');
	size_t n = at ? (size_t)(at - address) : strlen(address);

	add_encoded(out, address, n, IN_HEADER, 0);
	if (at)
		add_encoded(out, at, strlen(at), IN_HEADER, '@');
}

/* Up to a space, so that no word and no character is cut in two; a text without one is cut between
 * characters. */
static size_t cut(const char *text)
{
	size_t n = MAILTO_BODY_MAX, word;

	while (n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80)
		n--;
	for (word = n; word > 0 && text[word] != ' ' && text[word] != '\n'; word--)
		;
	return word ? word : n;
}

bool mailto_make(struct str *out, const char *address, const char *subject, const char *body)
{
	bool has_subject = subject && *subject, is_cut;
	size_t n = body ? strlen(body) : 0;

	is_cut = n > MAILTO_BODY_MAX;
	if (is_cut)
		n = cut(body);
	str_add(out, "mailto:");
	add_address(out, address);
	if (has_subject) {
		str_add(out, "?subject=");
		add_encoded(out, subject, strlen(subject), IN_HEADER, 0);
	}
	if (n == 0)
		return false;
	str_add(out, has_subject ? "&body=" : "?body=");
	add_encoded(out, body, n, IN_BODY, 0);
	if (is_cut)
		add_encoded(out, " …", strlen(" …"), IN_BODY, 0);
	return is_cut;
}
