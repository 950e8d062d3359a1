/* Campaigns: made, changed, ended, and looked at by the clock. One edition of each is planned
 * ahead, with the tasks that it takes. */
#pragma once

#include "domain/campaign.h"
#include "domain/followup.h"
#include "ops/op.h"
#include "store/campaign.h"

/* A campaign, what is planned of it, and when it comes next. */
struct campaign_result {
	struct campaign campaign;
	struct day next_day;    /* of the planned edition, else of the one to come; NO_DAY: none */
	struct edition edition; /* in time and neither sent nor skipped; id 0: none */
	struct followup *followups; /* its open tasks */
	size_t n_followups;
};

/* c->rrule null, c->lead_days negative, c->start_day NO_DAY: what the kind has. Sets c->id. */
int op_campaign_add(struct op *op, struct campaign *c, struct campaign_result *ret);
/* c is the whole campaign with the changes already in it; is_ended: it is over from today. */
int op_campaign_update(struct op *op, struct campaign *c, bool is_ended,
		       struct campaign_result *ret);
int op_campaign_get(struct op *op, int64_t id, struct campaign *ret);
int op_campaign_result(struct op *op, int64_t id, struct campaign_result *ret);
/* By id, after `after`. */
int op_campaign_list(struct op *op, int64_t after, int limit, struct campaigns *ret);

/* After an edition was sent, skipped or missed: plans the next one if its time has come, and sets
 * when the daemon looks again. */
int campaign_settle(struct op *op, const struct campaign *c);
/* The same for those whose day to look at has come. *ret_more: there are more. */
int op_campaigns_tick(struct op *op, bool *ret_more);
/* An undo has changed the campaign or one of its editions: the clock looks at it at once. */
int campaign_look_again(struct op *op, int64_t id);
