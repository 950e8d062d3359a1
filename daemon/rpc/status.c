/* system.status: the state of the book on one screen. */
#include "ops/status.h"

#include <unistd.h>

#include "rpc/methods.h"
#include "rpc/render.h"
#include "rpc/rpc.h"

static json_t *render_agenda(const struct status *s)
{
	json_t *o = json_object();

	set_int(o, "overdue", s->overdue);
	set_int(o, "due_today", s->due_today);
	set_int(o, "next_7_days", s->next_7_days);
	set_int(o, "waiting", s->waiting);
	return o;
}

static json_t *render_counts(const struct gate_counts *g)
{
	json_t *o = json_object();

	set_int(o, "open", g->open);
	set_int(o, "one_short", g->one_short);
	set_int(o, "blocked", g->blocked);
	return o;
}

static json_t *render_promised(const struct status *s)
{
	json_t *o = json_object();

	set_int(o, "open", s->promises_open);
	set_int(o, "overdue", s->promises_overdue);
	return o;
}

static json_t *render_book(const struct status *s)
{
	json_t *o = json_object();

	set_int(o, "contacts", s->contacts);
	set_int(o, "customers", s->customers);
	set_int(o, "sales_completed", s->sales_completed);
	set_int(o, "open_followups", s->open_followups);
	return o;
}

static json_t *render_delivery(struct call *c, const struct status *s)
{
	const struct rpc_options *options = rpc_options(c->rpc);
	json_t *o = json_object();

	set_text(o, "server", options->desktop ? options->desktop(options->user) : NULL);
	set_int(o, "undelivered", s->undelivered);
	set_instant(o, "undelivered_since", s->undelivered_since);
	return o;
}

static int system_status(struct call *c, const void *params, json_t **ret)
{
	json_t *o, *database;
	struct status s;
	int r;

	(void)params;
	r = op_status(c->op, &s);
	if (r)
		return r;
	o = json_object();
	database = json_object();
	set_int(database, "bytes", s.database_bytes);
	set_text(o, "version", VOUCH_VERSION);
	set_int(o, "pid", getpid());
	set_instant(o, "now", c->op->now);
	set_day(o, "today", c->op->today);
	set_text(o, "timezone", zone_name(c->op->env->zone));
	set_object(o, "last_referral_sale", json_null());
	set_object(o, "agenda", render_agenda(&s));
	set_object(o, "gate", render_counts(&s.gate));
	set_object(o, "promises", render_promised(&s));
	set_object(o, "book", render_book(&s));
	set_object(o, "delivery", render_delivery(c, &s));
	set_instant(o, "next_due_at", s.next_due_at);
	set_object(o, "database", database);
	set_object(o, "away", json_null());
	set_object(o, "sandbox", json_null());
	*ret = o;
	return 0;
}

const struct method status_methods[] = {
	{"system.status", NULL, 0, system_status, METHOD_READ, "The state of the book",
	 "version, now, last_referral_sale, agenda, gate, promises, book, delivery, next_due_at, "
	 "database, …"},
	{0},
};
