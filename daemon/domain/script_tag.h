/* The tags of a template, one after the other; for script.c and script_check.c. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "domain/script.h"

enum tag_kind { TAG_VARIABLE, TAG_SECTION, TAG_INVERTED, TAG_END, TAG_BROKEN };

struct tag {
	enum tag_kind kind;
	const char *name; /* of length n, not terminated */
	size_t n;
	size_t from, to; /* its bytes; with the whole line where it stands alone on it */
	int line;
	const char *why; /* TAG_BROKEN */
};

struct tag_reader {
	const char *text;
	size_t len;
	size_t at; /* just behind the tag read last */
	int line;  /* of `at` */
};

void tag_reader_init(struct tag_reader *r, const char *text);
/* The next tag, and `at` moves behind it; false at the end. */
bool tag_next(struct tag_reader *r, struct tag *ret);

/* The place of the field a tag names; -1 where there is none. The table may be null. */
int tag_field(const struct tag *tag, const struct script_field *fields);
bool tag_same_name(const struct tag *a, const struct tag *b);
