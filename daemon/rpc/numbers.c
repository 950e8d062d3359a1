/* numbers.*: sources, coverage, funnel, promises, cadence, steps, time. */
#include "ops/numbers.h"

#include <stdio.h>

#include "domain/words.h"
#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

struct range_params {
	struct given given;
	struct day from, to;
};
static const struct param range_params[] = {
	ROW_DAY(struct range_params, from, "from", 0, "the first day; 12 months end with the last"),
	ROW_DAY(struct range_params, to, "to", 0, "the last day; today"),
	{0},
};
static const struct param month_params[] = {
	ROW_DAY(struct range_params, from, "from", 0, "the first day; of the month of the last"),
	ROW_DAY(struct range_params, to, "to", 0, "the last day; today"),
	{0},
};

static const struct param now_params[] = {
	ROW_DAY(struct range_params, from, "from", 0, "without effect: this is how it is today"),
	ROW_DAY(struct range_params, to, "to", 0, "without effect: this is how it is today"),
	{0},
};

static int begin(struct call *c, const void *params, bool is_month, struct numbers_words *words)
{
	const struct range_params *p = params;

	*words = (struct numbers_words){.range = {p->from, p->to}};
	return op_numbers_range(c->op, is_month, words);
}

static json_t *begin_answer(const struct numbers_words *words)
{
	json_t *o = json_object();

	set_day(o, "from", words->range.from);
	set_day(o, "to", words->range.to);
	return o;
}

static json_t *end_answer(json_t *o, const struct numbers_words *words)
{
	set_text(o, "sentence", words->text);
	return o;
}

static json_t *render_sum(const struct money_sum *sum, int64_t amount)
{
	json_t *o = json_object();

	set_text(o, "currency", sum->currency);
	set_int(o, "exponent", sum->exponent);
	set_int(o, "amount", amount);
	return o;
}

static json_t *render_revenue(const struct sources_numbers *s)
{
	json_t *list = json_array();

	for (size_t i = 0; i < s->n_currencies; i++)
		(void)json_array_append_new(list, render_sum(&s->revenue[i], s->revenue[i].amount));
	return list;
}

json_t *render_months(const struct numbers_range *range)
{
	json_t *list = json_array();

	for (size_t i = 0; i < numbers_months(range); i++) {
		struct civil c = day_to_civil(range->from);
		int month = c.month - 1 + (int)i;
		char text[16];

		(void)snprintf(text, sizeof text, "%04d-%02d", c.year + month / 12, month % 12 + 1);
		(void)json_array_append_new(list, json_string(text));
	}
	return list;
}

static json_t *render_revenue_of(const struct sources_numbers *s, size_t source)
{
	json_t *list = json_array();

	for (size_t i = 0; i < s->n_currencies; i++) {
		const struct money_sum *sum = &s->revenue[i];
		int64_t amount = s->amounts[source * s->n_currencies + i];
		json_t *o;

		if (!amount)
			continue;
		o = render_sum(sum, amount);
		set_share(o, "share", numbers_share(amount, sum->amount));
		(void)json_array_append_new(list, o);
	}
	return list;
}

static json_t *render_source(const struct sources_numbers *s, size_t source)
{
	json_t *o = json_object(), *by_month = json_array();

	for (size_t i = 0; i < s->n_months; i++)
		(void)json_array_append_new(by_month,
					    json_integer(s->by_month[source * s->n_months + i]));
	set_text(o, "source",
		 source < N_NUMBERS_SOURCES - 1 ? word_at(sale_sources, (int)source) : NULL);
	set_int(o, "sales", s->of[source]);
	set_share(o, "share", numbers_share(s->of[source], s->sales));
	set_object(o, "revenue", render_revenue_of(s, source));
	set_object(o, "by_month", by_month);
	return o;
}

static int numbers_sources_method(struct call *c, const void *params, json_t **ret)
{
	struct numbers_words words;
	struct sources_numbers s;
	json_t *list;
	int r;

	r = begin(c, params, false, &words);
	if (r == 0)
		r = op_numbers_sources(c->op, &words, &s);
	if (r)
		return r;
	*ret = begin_answer(&words);
	set_int(*ret, "sales", s.sales);
	set_object(*ret, "revenue", render_revenue(&s));
	set_object(*ret, "months", render_months(&words.range));
	list = json_array();
	for (size_t i = 0; i < N_NUMBERS_SOURCES; i++)
		if (s.of[i])
			(void)json_array_append_new(list, render_source(&s, i));
	set_object(*ret, "sources", list);
	(void)end_answer(*ret, &words);
	return 0;
}

