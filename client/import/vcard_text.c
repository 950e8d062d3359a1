/* The values of vCard lines: their encodings, character sets, escapes and parts. */
#include "import/vcard_text.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* What is no code is kept as it stands. */
static void add_quoted(struct str *to, const char *from, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int high = i + 2 < n && from[i] == '=' ? hex(from[i + 1]) : -1;
		int low = high >= 0 ? hex(from[i + 2]) : -1;

		if (low >= 0) {
			str_add_char(to, (char)(high << 4 | low));
			i += 2;
		} else if (from[i] != '=' || i + 1 < n) {
			str_add_char(to, from[i]);
		}
	}
}

static int base64_digit(char c)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) : -1;
}

static void add_base64(struct str *to, const char *from, size_t n)
{
	unsigned bits = 0;
	int n_bits = 0;

	for (size_t i = 0; i < n; i++) {
		int digit = base64_digit(from[i]);

		if (digit < 0)
			continue;
		bits = bits << 6 | (unsigned)digit;
		n_bits += 6;
		if (n_bits < 8)
			continue;
		n_bits -= 8;
		str_add_char(to, (char)(bits >> n_bits & 0xFF));
		bits &= (1u << n_bits) - 1;
	}
}

/* Characters that are none in that set become U+FFFD. False where the set is not known. */
static bool convert(const char *charset, const char *from, size_t n, struct str *to)
{
	iconv_t set = iconv_open("UTF-8", charset);
	char chunk[4096], *in = (char *)(uintptr_t)from;

	if (set == (iconv_t)-1)
		return false;
	while (n > 0) {
		char *out = chunk;
		size_t room = sizeof chunk;
		size_t r = iconv(set, &in, &n, &out, &room);
		int error = errno;

		str_add_n(to, chunk, sizeof chunk - room);
		if (r != (size_t)-1 || error == E2BIG)
			continue;
		str_add(to, "\xEF\xBF\xBD");
		in++;
		n--;
	}
	(void)iconv_close(set);
	return true;
}

static bool is_utf8_name(const char *charset)
{
	return strcasecmp(charset, "UTF-8") == 0 || strcasecmp(charset, "UTF8") == 0 ||
	       strcasecmp(charset, "US-ASCII") == 0 || strcasecmp(charset, "ASCII") == 0;
}

static bool add_as_utf8(const struct vcard_line *line, const struct str *bytes, struct str *to,
			struct str *why)
{
	const char *charset = line->charset;

	if (!charset || !*charset || is_utf8_name(charset)) {
		if (utf8_is_valid(str_text(bytes), bytes->len)) {
			str_add_n(to, str_text(bytes), bytes->len);
			return true;
		}
		charset = "WINDOWS-1252";
	}
	if (convert(charset, str_text(bytes), bytes->len, to))
		return true;
	str_addf(why, "is written in '%.40s', a character set that is not known here", charset);
	return false;
}

/* In place: line ends become \n, tabs stay, other control characters go. */
static void clean(struct str *text)
{
	char *to = text->data;
	size_t n = text->len, size;
	uint32_t c;

	for (const char *from = text->data; n > 0; from += size, n -= size) {
		size = utf8_decode(from, n, &c);
		if (c == '\r' && n > 1 && from[1] == '\n')
			continue;
		if (c == '\r' || c == 0x0B)
			*to++ = '\n';
		else if ((c >= 0x20 && c < 0x7F) || c >= 0xA0 || c == '\n' || c == '\t')
			to = (char *)memmove(to, from, size) + size;
	}
	text->len = (size_t)(to - text->data);
	*to = '\0';
}

bool vcard_text_of(const struct vcard_line *line, struct str *ret, struct str *why)
{
	_cleanup_str_ struct str bytes = {0};
	bool is_good;

	switch (line->encoding) {
	case VCARD_QUOTED:
		add_quoted(&bytes, line->value, line->len);
		break;
	case VCARD_BASE64:
		add_base64(&bytes, line->value, line->len);
		break;
	case VCARD_PLAIN:
		str_add_n(&bytes, line->value, line->len);
		break;
	}
	str_add(ret, "");
	is_good = add_as_utf8(line, &bytes, ret, why);
	clean(ret);
	return is_good;
}

bool vcard_text_of_utf16(const char *bytes, size_t n, struct str *ret)
{
	bool is_little = n >= 2 && memcmp(bytes, "\xFF\xFE", 2) == 0;

	if (!is_little && (n < 2 || memcmp(bytes, "\xFE\xFF", 2) != 0))
		return false;
	return convert(is_little ? "UTF-16LE" : "UTF-16BE", bytes + 2, n - 2, ret);
}

/* What a backslash and this character stand for; 0: for both. */
static char escaped(char c, bool is_21)
{
	if (c == ';' || c == ',' || c == ':')
		return c;
	if (is_21)
		return '\0';
	if (c == '\\')
		return c;
	return c == 'n' || c == 'N' ? '\n' : '\0';
}

static char *trimmed(char *text, char *end)
{
	while (end > text && strchr(" \t\n", end[-1]))
		end--;
	*end = '\0';
	return text + strspn(text, " \t\n");
}

char *vcard_text_part(char **rest, char mark, bool is_21)
{
	char *from = *rest, *to = from, *part = from;

	if (!from)
		return NULL;
	for (; *from && *from != mark; from++) {
		char c = *from == '\\' ? escaped(from[1], is_21) : '\0';

		from += c != '\0';
		*to++ = c ? c : *from;
	}
	*rest = *from ? from + 1 : NULL;
	return trimmed(part, to);
}
