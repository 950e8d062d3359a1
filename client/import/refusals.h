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
	int64_t first;      /* the first line with one of its kind; refusals_sort_kinds sets it */
};

struct refusals {
	struct arena *arena; /* the caller's; holds all texts */
	struct refusal *items;
	size_t n, cap;
};

/* Copies the texts. */
void refusals_add(struct refusals *list, const struct refusal *refusal);
void refusals_sort(struct refusals *list); /* by line */
/* Those of a kind together, whose column and reason differ in nothing but what the cell says, each
 * kind by its lines, the kinds by their first. Where a kind is few (REFUSALS_APART at most), by
 * line among the others. */
#define REFUSALS_APART 3
void refusals_sort_kinds(struct refusals *list);
/* How many stand together from this one on; 1 for one that is told apart. */
size_t refusals_kind(const struct refusals *list, size_t i);
