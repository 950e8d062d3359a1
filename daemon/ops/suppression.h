/* Suppressions: who is not to be contacted, how, and until when. DESIGN section 5. */
#pragma once

#include "domain/followup.h"
#include "domain/suppression.h"
#include "ops/flow.h"
#include "ops/op.h"
#include "store/suppression.h"

enum suppression_force {
	SUPPRESSION_NONE,
	SUPPRESSION_UNTIL,   /* it waits for the end of it */
	SUPPRESSION_ENDLESS, /* it is cancelled */
};
/* What stands against a follow-up today. */
int suppression_of(struct op *op, const struct followup *f, enum suppression_force *ret);
/* Why a follow-up that suppression_of speaks against is held or cancelled. */
int suppression_motive(struct op *op, const struct followup *f, struct motive *ret);

/* What became of the contact's follow-ups. */
struct suppression_effect {
	struct followup *cancelled; /* of one that is lifted: what it had cancelled, and stays so */
	size_t n_cancelled;
	struct followup *held; /* of one that is lifted: what it had held, and is let go */
	size_t n_held;
};

/* Stores x (contact, channel, reason, until, evidence) and does in the same transaction what it
 * means for the open follow-ups it covers: cancelled, or held until its end. Refused where the
 * end is not after today, and (duplicate) where one for that channel holds as long already. */
int op_suppression_add(struct op *op, struct suppression *x, struct suppression_effect *ret);
/* Takes it back: what it holds is let go, what it cancelled stays cancelled. Refused
 * (suppression-state) where it was lifted already or is over. */
int op_suppression_remove(struct op *op, int64_t id, const char *reason, struct suppression *x,
			  struct suppression_effect *ret);
int op_suppression_list(struct op *op, const struct suppression_filter *filter,
			struct suppressions *ret);
/* Does what those in force mean for the open follow-ups of a contact, who has got one or the
 * other from somebody else. */
int suppression_enforce(struct op *op, int64_t contact);
/* Lets go what those held whose end day has come, while op->until lasts. *ret_more: call again. */
int op_suppressions_end(struct op *op, bool *ret_more);
