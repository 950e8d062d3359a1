/* The numbers: what each says in a sentence, and the table behind it. */
#include "base/cleanup.h"
#include "view_figures.h"
#include "view_parts.h"
#include "views.h"

/* A list of the answer, or members of it told below each other, as a table. */
struct section {
	const char *title; /* null for none */
	const char *list;  /* its path; null where there are rows */
	const struct figure_row *rows;
	size_t n_rows;
	struct figures figures;
};

struct sheet {
	const char *name;
	struct section sections[2];
	/* What else it says; null for nothing. */
	void (*add_fields)(struct view_table *t, const json_t *answer);
};

#define FIGURES(table) .figures = {(table), ARRAY_LEN(table)}
#define ROWS(table) .rows = (table), .n_rows = ARRAY_LEN(table)
#define NAMED(text) .column = {.name = (text)}
#define RIGHT(text) .column = {.name = (text), .flags = VIEW_RIGHT}
#define WIDE(text) .column = {.name = (text), .flags = VIEW_RIGHT | VIEW_WIDE}
#define WHO .path = "contact", .kind = FIGURE_WHO, .column = {"who", VIEW_CUT, 25}

static const struct figure source_figures[] = {
	{.path = "source", NAMED("source"), .none = "not noted"},
	{.path = "sales", .kind = FIGURE_NUMBER, RIGHT("sales")},
	{.path = "share", .kind = FIGURE_SHARE, RIGHT("share")},
	{.path = "revenue", .kind = FIGURE_MONEY, RIGHT("revenue")},
	{.path = "by_month", .kind = FIGURE_MONTHS, NAMED("by month")},
};

/* Parts of a whole. */
static const struct figure part_figures[] = {
	{.path = "what", NAMED("what")},
	{.path = "n", .kind = FIGURE_NUMBER, RIGHT("number")},
	{.path = "share", .kind = FIGURE_SHARE, RIGHT("share")},
	{.path = "n", .kind = FIGURE_BAR, NAMED("")},
};
static const struct figure_row coverage_rows[] = {
	{"customers", "customers", NULL},
	{"talk held", "talk_held", "shares.talk_held"},
	{"earned now", "earned_now", "shares.earned_now"},
	{"ever asked", "asked", "shares.asked"},
	{"ever sent somebody", "referred", "shares.referred"},
};
static const struct figure_row promise_rows[] = {
	{"kept on time", "kept_on_time", "on_time_share"},
	{"kept late", "kept_late", NULL},
	{"broken", "broken", NULL},
	{"withdrawn", "withdrawn", NULL},
};
static const struct figure_row army_rows[] = {
	{"champions", "ranks.champion", NULL},
	{"repeat referrers", "ranks.repeat", NULL},
	{"referrers", "ranks.referrer", NULL},
	{"willing", "ranks.willing", NULL},
};
static const struct figure rank_figures[] = {
	{.path = "what", NAMED("rank")},
	{.path = "n", .kind = FIGURE_NUMBER, RIGHT("people")},
	{.path = "n", .kind = FIGURE_BAR, NAMED("")},
};
static const struct figure_row time_rows[] = {
	{"with clients", "minutes.serving", "serving_share"},
	{"looking for new ones", "minutes.prospecting", NULL},
};
static const struct figure time_figures[] = {
	{.path = "what", NAMED("what")},
	{.path = "n", .kind = FIGURE_MINUTES, RIGHT("time")},
	{.path = "share", .kind = FIGURE_SHARE, RIGHT("share")},
	{.path = "n", .kind = FIGURE_BAR, NAMED("")},
};

static const struct figure funnel_figures[] = {
	{.path = "stage", NAMED("stage")},
	{.path = "n", .kind = FIGURE_NUMBER, RIGHT("number")},
	{.path = "rate", .kind = FIGURE_SHARE, RIGHT("of those before")},
	{.path = "median_days", .kind = FIGURE_NUMBER, RIGHT("median days")},
	{.path = "n", .kind = FIGURE_BAR, NAMED("")},
};

static const struct figure cadence_figures[] = {
	{.path = "cadence", NAMED("class")},
	{.path = "days", .kind = FIGURE_NUMBER, RIGHT("days")},
	{.path = "contacts", .kind = FIGURE_NUMBER, RIGHT("people")},
	{.path = "yellow", .kind = FIGURE_NUMBER, RIGHT("should hear from you")},
	{.path = "red", .kind = FIGURE_NUMBER, RIGHT("waited too long")},
	{.path = "never", .kind = FIGURE_NUMBER, RIGHT("nothing known")},
};
static const struct figure quiet_figures[] = {
	{WHO},
	{.path = "cadence", NAMED("class")},
	{.path = "last_two_way_day", .kind = FIGURE_DAY, NAMED("last in touch")},
	{.path = "quiet_days", .kind = FIGURE_NUMBER, RIGHT("days ago")},
};

