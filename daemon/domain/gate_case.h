/* A case before the gate: what is the same on every day, and each condition as a reason that holds
 * or does not. Inside gate*.c only: gate.h is what others call.
 *
 * One reason function per condition serves the verdict, its words and the days to come alike, so
 * that they cannot say different things. */
#pragma once

#include <stdbool.h>

#include "domain/gate.h"
#include "domain/referral.h"

#define GATE_NEVER ((struct day){INT32_MAX})
#define GATE_DONE_DAYS 30   /* open promises due so long after a completion belong to it */
#define GATE_YEAR_DAYS 365  /* of asks_per_year, and of gives without an ask to count from */
#define GATE_MOURN_DAYS 180 /* after a death in the household nobody of it is asked */

/* Why the rest ends when it does: its last day decides. */
enum gate_rest { REST_NOT_ASKED, REST_AFTER_ASK, REST_YEAR, REST_LATER, REST_NEVER };

/* What stands between us and the contact: of several the one that ends last. */
enum gate_barrier {
	BARRIER_NONE,
	BARRIER_STATE, /* deceased, merged, erased */
	BARRIER_STOP,
	BARRIER_PAUSE,
	BARRIER_DEATH,
};

struct gate_case {
	const struct gate_facts *facts;
	const struct gate_rules *rules;
	const struct gate_question *question;

	struct gate_when trouble;   /* what a score must be newer than; NO_DAY: nothing */
	int64_t trouble_of;         /* whose it was; 0: nobody's */
	const struct gate_ask *ask; /* whose part is asked for; null: an ask of its own */
	size_t n_asks;              /* of facts->asks so many are looked at, the oldest */

	const struct gate_ask *counted; /* the last of them that counts; null: none */
	enum gate_rest rest;
	struct day rest_until;           /* rested from that day on; NO_DAY: always */
	const struct gate_ask *rest_ask; /* which makes it so; null: not asked */

	struct day gives_from; /* the first day of which gives count; NO_DAY: those of a year */

	enum gate_barrier barrier;
	const struct gate_stop *stop; /* of BARRIER_STOP */
	struct day barrier_until;     /* contactable from that day on; NO_DAY: always */
};

void gate_case_init(struct gate_case *c, const struct gate_facts *facts,
		    const struct gate_rules *rules, const struct gate_question *question);

/* Days added without running over: NO_DAY stays that, and what is beyond all days is GATE_NEVER. */
struct day gate_day_plus(struct day day, int days);
/* The day as on which rested and gave-first are judged. */
struct day gate_ask_day(const struct gate_case *c, struct day day);

enum gate_satisfaction {
	SATISFIED_WAIVED,
	SATISFIED_BY_SCORE,
	SATISFIED_BY_BOTH, /* a score that is nearly enough, and a compliment */
	SATISFIED_BY_COMPLIMENT,
	UNSATISFIED_UNKNOWN, /* no score, and no compliment that counts */
	UNSATISFIED_LOW,
	UNSATISFIED_NEARLY,  /* a compliment is missing */
	UNSATISFIED_TROUBLE, /* the score is not newer than what went wrong */
	UNSATISFIED_AGED,
	UNSATISFIED_OTHER, /* of the household */
};
enum gate_satisfaction gate_satisfaction(const struct gate_case *c, struct day day);

/* The more telling the higher. */
enum gate_fault {
	FAULT_NONE,
	FAULT_OPEN, /* for a completed sale, and due soon after that */
	FAULT_LATE, /* or broken, and not answered by a good score */
	FAULT_OVERDUE,
};
enum gate_fault gate_promise_fault(const struct gate_case *c, const struct gate_promise *p,
				   struct day day);
/* When what was late or broken was put right, as far as it was. */
struct gate_when gate_promise_righted(const struct gate_promise *p);
bool gate_complaint_blocks(const struct gate_case *c, const struct gate_complaint *complaint,
			   struct day day);
/* What they are owed of one whom they sent. */
enum gate_owed {
	OWED_NOTHING,
	OWED_THANKS,
	OWED_OUTCOME,
	OWED_NEWS, /* whether they were reached */
};
enum gate_owed gate_loop_owed(const struct gate_loop *loop, struct day day);
/* Giving touches that count on a day. */
int gate_gives(const struct gate_case *c, struct day day);

bool gate_case_holds(const struct gate_case *c, enum gate_code code, struct day day);
/* The first that blocks on a day, -1 for none, and how many do. */
int gate_case_blocking(const struct gate_case *c, struct day day, int *ret_n);

/* gate_next.c: fills next_possible_day and next_change_day; what blocks is set already. */
void gate_case_next(const struct gate_case *c, struct gate_verdict *verdict);
/* gate_text.c: the detail and the facts of a condition whose code and answer are set. */
void gate_case_say(const struct gate_case *c, struct gate_condition *condition);
/* The promise that its detail is about, null where all are kept. */
const struct gate_promise *gate_worst_promise(const struct gate_case *c, enum gate_fault *ret);
/* gate_loop.c: the same for loops-closed, and what helps with it. */
void gate_case_say_loops(const struct gate_case *c, struct gate_condition *condition);
void gate_case_help_loop(const struct gate_case *c, char to[GATE_DETAIL_SIZE]);
/* gate_help.c: what would help with the first that blocks. */
void gate_case_help(const struct gate_case *c, struct gate_verdict *verdict);
