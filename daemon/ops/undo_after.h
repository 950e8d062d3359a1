/* What follows from rows that an undo has put back. */
#pragma once

#include "ops/op.h"
#include "store/undo.h"

/* Contacts and households that the rows of one request touched, each once. */
struct undo_reach {
	int64_t *contacts;
	size_t n, cap;
	bool is_quiet;      /* of an import: no event for each row */
	int64_t written_at; /* when the entry was whose rows are at hand */
};

/* Works out what is derived of each row, and tells of it. */
int undo_rows_follow(struct op *op, const struct undo_rows *rows, struct undo_reach *reach);
/* Then, once for each contact and its household: what holds its follow-ups, its facts, its gate. */
int undo_reach_follow(struct op *op, const struct undo_reach *reach);
