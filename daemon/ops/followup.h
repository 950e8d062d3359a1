/* Follow-ups: added, changed, done, skipped, snoozed, cancelled by a person. */
#pragma once

#include "domain/followup.h"
#include "domain/promise.h"
#include "domain/touch.h"
#include "ops/op.h"
#include "ops/satisfaction.h"
#include "store/followup_list.h"

/* A new one, named by a person: its day and time are kept as named. kind ask carries the gate.
 * Sets f->id. */
int op_followup_add(struct op *op, struct followup *f);
/* f is the whole follow-up with the changes already in it; is_moved: its due was among them. */
int op_followup_update(struct op *op, struct followup *f, bool is_moved);
int op_followup_get(struct op *op, int64_t id, struct followup *ret);
int op_followup_list(struct op *op, const struct followup_filter *filter, struct followup **ret,
		     size_t *ret_n);

struct next_step {
	int kind; /* enum followup_kind, -1: no next one */
	const char *title;
	struct day due_day;
	int due_minute;
};

struct done {
	int outcome; /* enum outcome, -1: what the kind makes of it */
	const char *note;
	bool gave;
	bool has_score;
	int score;                   /* 0 to 10; the note is their words */
	int minutes;                 /* -1: not said */
	struct day day;              /* NO_DAY: today */
	const char *override_reason; /* of an ask that is not earned; null: none */
	struct next_step next;
};

/* What came of one `done`. */
struct done_result {
	struct followup followup;
	struct touch touch;               /* id 0: none was logged */
	struct followup next;             /* id 0: none was asked for */
	struct satisfaction satisfaction; /* id 0: no score was given */
	struct praise_result praise;
	struct promise promise; /* that was kept by it; id 0: none */
};

/* All or none. */
int op_followup_done(struct op *op, const int64_t *ids, size_t n, const struct done *done,
		     struct done_result *ret);
int op_followup_skip(struct op *op, const int64_t *ids, size_t n, const char *reason,
		     struct followup *ret);
/* Kept as named; must lie in the future. */
int op_followup_snooze(struct op *op, const int64_t *ids, size_t n, struct day day, int minute,
		       struct followup *ret);
/* The same without doing it: they come back with their new day. */
int op_followup_try_snooze(struct op *op, const int64_t *ids, size_t n, struct day day, int minute,
			   struct followup *ret);
int op_followup_cancel(struct op *op, int64_t id, const char *reason, struct followup *ret);
