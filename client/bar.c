/* The line of a status bar: how much is due, in a few words, and more for who points at it. */
#include "bar.h"

#include <string.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/zone.h"
#include "cli.h"
#include "dates.h"
#include "escape.h"
#include "events.h"
#include "view_parts.h"

#define ITEMS_MAX 5 /* of a tooltip */
#define LATE_COLOR "#e06c75"

void bar_deinit(struct bar *b)
{
	str_deinit(&b->text);
	str_deinit(&b->brief);
	str_deinit(&b->tooltip);
}

/* ---- what there is ---- */

struct facts {
	const json_t *status, *agenda;
	const char *privacy, *today;
	long long n_due, n_late, n_promises;
	const json_t *later;       /* the first that is due later today, or null */
	char next[DATES_DUE_SIZE]; /* local, of whatever is due next; "" for nothing */
};

/* Of what is due today, what comes after now: no earlier than the next due time of all. */
static bool is_ahead(const struct facts *f, const json_t *followup)
{
	const char *next = text_of(f->agenda, "next_due_at");

	return *next && strcmp(text_of(followup, "due_at"), next) >= 0;
}

static bool is_next_today(const struct facts *f)
{
	return *f->next && str_starts_with(f->next, f->today);
}

static void count(struct facts *f)
{
	const json_t *due = json_object_get(f->agenda, "due"), *item;
	size_t i;

	f->n_late = number_of(f->agenda, "counts.overdue");
	f->n_due = f->n_late + number_of(f->agenda, "counts.due");
	f->n_promises = number_of(f->agenda, "counts.promises");
	json_array_foreach (due, i, item) {
		if (!is_ahead(f, item))
			continue;
		f->later = f->later ? f->later : item;
		f->n_due--;
	}
	json_array_foreach (json_object_get(f->agenda, "promises"), i, item)
		f->n_late += number_of(item, "days_overdue") > 0;
}

static bool is_away(const struct facts *f)
{
	return json_is_object(json_object_get(f->status, "away"));
}

static const char *state_of(const struct facts *f)
{
	if (json_is_true(member_of(f->status, "clock.held")))
		return "held";
	if (f->n_late > 0)
		return "late";
	if (f->n_due > 0 || f->n_promises > 0)
		return "due";
	if (is_away(f))
		return "away";
	return is_next_today(f) ? "later" : "done";
}

/* ---- the text ---- */

static void add_counts(struct str *out, const struct facts *f, const char *between)
{
	_cleanup_str_ struct str promises = {0};

	if (f->n_due > 0)
		str_addf(out, "%lld due", f->n_due);
	if (f->n_due > 0 && f->n_promises > 0)
		str_add(out, between);
	if (f->n_promises > 0)
		str_add(out, part_count(&promises, f->n_promises, "promise", "promises"));
}

static void read_text(struct bar *b, const struct facts *f)
{
	add_counts(&b->text, f, " · ");
	if (f->n_due > 0)
		str_addf(&b->brief, "%lld due", f->n_due);
	else
		str_add(&b->brief, str_text(&b->text));
	if (str_equal(b->state, "held")) {
		str_reset(&b->text);
		str_reset(&b->brief);
		str_add(&b->text, "wrong clock");
		str_add(&b->brief, "clock");
	} else if (str_equal(b->state, "away")) {
		str_add(&b->text, "away");
		str_add(&b->brief, "away");
	} else if (str_equal(b->state, "later")) {
		str_addf(&b->text, "next %s", dates_time(f->next));
		str_add(&b->brief, dates_time(f->next));
	} else if (str_equal(b->state, "done")) {
		str_add(&b->text, "all done");
		str_add(&b->brief, "done");
	}
}

/* ---- the tooltip ---- */

static void add_line(struct bar *b, const char *text)
{
	if (b->tooltip.len > 0)
		str_add_char(&b->tooltip, '\n');
	escape_add(&b->tooltip, text, ESCAPE_LINE);
}

static bool is_full(const struct facts *f)
{
	return str_equal(f->privacy, "full");
}

