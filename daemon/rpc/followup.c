/* followup.*: add, update, get, list, skip, snooze, cancel, why. */
#include "ops/followup.h"

#include "domain/words.h"
#include "ops/refuse.h"
#include "ops/why.h"
#include "rpc/lists.h"
#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

struct followup_params {
	struct given given;
	int64_t id; /* update */
	int64_t if_version;
	int64_t contact;
	int kind;
	const char *title;
	struct due due;
	int64_t sale;
	const char *note;
	int channel;
	bool gives;
	const char *repeat;
};

#define S struct followup_params
static const struct param add_params[] = {
	ROW_ID(S, contact, "contact", PARAM_REQUIRED, "whom it is for"),
	ROW_WORD(S, kind, "kind", followup_kinds, PARAM_REQUIRED, "what to do"),
	ROW_TEXT(S, title, "title", 1, VOUCH_TITLE_MAX, PARAM_REQUIRED, "what it is about"),
	ROW_DUE(S, due, "due", PARAM_REQUIRED, "when; kept as named"),
	ROW_ID(S, sale, "sale", 0, "the sale it belongs to"),
	ROW_TEXT(S, note, "note", 0, VOUCH_TEXT_MAX, 0, "anything else"),
	ROW_WORD(S, channel, "channel", channels, 0, "how"),
	ROW_BOOL(S, gives, "gives", "it gives the contact something"),
	ROW_REPEAT(S, repeat, "repeat", 0, "an RRULE, or every so many days"),
	{0},
};
static const struct param update_params[] = {
	ROW_ID(S, id, "id", PARAM_REQUIRED, "the follow-up"),
	ROW_IF_VERSION(S),
	ROW_ID(S, contact, "contact", 0, "whom it is for"),
	ROW_WORD(S, kind, "kind", followup_kinds, 0, "what to do"),
	ROW_TEXT(S, title, "title", 1, VOUCH_TITLE_MAX, 0, "what it is about"),
	ROW_DUE(S, due, "due", 0, "when; kept as named"),
	ROW_ID(S, sale, "sale", PARAM_NULLABLE, "the sale it belongs to"),
	ROW_TEXT(S, note, "note", 0, VOUCH_TEXT_MAX, PARAM_NULLABLE, "anything else"),
	ROW_WORD(S, channel, "channel", channels, PARAM_NULLABLE, "how"),
	ROW_BOOL(S, gives, "gives", "it gives the contact something"),
	ROW_REPEAT(S, repeat, "repeat", PARAM_NULLABLE, "an RRULE, or every so many days"),
	{0},
};

static int followup_add(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct followup f = {
		.contact = p->contact,
		.sale = p->sale,
		.kind = (enum followup_kind)p->kind,
		.channel = p->channel,
		.title = p->title,
		.note = p->note,
		.gives = p->gives,
		.repeat = p->repeat,
		.due_day = p->due.day,
		.due_minute = p->due.minute,
	};
	json_t *o;
	int r;

	r = op_followup_add(c->op, &f);
	if (r)
		return r;
	o = under("followup", render_followup(c->op, &f));
	return answer_if(set_held_until(c->op, o, &f), o, ret);
}

#define GIVEN(member) params_present(update_params, p, offsetof(S, member))

static int followup_update(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct followup f;
	bool is_moved;
	json_t *o;
	int r;

	r = op_followup_get(c->op, p->id, &f);
	if (r == 0)
		r = op_check_version(c->op, p->if_version, f.version);
	if (r)
		return r;
	if (GIVEN(contact))
		f.contact = p->contact;
	if (GIVEN(kind))
		f.kind = (enum followup_kind)p->kind;
	if (GIVEN(title))
		f.title = p->title;
	if (GIVEN(sale))
		f.sale = p->sale;
	if (GIVEN(note))
		f.note = p->note;
	if (GIVEN(channel))
		f.channel = p->channel;
	if (GIVEN(gives))
		f.gives = p->gives;
	if (GIVEN(repeat))
		f.repeat = p->repeat;
	is_moved =
		GIVEN(due) && !(day_equal(f.due_day, p->due.day) && f.due_minute == p->due.minute);
	if (is_moved) {
		f.due_day = p->due.day;
		f.due_minute = p->due.minute;
	}
	r = op_followup_update(c->op, &f, is_moved);
	if (r)
		return r;
	o = under("followup", render_followup(c->op, &f));
	return answer_if(set_warnings(c->op, o, &f, is_moved), o, ret);
}
#undef GIVEN
#undef S

struct id_params {
	struct given given;
	int64_t id;
	const char *reason;
};
static const struct param id_params[] = {
	ROW_ID(struct id_params, id, "id", PARAM_REQUIRED, "the follow-up"),
	{0},
};
static const struct param cancel_params[] = {
	ROW_ID(struct id_params, id, "id", PARAM_REQUIRED, "the follow-up"),
	ROW_TEXT(struct id_params, reason, "reason", 0, VOUCH_REASON_MAX, 0, "why"),
	{0},
};

static int followup_get(struct call *c, const void *params, json_t **ret)
{
	const struct id_params *p = params;
	struct followup f;
	int r;

	r = op_followup_get(c->op, p->id, &f);
	if (r == 0)
		*ret = under("followup", render_followup(c->op, &f));
	return r;
}

