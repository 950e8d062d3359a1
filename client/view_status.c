/* The state of everything on one screen, the question that matters first. What an older vouchd
 * does not tell is left out. */
#include <stdlib.h>

#include "base/cleanup.h"
#include "dates.h"
#include "spark.h"
#include "view_figures.h"
#include "view_parts.h"
#include "views.h"

#define STAGES_MAX 8
#define SOON_DAYS 7
#define BACKUP_DAYS_MAX 2 /* as old as that a backup is nothing to speak of */

/* A number in words. */
struct count {
	const char *path, *one, *many;
};

/* A row that is nothing but counts. */
struct row {
	const char *name;
	struct count counts[5];
	const char *empty; /* instead, where all of them are 0; null: they are told all the same */
	const char *hint;  /* the command that shows more */
	const char *hint_for; /* what must be above 0 for it; null: any of the counts */
};

#define SAME(path, word)                                                                           \
	{                                                                                          \
		(path), (word), (word)                                                             \
	}

static const struct row agenda = {
	.name = "agenda",
	.counts = {SAME("agenda.overdue", "overdue"), SAME("agenda.due_today", "today"),
		   SAME("agenda.next_7_days", "in the next 7 days"),
		   SAME("agenda.waiting", "waiting")},
};
static const struct row asks = {
	.name = "asks",
	.counts = {SAME("gate.open", "may be asked"), SAME("gate.one_short", "one step short"),
		   SAME("gate.opened_this_week", "new this week")},
	.hint = ": vouch earned",
};
static const struct row referrals = {
	.name = "referrals",
	.counts = {SAME("referrals.open", "open"),
		   {"referrals.candidates", "candidate without permission",
		    "candidates without permission"}},
	.hint = ": vouch candidates",
	.hint_for = "referrals.candidates",
};
static const struct row cadence = {
	.name = "cadence",
	.counts = {SAME("cadence.yellow", "should hear from you"),
		   SAME("cadence.red", "waited too long")},
	.empty = "nobody waits to hear from you",
	.hint = ": vouch numbers cadence",
};
static const struct row army = {
	.name = "army",
	.counts = {{"army.champion", "champion", "champions"},
		   {"army.repeat", "repeat referrer", "repeat referrers"},
		   {"army.referrer", "referrer", "referrers"},
		   SAME("army.willing", "willing")},
	.empty = "nobody has sent you somebody yet, or said they would",
};
static const struct row book = {
	.name = "book",
	.counts = {{"book.contacts", "contact", "contacts"},
		   {"book.customers", "customer", "customers"},
		   {"book.sales_completed", "sale completed", "sales completed"},
		   {"book.open_followups", "open follow-up", "open follow-ups"}},
};

static const struct count promises[] = {
	SAME("promises.open", "open"),
	SAME("promises.overdue", "overdue"),
	{0},
};
/* What is owed to those who sent somebody. */
static const struct count owed[] = {
	{"loops.thank", "thank-you", "thank-yous"},
	{"loops.tell", "first report", "first reports"},
	{"loops.outcome", "outcome", "outcomes"},
	{0},
};
static const struct count stages[] = {
	{"asks", "ask", "asks"}, {"names", "name", "names"}, SAME("contacted", "contacted"),
	SAME("meeting", "met"),  SAME("won", "won"),         SAME("completed", "completed"),
};

static void add(struct view_table *t, const char *name, enum view_style style, const char *text)
{
	view_table_row(t);
	view_table_cell(t, 0, VIEW_DIM, name);
	view_table_cell(t, 1, style, text);
}

static void add_count(struct str *out, const struct count *count, long long n)
{
	str_addf(out, "%lld %s", n, n == 1 ? count->one : count->many);
}

/* Those that are told, with commas; returns their sum. */
static long long add_counts(struct str *out, const json_t *s, const struct count *counts)
{
	long long sum = 0;

	for (; counts->path; counts++) {
		long long n = number_of(s, counts->path);

		if (!json_is_integer(member_of(s, counts->path)))
			continue;
		str_add(out, out->len > 0 ? ", " : "");
		add_count(out, counts, n);
		sum += n;
	}
	return sum;
}

