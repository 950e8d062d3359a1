/* promise.*: add, keep, break, redate, withdraw, get, list. */
#include "ops/promise.h"

#include "domain/words.h"
#include "rpc/lists.h"
#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

static json_t *render_redated(struct op *op, int64_t promise)
{
	json_t *list = json_array();
	struct redates rows;

	if (op_promise_redates(op, promise, &rows))
		return list;
	for (size_t i = 0; i < rows.n; i++) {
		const struct promise_redate *d = &rows.items[i];
		json_t *o = json_object();

		set_day(o, "day", d->day);
		set_day(o, "from_due", d->from_due);
		set_day(o, "to_due", d->to_due);
		set_day(o, "from_target", d->from_target);
		set_day(o, "to_target", d->to_target);
		set_bool(o, "late", d->is_late);
		set_text(o, "reason", d->reason);
		(void)json_array_append_new(list, o);
	}
	return list;
}

static const char *standing_of(const struct op *op, const struct promise *p)
{
	if (p->state != PROMISE_OPEN)
		return NULL;
	return promise_standings[promise_standing(p, &op->env->work, op->today)];
}

json_t *render_promise(struct op *op, const struct promise *p)
{
	int late = op->today.n - p->due_day.n;
	struct followup next;
	json_t *o;

	if (!p->id)
		return json_null();
	if (op_promise_next(op, p->id, &next))
		next.id = 0;
	o = json_object();
	set_id(o, "id", p->id);
	set_int(o, "version", p->version);
	set_object(o, "contact", render_who(op, p->contact));
	set_id(o, "sale", p->sale);
	set_text(o, "text", p->text);
	set_text(o, "state", promise_states[p->state]);
	set_day(o, "made_day", p->made_day);
	set_day(o, "due_day", p->due_day);
	set_day(o, "target_day", p->target_day);
	set_text(o, "standing", standing_of(op, p));
	set_int(o, "days_overdue", p->state == PROMISE_OPEN && late > 0 ? late : 0);
	set_bool(o, "late", p->is_late);
	set_day(o, "ended_day", p->ended_day);
	set_object(o, "margin_days",
		   p->state == PROMISE_KEPT ? json_integer(promise_margin(p)) : json_null());
	set_text(o, "reason", p->reason);
	set_object(o, "redated", render_redated(op, p->id));
	set_object(o, "next", render_followup_next(op, &next));
	return o;
}

json_t *render_promises(struct op *op, const struct promises *rows)
{
	json_t *list = json_array();

	for (size_t i = 0; i < rows->n; i++)
		(void)json_array_append_new(list, render_promise(op, &rows->items[i]));
	return list;
}

struct promise_params {
	struct given given;
	int64_t id;
	int64_t contact, sale;
	const char *text;
	struct day made_day, due_day, target_day, day;
	const char *reason;
};
#define S struct promise_params
#define ROW_PROMISE ROW_ID(S, id, "id", PARAM_REQUIRED, "the promise")
#define ROW_WHY(f) ROW_TEXT(S, reason, "reason", 1, VOUCH_REASON_MAX, f, "why")
#define ROW_TARGET(h) ROW_DAY(S, target_day, "target_day", 0, h)
static const struct param add_params[] = {
	ROW_ID(S, contact, "contact", PARAM_REQUIRED, "to whom"),
	ROW_TEXT(S, text, "text", 1, VOUCH_REASON_MAX, PARAM_REQUIRED, "what they were told"),
	ROW_DAY(S, due_day, "due_day", PARAM_REQUIRED, "by when, as they heard it"),
	ROW_TARGET("our own day, not after it; one working day earlier"),
	ROW_DAY(S, made_day, "made_day", 0, "when it was promised; today"),
	ROW_ID(S, sale, "sale", 0, "the sale it belongs to"),
	{0},
};
static const struct param keep_params[] = {
	ROW_PROMISE,
	ROW_DAY(S, day, "day", 0, "when it was kept; today"),
	{0},
};
static const struct param break_params[] = {
	ROW_PROMISE,
	ROW_DAY(S, day, "day", 0, "when it broke; today"),
	ROW_WHY(0),
	{0},
};
static const struct param redate_params[] = {
	ROW_PROMISE,
	ROW_DAY(S, due_day, "due_day", PARAM_REQUIRED, "the new day, as they heard it"),
	ROW_TARGET("our own day, not after it; one working day earlier"),
	ROW_WHY(PARAM_REQUIRED),
	{0},
};
static const struct param withdraw_params[] = {ROW_PROMISE, ROW_WHY(PARAM_REQUIRED), {0}};
static const struct param get_params[] = {ROW_PROMISE, {0}};

