/* system.status: the state of the book on one screen. */
#include "ops/status.h"

#include <unistd.h>

#include "ops/doubt.h"
#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rpc.h"

static json_t *render_agenda(const struct status *s)
{
	json_t *o = json_object();

	set_int(o, "overdue", s->heads.overdue);
	set_int(o, "due_today", s->heads.due_today);
	set_int(o, "next_7_days", s->heads.next_7_days);
	set_int(o, "waiting", s->heads.waiting);
	return o;
}

static json_t *render_gates(const struct status *s)
{
	json_t *o = json_object();

	set_int(o, "open", s->heads.gate.open);
	set_int(o, "one_short", s->heads.gate.one_short);
	set_int(o, "blocked", s->heads.gate.blocked);
	set_int(o, "opened_this_week", s->heads.opened);
	return o;
}

/* DESIGN section 1: when did you last make a sale from a referral? */
static json_t *render_last_sale(struct op *op, const struct referral_sale *sale)
{
	json_t *o;

	if (!sale->contact)
		return json_null();
	o = json_object();
	set_id(o, "sale", sale->sale);
	set_day(o, "day", sale->day);
	set_int(o, "days_ago", op->today.n - sale->day.n);
	set_object(o, "contact", render_who(op, sale->contact));
	set_object(o, "through", sale->through ? render_who(op, sale->through) : json_null());
	return o;
}

static json_t *render_loops(const struct loop_counts *l)
{
	json_t *o = json_object();

	set_int(o, "open", l->open);
	set_int(o, "thank", l->thank);
	set_int(o, "tell", l->tell);
	set_int(o, "outcome", l->outcome);
	return o;
}

static json_t *render_referrals(const struct referral_counts *n)
{
	json_t *o = json_object();

	set_int(o, "open", n->open);
	set_int(o, "candidates", n->candidates);
	return o;
}

static json_t *render_army(const struct army_counts *a)
{
	json_t *o = json_object();

	set_int(o, "willing", a->willing);
	set_int(o, "referrer", a->referrer);
	set_int(o, "repeat", a->repeat);
	set_int(o, "champion", a->champion);
	return o;
}

static json_t *render_requests(const struct status *s)
{
	json_t *o = json_object();

	set_int(o, "open", s->requests_open);
	set_int(o, "late", s->requests_late);
	set_day(o, "next_due_day", s->request_due);
	return o;
}

static json_t *render_cadence(const struct status *s)
{
	json_t *o = json_object();

	set_int(o, "yellow", s->heads.yellow);
	set_int(o, "red", s->heads.red);
	return o;
}

static json_t *render_promised(const struct promises_numbers *p)
{
	json_t *o = json_object();

	set_promises(o, p);
	return o;
}

/* The sales of all sources in each month, beside those from referrals. */
static json_t *render_sources(const struct sources_numbers *s, const struct numbers_range *year)
{
	json_t *o = json_object(), *all = json_array(), *by_referral = json_array();

	for (size_t month = 0; month < s->n_months; month++) {
		int64_t n = 0;

		for (size_t source = 0; source < N_NUMBERS_SOURCES; source++)
			n += s->by_month[source * s->n_months + month];
		(void)json_array_append_new(all, json_integer(n));
		n = s->by_month[SOURCE_REFERRAL * s->n_months + month];
		(void)json_array_append_new(by_referral, json_integer(n));
	}
	set_int(o, "sales", s->sales);
	set_int(o, "sales_by_referral", s->of[SOURCE_REFERRAL]);
	set_share(o, "share_by_referral", numbers_share(s->of[SOURCE_REFERRAL], s->sales));
	set_object(o, "months", render_months(year));
	set_object(o, "by_referral", by_referral);
	set_object(o, "all", all);
	return o;
}

static json_t *render_book(const struct status *s)
{
	json_t *o = json_object();

	set_int(o, "contacts", s->heads.contacts);
	set_int(o, "customers", s->heads.customers);
	set_int(o, "sales_completed", s->book.sales_completed);
	set_int(o, "open_followups", s->book.open_followups);
	return o;
}

