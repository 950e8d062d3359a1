/* A promise: something told to a client. open -> kept (on time or late) | broken | withdrawn. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "domain/day.h"

enum promise_state { PROMISE_OPEN, PROMISE_KEPT, PROMISE_BROKEN, PROMISE_WITHDRAWN };
extern const char *const promise_states[];

struct promise {
	int64_t id;
	int64_t version;
	int64_t contact, sale; /* sale 0: none */
	const char *text;
	enum promise_state state;
	struct day made_day;
	struct day due_day;    /* what the client heard */
	struct day target_day; /* our own, not after it */
	/* Kept, re-dated or withdrawn after its day, ever. Re-dated up to and on its day it stays
	 * on time (DESIGN section 2). */
	bool is_late;
	struct day ended_day;
	/* When it was late or broken last, and when that was put right: for a late one the same,
	 * for a broken one when the fix of its repair was done. NO_DAY: never, not yet. */
	struct day trouble_day, righted_day;
	int64_t trouble_entry, righted_entry; /* of the journal: orders what happened on one day */
	const char *reason;
	int64_t created_at;
};
