/* A follow-up: one dated thing to do for one contact. DESIGN section 5. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/contact.h"
#include "domain/day.h"
#include "domain/touch.h"

enum followup_kind {
	KIND_CALL,
	KIND_VISIT,
	KIND_MESSAGE,
	KIND_CARD,
	KIND_GIFT,
	KIND_THANK_YOU,
	KIND_CHECK_IN,
	KIND_ASK,
	KIND_REVIEW_REQUEST,
	KIND_TASK,
};
extern const char *const followup_kinds[];

enum followup_state {
	FOLLOWUP_WAITING,
	FOLLOWUP_SCHEDULED,
	FOLLOWUP_DONE,
	FOLLOWUP_SKIPPED,
	FOLLOWUP_CANCELLED,
	FOLLOWUP_EXPIRED,
};
extern const char *const followup_states[];

/* What a waiting follow-up waits for; -1 for none. */
enum followup_wait {
	WAIT_AFTER,   /* the step before it */
	WAIT_PART_OF, /* the answer of the ask it belongs to */
	WAIT_GATE,
	WAIT_REPAIR,
	WAIT_COMPLAINT,
	WAIT_PAUSE,
	WAIT_AWAY,
	WAIT_SUPPRESSION,
};
extern const char *const followup_waits[];

enum outcome {
	OUTCOME_REACHED,
	OUTCOME_NO_ANSWER,
	OUTCOME_LEFT_WORD,
	OUTCOME_REPLIED,
	OUTCOME_SENT,
	OUTCOME_DONE,        /* a task */
	OUTCOME_NOT_REACHED, /* every try was used */
};
extern const char *const outcomes[];

enum step_scope { SCOPE_SALE, SCOPE_CONTACT };
extern const char *const step_scopes[];

/* What a follow-up is about, besides its contact; about_id is its id. */
enum followup_about {
	ABOUT_PROMISE,
	ABOUT_REFERRAL,
	ABOUT_COMPLAINT,
	ABOUT_SCORE,
	ABOUT_DATE,
	ABOUT_CAMPAIGN,
	ABOUT_REQUEST,
	ABOUT_ASK,
};
extern const char *const followup_abouts[];

/* Why a follow-up was made or moved; stored in followup_move.rule. */
enum move_rule {
	RULE_PLANTED,      /* by its plan, when the run began */
	RULE_ADDED,        /* by a person */
	RULE_AFTER,        /* the step before it was done or skipped */
	RULE_NEXT,         /* the next of a repeating one */
	RULE_STALE,        /* too long past when it was entered */
	RULE_WHEN,         /* its `when` does not hold */
	RULE_BEFORE_ENDED, /* the step before it expired or was cancelled */
	RULE_TAKEN_OVER,   /* a newer run makes its own */
	RULE_RETURNED,  /* the run that took it over was stopped, or its own was taken up again */
	RULE_COMPLETED, /* groundwork of a sale that is completed */
	RULE_LOST,
	RULE_REFUNDED,
	RULE_REOPENED,
	RULE_RUN_STOPPED,
	RULE_SUPERSEDED,  /* a newer ask of the household, or the next of its series */
	RULE_WAITED_LONG, /* an ask after 120 days, or a part whose ask got no answer */
	RULE_DONE,
	RULE_SKIPPED,
	RULE_CANCELLED,
	RULE_SNOOZED,
	RULE_NO_ANSWER,
	RULE_LEFT_WORD,
	RULE_NOT_REACHED,
	RULE_UPDATED,
	RULE_PAUSED,
	RULE_RESUMED,
	RULE_EARNED,      /* the gate opened: due at the next working time */
	RULE_CLOSED,      /* the gate closed again before the ask */
	RULE_CAPPED,      /* enough asks fall due on that day */
	RULE_ASKED,       /* done by recording its answer */
	RULE_TALKED,      /* done by recording the talk */
	RULE_ANSWERED,    /* its ask was answered well: a part of it is due */
	RULE_TURNED_DOWN, /* its ask was answered otherwise */
	RULE_LATER,       /* planted on the day the client named */
	RULE_NEVER,       /* they do not want to be asked again */
	RULE_OFFERED,     /* done: names were offered unasked */
	RULE_PROMISED,    /* made for a promise */
	RULE_REDATED,     /* its promise has another day */
	RULE_KEPT,        /* its promise was kept */
	RULE_BROKEN,      /* its promise was broken */
	RULE_WITHDRAWN,   /* its promise was withdrawn */
	RULE_SCORED,      /* done: they gave a score */
	RULE_PRAISED,     /* done or moved up: they paid a compliment */
	RULE_TROUBLE,     /* held: something must be put right first */
	RULE_PUT_RIGHT,   /* let go: it is put right */
	RULE_DROPPED,     /* a score step that came while a repair ran */
	RULE_FIXED,       /* done: every complaint was resolved */
	RULE_NEW_TROUBLE, /* a newer repair takes its place */
	RULE_SUPPRESSED,  /* held or cancelled: they asked not to be contacted so */
	RULE_LIFTED,      /* let go: that is over */
	RULE_DECEASED,
	RULE_JOINED,       /* it is about one more referral */
	RULE_TOLD,         /* done, or about one less: the referrer was thanked or told by itself */
	RULE_ADVANCED,     /* done or cancelled: its referral has moved on */
	RULE_AWAY,         /* held: the user is away */
	RULE_BACK,         /* let go: the user is back */
	RULE_SPREAD,       /* moved by agenda.spread */
	RULE_OUTDATED,     /* expired by agenda.spread: a value call too long past */
	RULE_QUIET,        /* made by the cadence: they have not been spoken to for long */
	RULE_SPOKEN,       /* cancelled: they were spoken to, the cadence counts anew */
	RULE_DAY_OFF,      /* moved: its day is a holiday by now */
	RULE_DATE,         /* made for a date */
	RULE_DATE_CHANGED, /* its date was changed, removed or has gone by */
	RULE_CAMPAIGN,     /* made for an edition of a campaign */
	RULE_CAMPAIGN_OVER, /* the edition was sent or skipped, the campaign changed or ended */
	RULE_ERASED,        /* cancelled: the contact asked to be forgotten */
	RULE_REQUEST,       /* made for a request about their data */
	RULE_REQUEST_DONE,  /* its request was answered */
};
extern const char *const move_rules[];

