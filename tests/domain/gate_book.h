/* A contact's facts for the gate's tests: one who may be asked today, and room to spoil it. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "domain/gate.h"

#define TODAY 20000 /* 2024-10-04 */
#define SELF 1
#define OTHER 2 /* of the household */

struct book {
	struct gate_facts facts;
	struct gate_rules rules;
	struct gate_question question;
	struct gate_verdict verdict;
	struct gate_promise promises[12];
	struct gate_complaint complaints[8];
	struct gate_ask asks[40];
	struct day gives[GATE_GIVES_MAX];
	struct gate_loop loops[6];
	struct gate_stop stops[6];
	int64_t n_entries;
};

static inline struct day at(int days_ago)
{
	return (struct day){TODAY - days_ago};
}

/* The next entry, so many days ago. */
static inline struct gate_when when(struct book *b, int days_ago)
{
	return (struct gate_when){at(days_ago), ++b->n_entries};
}

/* Sold 100 days ago, scored 9 twenty days ago, given to twelve and five days ago. */
static inline void book_init(struct book *b)
{
	*b = (struct book){
		.rules = {.score_min = 9,
			  .rest_days = 180,
			  .asks_per_year = 2,
			  .gives_min = 2,
			  .complaint_days = 14,
			  .promise_days = 90,
			  .score_age_days = 365},
		.question = {.day = at(0), .channel = -1},
		.n_entries = 100,
		.gives = {at(5), at(12)},
	};
	b->facts = (struct gate_facts){
		.contact = SELF,
		.state = CONTACT_ACTIVE,
		.paused_until = NO_DAY,
		.n_completed = 1,
		.first_completed_day = at(100),
		.newest = {SELF, 9, {at(20), 50}},
		.enough = {SELF, 9, {at(20), 50}},
		.nearly = {SELF, 9, {at(20), 50}},
		.compliment = {NO_DAY, 0},
		.others_low = {0, 0, {NO_DAY, 0}},
		.promises = b->promises,
		.complaints = b->complaints,
		.asks = b->asks,
		.gives = b->gives,
		.n_gives = 2,
		.loops = b->loops,
		.death_in_household = NO_DAY,
		.stops = b->stops,
		.talk_day = at(110),
	};
}

/* The same, of somebody who sends people and has not bought. */
static inline void book_init_partner(struct book *b)
{
	struct gate_score none = {0, 0, {NO_DAY, 0}};

	book_init(b);
	b->facts.is_partner = true;
	b->facts.n_completed = 0;
	b->facts.first_completed_day = NO_DAY;
	b->facts.newest = b->facts.enough = b->facts.nearly = none;
}

/* One score and no other. */
static inline void book_score(struct book *b, int score, int days_ago)
{
	const struct gate_score none = {0, 0, {NO_DAY, 0}};
	int nearly = b->rules.score_min > 9 ? b->rules.score_min - 1 : 8;

	b->facts.newest = (struct gate_score){SELF, score, when(b, days_ago)};
	b->facts.enough = score >= b->rules.score_min ? b->facts.newest : none;
	b->facts.nearly = score >= nearly ? b->facts.newest : none;
}

static inline void book_no_score(struct book *b)
{
	const struct gate_score none = {0, 0, {NO_DAY, 0}};

	b->facts.newest = b->facts.enough = b->facts.nearly = none;
}

static inline void book_praise(struct book *b, int days_ago)
{
	b->facts.compliment = when(b, days_ago);
}

static inline struct gate_promise *book_promise(struct book *b, int64_t contact,
						enum promise_state state, int due_days_ago)
{
	struct gate_promise *p = &b->promises[b->facts.n_promises++];

	*p = (struct gate_promise){
		.id = 40 + (int64_t)b->facts.n_promises,
		.contact = contact,
		.text = "quote by Friday",
		.state = state,
		.due_day = at(due_days_ago),
		.completed_day = NO_DAY,
		.trouble = {NO_DAY, 0},
		.righted = {NO_DAY, 0},
	};
	return p;
}

/* Late, re-dated late or withdrawn late: put right by that. */
static inline struct gate_promise *book_late(struct book *b, int64_t contact,
					     enum promise_state state, int days_ago)
{
	struct gate_promise *p = book_promise(b, contact, state, days_ago + 1);

	if (state == PROMISE_OPEN)
		p->due_day = at(-200);
	p->is_late = true;
	p->trouble = p->righted = when(b, days_ago);
	return p;
}

