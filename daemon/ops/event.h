/* What subscribers are told: one row an event, the newest VOUCH_EVENTS_KEPT kept. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "ops/op.h"

enum event_kind {
	EVENT_FOLLOWUP_DUE,
	EVENT_FOLLOWUP_CHANGED,
	EVENT_GATE_OPENED,
	EVENT_GATE_CLOSED,
	EVENT_CONTACT_CHANGED,
	EVENT_SALE_CHANGED,
	EVENT_PROMISE_CHANGED,
	EVENT_REFERRAL_CHANGED,
	EVENT_NOTICE_SHOWN,
	EVENT_NOTICE_FAILED,
	EVENT_CLOCK_CHANGED, /* the clock, the zone, the settings or an absence: read all again */
	EVENT_IMPORT_DONE,
	EVENT_UNKNOWN, /* of another version of vouchd; never told, but counted */
};

#define N_EVENT_KINDS 12
extern const char *const event_kinds[N_EVENT_KINDS + 1]; /* names, closed by null */

struct event {
	int64_t seq;
	enum event_kind kind;
	int64_t id; /* of the noun */
	int64_t contact;
	int64_t at;
};

/* What an import does row by row is not told: import.done stands for all of it. */
int op_event(struct op *op, enum event_kind kind, int64_t id, int64_t contact);
/* The newest event's seq, 0 where there never was one. */
int op_event_newest(struct op *op, int64_t *ret_seq);
/* Events after `since`, oldest first, at most `limit`. *ret_gap: some are gone already. */
int op_event_since(struct op *op, int64_t since, int limit, struct event **ret, int *ret_n,
		   bool *ret_gap);
