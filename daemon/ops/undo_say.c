/* Undo in words: what stands in its way, and what an entry did. */
#include "ops/undo_say.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "ops/contact.h"
#include "store/image.h"
#include "store/import.h"

/* What a table's rows are to a person: a part of something, or a thing by itself. */
static const struct {
	const char *table, *noun;
	const char *owner; /* the column with the id of what it is a part of; null: itself */
} nouns[] = {
	{"contact_phone", "contact", "contact"},
	{"contact_email", "contact", "contact"},
	{"contact_tag", "contact", "contact"},
	{"contact_consent", "contact", "contact"},
	{"plan_version", "version of a plan", NULL},
	{"plan_step", "version of a plan", "plan_version"},
	{"followup", "follow-up", NULL},
	{"followup_move", "follow-up", "followup"},
	{"calendar_day", "holiday", NULL},
	{"promise_redate", "promise", "promise"},
	{"repair_cause", "repair", "run"},
	{"satisfaction", "score", NULL},
	{"talk_answer", "talk", "talk"},
	{"loop_item", "follow-up", "followup"},
	{"time_log", "time entry", NULL},
	{"edition_recipient", "edition", "edition"},
	{"address_flag", "note that mail came back", NULL},
	{"away", "absence", NULL},
};

static int64_t owner_of(struct op *op, const struct table *t, int64_t row, const char *column)
{
	struct image_bytes image;
	struct image_value v;

	if (!column || journal_image_of(op->store, t, row, op->arena, &image) || !image.bytes ||
	    !image_column(image.bytes, image.size, (size_t)table_column(t, column), &v))
		return row;
	return v.integer;
}

static const char *say_row(struct op *op, const struct table *t, int64_t row)
{
	const char *noun = t->name, *owner = NULL;

	for (size_t i = 0; i < ARRAY_LEN(nouns); i++)
		if (str_equal(nouns[i].table, t->name)) {
			noun = nouns[i].noun;
			owner = nouns[i].owner;
		}
	return arena_printf(op->arena, "%s %lld", noun, (long long)owner_of(op, t, row, owner));
}

static const char *say_at(struct op *op, int64_t at)
{
	int64_t local = zone_to_local(op->env->zone, at);
	struct day day = day_of_local(local);
	struct civil c = day_to_civil(day);
	int minute = minute_of_local(local);

	return arena_printf(op->arena, "%s %d %s %d, %02d:%02d", weekday_short(day_weekday(day)),
			    c.day, month_short(c.month), c.year, minute / 60, minute % 60);
}

int undo_say_which(struct op *op, const struct journal_entry *e, const char **ret)
{
	const char *what;
	int r;

	r = undo_say_entry(op, e, &what);
	if (r == 0)
		*ret = arena_printf(op->arena, "entry %lld (%s, %s)", (long long)e->id, what,
				    say_at(op, e->at));
	return r;
}

static const char *say_obstacle(struct op *op, const struct undo_conflict *c)
{
	const char *row = say_row(op, c->row.table, c->row.row);
	const char *other = c->other.row ? say_row(op, c->other.table, c->other.row) : NULL;

	switch (str_equal(row, other) ? OBSTACLE_CHANGED : c->why) {
	case OBSTACLE_CHANGED:
		return arena_printf(op->arena, "%s has been changed since", row);
	case OBSTACLE_GONE:
		return arena_printf(op->arena, "%s is not there any more", row);
	case OBSTACLE_USED:
		return arena_printf(op->arena, "%s is needed by %s", row, other);
	case OBSTACLE_LOST:
		return arena_printf(op->arena, "%s needs %s, which is not there any more", row,
				    other);
	case OBSTACLE_TAKEN:
		return arena_printf(
			op->arena,
			"what %s had for itself alone (its uid, an external id, a name) "
			"belongs to %s now",
			row, other ? other : "another");
	case OBSTACLE_OLD:
		break;
	}
	return row;
}

int undo_refuse(struct op *op, const struct journal_entry *entry, const struct undo_conflict *c)
{
	const struct undo_row *row = &c->row;
	const struct table *table = c->other.table ? c->other.table : row->table;
	int64_t id = c->other.table ? c->other.row : row->row;
	struct journal_entry way;
	const char *which;
	int r;

	if (c->why == OBSTACLE_OLD)
		return op_fail(op, VOUCH_E_JOURNAL_STATE, "id",
			       "entry %lld was written by an older vouch, which kept %s in another "
			       "way; it cannot be taken back any more",
			       (long long)entry->id, say_row(op, row->table, row->row));
	r = journal_later(op->store, entry, table, id, op->arena, &way);
	if (r)
		return r;
	if (!way.id)
		return op_fail(op, VOUCH_E_UNDO_CONFLICT, "id",
			       "entry %lld cannot be taken back: %s", (long long)entry->id,
			       say_obstacle(op, c));
	r = undo_say_which(op, &way, &which);
	if (r)
		return r;
	if (way.actor == ACTOR_CLOCK)
		return op_fail(op, VOUCH_E_UNDO_CONFLICT, "id",
			       "entry %lld cannot be taken back: %s, by the clock, in %s",
			       (long long)entry->id, say_obstacle(op, c), which);
	return op_fail(op, VOUCH_E_UNDO_CONFLICT, "id",
		       "entry %lld cannot be taken back: %s, by %s; take that back first",
		       (long long)entry->id, say_obstacle(op, c), which);
}