static inline struct gate_promise *book_broken(struct book *b, int64_t contact, int days_ago)
{
	struct gate_promise *p = book_promise(b, contact, PROMISE_BROKEN, days_ago + 1);

	p->trouble = when(b, days_ago);
	return p;
}

#define UNRESOLVED (-1)
static inline struct gate_complaint *book_complaint(struct book *b, int64_t contact,
						    int made_days_ago, int resolved_days_ago)
{
	struct gate_complaint *c = &b->complaints[b->facts.n_complaints++];

	*c = (struct gate_complaint){
		.id = 60 + (int64_t)b->facts.n_complaints,
		.contact = contact,
		.text = "the siren woke the street",
		.made = when(b, made_days_ago),
		.resolved = {NO_DAY, 0},
	};
	if (resolved_days_ago != UNRESOLVED)
		c->resolved = when(b, resolved_days_ago);
	return c;
}

static inline struct gate_ask *book_ask(struct book *b, int64_t contact, int days_ago, int outcome)
{
	struct gate_ask *ask = &b->asks[b->facts.n_asks++];

	*ask = (struct gate_ask){
		.id = 80 + (int64_t)b->facts.n_asks,
		.contact = contact,
		.when = when(b, days_ago),
		.outcome = outcome,
		.later_day = NO_DAY,
	};
	return ask;
}

/* One whom they sent, and thanked for at once; call the oldest first. */
static inline struct gate_loop *book_loop(struct book *b, int received_days_ago)
{
	struct gate_loop *loop = &b->loops[b->facts.n_loops++];

	*loop = (struct gate_loop){
		.id = 20 + (int64_t)b->facts.n_loops,
		.name = "Ruth Kim",
		.received_day = at(received_days_ago),
		.thanked_day = at(received_days_ago),
		.told_contact_day = NO_DAY,
		.told_outcome_day = NO_DAY,
		.closed_day = NO_DAY,
	};
	return loop;
}

static inline void book_stop(struct book *b, enum suppression_channel channel, struct day until)
{
	b->stops[b->facts.n_stops++] = (struct gate_stop){channel, until};
}

/* What stands behind the last of each is none of theirs, bad as it is. */
static inline void book_spoil_the_rest(struct book *b)
{
	const struct gate_when yesterday = {at(1), 1};
	const struct gate_facts *f = &b->facts;

	if (f->n_promises < ARRAY_LEN(b->promises))
		b->promises[f->n_promises] = (struct gate_promise){.contact = SELF,
								   .state = PROMISE_BROKEN,
								   .trouble = yesterday,
								   .completed_day = NO_DAY,
								   .righted = {NO_DAY, 0}};
	if (f->n_complaints < ARRAY_LEN(b->complaints))
		b->complaints[f->n_complaints] = (struct gate_complaint){
			.contact = SELF, .made = yesterday, .resolved = {NO_DAY, 0}};
	if (f->n_asks < ARRAY_LEN(b->asks))
		b->asks[f->n_asks] = (struct gate_ask){.id = b->question.part_of,
						       .contact = SELF,
						       .when = yesterday,
						       .outcome = ASK_NEVER,
						       .later_day = NO_DAY};
	if (f->n_gives < ARRAY_LEN(b->gives))
		b->gives[f->n_gives] = at(1);
	if (f->n_loops < ARRAY_LEN(b->loops))
		b->loops[f->n_loops] = (struct gate_loop){.received_day = at(1),
							  .thanked_day = NO_DAY,
							  .told_contact_day = NO_DAY,
							  .told_outcome_day = NO_DAY,
							  .closed_day = NO_DAY};
	if (f->n_stops < ARRAY_LEN(b->stops))
		b->stops[f->n_stops] = (struct gate_stop){SUPPRESS_ALL, NO_DAY};
}

static inline const struct gate_verdict *book_check(struct book *b)
{
	struct gate_verdict verdict; /* a place of its own: nothing lies behind it */

	book_spoil_the_rest(b);
	gate_check(&b->facts, &b->rules, &b->question, &verdict);
	b->verdict = verdict;
	return &b->verdict;
}

static inline bool book_holds(struct book *b, enum gate_code code)
{
	return book_check(b)->conditions[code].holds;
}

/* splitmix64 (public domain, Vigna). */
static inline uint64_t next_random(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}