static void add_row(struct view_table *t, const json_t *s, const struct row *row)
{
	_cleanup_str_ struct str text = {0};
	bool is_empty = add_counts(&text, s, row->counts) == 0;

	if (text.len == 0)
		return;
	if (row->hint && (row->hint_for ? number_of(s, row->hint_for) > 0 : !is_empty))
		str_add(&text, row->hint);
	add(t, row->name, VIEW_NORMAL, is_empty && row->empty ? row->empty : str_text(&text));
}

const char *view_last_referral(struct str *out, const struct view *v, const json_t *sale)
{
	const char *through = text_of(sale, "through.name");
	long long ago = number_of(sale, "days_ago");
	_cleanup_str_ struct str day = {0};

	str_reset(out);
	str_add(out, "Last sale from a referral: ");
	if (!json_is_object(sale)) {
		str_add(out, "none yet. It begins with the ask: vouch earned.");
		return str_text(out);
	}
	if (ago <= 1)
		str_add(out, ago == 1 ? "yesterday" : "today");
	else
		str_addf(out, "%lld days ago, %s", ago, part_day(&day, v, text_of(sale, "day")));
	str_addf(out, " (%s%s%s).", name_of(json_object_get(sale, "contact")),
		 *through ? ", through " : "", through);
	return str_text(out);
}

static void add_promises(struct view_table *t, const json_t *s)
{
	_cleanup_str_ struct str text = {0};
	long long kept = number_of(s, "promises.kept_on_time"),
		  all = kept + number_of(s, "promises.kept_late") + number_of(s, "promises.broken");
	bool is_late = number_of(s, "promises.overdue") > 0;

	(void)add_counts(&text, s, promises);
	if (text.len == 0)
		return;
	if (all > 0)
		str_addf(&text, "; 12 months: %lld of %lld kept on time", kept, all);
	add(t, "promises", is_late ? VIEW_LATE : VIEW_NORMAL, str_text(&text));
}

/* "2 thank-yous and 1 outcome are owed": what is not owed is not told. */
static void add_loops(struct view_table *t, const json_t *s)
{
	_cleanup_str_ struct str text = {0};
	long long open = number_of(s, "loops.open"), sum = 0, left;

	if (!json_is_integer(member_of(s, "loops.open")))
		return;
	for (const struct count *c = owed; c->path; c++)
		sum += number_of(s, c->path);
	left = sum;
	for (const struct count *c = owed; c->path; c++) {
		long long n = number_of(s, c->path);

		if (n <= 0)
			continue;
		str_add(&text, text.len == 0 ? "" : n == left ? " and " : ", ");
		add_count(&text, c, n);
		left -= n;
	}
	if (sum == 0 && open == 0)
		str_add(&text, "nothing is owed to a referrer");
	else
		str_addf(&text, "%s owed: vouch referral list --loop open",
			 sum == 0   ? "something is"
			 : sum == 1 ? " is"
				    : " are");
	add(t, "loops", VIEW_NORMAL, str_text(&text));
}

/* Only what is late or soon: what people ask of their data has a month. */
static void add_requests(struct view_table *t, const struct view *v, const json_t *s)
{
	const char *next = text_of(s, "requests.next_due_day"), *today = text_of(s, "today");
	long long late = number_of(s, "requests.late"), open = number_of(s, "requests.open");
	_cleanup_str_ struct str text = {0}, day = {0};

	if (!*next || !*today || (late == 0 && dates_between(today, next) > SOON_DAYS))
		return;
	str_addf(&text, "%lld unanswered", open);
	if (late > 0)
		str_addf(&text, ", %lld late", late);
	str_addf(&text, ", the first due %s: vouch requests", part_day(&day, v, next));
	add(t, "requests", VIEW_LATE, str_text(&text));
}

static void add_stage(struct str *out, const json_t *stage)
{
	const char *word = text_of(stage, "stage");
	struct count count = SAME(word, word);

	for (size_t i = 0; i < ARRAY_LEN(stages); i++)
		if (str_equal(stages[i].path, word))
			count = stages[i];
	add_count(out, &count, number_of(stage, "n"));
}

