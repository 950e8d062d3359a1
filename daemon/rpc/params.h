/* Params as data: one table a method validates, fills a struct, prints help and describes. */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "domain/book_item.h"
#include "domain/day.h"
#include "vouch/limits.h"

/* What the member at `offset` is, and what it holds when the param is absent or null. */
enum param_type {
	PARAM_TEXT,    /* const char *: trimmed, min to max characters, no control characters but
			  \n and \t; null. Where min > 0, blank text is refused */
	PARAM_INT,     /* int64_t, min to max; `fallback` */
	PARAM_ID,      /* int64_t, positive; 0 */
	PARAM_BOOL,    /* bool; `fallback` */
	PARAM_DAY,     /* struct day, 1900 to 2199; NO_DAY */
	PARAM_DUE,     /* struct due: a day or "YYYY-MM-DDTHH:MM"; NO_DAY, ANY_MINUTE */
	PARAM_INSTANT, /* int64_t, unix seconds from RFC 3339 in UTC ("…Z"); NO_INSTANT */
	PARAM_ENUM,    /* int, index into `words`; -1, or `fallback` - 1 where that is not 0 */
	PARAM_TEXTS,   /* struct texts: at most `max` texts of 1 to `fallback` characters, or
			  of `words` where those are given */
	PARAM_IDS,     /* struct id_list: 1 to `max` distinct positive integers */
	PARAM_OBJECT,  /* a struct with its own table `fields`, at `offset`; zero with defaults */
	PARAM_OBJECTS, /* struct object_list: `min` to `max` structs of `size` bytes by `fields` */
	PARAM_ITEMS,   /* struct book_items: `min` to `max` objects, each with its `line` and its
			  `item`, a word; their other members may be anything */
	PARAM_REPEAT,  /* const char *: an RRULE text or a whole number of days; null */
};

enum param_flag {
	PARAM_REQUIRED = 1,
	PARAM_NULLABLE = 2, /* null is taken, meaning "cleared" (for X.update) */
	PARAM_RAW = 4,      /* texts may hold anything: the operation judges them, row by row */
};

struct due {
	struct day day;
	int minute; /* ANY_MINUTE: any time that day */
};
struct texts {
	const char **items;
	size_t n;
};
struct id_list {
	int64_t *items;
	size_t n;
};
struct object_list {
	void *items; /* an array of the struct the table describes */
	size_t n;
};

struct param {
	const char *name; /* null closes a table */
	enum param_type type;
	size_t offset;
	int64_t min, max;
	int64_t fallback;
	unsigned flags;
	const char *const *words;   /* PARAM_ENUM, closed by null */
	const struct param *fields; /* PARAM_OBJECT(S) */
	size_t size;                /* PARAM_OBJECT(S) */
	const char *help;           /* one line, no full stop */
};

/* The params struct of a method begins with this, so that "absent" and "null" can be told apart;
 * structs inside it do not. A table has at most 64 rows. */
struct given {
	uint64_t present; /* bit i: param i of the table was there (null included) */
	uint64_t cleared; /* bit i: it was null */
};

/* Whether the param that fills the member at this offset was present / null. */
bool params_present(const struct param *table, const void *params, size_t offset);
bool params_cleared(const struct param *table, const void *params, size_t offset);

/* For lists: a params struct has `struct list_params list` right after its `struct given`. */
struct list_params {
	int64_t limit;
	const char *cursor; /* null: from the start */
};
#define PARAMS_LIST(params)                                                                        \
	{.name = "limit",                                                                          \
	 .type = PARAM_INT,                                                                        \
	 .offset = offsetof(params, list.limit),                                                   \
	 .min = 1,                                                                                 \
	 .max = VOUCH_LIST_MAX,                                                                    \
	 .fallback = VOUCH_LIST_DEFAULT,                                                           \
	 .help = "how many at most"},                                                              \
	{                                                                                          \
		.name = "cursor", .type = PARAM_TEXT, .offset = offsetof(params, list.cursor),     \
		.min = 1, .max = 255, .help = "`next` of the page before"                          \
	}

/* One fault: where ("document.steps[2].offset"), and one sentence why. */
struct param_fault {
	const char *field;
	const char *reason;
};
#define PARAM_FAULTS_MAX 50
struct param_faults {
	struct param_fault items[PARAM_FAULTS_MAX];
	size_t n;
};

/* Fills `to` (of the method's size, zeroed) from an object or null; a null table has no params.
 * What was given is noted where no param lies at the struct's beginning.
 * Every fault is added to `faults`: unknown, missing, mistyped, out-of-range params. Texts live in
 * the arena. True without faults. */
bool params_read(const struct param *table, const json_t *object, void *to, struct arena *arena,
		 struct param_faults *faults);
/* JSON Schema (draft 7) of one param, for rpc.discover. A new reference. */
json_t *params_schema(const struct param *param);
/* {"type":"object", properties, required, additionalProperties:false} of a table. */
json_t *params_object_schema(const struct param *table);
/* "day", "day or time", "text", "whole number" …: for messages, help and manuals. */
const char *params_type_name(enum param_type type);

/* Cursors of lists are a few integers: "1733040000.2.15". False where it is not n of them. */
bool cursor_read(const char *text, int64_t *to, size_t n);
const char *cursor_write(const int64_t *values, size_t n, struct arena *arena);