static json_t *render_delivery(struct call *c, const struct notice_delivery *d)
{
	const struct rpc_options *options = rpc_options(c->rpc);
	struct rpc_desktop desktop = {0};
	json_t *o = json_object();

	if (options->desktop)
		options->desktop(&desktop, options->user);
	set_text(o, "server", desktop.name);
	set_object(o, "do_not_disturb", render_disturb(c->op));
	set_int(o, "held", d->held);
	set_text(o, "why_held", d->why_held);
	set_int(o, "undelivered", d->undelivered);
	set_instant(o, "undelivered_since", d->undelivered_since);
	return o;
}

bool set_loss(const struct op *op, json_t *object)
{
	struct op_loss loss;

	op_loss(op, &loss);
	set_instant(object, "lost_before", loss.before);
	set_text(object, "lost_how", loss.how);
	return loss.how != NULL;
}

json_t *render_clock(struct op *op)
{
	json_t *o = json_object();

	set_bool(o, "held", op_doubt_holds(op->env));
	set_text(o, "why", op_doubt_why(op));
	return o;
}

/* The folder that is kept as a calendar: null where none is. */
static json_t *render_calendar(const struct op_calendar *calendar)
{
	json_t *o;

	if (!calendar->folder)
		return json_null();
	o = json_object();
	set_text(o, "folder", calendar->folder);
	set_bool(o, "current", calendar->is_current);
	set_text(o, "why", calendar->why);
	return o;
}

static json_t *render_sandbox(struct call *c)
{
	const struct rpc_options *options = rpc_options(c->rpc);
	struct rpc_sandbox sandbox;
	json_t *o;

	if (!options->sandbox)
		return json_null();
	options->sandbox(&sandbox, options->user);
	o = json_object();
	set_int(o, "landlock", sandbox.landlock);
	set_bool(o, "no_new_privs", sandbox.no_new_privs);
	set_bool(o, "dumpable", sandbox.is_dumpable);
	set_bool(o, "program_replaced", sandbox.is_replaced);
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
	set_loss(c->op, database);
	set_text(o, "version", VOUCH_VERSION);
	set_int(o, "pid", getpid());
	set_instant(o, "now", c->op->now);
	set_day(o, "today", c->op->today);
	set_text(o, "timezone", zone_name(c->op->env->zone));
	set_object(o, "last_referral_sale", render_last_sale(c->op, &s.last_sale));
	set_object(o, "agenda", render_agenda(&s));
	set_object(o, "gate", render_gates(&s));
	set_object(o, "loops", render_loops(&s.loops));
	set_object(o, "referrals", render_referrals(&s.referrals));
	set_object(o, "funnel", render_stages(&s.funnel, true));
	set_object(o, "sources", render_sources(&s.sources, &s.year));
	set_object(o, "promises", render_promised(&s.promises));
	set_object(o, "requests", render_requests(&s));
	set_object(o, "cadence", render_cadence(&s));
	set_object(o, "army", render_army(&s.heads.army));
	set_object(o, "book", render_book(&s));
	set_object(o, "delivery", render_delivery(c, &s.delivery));
	set_object(o, "clock", render_clock(c->op));
	set_object(o, "calendar", render_calendar(&c->op->env->calendar));
	set_instant(o, "next_due_at", s.next_due_at);
	set_object(o, "database", database);
	r = set_backup(c->op, o);
	if (r == 0)
		r = set_away(c->op, o);
	set_object(o, "sandbox", render_sandbox(c));
	return answer_if(r, o, ret);
}

const struct method status_methods[] = {
	{"system.status", NULL, 0, system_status, METHOD_READ, "The state of the book",
	 "version, now, last_referral_sale, agenda, gate, loops, referrals, funnel, sources, "
	 "promises, requests, cadence, army, book, delivery, clock, calendar, next_due_at, "
	 "database, backup, …"},
	{0},
};
