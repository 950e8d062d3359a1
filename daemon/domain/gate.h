/* The earned gate: may we ask this contact for a referral on that day? DESIGN section 3.
 *
 * A pure function of facts and day. No condition can be switched off; the numbers are settings
 * within bounds. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/ask.h"
#include "domain/contact.h"
#include "domain/day.h"
#include "domain/followup.h"
#include "domain/promise.h"
#include "domain/suppression.h"

enum gate_code {
	GATE_SALE_COMPLETED,
	GATE_SATISFIED,
	GATE_PROMISES_KEPT,
	GATE_NO_COMPLAINT,
	GATE_RESTED,
	GATE_GAVE_FIRST,
	GATE_LOOPS_CLOSED,
	GATE_CONTACTABLE,
	GATE_TALK_HELD, /* advisory: shown, never blocks */
	N_GATE_CODES,
};
extern const char *const gate_codes[];

/* The settings, each within the bounds of DESIGN section 3. */
struct gate_rules {
	int score_min;      /* 9: enough by itself; one less, but not below 8, with a compliment */
	int rest_days;      /* 180: since the last counted ask */
	int asks_per_year;  /* 2: counted asks in 365 days must be fewer */
	int gives_min;      /* 2 */
	int complaint_days; /* 14 */
	int promise_days;   /* 90 */
	int score_age_days; /* 365: of scores and compliments */
};

/* When a thing was entered: of two of one day the one with the higher entry is newer. */
struct gate_when {
	struct day day; /* NO_DAY: never */
	int64_t entry;
};
/* Is a newer than b? Nothing is newer than itself; what never was is newer than nothing, and
 * everything that was is newer than what never was. */
bool gate_is_newer(struct gate_when a, struct gate_when b);

struct gate_score {
	int64_t contact;
	int score;
	struct gate_when when;
};

/* Of every member of the household. */
struct gate_promise {
	int64_t id, contact;
	const char *text;
	enum promise_state state;
	struct day due_day;
	struct day completed_day; /* of its sale, where that is completed; NO_DAY */
	bool is_late;
	struct gate_when trouble, righted;
};

struct gate_complaint {
	int64_t id, contact;
	const char *text;
	struct gate_when made;
	struct gate_when resolved; /* NO_DAY: open */
};

struct gate_ask {
	int64_t id, contact;
	struct gate_when when;
	int outcome;          /* enum ask_outcome, -1: the answer is not yet noted */
	struct day later_day; /* NO_DAY but for ASK_LATER */
};

/* Another of the household, whose trouble shuts the gate or whom it speaks of. */
struct gate_member {
	int64_t contact;
	const char *name; /* null: somebody */
};

/* A referral that the contact sent, of which they may be owed something yet: thanks from the day it
 * was received on, news of it a week later, the outcome once it is closed. */
struct gate_loop {
	int64_t id;
	const char *name; /* whom they sent; null: somebody */
	struct day received_day;
	struct day thanked_day, told_contact_day, told_outcome_day; /* NO_DAY: not yet */
	struct day closed_day; /* lost, not a fit, or its sale completed; NO_DAY: not yet */
};

struct gate_stop {
	enum suppression_channel channel;
	struct day until; /* the first day it holds no more; NO_DAY: no end */
};

#define GATE_GIVES_MAX 64 /* the newest giving touches that are looked at */

struct gate_facts {
	int64_t contact;
	bool is_partner;
	enum contact_state state; /* their own; a pause by gate_facts.paused_until */
	struct day paused_until;  /* NO_DAY: until resumed */
	int n_completed;          /* sales to the contact, completed and not refunded */
	struct day first_completed_day;

	/* The contact's own scores: the newest of all, the newest of at least score_min, and the
	 * newest that a compliment makes enough (one less, but not below 8). `when.day` NO_DAY:
	 * none. */
	struct gate_score newest, enough, nearly;
	struct gate_when compliment;  /* the newest */
	struct gate_score others_low; /* the newest score of another member is 6 or less: the newest
					 of those; NO_DAY: none */

