/* numbers.army: everybody who has referred or said they would, and whom one could call on now. */
#include "ops/army.h"

#include "domain/gate.h"
#include "domain/words.h"
#include "rpc/lists.h"
#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

struct army_params {
	struct given given;
	struct list_params list;
	struct day from, to;
	bool is_ready;
};
#define S struct army_params
static const struct param army_params[] = {
	PARAMS_LIST(S),
	ROW_DAY(S, from, "from", 0, "the army is as of today; taken as other numbers take it"),
	ROW_DAY(S, to, "to", 0, "the same"),
	ROW_BOOL(S, is_ready, "ready",
		 "only who may be asked now, the best first and why: as many as today has asks "
		 "left, or `limit`"),
	{0},
};
#undef S

static json_t *render_member(struct op *op, const struct army_member *m)
{
	bool was_served = !day_is_none(m->last_served_day);
	json_t *o = json_object();

	set_object(o, "contact", render_who(op, m->contact));
	set_text(o, "rank", army_ranks[m->rank]);
	set_day(o, "since", m->since);
	set_int(o, "sent", m->n_sent);
	set_day(o, "last_sent_day", m->last_sent_day);
	set_day(o, "last_served_day", m->last_served_day);
	set_object(o, "days_since_served",
		   was_served ? json_integer(op->today.n - m->last_served_day.n) : NULL);
	set_int(o, "loops_open", m->n_loops);
	set_int(o, "given_since_ask", m->n_given);
	set_bool(o, "ready", m->is_ready);
	set_text(o, "first_blocking", word_at(gate_codes, m->first_blocking));
	set_day(o, "next_possible_day", m->next_possible_day);
	return o;
}

static json_t *render_ready(struct op *op, const struct army_member *m)
{
	json_t *o = render_member(op, m);
	char reason[ARMY_REASON_SIZE];

	set_text(o, "reason", army_reason(m, op->today, reason));
	return o;
}

static json_t *render_ranks(const struct army_counts *counts)
{
	json_t *o = json_object();

	for (int i = 0; i < N_ARMY_RANKS; i++)
		set_int(o, army_ranks[i], counts->ranks[i]);
	return o;
}

/* Adds to a page of members what is told of the army as a whole. */
static void set_whole(json_t *o, const struct army *a)
{
	set_day(o, "from", a->from);
	set_day(o, "to", a->to);
	set_object(o, "ranks", render_ranks(&a->counts));
	set_int(o, "size", a->counts.size);
	set_int(o, "ready", a->counts.ready);
	set_text(o, "sentence", a->sentence);
}

static int all(struct call *c, const struct army_params *p, struct army *a, json_t **ret)
{
	int64_t place[3] = {N_ARMY_RANKS, 0, 0};
	const struct army_member *last;
	struct page page;
	size_t i = 0;
	int r;

	r = list_cursor(c, &p->list, place, 3);
	if (r == 0)
		r = op_army_list(c->op, &(struct army_place){place[0], place[1], place[2]},
				 list_rows(&p->list), a);
	if (r)
		return r;
	page_open(&page);
	while (i < a->members.n && i < (size_t)p->list.limit &&
	       page_add(&page, render_member(c->op, &a->members.items[i])))
		i++;
	last = i ? &a->members.items[i - 1] : NULL;
	if (last) {
		place[0] = last->rank;
		place[1] = day_is_none(last->last_served_day) ? ARMY_NEVER_SERVED
							      : last->last_served_day.n;
		place[2] = last->contact;
	}
	*ret = page_close(&page, i < a->members.n ? cursor_write(place, 3, c->op->arena) : NULL);
	return 0;
}

static int ready(struct call *c, const struct army_params *p, struct army *a, json_t **ret)
{
	bool is_limited = params_present(army_params, p, offsetof(struct army_params, list.limit));
	struct page page;
	size_t i = 0;
	int r;

	r = op_army_ready(c->op, is_limited ? (int)p->list.limit : -1, a);
	if (r)
		return r;
	page_open(&page);
	while (i < a->members.n && page_add(&page, render_ready(c->op, &a->members.items[i])))
		i++;
	*ret = page_close(&page, NULL);
	set_int(*ret, "more", a->n_more + (int64_t)(a->members.n - i));
	set_int(*ret, "asks_taken", a->n_taken);
	return 0;
}

static int numbers_army(struct call *c, const void *params, json_t **ret)
{
	const struct army_params *p = params;
	struct army a = {.from = p->from, .to = p->to};
	int r;

	r = p->is_ready ? ready(c, p, &a, ret) : all(c, p, &a, ret);
	if (r == 0)
		set_whole(*ret, &a);
	return r;
}

const struct method army_methods[] = {
	{"numbers.army", army_params, sizeof(struct army_params), numbers_army, METHOD_READ,
	 "Who has referred or said they would; ready: whom to call on now",
	 "from, to, ranks, size, ready, items, next, sentence; ready: more, asks_taken"},
	{0},
};
