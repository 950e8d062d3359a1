/* Undo in words: what stands in its way, and what an entry did. */
#include "ops/undo_say.h"

#include "base/cleanup.h"
#include "base/str.h"
#include "ops/contact.h"
#include "ops/journal.h"
#include "ops/title.h"
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
	{"contact_distinct", "contact", "contact"},
	{"plan_version", "version of a plan", NULL},
	{"plan_step", "version of a plan", "plan_version"},
	{"followup", "follow-up", NULL},
	{"followup_move", "follow-up", "followup"},
	{"calendar_day", "holiday", NULL},
	{"promise_redate", "promise", "promise"},
	{"repair_cause", "repair", "run"},
	{"satisfaction", "score", NULL},
	{"suppression", "stop", NULL},
	{"talk_answer", "talk", "talk"},
	{"loop_item", "follow-up", "followup"},
	{"time_log", "time entry", NULL},
	{"edition_recipient", "edition", "edition"},
	{"address_flag", "note that mail came back", NULL},
	{"away", "absence", NULL},
	{"request", "request about their data", NULL},
};

/* What a person calls one of them by, where it has words of its own. */
static const struct {
	const char *table, *column;
} words[] = {
	{"campaign", "name"},  {"complaint", "text"}, {"compliment", "text"},
	{"date", "what"},      {"followup", "title"}, {"gift", "what"},
	{"household", "name"}, {"promise", "text"},   {"sale", "product"},
};

/* A row, or what it is a part of. */
struct thing {
	const struct table *table;
	int64_t row;
	const char *noun;
	struct image_bytes image; /* as it is now; none where it is not there */
};

static bool value_of(const struct thing *x, const char *column, struct image_value *ret)
{
	int i = column ? table_column(x->table, column) : -1;

	return x->image.bytes && i >= 0 &&
	       image_column(x->image.bytes, x->image.size, (size_t)i, ret);
}

static void read_image(struct op *op, struct thing *x)
{
	if (journal_image_of(op->store, x->table, x->row, op->arena, &x->image))
		x->image.bytes = NULL;
}

static struct thing thing_of(struct op *op, const struct table *t, int64_t row)
{
	struct thing x = {.table = t, .row = row, .noun = t->name};
	const char *owner = NULL;
	struct image_value v;

	read_image(op, &x);
	for (size_t i = 0; i < ARRAY_LEN(nouns); i++)
		if (str_equal(nouns[i].table, t->name)) {
			x.noun = nouns[i].noun;
			owner = nouns[i].owner;
		}
	if (!owner || !value_of(&x, owner, &v))
		return x;
	x.row = v.integer;
	x.table = table_find(owner);
	read_image(op, &x);
	return x;
}

static const char *words_of(struct op *op, const struct thing *x)
{
	struct image_value v;

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_equal(words[i].table, x->table->name) && value_of(x, words[i].column, &v) &&
		    v.type == IMAGE_TEXT)
			return op_title(op, arena_strndup(op->arena, v.bytes, v.size));
	return NULL;
}

/* Whose it is, or who it is; null where that is not known, or nobody's. */
static const char *who_of(struct op *op, const struct thing *x)
{
	bool is_contact = str_equal(x->table->name, "contact");
	struct image_value v = {.type = IMAGE_INTEGER, .integer = x->row};
	const char *name;

	if (!is_contact && (!value_of(x, x->table->contact, &v) || v.type != IMAGE_INTEGER))
		return NULL;
	name = op_journal_name(op, v.integer);
	return str_equal(name, "someone") ? NULL : op_title(op, name);
}

/* "contact 2 (Ana Ruiz)", "follow-up 12 (how it went, Ana Ruiz)", "holiday 3" */
static const char *say_row(struct op *op, const struct table *t, int64_t row)
{
	struct thing x = thing_of(op, t, row);
	const char *what = words_of(op, &x), *who = who_of(op, &x);

	if (!what && !who)
		return arena_printf(op->arena, "%s %lld", x.noun, (long long)x.row);
	return arena_printf(op->arena, "%s %lld (%s%s%s)", x.noun, (long long)x.row,
			    what ? what : "", what && who ? ", " : "", who ? who : "");
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
	case OBSTACLE_MERGED:
		return arena_printf(op->arena, "%s was merged into another contact since", other);
	case OBSTACLE_SECOND:
		return arena_printf(op->arena, "%s would stand beside %s", row, other);
	case OBSTACLE_LEFT:
	case OBSTACLE_OLD:
		break;
	}
	return row;
}