static const struct figure step_figures[] = {
	{.path = "plan", NAMED("plan")},
	{.path = "step", NAMED("step")},
	{.path = "offset", NAMED("when")},
	{.path = "done", .kind = FIGURE_NUMBER, RIGHT("done")},
	{.path = "named", .kind = FIGURE_NUMBER, RIGHT("led to a name")},
	{.path = "rate", .kind = FIGURE_SHARE, RIGHT("share")},
};

static const struct figure referrer_figures[] = {
	{WHO},
	{.path = "sent", .kind = FIGURE_NUMBER, RIGHT("sent")},
	{.path = "given", .kind = FIGURE_NUMBER, RIGHT("given")},
	{.path = "direct.sales", .kind = FIGURE_NUMBER, RIGHT("sales")},
	{.path = "direct.revenue", .kind = FIGURE_MONEY, WIDE("revenue")},
	{.path = "chain.sales", .kind = FIGURE_NUMBER, RIGHT("in chain")},
	{.path = "chain.revenue", .kind = FIGURE_MONEY, RIGHT("chain's revenue")},
	{.path = "chain.people", .kind = FIGURE_NUMBER, WIDE("people")},
	{.path = "depth", .kind = FIGURE_NUMBER, WIDE("depth")},
	{.path = "last_sent_day", .kind = FIGURE_DAY, NAMED("last sent")},
};
static const struct figure health_figures[] = {
	{WHO},
	{.path = "sent", .kind = FIGURE_NUMBER, RIGHT("sent")},
	{.path = "customers", .kind = FIGURE_NUMBER, RIGHT("customers")},
	{.path = "why", NAMED("why")},
	{.path = "detail", .column = {.name = "", .flags = VIEW_WRAP}},
};

static void add_source_fields(struct view_table *t, const json_t *answer)
{
	_cleanup_str_ struct str text = {0};
	size_t n = json_array_size(json_object_get(answer, "months"));

	if (n <= FIGURE_MONTHS_MAX)
		return;
	str_addf(&text, "the last %d of %zu months", FIGURE_MONTHS_MAX, n);
	view_field(t, "by month", str_text(&text));
}

/* Within the hour: how many of them, or their share. */
static void add_first_contact(struct view_table *t, const json_t *answer)
{
	_cleanup_str_ struct str text = {0}, minutes = {0}, share = {0};
	const json_t *within = member_of(answer, "hours.within_an_hour");
	long long n = number_of(answer, "hours.n");

	if (n <= 0)
		return;
	str_addf(&text, "after %s of working time, the median of %lld",
		 figure_minutes(&minutes, member_of(answer, "hours.median_minutes")), n);
	if (json_is_integer(within))
		str_addf(&text, "; %lld within the hour", (long long)json_integer_value(within));
	else if (json_is_real(within))
		str_addf(&text, "; %s within the hour", part_share(&share, within));
	view_field(t, "first contact", str_text(&text));
}

static void add_funnel_fields(struct view_table *t, const json_t *answer)
{
	_cleanup_str_ struct str asks = {0}, names = {0}, share = {0};
	long long overrides = number_of(answer, "overrides.n");

	if (figure_is_nothing(json_object_get(answer, "stages"), "n"))
		return;
	if (json_is_integer(json_object_get(answer, "asks_with_names")))
		str_addf(&asks, "%lld led to a name", number_of(answer, "asks_with_names"));
	if (overrides > 0)
		str_addf(&asks, "%s%lld made though not earned, %s", asks.len > 0 ? "; " : "",
			 overrides, part_share(&share, member_of(answer, "overrides.share")));
	view_field(t, "asks", str_text(&asks));
	if (json_is_integer(json_object_get(answer, "received")))
		str_addf(&names, "%lld with permission", number_of(answer, "received"));
	view_field(t, "names", str_text(&names));
	add_first_contact(t, answer);
}

static const char *early_text(struct str *out, double days)
{
	_cleanup_str_ struct str text = {0};
	json_auto_t *number = json_real(days < 0 ? -days : days);

	figure_number(&text, number);
	str_reset(out);
	if (str_equal(str_text(&text), "0"))
		str_add(out, "on the day");
	else
		str_addf(out, "%s %s %s", str_text(&text),
			 str_equal(str_text(&text), "1") ? "day" : "days",
			 days < 0 ? "late" : "early");
	return str_text(out);
}

static void add_promise_fields(struct view_table *t, const json_t *answer)
{
	const json_t *early = json_object_get(answer, "mean_days_early");
	_cleanup_str_ struct str days = {0}, open = {0};

	if (json_is_number(early))
		view_field(t, "on average", early_text(&days, json_number_value(early)));
	if (!json_is_integer(json_object_get(answer, "open")))
		return;
	str_addf(&open, "%lld, %lld overdue: vouch promises", number_of(answer, "open"),
		 number_of(answer, "overdue"));
	view_field(t, "open now", str_text(&open));
}

