/* What moving a promise's own follow-up would mean for the promise. */
#pragma once

#include "domain/followup.h"
#include "domain/promise.h"
#include "ops/op.h"

struct move_warning {
	int64_t followup;
	struct promise promise;
	bool is_past_due; /* the promise would be broken; else only our own day for it is missed */
	const char *text;
};

/* Of follow-ups that bear their new day; those that keep a promise and lie after its target day are
 * warned of. */
int promise_warn(struct op *op, const struct followup *items, size_t n, struct move_warning **ret,
		 size_t *ret_n);
