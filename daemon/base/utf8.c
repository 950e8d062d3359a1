/* UTF-8 as RFC 3629 has it: validity and length. */
#include "base/utf8.h"

#include <string.h>

#include "base/cleanup.h"

#define REPLACEMENT 0xFFFDu
#define LAST_CHAR 0x10FFFFu

/* Reads one sequence; 0 where there is no valid one. */
static size_t decode(const unsigned char *s, size_t n, uint32_t *ret_char)
{
	static const uint32_t lowest[] = {0, 0, 0x80, 0x800, 0x10000};
	size_t size = s[0] < 0x80 ? 1 : s[0] < 0xC0 ? 0 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
	uint32_t c;

	if (size == 0 || s[0] >= 0xF8 || size > n)
		return 0;
	c = size == 1 ? s[0] : s[0] & (0x7Fu >> size);
	for (size_t i = 1; i < size; i++) {
		if ((s[i] & 0xC0) != 0x80)
			return 0;
		c = c << 6 | (s[i] & 0x3Fu);
	}
	if (c < lowest[size] || c > LAST_CHAR || (c >= 0xD800 && c <= 0xDFFF))
		return 0;
	*ret_char = c;
	return size;
}

bool utf8_is_valid(const char *s, size_t n)
{
	const unsigned char *b = (const unsigned char *)s;
	uint32_t c;

	while (n > 0) {
		size_t size = decode(b, n, &c);

		if (size == 0)
			return false;
		b += size;
		n -= size;
	}
	return true;
}

size_t utf8_decode(const char *s, size_t n, uint32_t *ret_char)
{
	size_t size = decode((const unsigned char *)s, n, ret_char);

	if (size > 0)
		return size;
	*ret_char = REPLACEMENT;
	return 1;
}

size_t utf8_length(const char *s)
{
	size_t length = 0;

	for (; *s; s++)
		length += ((unsigned char)*s & 0xC0) != 0x80;
	return length;
}

size_t utf8_encode(uint32_t c, char to[4])
{
	if (c > LAST_CHAR || (c >= 0xD800 && c <= 0xDFFF))
		c = REPLACEMENT;
	if (c < 0x80) {
		to[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		to[0] = (char)(0xC0 | c >> 6);
		to[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		to[0] = (char)(0xE0 | c >> 12);
		to[1] = (char)(0x80 | (c >> 6 & 0x3F));
		to[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	to[0] = (char)(0xF0 | c >> 18);
	to[1] = (char)(0x80 | (c >> 12 & 0x3F));
	to[2] = (char)(0x80 | (c >> 6 & 0x3F));
	to[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

bool utf8_is_unsafe(uint32_t c)
{
	static const struct {
		uint32_t first, last;
	} unsafe[] = {
		{0x0000, 0x001F},   /* C0 */
		{0x007F, 0x009F},   /* DEL, C1 */
		{0x00AD, 0x00AD},   /* soft hyphen */
		{0x034F, 0x034F},   /* grapheme joiner */
		{0x061C, 0x061C},   /* Arabic letter mark */
		{0x180E, 0x180E},   /* Mongolian vowel separator */
		{0x200B, 0x200F},   /* zero-width characters, direction marks */
		{0x2028, 0x202E},   /* line and paragraph separators, embeddings, overrides */
		{0x2060, 0x206F},   /* word joiner, invisible operators, isolates */
		{0xFEFF, 0xFEFF},   /* byte order mark */
		{0xFFF9, 0xFFFB},   /* interlinear annotation */
		{0xE0000, 0xE007F}, /* tags */
	};

	for (size_t i = 0; i < ARRAY_LEN(unsafe); i++)
		if (c >= unsafe[i].first && c <= unsafe[i].last)
			return true;
	return false;
}
