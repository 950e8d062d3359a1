/* The tasks of an edition: follow-ups of the user's own. */
#pragma once

#include "ops/flow.h"
#include "ops/recipient.h"

/* Plants those of the edition that are neither done nor skipped. */
int campaign_tasks_plant(struct op *op, const struct issue *i);
/* Ends the open tasks of a campaign up to a day's edition: done with it, or cancelled or expired
 * without. DAY_LAST: all. */
int campaign_tasks_end(struct op *op, int64_t campaign, struct day until, enum followup_state state,
		       const char *reason);
/* The open ones, by id. */
int campaign_tasks_open(struct op *op, int64_t campaign, struct followup **ret, size_t *ret_n);
