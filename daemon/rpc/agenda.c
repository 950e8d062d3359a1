/* agenda.due and agenda.get: what to do, in the order to do it. */
#include "ops/agenda.h"

#include "ops/doubt.h"
#include "rpc/lists.h"
#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

struct due_params {
	struct given given;
	struct list_params list;
	int64_t at;
	int kind;
	int64_t count;
	struct texts fields;
};
static const struct param due_params[] = {
	PARAMS_LIST(struct due_params),
	ROW_INSTANT(struct due_params, at, "at", 0, "as of this instant; now"),
	ROW_WORD(struct due_params, kind, "kind", followup_kinds, 0, "only these"),
	ROW_INT(struct due_params, count, "count", 1, VOUCH_LIST_MAX, 0, 0,
		"say how many there are on all pages, counted up to so many"),
	{.name = "fields",
	 .type = PARAM_TEXTS,
	 .offset = offsetof(struct due_params, fields),
	 .max = FOLLOWUP_BRIEF_FIELDS,
	 .words = followup_brief_fields,
	 .help = "only these members of each item; all where absent"},
	{0},
};

/* Who shows little of each is spared the rest. */
static json_t *render_due(struct op *op, const struct followup *f, const struct texts *fields)
{
	json_t *all = render_followup_brief(op, f), *some;

	if (fields->n == 0)
		return all;
	some = json_object();
	for (size_t i = 0; i < fields->n; i++)
		set_object(some, fields->items[i],
			   json_incref(json_object_get(all, fields->items[i])));
	json_decref(all);
	return some;
}

static int agenda_due(struct call *c, const void *params, json_t **ret)
{
	const struct due_params *p = params;
	struct agenda_filter filter = {
		.from = INT64_MIN,
		.until = p->at == NO_INSTANT ? c->op->now : p->at,
		.kind = p->kind,
		.limit = list_rows(&p->list),
	};
	struct agenda_cursor after;
	struct followups rows;
	const char *next = NULL;
	struct page page;
	int64_t where[3], count;
	size_t i = 0;
	int r;

	r = list_cursor(c, &p->list, where, 3);
	if (r)
		return r;
	if (p->list.cursor) {
		after = (struct agenda_cursor){where[0], where[1], where[2]};
		filter.after = &after;
	}
	r = op_agenda_due(c->op, &filter, &rows);
	if (r == 0 && p->count)
		r = op_agenda_due_count(c->op, &filter, (int)p->count, &count);
	if (r)
		return r;
	page_open(&page);
	while (i < rows.n && i < (size_t)p->list.limit &&
	       page_add(&page, render_due(c->op, &rows.items[i], &p->fields)))
		i++;
	if (i < rows.n) {
		const struct followup *last = &rows.items[i - 1];

		next = cursor_write((const int64_t[]){last->due_at, last->rank, last->id}, 3,
				    c->op->arena);
	}
	*ret = page_close(&page, next);
	if (p->count)
		set_int(*ret, "count", count);
	return 0;
}

struct get_params {
	struct given given;
	struct day day;
	int64_t days;
};
static const struct param get_params[] = {
	ROW_DAY(struct get_params, day, "day", 0, "the first day; today"),
	ROW_INT(struct get_params, days, "days", 1, VOUCH_AGENDA_DAYS_MAX, 1, 0, "how many days"),
	{0},
};

/* More is overdue than is done in a day: agenda.spread has a plan. */
static json_t *render_offer(const struct op *op, const struct agenda *a)
{
	json_t *o;

	if (a->n_overdue <= op->settings->calls_per_day)
		return json_null();
	o = json_object();
	set_int(o, "overdue", a->n_overdue);
	set_int(o, "cap", op->settings->calls_per_day);
	return o;
}

static int agenda_get(struct call *c, const void *params, json_t **ret)
{
	const struct get_params *p = params;
	json_t *o, *counts, *database;
	struct agenda a;
	int r;

	r = op_agenda_get(c->op, day_is_none(p->day) ? c->op->today : p->day, (int)p->days, &a);
	if (r)
		return r;
	o = json_object();
	counts = json_object();
	set_day(o, "day", a.day);
	set_int(o, "days", a.days);
	set_object(o, "overdue", render_followup_briefs(c->op, a.overdue.items, a.overdue.n));
	set_object(o, "due", render_followup_briefs(c->op, a.due.items, a.due.n));
	set_object(o, "coming", render_followup_briefs(c->op, a.coming.items, a.coming.n));
	set_object(o, "waiting", render_followup_briefs(c->op, a.waiting.items, a.waiting.n));
	set_object(o, "promises", render_promises(c->op, &a.promises));
	set_instant(o, "next_due_at", a.next_due_at);
	set_int(counts, "overdue", a.n_overdue);
	set_int(counts, "due", a.n_due);
	set_int(counts, "coming", a.n_coming);
	set_int(counts, "waiting", a.n_waiting);
	set_int(counts, "promises", a.n_promises);
	set_object(o, "counts", counts);
	if (op_doubt_holds(c->op->env))
		set_object(o, "clock", render_clock(c->op));
	database = json_object();
	if (set_loss(c->op, database))
		set_object(o, "database", json_incref(database));
	json_decref(database);
	set_object(o, "spread", render_offer(c->op, &a));
	return answer_if(set_away(c->op, o), o, ret);
}

const struct method agenda_methods[] = {
	{"agenda.due", due_params, sizeof(struct due_params), agenda_due, METHOD_READ,
	 "What is due or overdue, in the order to do it",
	 "items, next; count, where it is asked for"},
	{"agenda.get", get_params, sizeof(struct get_params), agenda_get, METHOD_READ,
	 "The agenda of a day or several",
	 "day, days, overdue, due, coming, waiting, promises, next_due_at, counts, spread, away; "
	 "clock, while it is held; database, while changes are missing"},
	{0},
};
