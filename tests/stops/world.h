/* A small book whose life is told at random, and beside it all that says who may not be reached,
 * kept a second time: by these tests, and not by the code they are about. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/followup.h"
#include "ops/op.h"

#define N_CONTACTS 8
#define STOPS_MAX 2000
#define MERGES_MAX 500
#define PERSONS_MAX 2000
#define ENTRIES_MAX 50000
#define RECENT 12
#define DAY_SECONDS 86400
#define SOURCE "crm" /* of what is imported */

/* Each fact holds while the entry that made it is not undone. */
struct stop {
	int64_t id, contact;
	int channel;
	int32_t until; /* 0: no end */
	int64_t entry, lifted_by;
};
struct merge {
	int64_t drop, keep, entry;
};
/* Somebody real, whom lists of others know: p7@example.org. */
struct somebody {
	int64_t contact; /* as which they came into the book */
	int64_t died_by; /* an entry */
	bool is_erased;  /* for good */
};

struct world {
	struct op_env env;
	struct settings settings;
	struct zone *zone;
	struct arena *arena;
	struct op op;
	int64_t now;
	uint64_t first_seed, seed;
	int step;
	const char *what; /* is done in this step */

	struct stop stops[STOPS_MAX];
	struct merge merges[MERGES_MAX];
	struct somebody people[PERSONS_MAX];
	size_t n_stops, n_merges, n_people;
	bool is_undone[ENTRIES_MAX];
	int64_t undoes[ENTRIES_MAX]; /* which one an entry took back; 0: it is no undo */

	int who[N_CONTACTS]; /* places in people: those who live in this book now */
	int64_t recent[RECENT];
	size_t n_recent;
	int64_t last_undo;
	int64_t campaigns[2];
	int64_t seq; /* of the last event looked at */

	/* That it was about something. */
	int n_held, n_cancelled, n_back, n_dates, n_spread, n_merged, n_imported, n_refused,
		n_erased, n_undone, n_redone, n_restored, n_sent, n_left_out, n_died, n_due,
		n_shown, n_earned;
};

struct world *world_new(uint64_t seed);
void world_free(struct world *w);
/* A number below `sides`: the same lives on every machine. */
uint32_t roll(struct world *w, uint32_t sides);
int32_t today(const struct world *w);
struct op *begin(struct world *w, enum op_actor actor);
/* A refusal is an answer; a machine's failure is not. */
int finish(struct world *w, int r);
/* One of those who live in the book. */
int64_t anybody(struct world *w);
/* Somebody new comes in the place. */
void replace(struct world *w, size_t place);

/* The model. As whom somebody is known now: merges lead on. */
int64_t owner(const struct world *w, int64_t contact);
bool is_dead(const struct world *w, int64_t contact);
bool is_erased(const struct world *w, int64_t contact);
bool is_in_force(const struct world *w, const struct stop *s);
/* An entry was taken back; `own` is the one that did it. */
void note_undone(struct world *w, int64_t entry, int64_t own);
/* What stands against a follow-up: 0 nothing, 1 until a day, 2 without end. */
int against(const struct world *w, const struct followup *f);
/* May an edition go to them? */
bool may_be_sent(const struct world *w, int64_t contact, bool is_card);
/* May they be asked for a referral, in whichever way? */
bool may_be_asked(const struct world *w, int64_t contact);

/* The oracle: each fails the test where the book does what the model forbids. */
void check_contact(struct world *w, int64_t contact);
void check_all(struct world *w);
/* What has fallen due since it was last called. */
void check_fired(struct world *w);
/* What the desktop shows now. */
void show(struct world *w);

/* Steps. */
void live(struct world *w);
void import_somebody(struct world *w);
void take_back(struct world *w);
void merge_two(struct world *w, int64_t keep);
void erase(struct world *w);
void die(struct world *w);
void turn_sale(struct world *w, int64_t contact);
void trouble(struct world *w, int64_t contact);
void send_edition(struct world *w);
