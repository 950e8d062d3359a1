/* Two contacts who are one person become one contact. */
#pragma once

#include "domain/contact.h"
#include "ops/op.h"
#include "store/merge.h"

struct merged {
	struct contact keep; /* as it is now */
	struct merge_rows moved;
	bool was_distinct; /* they had been said to be two people, which is over */
};

/* Everything of `drop` goes to `keep`, and drop says from then on whom it was merged into. What
 * keep lacks is filled in, and what differs is written into keep's notes. Refused where either is
 * merged or erased already, one has died and the other has not, one has sent the other, and while
 * an import is being written. */
int op_contact_merge(struct op *op, int64_t keep, int64_t drop, struct merged *ret);

/* Of ops/merge_join.c: the fields of both. */
struct merge_join {
	struct contact *keep; /* gets what it lacks */
	const struct contact *drop;
	const char *differs; /* what the notes say of drop; null: nothing differs */
	bool takes_address;
};
void merge_note(struct op *op, struct merge_join *j, const char *what, const char *text);
int merge_fields(struct op *op, struct merge_join *j);
/* Equal days once; of two birthdays that differ keep's holds, and the other is noted. */
int merge_dates(struct op *op, struct merge_join *j);
/* Ends it: what differs goes to the notes. Refused where they would be too long. */
int merge_notes(struct op *op, struct merge_join *j);
