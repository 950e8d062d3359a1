/* The image of a row: its values in the order of the columns, in compact binary form.
 *
 * A count of columns, then one tag byte a value: 0 NULL; 1 integer, zigzag varint; 2 text and
 * 3 bytes, varint length and content; 4 real, 8 bytes of IEEE 754, least significant first.
 * Which column is which follows from the table and the schema number of the journal entry. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct sqlite3_value;

enum image_type { IMAGE_NULL, IMAGE_INTEGER, IMAGE_TEXT, IMAGE_BYTES, IMAGE_REAL };

struct image_value {
	enum image_type type;
	int64_t integer;
	double real;
	const char *bytes; /* of text and bytes, inside the image, not terminated */
	size_t size;
};

/* A whole image; null bytes: the row is not there. */
struct image_bytes {
	const void *bytes;
	size_t size;
};

struct image_reader {
	const unsigned char *at, *end;
};

/* Encoding: the count, then each value. */
void image_start(struct str *to, size_t n_columns);
void image_add(struct str *to, struct sqlite3_value *value);
void image_add_value(struct str *to, const struct image_value *value);

/* Decoding. False where the bytes are no image or have come to their end. */
bool image_open(struct image_reader *reader, const void *bytes, size_t n, size_t *ret_columns);
bool image_next(struct image_reader *reader, struct image_value *ret);
/* The value of one column, from 0. */
bool image_column(const void *bytes, size_t n, size_t column, struct image_value *ret);