static void add_funnel(struct view_table *t, const struct view *v, const json_t *s)
{
	const json_t *funnel = json_object_get(s, "funnel"), *stage;
	_cleanup_str_ struct str text = {0};
	long long values[STAGES_MAX], max;
	size_t n = 0, i;

	json_array_foreach (funnel, i, stage) {
		if (n == STAGES_MAX || !json_is_integer(json_object_get(stage, "n")))
			continue;
		str_add(&text, n > 0 ? " > " : "");
		add_stage(&text, stage);
		values[n++] = number_of(stage, "n");
	}
	max = spark_max(values, n);
	if (max > 0 && view_is_wide(v)) {
		str_add(&text, "  ");
		figure_add_spark(&text, v, values, n, max);
	}
	if (n > 0)
		add(t, "12 months", VIEW_NORMAL,
		    max > 0 ? str_text(&text) : "nobody was asked, and nobody was named");
}

static void add_range(struct str *out, const json_t *months)
{
	size_t n = json_array_size(months);
	const char *first = json_string_value(json_array_get(
			   months, n > FIGURE_MONTHS_MAX ? n - FIGURE_MONTHS_MAX : 0)),
		   *last = json_string_value(json_array_get(months, n - 1));

	if (!first || !last)
		return;
	str_add(out, ", ");
	dates_add_month(out, first);
	str_add(out, " to ");
	dates_add_month(out, last);
}

/* Month by month; where there is room, beside all sales and with the months named. */
static void add_months(struct str *out, const struct view *v, const json_t *s)
{
	const json_t *referred = member_of(s, "sources.by_referral"),
		     *all = member_of(s, "sources.all");
	long long max = figure_max_of_months(all);

	if (json_array_size(all) == 0 || json_array_size(referred) != json_array_size(all))
		return;
	str_add(out, "  ");
	figure_add_months(out, v, referred, max);
	if (!view_is_wide(v))
		return;
	str_add(out, " of ");
	figure_add_months(out, v, all, max);
	add_range(out, member_of(s, "sources.months"));
}

static void add_sources(struct view_table *t, const struct view *v, const json_t *s)
{
	_cleanup_str_ struct str text = {0}, share = {0};
	long long sales = number_of(s, "sources.sales");

	if (!json_is_integer(member_of(s, "sources.sales_by_referral")))
		return;
	if (sales == 0) {
		add(t, "sales", VIEW_NORMAL, "none was completed in 12 months");
		return;
	}
	str_addf(&text, "%lld of %lld by referral in 12 months",
		 number_of(s, "sources.sales_by_referral"), sales);
	if (json_is_number(member_of(s, "sources.share_by_referral")))
		str_addf(&text, ", %s",
			 part_share(&share, member_of(s, "sources.share_by_referral")));
	add_months(&text, v, s);
	add(t, "sales", VIEW_NORMAL, str_text(&text));
}

/* "; do not disturb is on: 3 wait" */
static void add_held(struct str *out, const json_t *delivery)
{
	const char *why = text_of(delivery, "why_held");
	long long held = number_of(delivery, "held");

	if (held > 0 && *why)
		str_addf(out, "; %s: %lld %s", why, held, held == 1 ? "waits" : "wait");
	else if (json_is_true(json_object_get(delivery, "do_not_disturb")))
		str_add(out, "; do not disturb is on");
}

static void add_delivery(struct view_table *t, const struct view *v, const json_t *s)
{
	const char *server = text_of(s, "delivery.server"),
		   *since = text_of(s, "delivery.undelivered_since");
	long long undelivered = number_of(s, "delivery.undelivered");
	_cleanup_str_ struct str day = {0}, text = {0}, shown = {0};
	char local[DATES_DUE_SIZE];

	if (!json_is_object(json_object_get(s, "delivery")))
		return;
	str_addf(&shown, "%s%s", *server ? "shown by " : "nothing can be shown",
		 *server ? server : ": no notification server is running");
	add_held(&shown, json_object_get(s, "delivery"));
	add(t, "desktop", VIEW_NORMAL, str_text(&shown));
	if (undelivered <= 0)
		return;
	dates_local(since, v->timezone, local);
	str_addf(&text, "%lld since %s", undelivered, part_day(&day, v, *local ? local : since));
	add(t, "undelivered", VIEW_LATE, str_text(&text));
}

static void add_next(struct view_table *t, const struct view *v, const json_t *s)
{
	_cleanup_str_ struct str next = {0};
	char local[DATES_DUE_SIZE];

	if (!json_object_get(s, "next_due_at"))
		return;
	dates_local(text_of(s, "next_due_at"), v->timezone, local);
	add(t, "next", VIEW_NORMAL, *local ? part_day(&next, v, local) : "nothing planned");
}