/* Methods whose words are not those of their noun and their verb. */
static const struct {
	const char *method, *text;
} whole[] = {
	{"start", "built-in plans stored"},
	{"clock.tick", "what came due"},
	{"clock.rezone", "due times worked out anew"},
	{"calendar.put", "holidays stored"},
	{"plan.put", "plan stored"},
	{"template.put", "template stored"},
	{"touch.log", "touch logged"},
	{"time.log", "time logged"},
	{"satisfaction.record", "score recorded"},
	{"suppression.remove", "suppression lifted"},
	{"referral.thank", "referrer thanked"},
	{"referral.tell", "referrer told"},
	{"edition.recipients", "list of recipients fixed"},
	{"away.set", "absence set"},
	{"away.clear", "absence ended"},
	{"agenda.spread", "what was overdue spread"},
	{"contact.relabel", "classes and tags changed"},
};

/* What was done, of what is to be done. */
static const struct {
	const char *verb, *done;
} verbs[] = {
	{"add", "added"},       {"update", "changed"},     {"open", "opened"},
	{"record", "recorded"}, {"complete", "completed"}, {"lose", "lost"},
	{"refund", "refunded"}, {"reopen", "reopened"},    {"done", "done"},
	{"skip", "skipped"},    {"snooze", "snoozed"},     {"cancel", "cancelled"},
	{"pause", "paused"},    {"resume", "resumed"},     {"apply", "applied"},
	{"stop", "stopped"},    {"keep", "kept"},          {"break", "broken"},
	{"redate", "re-dated"}, {"withdraw", "withdrawn"}, {"resolve", "resolved"},
	{"remove", "removed"},  {"deceased", "deceased"},  {"put", "stored"},
	{"merge", "merged"},    {"accept", "accepted"},    {"receive", "received"},
	{"give", "given"},      {"advance", "moved on"},   {"promote", "promoted"},
	{"mark", "marked"},
};

static const char *say_method(struct op *op, const char *method)
{
	const char *dot = strchr(method, '.');
	const char *noun, *verb;

	for (size_t i = 0; i < ARRAY_LEN(whole); i++)
		if (str_equal(whole[i].method, method))
			return whole[i].text;
	if (!dot)
		return method;
	noun = arena_strndup(op->arena, method, (size_t)(dot - method));
	verb = dot + 1;
	if (str_equal(noun, "followup"))
		noun = "follow-up";
	for (size_t i = 0; i < ARRAY_LEN(verbs); i++)
		if (str_equal(verbs[i].verb, verb))
			verb = verbs[i].done;
	return arena_printf(op->arena, "%s %s", noun, verb);
}

static int say_import(struct op *op, const struct journal_entry *e, const char **ret)
{
	struct import import;
	int r;

	r = store_import_of_group(op->store, e->group_id, op->arena, &import);
	if (r == VOUCH_E_NOT_FOUND) {
		*ret = "import";
		return 0;
	}
	if (r)
		return r;
	*ret = arena_printf(op->arena, "import %lld from %s: %lld %s added", (long long)import.id,
			    import.source, (long long)import.added, import_kinds[import.kind]);
	if (import.updated)
		*ret = arena_printf(op->arena, "%s, %lld changed", *ret, (long long)import.updated);
	return 0;
}

/* Of an undo: what it took back, or did again. */
static int say_undo(struct op *op, const struct journal_entry *e, const char **ret)
{
	struct journal_entry of;
	const char *what;
	int r;

	r = journal_get(op->store, e->undoes, op->arena, &of);
	if (r == 0 && of.group_id && of.group_id != of.id)
		r = journal_get(op->store, of.group_id, op->arena, &of);
	for (bool is_redo = false; r == 0; is_redo = !is_redo) {
		if (!of.undoes) {
			r = undo_say_entry(op, &of, &what);
			if (r == 0)
				*ret = arena_printf(op->arena, "%s %lld: %s",
						    is_redo ? "did again" : "took back",
						    (long long)of.id, what);
			return r;
		}
		r = journal_get(op->store, of.undoes, op->arena, &of);
		if (r == 0 && of.group_id && of.group_id != of.id)
			r = journal_get(op->store, of.group_id, op->arena, &of);
	}
	return r;
}

int undo_say_entry(struct op *op, const struct journal_entry *e, const char **ret)
{
	if (e->undoes)
		return say_undo(op, e, ret);
	if (e->actor == ACTOR_IMPORT)
		return say_import(op, e, ret);
	*ret = say_method(op, e->method);
	return 0;
}
