/* Open follow-ups: found, refused, moved. Shared by the files of the noun. */
#pragma once

#include "ops/flow.h"
#include "ops/op.h"

/* Refused where it has ended already. */
int op_followup_open(struct op *op, int64_t id, struct followup *ret);
/* The refusal itself. */
int op_followup_ended(struct op *op, const struct followup *f, const char *field);
/* To a day a person named; refused in the past and where it waits for something else. */
int op_followup_move(struct op *op, struct followup *f, struct day day, int minute,
		     const struct motive *motive);