static json_t *render_coverage(const struct coverage_numbers *n)
{
	json_t *o = json_object(), *shares = json_object();
	const struct {
		const char *name;
		int64_t n;
	} parts[] = {{"talk_held", n->talk_held},
		     {"earned_now", n->earned_now},
		     {"asked", n->asked},
		     {"referred", n->referred}};

	set_int(o, "customers", n->customers);
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		set_int(o, parts[i].name, parts[i].n);
		set_share(shares, parts[i].name, numbers_share(parts[i].n, n->customers));
	}
	set_object(o, "shares", shares);
	return o;
}

static int numbers_coverage(struct call *c, const void *params, json_t **ret)
{
	struct coverage_numbers n;
	struct numbers_words words;
	int r;

	r = begin(c, params, false, &words);
	if (r == 0)
		r = op_numbers_coverage(c->op, &words, &n);
	if (r == 0)
		*ret = end_answer(render_coverage(&n), &words);
	return r;
}

json_t *render_stages(const struct funnel_numbers *f, bool is_brief)
{
	json_t *list = json_array();

	for (enum funnel_stage stage = FUNNEL_ASKS; stage < N_FUNNEL_STAGES; stage++) {
		json_t *o = json_object();

		set_text(o, "stage", funnel_stages[stage]);
		set_int(o, "n", f->n[stage]);
		if (!is_brief) {
			set_share(o, "rate", numbers_rate(f, stage));
			set_halves(o, "median_days", f->medians[stage]);
		}
		(void)json_array_append_new(list, o);
	}
	return list;
}

static json_t *render_hours(const struct funnel_numbers *f)
{
	json_t *o = json_object();

	set_int(o, "n", f->hours_n);
	set_halves(o, "median_minutes", f->hours_median);
	set_int(o, "within_an_hour", f->within_an_hour);
	return o;
}

static json_t *render_overrides(const struct asks_numbers *a)
{
	json_t *o = json_object();

	set_int(o, "n", a->overridden);
	set_int(o, "of", a->made);
	set_share(o, "share", numbers_share(a->overridden, a->made));
	return o;
}

static int numbers_funnel_method(struct call *c, const void *params, json_t **ret)
{
	struct numbers_words words;
	struct funnel_numbers f;
	int r;

	r = begin(c, params, false, &words);
	if (r == 0)
		r = op_numbers_funnel(c->op, &words, &f);
	if (r)
		return r;
	*ret = begin_answer(&words);
	set_object(*ret, "stages", render_stages(&f, false));
	set_int(*ret, "received", f.received);
	set_object(*ret, "hours", render_hours(&f));
	set_object(*ret, "overrides", render_overrides(&f.asks));
	set_int(*ret, "asks_with_names", f.asks.with_names);
	(void)end_answer(*ret, &words);
	return 0;
}

void set_promises(json_t *o, const struct promises_numbers *p)
{
	int64_t ended = p->kept_on_time + p->kept_late + p->broken;

	set_int(o, "open", p->open);
	set_int(o, "overdue", p->overdue);
	set_int(o, "kept_on_time", p->kept_on_time);
	set_int(o, "kept_late", p->kept_late);
	set_int(o, "broken", p->broken);
	set_share(o, "on_time_share", numbers_share(p->kept_on_time, ended));
}

static int numbers_promises(struct call *c, const void *params, json_t **ret)
{
	struct promises_numbers p;
	struct numbers_words words;
	int r;

	r = begin(c, params, false, &words);
	if (r == 0)
		r = op_numbers_promises(c->op, &words, &p);
	if (r)
		return r;
	*ret = begin_answer(&words);
	set_promises(*ret, &p);
	set_int(*ret, "withdrawn", p.withdrawn);
	if (p.kept_on_time + p.kept_late)
		set_tenths(*ret, "mean_days_early", numbers_mean_early(&p));
	else
		set_object(*ret, "mean_days_early", json_null());
	(void)end_answer(*ret, &words);
	return 0;
}

static json_t *render_class(enum cadence class, const struct cadence_numbers *n)
{
	json_t *o = json_object();

	set_text(o, "cadence", cadences[class]);
	set_int(o, "days", n->days);
	set_int(o, "contacts", n->contacts);
	set_int(o, "never", n->never);
	set_int(o, "yellow", n->yellow);
	set_int(o, "red", n->red);
	return o;
}

static json_t *render_quiet(struct op *op, const struct quiet_contact *quiet)
{
	json_t *o = json_object();

	set_object(o, "contact", render_who(op, quiet->contact));
	set_text(o, "cadence", cadences[quiet->cadence]);
	set_day(o, "last_two_way_day", quiet->last_two_way_day);
	set_int(o, "quiet_days", op->today.n - quiet->last_two_way_day.n);
	return o;
}