/* As the notifications have it: titles and the words of promises only where all may be seen. */
static void add_task(struct bar *b, const struct facts *f, const json_t *followup,
		     const char *before)
{
	_cleanup_str_ struct str line = {0}, days = {0};
	long long late = number_of(followup, "overdue_days");

	str_add(&line, before);
	event_add_task(&line, followup, is_full(f));
	if (late > 0)
		str_addf(&line, " (%s late)", part_count(&days, late, "day", "days"));
	if (is_full(f))
		str_addf(&line, ": %s", text_of(followup, "title"));
	add_line(b, str_text(&line));
}

static long long add_tasks(struct bar *b, const struct facts *f, const char *key, long long n)
{
	const json_t *items = json_object_get(f->agenda, key), *item;
	size_t i;

	json_array_foreach (items, i, item) {
		if (n == ITEMS_MAX || is_ahead(f, item))
			break;
		add_task(b, f, item, "");
		n++;
	}
	return n;
}

static void add_promise(struct bar *b, const struct facts *f, const json_t *promise)
{
	const char *name = name_of(json_object_get(promise, "contact"));
	_cleanup_str_ struct str line = {0};

	str_add(&line, "Promise to ");
	str_add_n(&line, name, is_full(f) ? strlen(name) : strcspn(name, " "));
	if (is_full(f))
		str_addf(&line, ": %s", text_of(promise, "text"));
	str_add(&line, number_of(promise, "days_overdue") > 0 ? ", was due " : ", due ");
	dates_add(&line, text_of(promise, "due_day"), f->today);
	add_line(b, str_text(&line));
}

static void add_names(struct bar *b, const struct facts *f)
{
	const json_t *promises = json_object_get(f->agenda, "promises"), *promise;
	_cleanup_str_ struct str line = {0};
	long long n;
	size_t i;

	n = add_tasks(b, f, "due", add_tasks(b, f, "overdue", 0));
	if (f->n_due > n) {
		str_addf(&line, "and %lld more", f->n_due - n);
		add_line(b, str_text(&line));
	}
	json_array_foreach (promises, i, promise)
		if (i < ITEMS_MAX)
			add_promise(b, f, promise);
	str_reset(&line);
	if (f->n_promises > ITEMS_MAX) {
		str_addf(&line, "and %lld more promises", f->n_promises - ITEMS_MAX);
		add_line(b, str_text(&line));
	}
}

static void add_next(struct bar *b, const struct facts *f)
{
	_cleanup_str_ struct str line = {0};

	if (!*f->next)
		return;
	str_add(&line, "Next: ");
	if (is_next_today(f))
		str_add(&line, dates_time(f->next));
	else
		dates_add(&line, f->next, f->today);
	if (!f->later ||
	    !str_equal(text_of(f->later, "due_at"), text_of(f->agenda, "next_due_at")) ||
	    str_equal(f->privacy, "none")) {
		add_line(b, str_text(&line));
		return;
	}
	str_add_char(&line, ' ');
	add_task(b, f, f->later, str_text(&line));
}

static void add_trouble(struct bar *b, const struct facts *f)
{
	_cleanup_str_ struct str line = {0};
	char since[DATES_DUE_SIZE];

	if (is_away(f)) {
		str_add(&line, "Away until ");
		dates_add(&line, text_of(f->status, "away.until"), f->today);
		add_line(b, str_text(&line));
	}
	if (json_is_true(member_of(f->status, "clock.held")))
		add_line(b, text_of(f->status, "clock.why"));
	if (!b->is_undelivered)
		return;
	str_reset(&line);
	dates_local(text_of(f->status, "delivery.undelivered_since"),
		    text_of(f->status, "timezone"), since);
	str_addf(&line, "%lld could not be shown since ",
		 number_of(f->status, "delivery.undelivered"));
	dates_add(&line, since, f->today);
	add_line(b, str_text(&line));
}

static void add_last_sale(struct bar *b, const struct facts *f)
{
	const json_t *sale = json_object_get(f->status, "last_referral_sale");
	long long days = number_of(sale, "days_ago");
	_cleanup_str_ struct str line = {0};

	str_add(&line, "Last sale from a referral: ");
	if (!json_is_object(sale))
		str_add(&line, "none yet");
	else if (days <= 1)
		str_add(&line, days == 1 ? "yesterday" : "today");
	else
		str_addf(&line, "%lld days ago", days);
	add_line(b, str_text(&line));
}

