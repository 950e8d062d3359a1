/* The image of a row: its values in the order of the columns, in compact binary form. */
#include "store/image.h"

#include <string.h>

#include <sqlite3.h>

static void add_varint(struct str *to, uint64_t n)
{
	char bytes[10];
	size_t size = 0;

	while (n >= 0x80) {
		bytes[size++] = (char)(n | 0x80);
		n >>= 7;
	}
	bytes[size++] = (char)n;
	str_add_n(to, bytes, size);
}

static uint64_t zigzag(int64_t n)
{
	return (uint64_t)n << 1 ^ (n < 0 ? UINT64_MAX : 0);
}

static int64_t unzigzag(uint64_t n)
{
	return (int64_t)(n >> 1 ^ (n & 1 ? UINT64_MAX : 0));
}

static void add_real(struct str *to, double real)
{
	uint64_t bits;

	memcpy(&bits, &real, sizeof bits);
	for (int shift = 0; shift < 64; shift += 8)
		str_add_char(to, (char)(bits >> shift));
}

void image_start(struct str *to, size_t n_columns)
{
	str_reset(to);
	add_varint(to, n_columns);
}

void image_add(struct str *to, struct sqlite3_value *value)
{
	switch (sqlite3_value_type(value)) {
	case SQLITE_INTEGER:
		str_add_char(to, IMAGE_INTEGER);
		add_varint(to, zigzag(sqlite3_value_int64(value)));
		return;
	case SQLITE_TEXT: {
		const char *text = (const char *)sqlite3_value_text(value);
		size_t n = (size_t)sqlite3_value_bytes(value);

		str_add_char(to, IMAGE_TEXT);
		add_varint(to, n);
		str_add_n(to, text, n);
		return;
	}
	case SQLITE_BLOB: {
		const char *bytes = sqlite3_value_blob(value);
		size_t n = (size_t)sqlite3_value_bytes(value);

		str_add_char(to, IMAGE_BYTES);
		add_varint(to, n);
		if (n)
			str_add_n(to, bytes, n);
		return;
	}
	case SQLITE_FLOAT:
		str_add_char(to, IMAGE_REAL);
		add_real(to, sqlite3_value_double(value));
		return;
	}
	str_add_char(to, IMAGE_NULL);
}

void image_add_value(struct str *to, const struct image_value *value)
{
	str_add_char(to, (char)value->type);
	switch (value->type) {
	case IMAGE_NULL:
		return;
	case IMAGE_INTEGER:
		add_varint(to, zigzag(value->integer));
		return;
	case IMAGE_TEXT:
	case IMAGE_BYTES:
		add_varint(to, value->size);
		if (value->size)
			str_add_n(to, value->bytes, value->size);
		return;
	case IMAGE_REAL:
		add_real(to, value->real);
		return;
	}
}

static bool read_varint(struct image_reader *reader, uint64_t *ret)
{
	uint64_t n = 0;

	for (unsigned shift = 0; shift < 64 && reader->at < reader->end; shift += 7) {
		unsigned char c = *reader->at++;

		n |= (uint64_t)(c & 0x7f) << shift;
		if (c < 0x80) {
			*ret = n;
			return true;
		}
	}
	return false;
}

static bool read_bytes(struct image_reader *reader, struct image_value *ret)
{
	uint64_t n;

	if (!read_varint(reader, &n) || n > (uint64_t)(reader->end - reader->at))
		return false;
	ret->bytes = (const char *)reader->at;
	ret->size = (size_t)n;
	reader->at += n;
	return true;
}

static bool read_real(struct image_reader *reader, double *ret)
{
	uint64_t bits = 0;

	if (reader->end - reader->at < 8)
		return false;
	for (int i = 7; i >= 0; i--)
		bits = bits << 8 | reader->at[i];
	reader->at += 8;
	memcpy(ret, &bits, sizeof *ret);
	return true;
}

bool image_open(struct image_reader *reader, const void *bytes, size_t n, size_t *ret_columns)
{
	uint64_t n_columns;

	*reader = (struct image_reader){bytes, (const unsigned char *)bytes + n};
	if (!read_varint(reader, &n_columns) || n_columns > n)
		return false;
	*ret_columns = (size_t)n_columns;
	return true;
}

bool image_next(struct image_reader *reader, struct image_value *ret)
{
	uint64_t n;

	if (reader->at == reader->end)
		return false;
	*ret = (struct image_value){0};
	switch (*reader->at++) {
	case IMAGE_NULL:
		return true;
	case IMAGE_INTEGER:
		ret->type = IMAGE_INTEGER;
		if (!read_varint(reader, &n))
			return false;
		ret->integer = unzigzag(n);
		return true;
	case IMAGE_TEXT:
		ret->type = IMAGE_TEXT;
		return read_bytes(reader, ret);
	case IMAGE_BYTES:
		ret->type = IMAGE_BYTES;
		return read_bytes(reader, ret);
	case IMAGE_REAL:
		ret->type = IMAGE_REAL;
		return read_real(reader, &ret->real);
	}
	return false;
}

bool image_column(const void *bytes, size_t n, size_t column, struct image_value *ret)
{
	struct image_reader reader;
	size_t n_columns;

	if (!image_open(&reader, bytes, n, &n_columns) || column >= n_columns)
		return false;
	for (size_t i = 0; i <= column; i++)
		if (!image_next(&reader, ret))
			return false;
	return true;
}
