/* The lines of a vCard text, unfolded and taken apart: vCard 2.1, RFC 2426 and RFC 6350. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

#define VCARD_LINE_MAX ((size_t)1024 * 1024) /* bytes of an unfolded line */
#define VCARD_TYPES_MAX 16

struct vcard_lines {
	const char *at, *end;
	int64_t line;      /* the next one, from 1 */
	bool is_21;        /* the caller sets what the card's VERSION says: it folds otherwise */
	struct str buffer; /* the line that was given last */
};

enum vcard_encoding { VCARD_PLAIN, VCARD_QUOTED, VCARD_BASE64 };

/* Lives until the next line is read. */
struct vcard_line {
	int64_t line;
	const char *fault; /* why it cannot be read, else null; then there is nothing below */
	const char *group; /* "item1" of "item1.EMAIL"; null: none */
	const char *name;  /* upper case */
	const char *types[VCARD_TYPES_MAX]; /* upper case; what is above that many is not kept */
	size_t n_types;
	int preference; /* 1 the most to 100; 101: none */
	enum vcard_encoding encoding;
	const char *charset; /* null: not said */
	bool is_uri;
	bool is_yearless; /* X-APPLE-OMIT-YEAR */
	bool is_blob;     /* a picture, sound or key: its value is not kept */
	char *value;      /* as it stands */
	size_t len;
};

void vcard_lines_init(struct vcard_lines *l, const char *text, size_t len);
void vcard_lines_deinit(struct vcard_lines *l);
/* False at the end. Empty lines are stepped over; each byte is looked at a few times at most. */
bool vcard_lines_next(struct vcard_lines *l, struct vcard_line *ret);
bool vcard_line_is(const struct vcard_line *line, const char *name);
/* "BEGIN:VCARD", in any case and with spaces around it. */
bool vcard_line_is_mark(const struct vcard_line *line, const char *name);
bool vcard_line_has_type(const struct vcard_line *line, const char *type);
