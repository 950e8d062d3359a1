/* A promise: something told to a client. open -> kept (on time or late) | broken | withdrawn. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "domain/worktime.h"

enum promise_state { PROMISE_OPEN, PROMISE_KEPT, PROMISE_BROKEN, PROMISE_WITHDRAWN };
extern const char *const promise_states[];

/* How an open one stands. */
enum promise_standing { PROMISE_ON_TRACK, PROMISE_AT_RISK, PROMISE_OVERDUE };
extern const char *const promise_standings[];

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

struct promise_redate {
	int64_t id;
	int64_t promise;
	struct day day; /* on which they were told */
	struct day from_due, to_due;
	struct day from_target, to_target;
	bool is_late;
	const char *reason;
	int64_t created_at;
};

/* Our own day where none is named: one working day before it is due, never before `made`. Where
 * that day lies before `made`, the first working day from then on, still not after `due`. */
struct day promise_target(const struct worktime *w, struct day made, struct day due);

/* Overdue from the day after its day. At risk once its target day has come, or where it is due by
 * the end of the next working day. */
enum promise_standing promise_standing(const struct promise *p, const struct worktime *w,
				       struct day today);
/* The last due day that is at risk today: the next working day. */
struct day promise_risk_day(const struct worktime *w, struct day today);

/* Days early; negative: late. Of no meaning while it is open. */
int promise_margin(const struct promise *p);

/* What became of an open one on `day`, written by the journal entry `entry`. Each answers whether
 * that was late, after its due day; a broken one is trouble whenever it breaks. */
bool promise_keep(struct promise *p, struct day day, int64_t entry);
bool promise_withdraw(struct promise *p, struct day day, int64_t entry);
void promise_break(struct promise *p, struct day day, int64_t entry);
/* With what is in `to` (to_due, to_target, day); fills the rest of it. */
bool promise_redate(struct promise *p, struct promise_redate *to, int64_t entry);