static void read_tooltip(struct bar *b, const struct facts *f)
{
	_cleanup_str_ struct str line = {0};

	if (!str_equal(f->privacy, "none")) {
		add_names(b, f);
	} else if (f->n_due > 0 || f->n_promises > 0) {
		add_counts(&line, f, ", ");
		add_line(b, str_text(&line));
	}
	add_next(b, f);
	add_trouble(b, f);
	add_last_sale(b, f);
}

void bar_read(struct bar *b, const json_t *status, const json_t *agenda, const char *privacy)
{
	struct facts f = {
		.status = status,
		.agenda = agenda,
		.privacy = privacy,
		.today = text_of(agenda, "day"),
	};

	dates_local(text_of(agenda, "next_due_at"), text_of(status, "timezone"), f.next);
	count(&f);
	b->state = state_of(&f);
	b->is_undelivered = number_of(status, "delivery.undelivered") > 0;
	read_text(b, &f);
	read_tooltip(b, &f);
}

void bar_read_off(struct bar *b, const char *why)
{
	b->state = "off";
	str_add(&b->text, "vouch off");
	str_add(&b->brief, "off");
	add_line(b, why);
}

/* ---- the line ---- */

/* Bars take Pango's markup: a name may hold any of it. */
static void add_markup(struct str *out, const char *text)
{
	for (const char *c = text; *c; c++) {
		if (*c == '&')
			str_add(out, "&amp;");
		else if (*c == '<')
			str_add(out, "&lt;");
		else if (*c == '>')
			str_add(out, "&gt;");
		else
			str_add_char(out, *c);
	}
}

static void add_json(struct str *out, json_t *line)
{
	char *text = json_dumps(line, JSON_COMPACT);

	str_addf(out, "%s\n", text ? text : "{}");
	free(text);
	json_decref(line);
}

static void add_waybar(struct str *out, const struct bar *b)
{
	_cleanup_str_ struct str text = {0}, tooltip = {0};
	json_t *classes = json_pack("[s]", b->state);

	if (b->is_undelivered)
		(void)json_array_append_new(classes, json_string("undelivered"));
	add_markup(&text, str_text(&b->text));
	add_markup(&tooltip, str_text(&b->tooltip));
	add_json(out, json_pack("{s:s, s:s, s:s, s:o}", "text", str_text(&text), "alt", b->state,
				"tooltip", str_text(&tooltip), "class", classes));
}

static void add_i3blocks(struct str *out, const struct bar *b, bool is_watching)
{
	bool is_bad = str_equal(b->state, "late") || str_equal(b->state, "held");
	json_t *line;

	if (!is_watching) {
		str_addf(out, "%s\n%s\n%s", str_text(&b->text), str_text(&b->brief),
			 is_bad ? LATE_COLOR "\n" : "");
		return;
	}
	line = json_pack("{s:s, s:s}", "full_text", str_text(&b->text), "short_text",
			 str_text(&b->brief));
	if (is_bad)
		(void)json_object_set_new(line, "color", json_string(LATE_COLOR));
	add_json(out, line);
}

void bar_add(struct str *out, const struct bar *b, enum bar_format format, bool is_watching)
{
	switch (format) {
	case BAR_WAYBAR:
		add_waybar(out, b);
		break;
	case BAR_I3BLOCKS:
		add_i3blocks(out, b, is_watching);
		break;
	case BAR_PLAIN:
		str_addf(out, "%s\n", str_text(&b->text));
		break;
	}
}

int64_t bar_next_day(const json_t *status, const json_t *agenda)
{
	const char *name = text_of(status, "timezone"), *problem;
	struct tm t = {0};
	struct zone *zone;
	int64_t instant;

	if (!strptime(text_of(agenda, "day"), "%Y-%m-%d", &t))
		return 0;
	t.tm_mday++;
	if (!*name || zone_load(name, &zone) < 0)
		zone = zone_load_system(&problem);
	instant = zone_to_instant(zone, timegm(&t), NULL);
	zone_free(zone);
	return instant;
}
