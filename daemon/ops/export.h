/* Everything on its way out: each fact once, every column as stored.
 *
 * The order is the one that an import takes back: the head, what the book says of itself, the
 * highest ids, then the tables of store/tables.c, each by id. What can be worked out anew
 * (contact_fact, tallies) or is of this machine or of the moment (notices, events, journal,
 * idempotency, imports, doubt of the clock) is no part of it. */
#pragma once

#include "domain/book_item.h"
#include "ops/op.h"

/* Where a page begins; all 0: at the beginning. */
struct export_place {
	int64_t table; /* 0: before the tables, else its place among them */
	int64_t after; /* the last id given */
	int64_t mark;  /* of the book when the first page was read */
};

/* One page from a place, which goes on to the next; *ret_more: there is one. kind null: all of it,
 * else one table. Refused (conflict) where the book has changed since the first page. */
int op_export_items(struct op *op, const char *kind, struct export_place *place,
		    struct book_items *ret, bool *ret_more);
