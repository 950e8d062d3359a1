/* Text of other encodings as UTF-8. */
#include "import/encoding.h"

#include <stdint.h>

#include "base/utf8.h"

static void add(struct str *out, uint32_t c)
{
	char bytes[4];

	str_add_n(out, bytes, utf8_encode(c, bytes));
}

static uint32_t unit_at(const char *bytes, bool is_big)
{
	unsigned char a = (unsigned char)bytes[0], b = (unsigned char)bytes[1];

	return is_big ? (uint32_t)a << 8 | b : (uint32_t)b << 8 | a;
}

bool encoding_from_utf16(const char *bytes, size_t n, bool is_big, struct str *out, size_t *ret_at)
{
	size_t at = 0;

	while (at + 2 <= n) {
		uint32_t c = unit_at(bytes + at, is_big), low = 0;

		if (c >= 0xD800 && c < 0xDC00 && at + 4 <= n)
			low = unit_at(bytes + at + 2, is_big);
		if (c >= 0xD800 && c < 0xE000 && (low < 0xDC00 || low >= 0xE000))
			break;
		add(out, low ? 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00) : c);
		at += low ? 4 : 2;
	}
	*ret_at = at;
	return at == n;
}

bool encoding_from_1252(const char *bytes, size_t n, struct str *out, size_t *ret_at)
{
	/* 0x80 to 0x9F; elsewhere it is as Latin-1. */
	static const uint16_t special[] = {
		0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
		0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
		0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
		0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
	};

	for (size_t i = 0; i < n; i++) {
		uint32_t c = (unsigned char)bytes[i];

		if (c >= 0x80 && c < 0xA0)
			c = special[c - 0x80];
		if (!c) {
			*ret_at = i;
			return false;
		}
		add(out, c);
	}
	return true;
}

bool encoding_has_utf8(const char *bytes, size_t n)
{
	for (size_t at = 0, size; at < n; at += size) {
		uint32_t c;

		size = utf8_decode(bytes + at, n - at, &c);
		if (size > 1)
			return true;
	}
	return false;
}