/* Only where there is something to do about it. */
static bool add_backup(struct str *out, const struct view *v, const json_t *s)
{
	const char *last = text_of(s, "backup.last_at"), *since = text_of(s, "backup.since");
	_cleanup_str_ struct str day = {0};
	char local[DATES_DUE_SIZE], now[DATES_DUE_SIZE];

	dates_local(*last ? last : since, v->timezone, local);
	dates_local(text_of(s, "now"), v->timezone, now);
	if (dates_between(local, now) <= BACKUP_DAYS_MAX)
		return false;
	if (*last)
		str_addf(out, "; the newest backup is of %s", part_day(&day, v, local));
	else
		str_add(out, "; there is no backup");
	str_add(out, ": vouch backup");
	return true;
}

static void add_vouchd(struct view_table *t, const struct view *v, const json_t *s)
{
	_cleanup_str_ struct str size = {0}, text = {0};
	const json_t *sandbox = json_object_get(s, "sandbox");
	bool is_late;

	str_addf(&size, "%.1f MiB", (double)number_of(s, "database.bytes") / (1024.0 * 1024.0));
	is_late = add_backup(&size, v, s);
	if (json_is_integer(member_of(s, "database.bytes")))
		add(t, "database", is_late ? VIEW_LATE : VIEW_NORMAL, str_text(&size));
	str_addf(&text, "%s, process %lld", text_of(s, "version"), number_of(s, "pid"));
	if (number_of(sandbox, "landlock") > 0)
		str_add(&text, ", confined");
	else if (json_is_object(sandbox))
		str_add(&text, ", not confined: vouch doctor");
	if (json_is_true(json_object_get(sandbox, "program_replaced")))
		str_add(&text, "; a newer one waits for a restart");
	if (*text_of(s, "version"))
		add(t, "vouchd", VIEW_NORMAL, str_text(&text));
}

void view_held(const struct cli *cli, const json_t *answer)
{
	const char *why = text_of(answer, "clock.why");

	if (!*why || cli->view.is_plain)
		return;
	view_headline(&cli->view, why);
	view_gap(&cli->view);
}

bool view_lost_is_doubtful(const char *how)
{
	return str_equal(how, "no-log") || str_equal(how, "file");
}

void view_lost(const struct cli *cli, const json_t *answer)
{
	const char *how = text_of(answer, "database.lost_how");
	const struct view *v = &cli->view;
	_cleanup_str_ struct str text = {0}, day = {0};
	char local[DATES_DUE_SIZE];

	dates_local(text_of(answer, "database.lost_before"), v->timezone, local);
	if (!*local || v->is_plain)
		return;
	(void)part_day(&day, v, local);
	if (str_equal(how, "older"))
		str_addf(&text,
			 "This book is an older copy, without the last changes before %s: vouch "
			 "doctor.",
			 str_text(&day));
	else
		str_addf(&text, "The last changes before %s %s missing in this book: vouch doctor.",
			 str_text(&day), view_lost_is_doubtful(how) ? "may be" : "are");
	view_headline(v, str_text(&text));
	view_gap(v);
}

void view_status(const struct cli *cli, const json_t *s)
{
	_cleanup_str_ struct str away = {0}, last = {0};
	_cleanup_table_ struct view_table *t = view_fields_new(&cli->view);
	const struct view *v = &cli->view;

	if (v->is_plain) {
		view_any(cli, s);
		return;
	}
	view_held(cli, s);
	view_lost(cli, s);
	if (*part_away(&away, v, json_object_get(s, "away")))
		view_headline(v, str_text(&away));
	if (json_object_get(s, "last_referral_sale")) {
		view_headline(
			v, view_last_referral(&last, v, json_object_get(s, "last_referral_sale")));
		view_gap(v);
	}
	add_row(t, s, &agenda);
	add_promises(t, s);
	add_requests(t, v, s);
	add_row(t, s, &asks);
	add_loops(t, s);
	add_row(t, s, &referrals);
	add_funnel(t, v, s);
	add_sources(t, v, s);
	add_row(t, s, &cadence);
	add_row(t, s, &army);
	add_row(t, s, &book);
	add_next(t, v, s);
	add_delivery(t, v, s);
	add_vouchd(t, v, s);
	view_table_print(t);
}
