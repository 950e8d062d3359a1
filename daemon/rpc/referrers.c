/* numbers.referrers: who brought most, and how those are who send people. */
#include "ops/referrers.h"

#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

#define TOP 10

struct referrers_params {
	struct given given;
	struct day from, to;
	int64_t limit;
};
#define S struct referrers_params
static const struct param referrers_params[] = {
	ROW_DAY(S, from, "from", 0,
		"of whom was sent and which sales count at the top; 365 days until `to`"),
	ROW_DAY(S, to, "to", 0, "the last of these days; today"),
	ROW_INT(S, limit, "limit", 1, VOUCH_REFERRERS_MAX, TOP, 0,
		"how many at the top, and of each kind of health"),
	{0},
};
#undef S

static json_t *render_top(struct op *op, const struct referrer_top *x)
{
	json_t *o = json_object();

	set_object(o, "contact", render_who(op, x->contact));
	set_int(o, "sent", x->sent);
	set_int(o, "given", x->given);
	set_object(o, "direct", render_forest_sum(&x->share.direct));
	set_object(o, "chain", render_forest_sum(&x->share.chain));
	set_int(o, "depth", x->depth);
	set_day(o, "last_sent_day", x->last_sent_day);
	return o;
}

static json_t *render_health(struct op *op, const struct referrer_health *x)
{
	json_t *o = json_object();

	set_object(o, "contact", render_who(op, x->facts.contact));
	set_text(o, "why", healths[x->why]);
	set_text(o, "detail", x->detail);
	set_day(o, "last_two_way_day", x->facts.last_two_way_day);
	set_int(o, "customers", x->customers);
	set_int(o, "sent", x->facts.n_sent);
	return o;
}

static json_t *render_counts(const struct referrers *x)
{
	json_t *o = json_object();

	for (int i = 0; i < N_HEALTHS; i++)
		set_int(o, healths[i], x->n_of[i]);
	return o;
}

static int numbers_referrers(struct call *c, const void *params, json_t **ret)
{
	const struct referrers_params *p = params;
	struct referrers x = {.from = p->from, .to = p->to};
	json_t *top, *health;
	int r;

	r = op_referrers(c->op, (int)p->limit, &x);
	if (r)
		return r;
	top = json_array();
	health = json_array();
	for (size_t i = 0; i < x.n_top; i++)
		(void)json_array_append_new(top, render_top(c->op, &x.top[i]));
	for (size_t i = 0; i < x.n_health; i++)
		(void)json_array_append_new(health, render_health(c->op, &x.health[i]));
	*ret = json_object();
	set_day(*ret, "from", x.from);
	set_day(*ret, "to", x.to);
	set_object(*ret, "top", top);
	set_object(*ret, "health", health);
	set_object(*ret, "health_counts", render_counts(&x));
	set_text(*ret, "sentence", x.sentence);
	return 0;
}

const struct method referrers_methods[] = {
	{"numbers.referrers", referrers_params, sizeof(struct referrers_params), numbers_referrers,
	 METHOD_READ, "Who brought most, and which of those who send people need looking after",
	 "from, to, top, health, health_counts, sentence"},
	{0},
};
