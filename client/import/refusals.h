/* The rows that were not taken, each with its line, field and reason. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct refusal {
	int64_t line;
	const char *field;  /* as vouch calls it; null: the row as a whole */
	const char *column; /* as the file calls it */
	const char *reason; /* said behind the column's name, or behind the line's number */
};

struct refusals {
	struct arena *arena; /* the caller's; holds all texts */
	struct refusal *items;
	size_t n, cap;
};

/* Copies the texts. */
void refusals_add(struct refusals *list, const struct refusal *refusal);
void refusals_sort(struct refusals *list); /* by line */
