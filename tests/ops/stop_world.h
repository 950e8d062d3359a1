/* The small book of test_stop_model, and its stops, kept a second time. */
#pragma once

#include "domain/words.h"
#include "ops/op.h"
#include "store/followup.h"
#include "store/suppression.h"

#define N_CONTACTS 8
#define STOPS_MAX 1000
#define DAY_SECONDS 86400

/* A stop as the test keeps it. */
struct stop {
	int64_t id, contact;
	int channel;
	int32_t until; /* 0: no end */
	bool is_lifted;
};

struct world {
	struct op_env env;
	struct settings settings;
	struct zone *zone;
	struct arena *arena;
	struct op op;
	int64_t now;
	uint64_t seed;
	struct stop *stops;
	size_t n_stops;
	int64_t who[N_CONTACTS];
	int n_held, n_cancelled, n_back; /* that it was about something */
	int n_dates, n_spread, n_merged;
};

/* xorshift64*: the same lives on every machine. */
static uint32_t roll(struct world *w, uint32_t sides)
{
	w->seed ^= w->seed >> 12;
	w->seed ^= w->seed << 25;
	w->seed ^= w->seed >> 27;
	return (uint32_t)((w->seed * 2685821657736338717u) >> 33) % sides;
}

static struct op *begin(struct world *w, enum op_actor actor)
{
	w->op = (struct op){.actor = actor, .method = "test"};
	assert_int_equal(op_group_begin(&w->env), 0);
	assert_int_equal(op_begin(&w->op, &w->env, w->arena, w->now), 0);
	return &w->op;
}

/* A refusal is an answer; a machine's failure is not. */
static int finish(struct world *w, int r)
{
	assert_true(r >= 0);
	assert_int_equal(op_end(&w->op, r), r);
	assert_int_equal(op_group_commit(&w->env), 0);
	return r;
}

/* By hand, for each kind in the order of enum followup_kind; the same letters as channels below. */
static const char usual[] = "cvmllcccm-";
static const char letters[] = "cvmelo"; /* call visit message email mail other */

static bool is_against(int channel, const struct followup *f)
{
	char used = f->channel < 0 ? usual[f->kind] : letters[f->channel];

	if (f->kind == KIND_TASK)
		return false;
	switch (channel) {
	case SUPPRESS_CALL:
		return used == 'c';
	case SUPPRESS_MESSAGE:
		return used == 'm';
	case SUPPRESS_EMAIL:
		return used == 'e';
	case SUPPRESS_MAIL:
		return used == 'l';
	case SUPPRESS_VISIT:
		return used == 'v';
	case SUPPRESS_CARD:
		return f->kind == KIND_CARD;
	case SUPPRESS_ASK:
		return f->kind == KIND_ASK;
	case SUPPRESS_ALL:
		return true;
	default:
		return false;
	}
}

static int32_t today(const struct world *w)
{
	return (int32_t)(w->now / DAY_SECONDS);
}

static bool is_in_force(const struct world *w, const struct stop *s)
{
	return !s->is_lifted && (s->until == 0 || s->until > today(w));
}

/* What stands against it: 0 nothing, 1 until a day, 2 without end. */
static int against(const struct world *w, const struct followup *f)
{
	int most = 0;

	for (size_t i = 0; i < w->n_stops; i++) {
		const struct stop *s = &w->stops[i];
		int force = s->until ? 1 : 2;

		if (s->contact == f->contact && is_in_force(w, s) && is_against(s->channel, f) &&
		    force > most)
			most = force;
	}
	return most;
}
