/* How follow-ups and touches look in answers. */
#include <assert.h>

#include "base/cleanup.h"
#include "domain/words.h"
#include "ops/agenda.h"
#include "ops/away.h"
#include "ops/contact.h"
#include "ops/due.h"
#include "ops/promise_warn.h"
#include "ops/request.h"
#include "ops/run.h"
#include "rpc/nouns.h"
#include "rpc/render.h"

int answer_if(int r, json_t *object, json_t **ret)
{
	if (r)
		json_decref(object);
	else
		*ret = object;
	return r;
}

json_t *under(const char *noun, json_t *object)
{
	json_t *result = json_object();

	set_object(result, noun, object);
	return result;
}

json_t *render_who(struct op *op, int64_t contact)
{
	json_t *o = json_object();

	set_id(o, "id", contact);
	set_text(o, "name", op_contact_name(op, contact));
	return o;
}

static json_t *render_origin(struct op *op, const struct followup *f)
{
	struct run run;
	json_t *o;

	if (!f->run || op_run_get(op, f->run, &run))
		return json_null();
	o = json_object();
	set_text(o, "name", run.plan_name);
	set_int(o, "version", run.plan_number);
	set_text(o, "step", f->step);
	set_id(o, "run", f->run);
	return o;
}

/* What it is about, besides its contact: {kind, id}; of a request also what they ask. */
static json_t *render_about(struct op *op, const struct followup *f)
{
	struct request x;
	json_t *o;

	if (!f->about_id)
		return json_null();
	o = json_object();
	set_text(o, "kind", followup_abouts[f->about]);
	set_id(o, "id", f->about_id);
	if (followup_is_request(f) && op_request_get(op, f->about_id, &x) == 0)
		set_text(o, "asks", request_kinds[x.kind]);
	return o;
}

static void set_told(json_t *o, const char *key, struct due_told told)
{
	set_due(o, key, told.day, told.minute);
}

json_t *render_followup(struct op *op, const struct followup *f)
{
	json_t *o = json_object();
	struct due_told there;

	set_id(o, "id", f->id);
	set_int(o, "version", f->version);
	set_object(o, "contact", render_who(op, f->contact));
	set_id(o, "sale", f->sale);
	set_text(o, "kind", followup_kinds[f->kind]);
	set_text(o, "channel", word_at(channels, f->channel));
	set_text(o, "title", f->title);
	set_text(o, "note", f->note);
	set_text(o, "reason", f->reason);
	set_text(o, "state", followup_states[f->state]);
	set_text(o, "waits_for", word_at(followup_waits, f->waits_for));
	set_told(o, "due", due_told(op, f));
	set_instant(o, "due_at", f->due_at);
	if (due_there(op, f, &there) == 0 && !day_is_none(there.day))
		set_told(o, "due_there", there);
	set_due(o, "planned", f->planned_day, f->planned_minute);
	set_text(o, "gate", f->has_gate ? step_gates[0] : NULL);
	set_bool(o, "gives", f->gives);
	set_bool(o, "score", f->score);
	set_text(o, "repeat", f->repeat);
	set_bool(o, "pinned", f->is_pinned);
	set_int(o, "tries_used", f->tries_used);
	set_text(o, "outcome", word_at(outcomes, f->outcome));
	set_day(o, "ended_day", f->ended_day);
	set_object(o, "plan", render_origin(op, f));
	set_object(o, "about", render_about(op, f));
	return o;
}

const char *const followup_brief_fields[] = {
	"id",  "version", "contact",      "kind", "channel", "title", "state", "waits_for",
	"due", "due_at",  "overdue_days", "sale", "score",   "why",   NULL,
};
static_assert(ARRAY_LEN(followup_brief_fields) == FOLLOWUP_BRIEF_FIELDS + 1, "all of them");

json_t *render_followup_brief(struct op *op, const struct followup *f)
{
	struct due_told due = due_told(op, f);
	int late = op->today.n - due.day.n;
	json_t *o = json_object();

	set_id(o, "id", f->id);
	set_int(o, "version", f->version);
	set_object(o, "contact", render_who(op, f->contact));
	set_text(o, "kind", followup_kinds[f->kind]);
	set_text(o, "channel", word_at(channels, f->channel));
	set_text(o, "title", f->title);
	set_text(o, "state", followup_states[f->state]);
	set_text(o, "waits_for", word_at(followup_waits, f->waits_for));
	set_told(o, "due", due);
	set_instant(o, "due_at", f->due_at);
	set_int(o, "overdue_days", f->state == FOLLOWUP_SCHEDULED && late > 0 ? late : 0);
	set_id(o, "sale", f->sale);
	set_bool(o, "score", f->score);
	set_text(o, "why", op_agenda_reason(op, f));
	return o;
}

json_t *render_followup_briefs(struct op *op, const struct followup *items, size_t n)
{
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++)
		(void)json_array_append_new(list, render_followup_brief(op, &items[i]));
	return list;
}

int set_held_until(struct op *op, json_t *answer, const struct followup *f)
{
	struct day until;
	int r = away_will_hold(op, f, &until);

	if (r == 0 && !day_is_none(until))
		set_day(answer, "held_until", until);
	return r;
}

json_t *render_followup_next(struct op *op, const struct followup *f)
{
	json_t *o;

	if (!f->id)
		return json_null();
	o = json_object();
	set_id(o, "id", f->id);
	set_text(o, "title", f->title);
	set_text(o, "kind", followup_kinds[f->kind]);
	set_told(o, "due", due_told(op, f));
	set_instant(o, "due_at", f->due_at);
	return o;
}

json_t *render_touch(struct op *op, const struct touch *t)
{
	json_t *o;

	if (!t->id)
		return json_null();
	o = json_object();
	set_id(o, "id", t->id);
	set_int(o, "version", t->version);
	set_object(o, "contact", render_who(op, t->contact));
	set_id(o, "followup", t->followup);
	set_day(o, "day", t->day);
	set_text(o, "channel", channels[t->channel]);
	set_text(o, "direction", directions[t->direction]);
	set_bool(o, "gave", t->gave);
	set_bool(o, "asked", t->asked);
	set_text(o, "text", t->text);
	set_minute(o, "minutes", t->minutes);
	return o;
}

int set_warnings(struct op *op, json_t *object, const struct followup *items, size_t n)
{
	json_t *list = json_array();
	struct move_warning *rows;
	size_t n_rows = 0;
	int r;

	r = promise_warn(op, items, n, &rows, &n_rows);
	for (size_t i = 0; i < n_rows; i++) {
		json_t *o = json_object();

		set_id(o, "followup", rows[i].followup);
		set_id(o, "promise", rows[i].promise.id);
		set_day(o, "due_day", rows[i].promise.due_day);
		set_day(o, "target_day", rows[i].promise.target_day);
		set_bool(o, "breaks", rows[i].is_past_due);
		set_text(o, "text", rows[i].text);
		(void)json_array_append_new(list, o);
	}
	set_object(object, "warnings", list);
	return r;
}
