/* Follow-ups: one row each, and the moves that brought it where it is. */
#pragma once

#include "base/arena.h"
#include "domain/followup.h"
#include "domain/run.h"
#include "store/db.h"

/* Sets f->id. */
int store_followup_add(struct store *s, struct followup *f);
/* Writes all that can change and raises the version. */
int store_followup_update(struct store *s, struct followup *f);
/* VOUCH_E_NOT_FOUND where there is none. */
int store_followup_get(struct store *s, int64_t id, struct arena *arena, struct followup *ret);

struct followups {
	struct followup *items;
	size_t n;
};

/* By id. */
int store_followup_of_run(struct store *s, int64_t run, struct arena *arena, struct followups *ret);
/* Has it one that waits or is scheduled? */
int store_followup_is_run_open(struct store *s, int64_t run, bool *ret);
/* The parts of an ask. */
int store_followup_parts(struct store *s, int64_t ask, struct arena *arena, struct followups *ret);
/* Open ones of a contact, by due instant. */
int store_followup_open_of_contact(struct store *s, int64_t contact, struct arena *arena,
				   struct followups *ret);
/* Ended ones of a contact, newest first. */
int store_followup_ended_of_contact(struct store *s, int64_t contact, int limit,
				    struct arena *arena, struct followups *ret);
/* What a step has become for the contact of a run in the other runs of its plan, newest run
 * first: every row but the cancelled ones. */
int store_followup_of_step(struct store *s, const struct run *run, const char *step,
			   struct arena *arena, struct followups *ret);

/* The same for all steps at once: which other runs have which step. In no order. */
struct step_elsewhere {
	const char *key;
	int64_t run;
	struct day anchor_day; /* the run's */
};
struct steps_elsewhere {
	struct step_elsewhere *items;
	size_t n;
};
int store_followup_steps_elsewhere(struct store *s, const struct run *run, struct arena *arena,
				   struct steps_elsewhere *ret);
/* Open asks of a contact's household whose day has come, by due instant, then id. */
int store_followup_come_asks(struct store *s, int64_t contact, int64_t now, struct arena *arena,
			     struct followups *ret);
/* All that are about one thing, whatever became of them, by id. */
int store_followup_about(struct store *s, enum followup_about about, int64_t id,
			 struct arena *arena, struct followups *ret);

int store_move_add(struct store *s, const struct followup_move *move);
/* Oldest first. */
int store_move_list(struct store *s, int64_t followup, struct arena *arena,
		    struct followup_move **ret, size_t *ret_n);

/* When it was moved last. */
int store_move_last(struct store *s, int64_t followup, int64_t *ret);

/* For files of this noun. */
#define FOLLOWUP_COLUMNS                                                                           \
	"f.id, f.version, f.contact, f.sale, f.run, f.step, f.occurrence, f.kind, f.channel, "     \
	"f.title, f.reason, f.note, f.scope, f.gate, f.part_of, f.gives, f.score, f.repeat, "      \
	"f.series_day, f.state, f.waits_for, f.planned_day, f.planned_minute, f.due_day, "         \
	"f.due_minute, f.due_zone, f.due_at, f.next_at, f.\"rank\", f.is_pinned, f.tries_used, "   \
	"f.outcome, f.ended_day, f.created_at, f.about_kind, f.about_id"
int store_followup_read(struct store *s, struct sqlite3_stmt *stmt, struct arena *arena,
			struct followups *ret);
