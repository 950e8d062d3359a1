/* What of a row of contacts is not taken, kept to be told with its line and what stays instead. */
#pragma once

#include "ops/import_join.h"

/* Of somebody's birthday. */
struct import_born {
	const char *known; /* as date_write has it; null: nothing */
	bool has_room;     /* to note one */
};
int import_born_of(struct op *op, int64_t contact, struct import_born *ret);

/* Tells what the row says otherwise than c, to whom it was joined; *born is how it was before. The
 * first VOUCH_IMPORT_REFUSALS_MAX of an import are kept, all are counted. */
int import_loss_tell(struct op *op, struct import *import, const struct import_item *item,
		     const struct contact *c, const struct import_born *born);
/* The same of a dry run, which changes nobody: what the earlier rows of its key would have made of
 * whoever the row is about counts as theirs. */
int import_loss_foresee(struct op *op, struct import *import, const struct import_item *item,
			const struct import_match *match, const struct import_items *earlier);
