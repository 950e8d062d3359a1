/* away.*: everything but promises and data requests is held back until the day of return. */
#include "ops/away.h"

#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

struct set_params {
	struct given given;
	struct day until, from;
};
static const struct param set_params[] = {
	ROW_DAY(struct set_params, until, "until", PARAM_REQUIRED,
		"the day of return, the first one at work"),
	ROW_DAY(struct set_params, from, "from", 0, "the first day away; today"),
	{0},
};

static json_t *render_away(const struct away *a, int64_t held)
{
	json_t *o = json_object();

	set_id(o, "id", a->id);
	set_int(o, "version", a->version);
	set_day(o, "from", a->from);
	set_day(o, "until", a->until);
	set_int(o, "days", a->until.n - a->from.n);
	set_day(o, "ended", a->ended_day);
	set_int(o, "held", held);
	return o;
}

int set_away(struct op *op, json_t *object)
{
	struct away a;
	int64_t held;
	int r;

	r = op_away_get(op, &a, &held);
	if (r == 0)
		set_object(object, "away", a.id ? render_away(&a, held) : json_null());
	return r;
}

static int away_set(struct call *c, const void *params, json_t **ret)
{
	const struct set_params *p = params;
	struct away a;
	int64_t held;
	int r;

	r = op_away_set(c->op, p->from, p->until, &a, &held);
	if (r == 0)
		*ret = under("away", render_away(&a, held));
	return r;
}

static int away_clear(struct call *c, const void *params, json_t **ret)
{
	int64_t released;
	struct away a;
	int r;

	(void)params;
	r = op_away_clear(c->op, &a, &released);
	if (r)
		return r;
	*ret = under("away", render_away(&a, 0));
	set_int(*ret, "released", released);
	return 0;
}

const struct method away_methods[] = {
	{"away.set", set_params, sizeof(struct set_params), away_set, METHOD_WRITE,
	 "Be away until a day: everything but promises and data requests is held back", "away"},
	{"away.clear", NULL, 0, away_clear, METHOD_WRITE,
	 "Be back before that day, or stay: what is held is let go", "away, released"},
	{0},
};
