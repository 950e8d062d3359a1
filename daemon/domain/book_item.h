/* One item of a book on its way out or in: a word and named values, of which only the operations
 * know what they mean. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum book_value_type {
	BOOK_NULL,
	BOOK_INTEGER,
	BOOK_TEXT,
	BOOK_OTHER, /* what no item of ours has: a list, a number with a point */
};

struct book_value {
	const char *name;
	enum book_value_type type;
	int64_t integer;
	const char *text; /* terminated, and of `size` bytes */
	size_t size;
};

struct book_item {
	const char *item; /* a table's name, or another word of the format */
	int64_t line;     /* of the file it came from */
	struct book_value *values;
	size_t n;
};

struct book_items {
	struct book_item *items;
	size_t n;
};

#define BOOK_FORMAT 1
/* The words that are no table. */
#define BOOK_ITEM_HEAD "book"         /* format, schema, version, uuid: the first item */
#define BOOK_ITEM_NOTE "note"         /* key, value: what the book says of itself */
#define BOOK_ITEM_SEQUENCE "sequence" /* table, last: ids up to it were given */
#define BOOK_ITEM_END "end"           /* items: how many there were before it */