static int numbers_cadence(struct call *c, const void *params, json_t **ret)
{
	json_t *classes, *quietest;
	struct numbers_words words;
	struct cadence_told told;
	int r;

	r = begin(c, params, false, &words);
	if (r == 0)
		r = op_numbers_cadence(c->op, &words, &told);
	if (r)
		return r;
	classes = json_array();
	quietest = json_array();
	for (enum cadence class = CADENCE_A; class <= CADENCE_C; class ++)
		(void)json_array_append_new(classes, render_class(class, &told.classes[class]));
	for (size_t i = 0; i < told.n_quietest; i++)
		(void)json_array_append_new(quietest, render_quiet(c->op, &told.quietest[i]));
	*ret = json_object();
	set_object(*ret, "classes", classes);
	set_object(*ret, "quietest", quietest);
	(void)end_answer(*ret, &words);
	return 0;
}

static json_t *render_step(const struct step_numbers *step)
{
	json_t *o = json_object();

	set_text(o, "plan", step->plan);
	set_text(o, "step", step->step);
	set_text(o, "offset", step->offset);
	set_int(o, "done", step->done);
	set_int(o, "named", step->named);
	set_share(o, "rate", numbers_share(step->named, step->done));
	return o;
}

static int numbers_steps_method(struct call *c, const void *params, json_t **ret)
{
	struct numbers_words words;
	struct steps_told told;
	json_t *list;
	int r;

	r = begin(c, params, false, &words);
	if (r == 0)
		r = op_numbers_steps(c->op, &words, &told);
	if (r)
		return r;
	list = json_array();
	for (size_t i = 0; i < told.n; i++)
		(void)json_array_append_new(list, render_step(&told.items[i]));
	*ret = begin_answer(&words);
	set_int(*ret, "cases_min", NUMBERS_CASES_MIN);
	set_object(*ret, "items", list);
	set_int(*ret, "others", told.n_others);
	(void)end_answer(*ret, &words);
	return 0;
}

static int numbers_time(struct call *c, const void *params, json_t **ret)
{
	struct numbers_words words;
	struct time_numbers t;
	json_t *minutes;
	int r;

	r = begin(c, params, true, &words);
	if (r == 0)
		r = op_numbers_time(c->op, &words, &t);
	if (r)
		return r;
	minutes = json_object();
	set_int(minutes, "serving", t.serving);
	set_int(minutes, "prospecting", t.prospecting);
	*ret = begin_answer(&words);
	set_object(*ret, "minutes", minutes);
	set_share(*ret, "serving_share", numbers_share(t.serving, t.serving + t.prospecting));
	set_int(*ret, "sales", t.sales);
	set_int(*ret, "sales_by_referral", t.by_referral);
	(void)end_answer(*ret, &words);
	return 0;
}

#define NOW(call) now_params, sizeof(struct range_params), call, METHOD_READ
#define RANGE(call) range_params, sizeof(struct range_params), call, METHOD_READ

const struct method numbers_methods[] = {
	{"numbers.cadence", NOW(numbers_cadence), "Who should have heard from you, by class",
	 "classes, quietest, sentence"},
	{"numbers.coverage", NOW(numbers_coverage),
	 "Of all customers: who had the talk, may be asked now, was asked, has sent somebody",
	 "customers, talk_held, earned_now, asked, referred, shares, sentence"},
	{"numbers.funnel", RANGE(numbers_funnel_method),
	 "From asks to names to sales: how many came how far, and how fast",
	 "from, to, stages, received, hours, overrides, asks_with_names, sentence"},
	{"numbers.promises", RANGE(numbers_promises), "What became of promises",
	 "from, to, kept_on_time, kept_late, broken, withdrawn, on_time_share, mean_days_early, "
	 "open, overdue, sentence"},
	{"numbers.sources", RANGE(numbers_sources_method),
	 "Where completed sales and their revenue came from",
	 "from, to, sales, revenue, months, sources, sentence"},
	{"numbers.steps", RANGE(numbers_steps_method),
	 "How often each step of a plan led to a name, where it was done 20 times or more",
	 "from, to, cases_min, items, others, sentence"},
	{"numbers.time", month_params, sizeof(struct range_params), numbers_time, METHOD_READ,
	 "Where the hours went, and which sales came by referral",
	 "from, to, minutes, serving_share, sales, sales_by_referral, sentence"},
	{0},
};