	const struct gate_promise *promises; /* open, late or broken ones at least */
	size_t n_promises;
	const struct gate_complaint *complaints;
	size_t n_complaints;
	const struct gate_ask *asks; /* oldest first */
	size_t n_asks;
	const struct day *gives; /* of the contact, newest first; at most GATE_GIVES_MAX */
	size_t n_gives;
	const struct gate_loop *loops; /* of the contact, oldest first; import owes nothing */
	size_t n_loops;
	struct day death_in_household; /* the newest; the contact's own where they have died */
	const struct gate_stop *stops; /* in force for the contact */
	size_t n_stops;
	struct day talk_day; /* of the last talk; NO_DAY */

	const struct gate_member *members; /* the others of the household; may be left out */
	size_t n_members;

	/* Of a repair that runs in the household, what comes next; null: none, or not looked for.
	 * It decides what helps, and nothing else. */
	const struct followup *step;
};

/* What is asked: on which day, how, and whether as a part of an ask that was made already. */
struct gate_question {
	struct day day;
	int channel;     /* enum channel; -1: a call */
	int64_t part_of; /* the ask whose part it is (its own id); 0: none. Rested and gave-first
			    are judged as on the day of that ask, without it */
};

/* One fact behind a condition: a number, a day, or the id of something. */
enum gate_fact_type { GATE_FACT_NUMBER, GATE_FACT_DAY, GATE_FACT_ID };
struct gate_fact {
	const char *name; /* null: unused */
	enum gate_fact_type type;
	int64_t value; /* of a day, its number; NO_DAY.n: none */
};
#define GATE_CONDITION_FACTS 5
#define GATE_DETAIL_SIZE 480 /* a text and a name are cut, so that every line fits */

struct gate_condition {
	enum gate_code code;
	bool holds;
	bool is_blocking;              /* it does not hold and is no advice */
	char detail[GATE_DETAIL_SIZE]; /* one line, as one would say it */
	struct gate_fact facts[GATE_CONDITION_FACTS];
};

/* What would help with the first that blocks. */
enum gate_help {
	GATE_HELP_NONE,      /* earned, or nothing can be done */
	GATE_HELP_COMPLETE,  /* complete a sale */
	GATE_HELP_SCORE,     /* ask for a score */
	GATE_HELP_PROMISE,   /* keep the promise, or re-date it */
	GATE_HELP_REPAIR,    /* put it right, then ask for a score */
	GATE_HELP_COMPLAINT, /* resolve it */
	GATE_HELP_WAIT,      /* only time */
	GATE_HELP_GIVE,      /* a useful call first */
	GATE_HELP_LOOP,      /* thank or tell the referrer */
	GATE_HELP_RESUME,    /* end the pause */
};

struct gate_verdict {
	bool earned;
	int first_blocking; /* enum gate_code, -1: none */
	int n_blocking;
	struct day next_possible_day; /* when it could next open by itself; NO_DAY: it cannot; the
					 day asked about where it is earned */
	struct day
		next_change_day; /* the first later day on which, by time alone, earned, the
				    first   that blocks or how many do is another; NO_DAY: none */
	enum gate_help help;
	const struct followup *step;  /* of a repair, by which it is helped; null: none */
	char helps[GATE_DETAIL_SIZE]; /* what would help, as one would say it; "" for none */
	struct gate_condition conditions[N_GATE_CODES];
};

/* The whole verdict. Total: any facts have one. */
void gate_check(const struct gate_facts *facts, const struct gate_rules *rules,
		const struct gate_question *question, struct gate_verdict *ret);
/* What helps may be a step of a repair, where one runs: it is for who asks to look for it. */
bool gate_help_is_repair(enum gate_help help);
/* Whether an ask counts for rested and gave-first: every answer but `later`; of `later`s running
 * the third counts as declined. `i` is its place in facts->asks. */
bool gate_ask_is_counted(const struct gate_ask *asks, size_t i);