/* What a move was caused by; -1 for none. */
enum cause {
	CAUSE_SALE,
	CAUSE_RUN,
	CAUSE_FOLLOWUP,
	CAUSE_CONTACT,
	CAUSE_PROMISE,
	CAUSE_COMPLAINT,
	CAUSE_SCORE,
	CAUSE_COMPLIMENT,
	CAUSE_ASK,
	CAUSE_SUPPRESSION,
	CAUSE_REFERRAL,
	CAUSE_AWAY,
	CAUSE_DATE,
	CAUSE_CAMPAIGN,
	CAUSE_REQUEST,
};
extern const char *const causes[];

struct followup {
	int64_t id;
	int64_t version;
	int64_t contact;   /* 0: nobody, a task of the user's own */
	int64_t sale, run; /* 0: none */
	const char *step;  /* null: not of a plan */
	int occurrence;
	enum followup_kind kind;
	int channel; /* enum channel or -1 */
	const char *title, *reason, *note;
	enum step_scope scope;
	bool has_gate;
	int64_t part_of;
	bool gives, score;
	const char *repeat;
	struct day series_day;
	enum followup_state state;
	int waits_for; /* enum followup_wait or -1 */
	struct day planned_day;
	int planned_minute;
	struct day due_day;
	int due_minute;
	const char *due_zone;
	int64_t due_at;
	int64_t next_at; /* NO_INSTANT: nothing to look at */
	int rank;
	bool is_pinned;
	int tries_used;
	int outcome; /* enum outcome or -1 */
	struct day ended_day;
	int64_t created_at;
	int about; /* enum followup_about; of no meaning where about_id is 0 */
	int64_t about_id;
};

struct followup_move {
	int64_t id;
	int64_t followup;
	int64_t at;
	enum move_rule rule;
	int from_state; /* enum followup_state, -1: it was made */
	enum followup_state to_state;
	struct day from_day, to_day;
	int from_minute, to_minute;
	int cause; /* enum cause or -1 */
	int64_t cause_id;
	const char *reason;
};

bool followup_is_open(enum followup_state state);
/* A promise's own: nothing holds it back, and doing it keeps the promise. */
bool followup_is_promise(const struct followup *f);
/* For what somebody asked of their data: the law names its last day, and doing it answers them. */
bool followup_is_request(const struct followup *f);
/* A promise, or a request about their data: no pause, absence or trouble holds it back. */
bool followup_is_owed(const struct followup *f);
/* Is it for a birthday, a renewal, a named day? */
bool followup_is_of_date(const struct followup *f);
/* A call, a visit or a check-in that gives something, and asks for no score: so many fall due on a
 * day. A promise is none. */
bool followup_is_value_call(const struct followup *f);
/* Order among those due at the same instant: lower first, promises before all. */
int followup_rank(const struct followup *f);
/* False for tasks: doing them logs no touch. */
bool followup_reaches_person(enum followup_kind kind);
/* What `done` means where no outcome is said. */
enum outcome followup_default_outcome(enum followup_kind kind);
/* Whether an outcome ends it (no-answer and left-word move it instead). */
bool outcome_ends(enum outcome outcome);
/* The touch an outcome logs; false for those that log none. */
bool outcome_touch(enum outcome outcome, enum direction *ret_direction);
enum channel followup_channel(enum followup_kind kind, int channel);

/* What holds a follow-up back besides its day. */
struct followup_holds {
	bool is_before_open; /* the step before it is not done */
	bool is_part_open;   /* its ask is not answered */
	int trouble;         /* WAIT_REPAIR or WAIT_COMPLAINT; 0: none */
	bool is_contact_paused;
	bool is_suppressed; /* until a day */
	bool is_gate_closed;
};
/* The first that holds, by the order in which they must be lifted; -1: none, scheduled. */
int followup_hold(const struct followup_holds *holds);

/* False for what goes on while something must be put right: thank-yous, promises, and tasks, which
 * reach nobody. The steps of the repair itself are the caller's to know. */
bool followup_waits_for_trouble(const struct followup *f);
/* Is it held back by a repair or a complaint? */
bool followup_is_held_by_trouble(const struct followup *f);

/* The next instant the daemon must look at it, just after it got this state and day. That of one
 * which waits for an answer depends on its ask: see followup_part_since(). */
int64_t followup_next_at(const struct followup *f);

/* Is it a part that waits for the answer of its ask? */
bool followup_waits_for_answer(const struct followup *f);
/* The day from which that wait is counted: its own, or the one on which its ask ended where that is
 * later. NO_DAY while the ask is open: that has an end of its own, and takes its parts along. */
struct day followup_part_since(const struct followup *part, const struct followup *ask);
