/* What requests and their answers have told of a small book, kept whole: the second, naive
 * implementation of the gate (naive.h) knows nothing else. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "domain/day.h"

/* A day, and the journal's entry: of two things of one day the later entry is newer. */
struct stamp {
	int day; /* NEVER: not at all */
	int64_t entry;
};
#define NEVER INT32_MIN
#define NO_STAMP ((struct stamp){NEVER, 0})

struct a_contact {
	int64_t id, household;
	bool is_partner, is_paused, is_dead;
	int paused_until; /* NEVER: until resumed */
	int death_day;
};

struct a_sale {
	int64_t id, contact;
	bool is_completed; /* and not refunded, as it is now */
	bool is_open;
	int completed_day;
};

enum a_promise_state { TOLD_OPEN, TOLD_KEPT, TOLD_BROKEN, TOLD_WITHDRAWN };

struct a_promise {
	int64_t id, contact, sale;
	int due_day;
	enum a_promise_state state;
	struct stamp late;   /* kept, re-dated or withdrawn late last */
	struct stamp broken; /* when it was broken */
	struct stamp fixed;  /* when the fix of its repair was done */
};

struct a_complaint {
	int64_t id, contact;
	struct stamp said, resolved;
};

struct a_score {
	int64_t contact;
	struct stamp at;
	int score;
};

struct a_compliment {
	int64_t contact;
	struct stamp at;
};

struct a_gift {
	int64_t touch;    /* its id; 0: a gift noted by itself */
	int64_t followup; /* that the touch was; 0: of none */
	int64_t contact;
	int day;
};

enum answer_told { TOLD_NOTHING, TOLD_NAMES, TOLD_WILLING, TOLD_LATER, TOLD_DECLINED, TOLD_NEVER };

struct an_ask {
	int64_t id; /* 0: made by followup.done, which does not tell it */
	int64_t contact, followup;
	struct stamp at;
	enum answer_told answer;
	int later_day;
	bool is_override;
};

enum sent_status {
	SENT_RECEIVED,
	SENT_CONTACTED,
	SENT_MEETING,
	SENT_WON,
	SENT_LOST,
	SENT_NO_FIT,
};
extern const char *const sent_statuses[];

/* Whom a contact sent, with permission. */
struct a_sent {
	int64_t id, contact, person;
	char name[48]; /* of the person */
	enum sent_status status;
	bool was_won; /* they have said yes, now or before */
	int64_t received_at;
	int received_day, thanked_day, told_contact_day, told_outcome_day, closed_day;
};

enum saying { SAYING_THANKS, SAYING_NEWS, SAYING_OUTCOME, SAYING_GIFT, SAYING_NOTHING };

/* A part of an ask that was answered: what it brings is added to that. */
struct a_part {
	int64_t followup;
	size_t ask; /* its place */
};

/* One thing that a follow-up to a referrer says. */
struct a_saying {
	enum saying what;
	size_t sent; /* of whom: its place */
};

struct a_stop {
	int64_t id, contact;
	char channel[16];
	int from, until; /* until NEVER: no end */
	bool is_lifted;
};

#define FACTS_OF(type, name)                                                                       \
	struct type *name;                                                                         \
	size_t n_##name, cap_##name

struct facts {
	int today;
	FACTS_OF(a_contact, contacts);
	FACTS_OF(a_sale, sales);
	FACTS_OF(a_promise, promises);
	FACTS_OF(a_complaint, complaints);
	FACTS_OF(a_score, scores);
	FACTS_OF(a_compliment, compliments);
	FACTS_OF(a_gift, gifts);
	FACTS_OF(an_ask, asks);
	FACTS_OF(a_sent, sent);
	FACTS_OF(a_stop, stops);
	FACTS_OF(a_part, parts);
};

void facts_deinit(struct facts *f);
/* A write that was taken: its method, its params and its result. */
void facts_note(struct facts *f, const char *method, const json_t *params, const json_t *result);

struct a_contact *facts_contact(const struct facts *f, int64_t id); /* null: not told of */
bool facts_are_together(const struct facts *f, int64_t a, int64_t b);
struct a_promise *facts_promise(const struct facts *f, int64_t id);
struct a_complaint *facts_complaint(const struct facts *f, int64_t id);
struct a_sale *facts_sale(const struct facts *f, int64_t id);
/* The ask a follow-up is a part of; null: of none. */
const struct an_ask *facts_part_of(const struct facts *f, int64_t followup);
/* The answers tell nobody whose part a follow-up is: whoever looks, says so. */
void facts_note_part(struct facts *f, int64_t followup, size_t ask);
struct a_sent *facts_sent(const struct facts *f, int64_t id);
/* The first of a person that is still followed; null: none. */
const struct a_sent *facts_open_sent(const struct facts *f, int64_t person);
/* Does a title leave names out: "… and 2 more"? */
bool facts_is_vague(const char *title);
/* What a follow-up to a referrer says by its title. How many. */
size_t facts_said(const struct facts *f, int64_t referrer, const char *title, struct a_saying *ret,
		  size_t n_max);

/* Reading of objects. */
int64_t told_id(const json_t *object, const char *key);       /* of a number or an object with id */
const char *told_text(const json_t *object, const char *key); /* "" where there is none */
int told_day(const json_t *object, const char *key);          /* NEVER where there is none */
int64_t told_instant(const json_t *object, const char *key);  /* INT64_MAX where there is none */
