/* Why a follow-up is there: its plan, every move it made, what blocks it, and the whole told as
 * one paragraph. */
#pragma once

#include "domain/followup.h"
#include "domain/run.h"
#include "ops/op.h"

struct why {
	struct followup followup;
	bool has_run;
	struct run run;
	struct followup_move *moves; /* oldest first */
	const char **texts;          /* each move as a sentence */
	size_t n_moves;
	const char *blocks; /* null: nothing */
	int64_t next_at;    /* when it is next considered; NO_INSTANT: when something happens */
	const char *text;
};
int op_why(struct op *op, int64_t id, struct why *ret);
/* What a waiting follow-up waits for, as a clause; null where it does not wait. */
const char *why_waits(const struct followup *f);
