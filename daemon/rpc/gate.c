/* gate.check and gate.list: may this contact be asked for a referral? */
#include "ops/gate.h"

#include <string.h>

#include "domain/words.h"
#include "rpc/lists.h"
#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

/* Of a list: an open gate with nobody asked yet is a state of its own. */
enum { LIST_OPEN, LIST_OPEN_NOT_ASKED, LIST_ONE_SHORT, LIST_BLOCKED };
static const char *const list_states[] = {"open", "open-not-asked", "one-short", "blocked", NULL};

struct check_params {
	struct given given;
	int64_t contact;
	struct day day;
	int channel;
};
#define S struct check_params
static const struct param check_params[] = {
	ROW_ID(S, contact, "contact", PARAM_REQUIRED, "who would be asked"),
	ROW_DAY(S, day, "day", 0, "on which day; today"),
	ROW_WORD(S, channel, "channel", channels, 0, "how; by a call"),
	{0},
};
#undef S

static json_t *render_facts(const struct gate_condition *c)
{
	json_t *o = json_object();

	for (size_t i = 0; i < GATE_CONDITION_FACTS && c->facts[i].name; i++) {
		const struct gate_fact *f = &c->facts[i];

		switch (f->type) {
		case GATE_FACT_NUMBER:
			set_int(o, f->name, f->value);
			break;
		case GATE_FACT_DAY:
			set_day(o, f->name, (struct day){(int32_t)f->value});
			break;
		case GATE_FACT_ID:
			set_id(o, f->name, f->value);
			break;
		}
	}
	return o;
}

static json_t *render_condition(const struct gate_condition *c)
{
	json_t *o = json_object();

	set_text(o, "code", gate_codes[c->code]);
	set_bool(o, "holds", c->holds);
	set_bool(o, "blocking", c->is_blocking);
	set_text(o, "detail", c->detail);
	set_object(o, "facts", render_facts(c));
	return o;
}

/* A follow-up that would help, as followup.add takes it. */
static json_t *render_offer(enum gate_help help)
{
	json_t *o;

	if (help != GATE_HELP_GIVE && help != GATE_HELP_SCORE)
		return json_null();
	o = json_object();
	set_text(o, "kind", followup_kinds[KIND_CALL]);
	set_text(o, "title",
		 help == GATE_HELP_GIVE ? "Something useful for them, no ask"
					: "0 to 10: how satisfied? What could I have done better?");
	set_bool(o, "gives", help == GATE_HELP_GIVE);
	return o;
}

/* Null where nothing would help. */
static json_t *render_helps(struct op *op, const struct gate_verdict *v)
{
	json_t *o;

	if (v->earned || !v->helps[0])
		return json_null();
	o = json_object();
	set_text(o, "text", v->helps);
	set_object(o, "followup", v->step ? json_null() : render_offer(v->help));
	set_object(o, "step", v->step ? render_followup_brief(op, v->step) : json_null());
	return o;
}

json_t *render_gate(struct op *op, const struct gate_verdict *v)
{
	json_t *o = json_object(), *list = json_array();

	for (size_t i = 0; i < N_GATE_CODES; i++)
		(void)json_array_append_new(list, render_condition(&v->conditions[i]));
	set_bool(o, "earned", v->earned);
	set_text(o, "first_blocking", word_at(gate_codes, v->first_blocking));
	set_day(o, "next_possible_day", v->next_possible_day);
	set_object(o, "helps", render_helps(op, v));
	set_object(o, "conditions", list);
	return o;
}

static int gate_check_method(struct call *c, const void *params, json_t **ret)
{
	const struct check_params *p = params;
	struct gate_verdict *v = arena_alloc(c->op->arena, sizeof *v);
	int r;

	r = op_gate_check(c->op, p->contact, p->day, p->channel, v);
	if (r)
		return r;
	*ret = render_gate(c->op, v);
	set_object(*ret, "contact", render_who(c->op, p->contact));
	set_day(*ret, "day", day_is_none(p->day) ? c->op->today : p->day);
	return 0;
}

struct gate_list_params {
	struct given given;
	struct list_params list;
	int state, code;
};
#define S struct gate_list_params
static const struct param list_params[] = {
	PARAMS_LIST(S),
	ROW_WORD(S, state, "state", list_states, 0,
		 "only these; one-short: a single condition is missing, and may be met"),
	ROW_WORD(S, code, "code", gate_codes, 0, "only where this condition blocks first"),
	{0},
};

/* What is missing, or what they have said that makes it so; a partner has given no score. */
static const char *tell(const struct gate_verdict *v)
{
	if (v->first_blocking >= 0)
		return v->conditions[v->first_blocking].detail;
	return v->conditions[v->conditions[GATE_SATISFIED].facts[0].name ? GATE_SATISFIED
									 : GATE_GAVE_FIRST]
		.detail;
}

/* With the words for what is missing, judged now. */
static int render_row(struct call *c, const struct gate_row *row, json_t **ret)
{
	const struct gate_question q = {.day = NO_DAY, .channel = -1};
	struct gate_verdict *v = arena_alloc(c->op->arena, sizeof *v);
	json_t *o;
	int r;

	r = op_gate_judge(c->op, row->contact, &q, v);
	if (r)
		return r;
	o = json_object();
	set_object(o, "contact", render_who(c->op, row->contact));
	set_text(o, "state", gate_states[row->state]);
	set_text(o, "first_blocking", word_at(gate_codes, row->first_blocking));
	set_int(o, "blocking", row->n_blocking);
	set_bool(o, "asked", row->is_asked);
	set_day(o, "since", row->since);
	set_day(o, "next_possible_day", row->next_day);
	set_text(o, "detail", tell(v));
	set_object(o, "helps", render_helps(c->op, v));
	*ret = o;
	return 0;
}

static struct gate_filter filter_of(const S *p)
{
	struct gate_filter filter = {.state = -1, .code = p->code, .limit = list_rows(&p->list)};

	switch (p->state) {
	case LIST_OPEN_NOT_ASKED:
		filter.is_never_asked = true;
		filter.state = GATE_OPEN;
		break;
	case LIST_OPEN:
		filter.state = GATE_OPEN;
		break;
	case LIST_ONE_SHORT:
		filter.state = GATE_ONE_SHORT;
		break;
	case LIST_BLOCKED:
		filter.state = GATE_BLOCKED;
		break;
	}
	return filter;
}

static int gate_list(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct gate_filter filter = filter_of(p);
	struct gate_row *items;
	struct page page;
	size_t n, i = 0;
	int r;

	r = list_cursor(c, &p->list, &filter.after, 1);
	if (r == 0)
		r = op_gate_list(c->op, &filter, &items, &n);
	if (r)
		return r;
	page_open(&page);
	for (; i < n && i < (size_t)p->list.limit; i++) {
		json_t *item;

		r = render_row(c, &items[i], &item);
		if (r) {
			json_decref(page_close(&page, NULL));
			return r;
		}
		if (!page_add(&page, item))
			break;
	}
	*ret = page_close(&page,
			  i < n ? cursor_write(&items[i - 1].contact, 1, c->op->arena) : NULL);
	return 0;
}
#undef S

const struct method gate_methods[] = {
	{"gate.check", check_params, sizeof(struct check_params), gate_check_method, METHOD_READ,
	 "Whether a contact may be asked for a referral, and why",
	 "contact, day, earned, first_blocking, next_possible_day, helps, conditions"},
	{"gate.list", list_params, sizeof(struct gate_list_params), gate_list, METHOD_READ,
	 "Who may be asked, and who is short of what; by contact", "items, next"},
	{0},
};
