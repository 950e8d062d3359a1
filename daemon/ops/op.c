/* One operation: its time, its savepoint, its journal entry, and how it refuses. */
#include "ops/op.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>

#include "ops/cadence.h"
#include "ops/calendar.h"
#include "ops/calendar_item.h"
#include "ops/undo.h"
#include "ops/zones.h"
#include "store/db.h"
#include "store/idempotency.h"
#include "store/journal.h"
#include "vouch/limits.h"

#define IDEMPOTENCY_SECONDS ((int64_t)VOUCH_IDEMPOTENCY_DAYS * 86400)

void op_env_deinit(struct op_env *env)
{
	op_calendar_deinit(env);
	free(env->calendar.changed);
	env->calendar = (struct op_calendar){0};
	op_zones_free(env->zones);
	env->zones = NULL;
}

int op_group_begin(struct op_env *env)
{
	op_calendar_recheck(env);
	store_enforce(env->store, !env->is_taking_book);
	return store_begin(env->store);
}

int op_group_commit(struct op_env *env)
{
	return store_commit(env->store);
}

void op_group_rollback(struct op_env *env)
{
	store_rollback(env->store);
	journal_drop(store_journal(env->store));
}

bool op_group_is_alive(const struct op_env *env)
{
	return store_in_group(env->store);
}

bool op_is_broken(const struct op_env *env)
{
	return store_is_broken(env->store);
}

bool op_is_damaged(const struct op_env *env)
{
	return store_is_damaged(env->store);
}

void op_look(struct op *op, struct op_env *env, struct arena *arena, int64_t now)
{
	int64_t local = zone_to_local(env->zone, now);

	op->env = env;
	op->store = env->store;
	op->settings = env->settings;
	op->arena = arena;
	op->now = now;
	op->local = (struct moment){day_of_local(local), minute_of_local(local)};
	op->today = op->local.day;
	op->journal = 0;
	op->fail_code = 0;
	op->fail_field = NULL;
	op->fail_text = NULL;
	op->fail_faults = NULL;
	op->n_fail_faults = 0;
	op->is_refusal_kept = false;
	op->is_in_part = false;
	op->newest = NULL;
	op->values.come = op->values.from = op->values.to = NO_DAY;
	op->given_way.ids = NULL;
	op->given_way.n = op->given_way.cap = 0;
}

int op_begin(struct op *op, struct op_env *env, struct arena *arena, int64_t now)
{
	struct journal *journal = store_journal(env->store);
	int r;

	op_look(op, env, arena, now);
	r = store_savepoint(env->store);
	if (r)
		return r;

	journal_start(journal);
	op->journal = journal_id(journal);
	r = op_calendar_refresh(op);
	return r ? op_end(op, r) : 0;
}

bool op_is_slice_over(const struct op *op)
{
	return op->until && clock_monotonic_us() >= op->until;
}

static enum journal_actor journal_actor_of(enum op_actor actor)
{
	switch (actor) {
	case OP_USER:
		return ACTOR_USER;
	case OP_CLOCK:
		return ACTOR_CLOCK;
	case OP_DESKTOP:
		return ACTOR_DESKTOP;
	case OP_IMPORT:
		return ACTOR_IMPORT;
	}
	return ACTOR_USER;
}

/* What is being taken back piece by piece is not to be changed meanwhile. */
static int check_pieces(struct op *op)
{
	bool is_met = false;
	int r = 0;

	if (op->env->is_taking_book && journal_has_rows(store_journal(op->store)))
		return op_fail(op, VOUCH_E_CONFLICT, NULL,
			       "a whole book is being taken in right now; try again in a moment");
	if (op->env->is_undoing && !(op->undo && op->undo->is_slice))
		r = op_undo_meets(op, &is_met);
	if (r || !is_met)
		return r;
	return op_fail(op, VOUCH_E_CONFLICT, NULL,
		       "this was imported, and the import is being taken back right now; try again "
		       "in a moment");
}

static int write_journal(struct op *op)
{
	int r;
	struct journal_entry entry = {
		.at = op->now,
		.actor = journal_actor_of(op->actor),
		.method = op->method,
		.summary = op->summary ? op->summary : op->method,
		.group_id = op->journal_group,
		.undoes = op->undo ? op->undo->undoes : 0,
	};

	r = journal_write(store_journal(op->store), &entry);
	return r || !op->undo ? r : op_undo_mark(op);
}

static int keep(struct op *op)
{
	int r;

	r = cadence_settle_given_way(op);
	if (r == 0)
		r = check_pieces(op);
	if (r)
		return r;
	op_calendar_follow(op);
	r = write_journal(op);
	/* Names and words are read where nobody could refuse: no answer is made without them. */
	if (r == 0)
		r = store_mishap(op->store);
	return r ? r : store_release(op->store);
}

int op_end(struct op *op, int r)
{
	bool is_kept = !r || (op->is_refusal_kept && r == op->fail_code);
	int kept = is_kept ? keep(op) : r, mishap = store_mishap(op->store);

	if (is_kept && !kept)
		return r;
	r = kept > 0 && mishap ? mishap : kept; /* what refuses may be what was not to be had */

	/* An error may have ended the group, and with it the savepoint. */
	if (store_in_group(op->store)) {
		int undone = store_rollback_to(op->store);

		if (undone)
			r = undone;
	}
	journal_drop(store_journal(op->store));
	return r;
}

int64_t op_journal_id(const struct op *op)
{
	return journal_has_rows(store_journal(op->store)) ? op->journal : 0;
}

int op_fail(struct op *op, enum vouch_err code, const char *field, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	op->fail_text = arena_vprintf(op->arena, format, args);
	va_end(args);
	op->fail_field = field;
	op->fail_code = (int)code;
	return (int)code;
}

int op_recall(struct op *op, const char *key, int64_t hash, const char **ret_result)
{
	const char *result;
	int64_t stored;
	int r;

	r = store_idempotency_get(op->store, key, op->now - IDEMPOTENCY_SECONDS, op->arena, &stored,
				  &result);
	if (r)
		return r;
	if (result && stored != hash)
		return op_fail(op, VOUCH_E_CONFLICT, "idempotency_key",
			       "This key belongs to another request.");
	*ret_result = result;
	return 0;
}

int op_remember(struct op *op, const char *key, int64_t hash, const char *result)
{
	int r;

	r = store_idempotency_expire(op->store, op->now - IDEMPOTENCY_SECONDS);
	if (r)
		return r;
	return store_idempotency_put(op->store, key, hash, result, op->now);
}

int64_t op_instant(const struct op *op, struct day day, int minute)
{
	if (day_is_none(day))
		return NO_INSTANT;
	if (minute == ANY_MINUTE)
		minute = op->env->work.start;
	return zone_to_instant(op->env->zone, day_to_local(day, minute), NULL);
}

struct day op_day(const struct op *op, int64_t instant)
{
	return day_of_local(zone_to_local(op->env->zone, instant));
}