/* No need to take anything back: a new merge takes all along. */
static int refuse_left(struct op *op, const struct journal_entry *entry,
		       const struct undo_conflict *c)
{
	const char *row = say_row(op, c->row.table, c->row.row);
	const char *left = say_row(op, c->other.table, c->other.row);

	return op_fail(op, VOUCH_E_UNDO_CONFLICT, "id",
		       "entry %lld cannot be taken back: %s would be merged again, but not %s, "
		       "which is newer than the merge; merge the two once more instead",
		       (long long)entry->id, row, str_equal(row, left) ? "what it has now" : left);
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
	if (c->why == OBSTACLE_LEFT)
		return refuse_left(op, entry, c);
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

/* What each method that changes something did, by the method's name. */
static const struct {
	const char *method, *text;
} deeds[] = {
	{"agenda.spread", "what was overdue spread"},
	{"ask.record", "answer to an ask recorded"},
	{"away.clear", "absence ended"},
	{"away.set", "absence set"},
	{"calendar.load", "holidays stored"},
	{"calendar.put", "holidays stored"},
	{"campaign.add", "campaign added"},
	{"campaign.update", "campaign changed"},
	{"candidate.add", "possible referral noted"},
	{"candidate.promote", "possible referral became a referral"},
	{"clock.accept", "the machine's clock accepted"},
	{"clock.rezone", "due times worked out anew"},
	{"clock.step", "what came due"},
	{"clock.tick", "what came due"},
	{"complaint.add", "complaint noted"},
	{"complaint.resolve", "complaint resolved"},
	{"compliment.add", "compliment noted"},
	{"contact.add", "contact added"},
	{"contact.deceased", "death noted"},
	{"contact.distinct", "two contacts told apart"},
	{"contact.erase", "person erased"},
	{"contact.merge", "two contacts merged into one"},
	{"contact.pause", "contact paused"},
	{"contact.relabel", "classes and tags changed"},
	{"contact.resume", "contact resumed"},
	{"contact.update", "contact changed"},
	{"date.add", "date added"},
	{"date.remove", "date removed"},
	{"edition.mark", "mailing marked"},
	{"edition.recipients", "list of recipients fixed"},
	{"followup.add", "follow-up added"},
	{"followup.cancel", "follow-up cancelled"},
	{"followup.done", "follow-up done"},
	{"followup.skip", "follow-up skipped"},
	{"followup.snooze", "follow-up snoozed"},
	{"followup.update", "follow-up changed"},
	{"gift.add", "gift noted"},
	{"household.add", "household added"},
	{"household.update", "household changed"},
	{"plan.apply", "plan applied"},
	{"plan.put", "plan stored"},
	{"promise.add", "promise made"},
	{"promise.break", "promise broken"},
	{"promise.keep", "promise kept"},
	{"promise.redate", "promise re-dated"},
	{"promise.withdraw", "promise withdrawn"},
	{"referral.advance", "referral moved on"},
	{"referral.give", "referral given"},
	{"referral.receive", "referral received"},
	{"referral.tell", "referrer told"},
	{"referral.thank", "referrer thanked"},
	{"request.add", "request about their data noted"},
	{"request.done", "request about their data answered"},
	{"run.stop", "plan stopped"},
	{"sale.complete", "sale completed"},
	{"sale.lose", "sale lost"},
	{"sale.open", "sale opened"},
	{"sale.record", "sale entered"},
	{"sale.refund", "sale refunded"},
	{"sale.reopen", "sale reopened"},
	{"sale.update", "sale changed"},
	{"satisfaction.record", "score recorded"},
	{"settings.reload", "settings read again"},
	{"start", "built-in plans stored"},
	{"suppression.add", "stop noted"},
	{"suppression.remove", "stop lifted"},
	{"talk.record", "talk recorded"},
	{"template.put", "template stored"},
	{"time.log", "time logged"},
	{"touch.log", "touch logged"},
};

const char *undo_say_method(const char *method)
{
	for (size_t i = 0; i < ARRAY_LEN(deeds); i++)
		if (str_equal(deeds[i].method, method))
			return deeds[i].text;
	return NULL;
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
	*ret = undo_say_method(e->method);
	if (!*ret)
		*ret = "something changed"; /* by a method that this vouch does not have */
	return 0;
}
