/* Holds the book against the model: what is planned, what falls due, what is shown. */
#include <string.h>

#include "domain/words.h"
#include "ops/agenda.h"
#include "ops/event.h"
#include "ops/gate.h"
#include "ops/notice.h"
#include "store/event.h"
#include "store/followup.h"
#include "store/followup_clock.h"
#include "store/notice.h"
#include "world.h"

#define MANY 1000

static void check_planned(struct world *w, const struct followup *f)
{
	bool is_held = f->state == FOLLOWUP_WAITING && f->waits_for == WAIT_SUPPRESSION;
	bool may_come = f->state == FOLLOWUP_SCHEDULED ||
			(f->state == FOLLOWUP_WAITING && f->waits_for == WAIT_GATE);
	int force = f->contact ? against(w, f) : 0;

	if (force == 2 || (force == 1 && may_come) || (force == 0 && is_held))
		fail_msg("seed %llu, step %d (%s): %lld (%s, %s) of contact %lld stands planned "
			 "against %d, waits for %d",
			 (unsigned long long)w->first_seed, w->step, w->what, (long long)f->id,
			 followup_kinds[f->kind], followup_states[f->state], (long long)f->contact,
			 force, f->waits_for);
}

static void check_told(struct world *w, int64_t followup, const char *how)
{
	struct followup f;

	assert_int_equal(store_followup_get(w->env.store, followup, w->arena, &f), 0);
	if (f.contact && against(w, &f))
		fail_msg("seed %llu, step %d (%s): %lld (%s) of contact %lld was %s, against %d",
			 (unsigned long long)w->first_seed, w->step, w->what, (long long)f.id,
			 followup_kinds[f.kind], (long long)f.contact, how, against(w, &f));
}

static void check_gate(struct world *w, int64_t contact)
{
	struct gate_verdict *verdict = arena_alloc(w->arena, sizeof *verdict);
	struct op op = {0};

	op_look(&op, &w->env, w->arena, w->now);
	if (op_gate_check(&op, contact, NO_DAY, -1, verdict) || !verdict->earned)
		return;
	w->n_earned++;
	if (!may_be_asked(w, contact))
		fail_msg("seed %llu, step %d (%s): contact %lld may be asked",
			 (unsigned long long)w->first_seed, w->step, w->what, (long long)contact);
}

void check_contact(struct world *w, int64_t contact)
{
	struct followups open;

	assert_int_equal(store_followup_open_of_contact(w->env.store, contact, w->arena, &open), 0);
	for (size_t i = 0; i < open.n; i++)
		check_planned(w, &open.items[i]);
	if (w->step % 8 == 0)
		check_gate(w, contact);
}

void check_all(struct world *w)
{
	struct followups open;

	assert_int_equal(store_followup_open_after(w->env.store, 0, MANY, w->arena, &open), 0);
	assert_true(open.n < MANY);
	for (size_t i = 0; i < open.n; i++)
		check_planned(w, &open.items[i]);
}

void check_fired(struct world *w)
{
	struct event_row *rows;
	int n;

	assert_int_equal(store_event_since(w->env.store, w->seq, MANY, w->arena, &rows, &n), 0);
	for (int i = 0; i < n; i++) {
		w->seq = rows[i].id;
		if (strcmp(rows[i].kind, event_kinds[EVENT_FOLLOWUP_DUE]) != 0)
			continue;
		w->n_due++;
		check_told(w, rows[i].about, "made due");
	}
}

static void check_post(struct world *w, const struct notice_post *post)
{
	struct notice_item *items;
	size_t n;

	if (post->followup)
		check_told(w, post->followup, "shown");
	assert_int_equal(
		store_notice_due(w->env.store, post->notice.id, MANY, w->arena, &items, &n), 0);
	for (size_t i = 0; i < n; i++)
		check_told(w, items[i].followup, "shown");
	w->n_shown++;
}

/* The agenda at this moment, however long ago a row of it fell due. */
static void check_agenda(struct world *w)
{
	const struct agenda_filter filter = {
		.from = INT64_MIN, .until = w->now, .kind = -1, .limit = MANY};
	struct followups due;
	struct op op = {0};

	op_look(&op, &w->env, w->arena, w->now);
	assert_int_equal(op_agenda_due(&op, &filter, &due), 0);
	for (size_t i = 0; i < due.n; i++)
		check_told(w, due.items[i].id, "on the agenda");
}

void show(struct world *w)
{
	struct notice_post *posts;
	size_t n = 0;
	bool is_wanted;

	check_agenda(w);
	assert_int_equal(finish(w, op_notice_claim(begin(w, OP_CLOCK), &posts, &n)), 0);
	for (size_t i = 0; i < n; i++) {
		int64_t id = posts[i].notice.id;

		if (!posts[i].summary)
			continue;
		check_post(w, &posts[i]);
		assert_int_equal(finish(w, op_notice_shown(begin(w, OP_DESKTOP), id, ":1.1", id,
							   &is_wanted)),
				 0);
		if (roll(w, 2))
			(void)finish(w, op_notice_closed(begin(w, OP_DESKTOP), id, 2));
	}
}