static void add_step_fields(struct view_table *t, const json_t *answer)
{
	long long others = number_of(answer, "others"), least = number_of(answer, "cases_min");
	_cleanup_str_ struct str text = {0};

	if (others <= 0)
		return;
	str_addf(&text, "%lld %s done fewer than %lld times: too few to tell", others,
		 others == 1 ? "step was" : "steps were", least);
	view_field(t, "not told", str_text(&text));
}

static void add_time_fields(struct view_table *t, const json_t *answer)
{
	_cleanup_str_ struct str text = {0};

	if (!json_is_integer(json_object_get(answer, "sales")))
		return;
	str_addf(&text, "%lld, %lld by referral", number_of(answer, "sales"),
		 number_of(answer, "sales_by_referral"));
	view_field(t, "sales", str_text(&text));
}

static void add_army_fields(struct view_table *t, const json_t *answer)
{
	_cleanup_str_ struct str text = {0};

	if (!json_is_integer(json_object_get(answer, "ready")))
		return;
	str_addf(&text, "%lld may be called on now: vouch army", number_of(answer, "ready"));
	view_field(t, "ready", str_text(&text));
}

static const struct sheet sheets[] = {
	{"sources", {{.list = "sources", FIGURES(source_figures)}}, add_source_fields},
	{"coverage", {{ROWS(coverage_rows), FIGURES(part_figures)}}, NULL},
	{"funnel", {{.list = "stages", FIGURES(funnel_figures)}}, add_funnel_fields},
	{"promises", {{ROWS(promise_rows), FIGURES(part_figures)}}, add_promise_fields},
	{"cadence",
	 {{.list = "classes", FIGURES(cadence_figures)},
	  {.title = "The quietest", .list = "quietest", FIGURES(quiet_figures)}},
	 NULL},
	{"steps", {{.list = "items", FIGURES(step_figures)}}, add_step_fields},
	{"time", {{ROWS(time_rows), FIGURES(time_figures)}}, add_time_fields},
	{"referrers",
	 {{.list = "top", FIGURES(referrer_figures)},
	  {.title = "They sent people, and need you", .list = "health", FIGURES(health_figures)}},
	 NULL},
	{"army", {{ROWS(army_rows), FIGURES(rank_figures)}}, add_army_fields},
};

/* For scripts. The people of the army are vouch army: of a list nothing else would be shown. */
static void print_plain(const struct cli *cli, const json_t *answer)
{
	json_auto_t *copy = json_copy((json_t *)answer);

	if (json_object_get(copy, "ranks"))
		(void)json_object_del(copy, "items");
	view_any(cli, copy);
}

static void print_range(const struct view *v, const json_t *answer)
{
	_cleanup_str_ struct str from = {0}, to = {0};

	if (!*text_of(answer, "from") || !*text_of(answer, "to"))
		return;
	view_line(v, VIEW_DIM, "%s to %s", part_full_day(&from, text_of(answer, "from")),
		  part_full_day(&to, text_of(answer, "to")));
}

static void print_section(const struct view *v, const json_t *answer, const struct section *s)
{
	json_auto_t *rows = s->rows ? figures_of(answer, s->rows, s->n_rows) : NULL;

	figures_print(v, s->title, rows ? rows : member_of(answer, s->list), &s->figures);
}

void view_number(const struct cli *cli, const char *name, const json_t *answer)
{
	_cleanup_table_ struct view_table *t = view_fields_new(&cli->view);
	const struct view *v = &cli->view;

	if (v->is_plain) {
		print_plain(cli, answer);
		return;
	}
	view_headline(v, text_of(answer, "sentence"));
	print_range(v, answer);
	for (size_t i = 0; i < ARRAY_LEN(sheets); i++) {
		const struct sheet *sheet = &sheets[i];

		if (!str_equal(sheet->name, name))
			continue;
		for (size_t k = 0; k < ARRAY_LEN(sheet->sections); k++)
			if (sheet->sections[k].figures.n > 0)
				print_section(v, answer, &sheet->sections[k]);
		if (sheet->add_fields)
			sheet->add_fields(t, answer);
	}
	if (!view_table_is_empty(t)) {
		view_gap(v);
		view_table_print(t);
	}
}

void view_numbers(const struct cli *cli, const json_t *answers)
{
	_cleanup_table_ struct view_table *t = view_fields_new(&cli->view);
	const struct view *v = &cli->view;
	const json_t *answer;
	const char *name;

	json_object_foreach ((json_t *)answers, name, answer)
		view_field(t, name, text_of(answer, "sentence"));
	view_table_print(t);
	if (v->is_plain)
		return;
	view_gap(v);
	view_line(v, VIEW_DIM, "The table behind each: vouch numbers sources, and so on");
}
