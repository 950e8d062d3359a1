/* Reading of params, shared by params.c (tables) and value.c (one value of each type). */
#pragma once

#include "rpc/params.h"

struct reader {
	struct arena *arena;
	struct param_faults *faults;
};

/* Where one value goes, and its name in messages. */
struct target {
	const struct param *param;
	void *to;
	const char *field;
};

/* Notes a fault and returns false. */
bool reader_fault(struct reader *r, const char *field, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Reads a value that is there and not null; false after a fault. */
bool value_read(struct reader *r, const struct target *t, const json_t *value);
/* Fills a struct by its table; `prefix` names the object, null for the params themselves. */
bool object_read(struct reader *r, const struct param *table, const json_t *object, void *to,
		 const char *prefix);