static json_t *answer_of(struct call *c, const struct promise *p)
{
	return under("promise", render_promise(c->op, p));
}

static json_t *late_answer(struct call *c, const struct promise *p, bool is_late)
{
	json_t *answer = answer_of(c, p);

	set_bool(answer, "late", is_late);
	set_repair(c->op, answer, p->contact);
	return answer;
}

static int promise_add(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct promise promise = {
		.contact = p->contact,
		.sale = p->sale,
		.text = p->text,
		.made_day = p->made_day,
		.due_day = p->due_day,
		.target_day = p->target_day,
	};
	int r;

	r = op_promise_add(c->op, &promise);
	if (r == 0)
		*ret = answer_of(c, &promise);
	return r;
}

static int keep(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct promise promise;
	bool is_late;
	int r;

	r = op_promise_keep(c->op, p->id, p->day, &promise, &is_late);
	if (r == 0)
		*ret = late_answer(c, &promise, is_late);
	return r;
}

static int break_it(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct promise promise;
	int r;

	r = op_promise_break(c->op, p->id, p->day, p->reason, &promise);
	if (r)
		return r;
	*ret = answer_of(c, &promise);
	set_repair(c->op, *ret, promise.contact);
	return 0;
}

static int redate(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	const struct redating to = {
		.id = p->id,
		.due_day = p->due_day,
		.target_day = p->target_day,
		.reason = p->reason,
	};
	struct promise promise;
	bool is_late;
	int r;

	r = op_promise_redate(c->op, &to, &promise, &is_late);
	if (r == 0)
		*ret = late_answer(c, &promise, is_late);
	return r;
}

static int withdraw(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct promise promise;
	int r;

	r = op_promise_withdraw(c->op, p->id, p->reason, &promise);
	if (r == 0)
		*ret = answer_of(c, &promise);
	return r;
}

static int get(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct promise promise;
	int r;

	r = op_promise_get(c->op, p->id, &promise);
	if (r == 0)
		*ret = answer_of(c, &promise);
	return r;
}
#undef S

struct list_of_promises {
	struct given given;
	struct list_params list;
	int64_t contact;
	int state;
};
#define S struct list_of_promises
static const struct param list_params[] = {
	PARAMS_LIST(S),
	ROW_ID(S, contact, "contact", 0, "only to them"),
	ROW_WORD(S, state, "state", promise_states, 0, "only these"),
	{0},
};

static int list(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct promise_filter filter = {
		.contact = p->contact,
		.state = p->state,
		.limit = list_rows(&p->list),
	};
	struct promises rows;
	struct page page;
	size_t i = 0;
	int r;

	r = list_cursor(c, &p->list, &filter.before, 1);
	if (r == 0)
		r = op_promise_list(c->op, &filter, &rows);
	if (r)
		return r;
	page_open(&page);
	while (i < rows.n && i < (size_t)p->list.limit &&
	       page_add(&page, render_promise(c->op, &rows.items[i])))
		i++;
	*ret = page_close(&page,
			  i < rows.n ? cursor_write(&rows.items[i - 1].id, 1, c->op->arena) : NULL);
	return 0;
}
#undef S

#define PROMISE_ROW(n, table, fn, flag, summary, result)                                           \
	{                                                                                          \
		n, table, sizeof(struct promise_params), fn, flag, summary, result                 \
	}
const struct method promise_methods[] = {
	PROMISE_ROW("promise.add", add_params, promise_add, METHOD_WRITE,
		    "Write down a promise; a task on its target day guards it", "promise"),
	PROMISE_ROW("promise.keep", keep_params, keep, METHOD_WRITE,
		    "The promise was kept; after its day a repair begins", "promise, late, repair"),
	PROMISE_ROW("promise.break", break_params, break_it, METHOD_WRITE,
		    "The promise was broken; a repair begins", "promise, repair"),
	PROMISE_ROW("promise.redate", redate_params, redate, METHOD_WRITE,
		    "Another day was agreed with the client; after its day a repair begins",
		    "promise, late, repair"),
	PROMISE_ROW("promise.withdraw", withdraw_params, withdraw, METHOD_WRITE,
		    "The promise does not hold any more, and the client knows", "promise"),
	PROMISE_ROW("promise.get", get_params, get, METHOD_READ, "One promise", "promise"),
	{"promise.list", list_params, sizeof(struct list_of_promises), list, METHOD_READ,
	 "Promises, newest first", "items, next"},
	{0},
};