static int followup_cancel(struct call *c, const void *params, json_t **ret)
{
	const struct id_params *p = params;
	struct followup f;
	int r;

	r = op_followup_cancel(c->op, p->id, p->reason, &f);
	if (r == 0)
		*ret = under("followup", render_followup(c->op, &f));
	return r;
}

struct list_of_followups {
	struct given given;
	struct list_params list;
	int state, kind;
	int64_t contact;
	struct day from, to;
};
#define S struct list_of_followups
static const struct param list_params[] = {
	PARAMS_LIST(S),
	ROW_WORD(S, state, "state", followup_states, 0, "only these"),
	ROW_ID(S, contact, "contact", 0, "only theirs"),
	ROW_WORD(S, kind, "kind", followup_kinds, 0, "only these"),
	ROW_DAY(S, from, "from", 0, "due on this day or later"),
	ROW_DAY(S, to, "to", 0, "due on this day or earlier"),
	{0},
};
#undef S

static int followup_list(struct call *c, const void *params, json_t **ret)
{
	const struct list_of_followups *p = params;
	struct followup_filter filter = {
		.state = p->state,
		.kind = p->kind,
		.contact = p->contact,
		.from = day_is_none(p->from) ? INT64_MIN : op_instant(c->op, p->from, 0),
		.until = day_is_none(p->to) ? INT64_MAX
					    : op_instant(c->op, day_plus(p->to, 1), 0) - 1,
		.limit = list_rows(&p->list),
	};
	int64_t at[2];
	struct followup *items;
	struct page page;
	size_t n, i = 0;
	int r;

	r = list_cursor(c, &p->list, at, 2);
	if (r)
		return r;
	if (p->list.cursor)
		filter.after = (struct agenda_cursor){.due_at = at[0], .id = at[1]};
	r = op_followup_list(c->op, &filter, &items, &n);
	if (r)
		return r;
	page_open(&page);
	while (i < n && i < (size_t)p->list.limit &&
	       page_add(&page, render_followup(c->op, &items[i])))
		i++;
	if (i == n) {
		*ret = page_close(&page, NULL);
		return 0;
	}
	at[0] = items[i - 1].due_at;
	at[1] = items[i - 1].id;
	*ret = page_close(&page, cursor_write(at, 2, c->op->arena));
	return 0;
}

static json_t *render_move(const struct followup_move *m, const char *text)
{
	json_t *o = json_object(), *cause = json_null();

	set_instant(o, "at", m->at);
	set_text(o, "rule", move_rules[m->rule]);
	set_text(o, "from_state", word_at(followup_states, m->from_state));
	set_text(o, "to_state", followup_states[m->to_state]);
	set_due(o, "from", m->from_day, m->from_minute);
	set_due(o, "to", m->to_day, m->to_minute);
	if (m->cause >= 0) {
		cause = json_object();
		set_text(cause, "kind", causes[m->cause]);
		set_id(cause, "id", m->cause_id);
	}
	set_object(o, "cause", cause);
	set_text(o, "reason", m->reason);
	set_text(o, "text", text);
	return o;
}

static json_t *render_anchor(const struct why *w)
{
	json_t *o;

	if (!w->has_run)
		return json_null();
	o = json_object();
	set_text(o, "kind", anchor_kinds[w->run.anchor_kind]);
	set_id(o, "id", w->run.anchor_id);
	set_day(o, "day", w->run.anchor_day);
	return o;
}

static int followup_why(struct call *c, const void *params, json_t **ret)
{
	const struct id_params *p = params;
	json_t *o, *moves;
	struct why w;
	int r;

	r = op_why(c->op, p->id, &w);
	if (r)
		return r;
	o = json_object();
	moves = json_array();
	for (size_t i = 0; i < w.n_moves; i++)
		(void)json_array_append_new(moves, render_move(&w.moves[i], w.texts[i]));
	set_id(o, "id", w.followup.id);
	set_text(o, "rule", w.n_moves ? move_rules[w.moves[0].rule] : NULL);
	set_text(o, "plan", w.has_run ? w.run.plan_name : NULL);
	set_id(o, "plan_version", w.has_run ? w.run.plan_number : 0);
	set_text(o, "step", w.followup.step);
	set_object(o, "anchor", render_anchor(&w));
	set_object(o, "moves", moves);
	set_text(o, "blocks", w.blocks);
	set_instant(o, "next_at", w.next_at);
	set_text(o, "text", w.text);
	*ret = o;
	return 0;
}

const struct method followup_methods[] = {
	{"followup.add", add_params, sizeof(struct followup_params), followup_add, METHOD_WRITE,
	 "Remember to do something for a contact", "followup"},
	{"followup.update", update_params, sizeof(struct followup_params), followup_update,
	 METHOD_WRITE, "Change an open follow-up", "followup, warnings"},
	{"followup.get", id_params, sizeof(struct id_params), followup_get, METHOD_READ,
	 "One follow-up", "followup"},
	{"followup.list", list_params, sizeof(struct list_of_followups), followup_list, METHOD_READ,
	 "Follow-ups by due time, then id", "items, next"},
	{"followup.cancel", cancel_params, sizeof(struct id_params), followup_cancel, METHOD_WRITE,
	 "Cancel a follow-up, and its series", "followup"},
	{"followup.why", id_params, sizeof(struct id_params), followup_why, METHOD_READ,
	 "Why a follow-up is there, and every move it made",
	 "id, rule, plan, plan_version, step, anchor, moves, blocks, next_at, text"},
	{0},
};
