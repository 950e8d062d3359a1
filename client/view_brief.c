/* The brief: one contact on one screen, in the order in which one reads before a call: who they
 * are, what is promised, what they said, what is next, and whether an ask is earned. */
#include <string.h>

#include "base/cleanup.h"
#include "dates.h"
#include "view_parts.h"
#include "views.h"

#define NEXT_MAX 4    /* follow-ups, but for those that are due */
#define HISTORY_MAX 3 /* sales, touches and gifts */

/* The first few of a list; all with `is_all`. A new reference. */
static json_t *first_of(const json_t *items, size_t max, bool is_all)
{
	json_t *some = json_array(), *item;
	size_t i;

	json_array_foreach (items, i, item)
		if (is_all || i < max)
			(void)json_array_append(some, item);
	return some;
}

/* The task of a promise says nothing that the promise does not. */
static bool is_promised(const json_t *promises, const json_t *followup)
{
	const json_t *p;
	size_t i;

	if (!str_equal(text_of(followup, "kind"), "task"))
		return false;
	json_array_foreach (promises, i, p)
		if (str_equal(text_of(p, "text"), text_of(followup, "title")))
			return true;
	return false;
}

static bool is_due(const struct view *v, const json_t *followup)
{
	return !str_equal(text_of(followup, "state"), "waiting") &&
	       strncmp(text_of(followup, "due"), v->today, strlen(v->today)) <= 0;
}

/* What is due, and the next few. A new reference. */
static json_t *next_of(const struct view *v, const json_t *brief, bool is_all)
{
	const json_t *promises = json_object_get(brief, "promises");
	json_t *next = json_array(), *f;
	size_t i;

	json_array_foreach (json_object_get(brief, "followups"), i, f)
		if (is_all || (!is_promised(promises, f) &&
			       (is_due(v, f) || json_array_size(next) < NEXT_MAX)))
			(void)json_array_append(next, f);
	return next;
}

/* "… and 9 more until Wed 22 Dec 2027: vouch show c17 all" */
static void print_more(const struct view *v, const json_t *brief, const json_t *shown)
{
	const json_t *followups = json_object_get(brief, "followups"), *f, *last = NULL;
	_cleanup_str_ struct str text = {0};
	char day[DATES_DUE_SIZE];
	size_t n = 0, i;

	json_array_foreach (followups, i, f) {
		if (is_promised(json_object_get(brief, "promises"), f))
			continue;
		last = f;
		n++;
	}
	if (n <= json_array_size(shown))
		return;
	str_copy(day, DATES_DAY_SIZE, text_of(last, "due"));
	view_line(v, VIEW_DIM, "… and %zu more until %s: vouch show c%lld all",
		  n - json_array_size(shown), part_day(&text, v, day),
		  number_of(brief, "contact.id"));
}

static void print_followups(const struct view *v, const json_t *followups)
{
	static const struct view_column columns[] = {
		{.flags = VIEW_SCRIPTS},
		{.flags = VIEW_RIGHT},
		{.flags = 0},
		{.flags = VIEW_CUT, .share = 50},
		{.flags = VIEW_CUT | VIEW_WIDE, .share = 20},
	};
	_cleanup_table_ struct view_table *t = view_table_new(v, columns, ARRAY_LEN(columns));
	const json_t *f;
	size_t i;

	if (json_array_size(followups) > 0)
		view_table_section(t, VIEW_BOLD, "What is next");
	json_array_foreach (followups, i, f) {
		bool is_late = number_of(f, "overdue_days") > 0;
		_cleanup_str_ struct str text = {0};

		view_table_row(t);
		view_table_cell(t, 0, VIEW_NORMAL, "followup");
		str_addf(&text, "%lld", number_of(f, "id"));
		view_table_cell(t, 1, VIEW_BOLD, str_text(&text));
		view_table_cell(t, 2, is_late ? VIEW_LATE : VIEW_NORMAL, part_due(&text, v, f));
		view_table_cell(t, 3, VIEW_NORMAL, part_what(&text, f));
		view_table_cell(t, 4, VIEW_DIM, text_of(f, "why"));
	}
	view_table_print(t);
}

/* Why not: that they never want it, or the condition that blocks first; null where none does. */
static const json_t *blocking(const json_t *gate, bool is_never)
{
	const char *first = is_never ? "rested" : text_of(gate, "first_blocking");
	const json_t *c;
	size_t i;

	json_array_foreach (json_object_get(gate, "conditions"), i, c)
		if (str_equal(text_of(c, "code"), first))
			return c;
	return NULL;
}

/* "not yet: a complaint is open; what helps: resolve it", "earned: vouch ask c12" */
static const char *asking_text(struct str *out, const struct view *v, const json_t *brief)
{
	const json_t *gate = json_object_get(brief, "gate");
	const char *next = text_of(gate, "next_possible_day"), *helps = text_of(gate, "helps.text");
	bool is_never = part_is_never(json_object_get(gate, "conditions"));
	_cleanup_str_ struct str day = {0};

	str_reset(out);
	if (json_is_true(json_object_get(gate, "earned"))) {
		str_addf(out, "earned: vouch ask c%lld", number_of(brief, "contact.id"));
		return str_text(out);
	}
	str_addf(out, "%s: %s", is_never ? "not to be made" : "not yet",
		 text_of(blocking(gate, is_never), "detail"));
	if (*next)
		str_addf(out, "; by itself on %s", part_day(&day, v, next));
	if (*helps && !is_never && !str_starts_with(helps, "wait "))
		str_addf(out, "; what helps: %s", helps);
	return str_text(out);
}

/* "Tue 5 Jan: later, until Thu 1 Apr" */
static const char *asked_text(struct str *out, const struct view *v, const json_t *asks)
{
	const json_t *ask = json_array_get(asks, 0);
	const char *outcome = text_of(ask, "outcome"), *later = text_of(ask, "later_day");
	_cleanup_str_ struct str day = {0};

	str_reset(out);
	if (!ask)
		return str_text(out);
	if (str_equal(outcome, "names-given") && !v->is_plain)
		outcome = "they gave names";
	str_addf(out, "%s: %s", part_day(&day, v, text_of(ask, "day")),
		 *outcome ? outcome : "the answer is not noted yet: vouch asked");
	if (*later)
		str_addf(out, ", %s", part_day(&day, v, later));
	return str_text(out);
}

/* Not of the dead. */
static void print_asking(const struct view *v, const json_t *brief)
{
	_cleanup_table_ struct view_table *t = view_fields_new(v);
	_cleanup_str_ struct str text = {0};

	if (str_equal(text_of(brief, "contact.state"), "deceased"))
		return;
	view_gap(v);
	view_field(t, "an ask is", asking_text(&text, v, brief));
	view_field(t, "last asked", asked_text(&text, v, json_object_get(brief, "asks")));
	view_field(t, "listen for", text_of(brief, "contact.listen_for"));
	view_table_print(t);
}

static void print_sales(const struct view *v, const json_t *sales)
{
	static const struct view_column columns[] = {
		{.flags = VIEW_SCRIPTS},          {.flags = 0},          {.flags = 0},
		{.flags = VIEW_CUT, .share = 40}, {.flags = VIEW_RIGHT}, {.flags = 0},
	};
	static const char *const days[] = {"refunded_day", "lost_day", "completed_day",
					   "opened_day"};
	_cleanup_table_ struct view_table *t = view_table_new(v, columns, ARRAY_LEN(columns));
	const json_t *s;
	size_t i;

	if (json_array_size(sales) > 0)
		view_table_section(t, VIEW_BOLD, "Sales");
	json_array_foreach (sales, i, s) {
		_cleanup_str_ struct str text = {0};
		size_t k = 0;

		while (k + 1 < ARRAY_LEN(days) && !*text_of(s, days[k]))
			k++;
		view_table_row(t);
		view_table_cell(t, 0, VIEW_NORMAL, "sale");
		str_addf(&text, "s%lld", number_of(s, "id"));
		view_table_cell(t, 1, VIEW_BOLD, str_text(&text));
		view_table_cell(t, 2, VIEW_NORMAL, text_of(s, "state"));
		view_table_cell(t, 3, VIEW_NORMAL, text_of(s, "product"));
		view_table_cell(t, 4, VIEW_NORMAL, part_amount(&text, v, s));
		view_table_cell(t, 5, VIEW_NORMAL, part_day(&text, v, text_of(s, days[k])));
	}
	view_table_print(t);
}

static void print_touches(const struct view *v, const json_t *touches)
{
	static const struct view_column columns[] = {
		{.flags = VIEW_SCRIPTS},          {.flags = 0}, {.flags = 0}, {.flags = 0},
		{.flags = VIEW_CUT, .share = 50},
	};
	_cleanup_table_ struct view_table *t = view_table_new(v, columns, ARRAY_LEN(columns));
	const json_t *touch;
	size_t i;

	if (json_array_size(touches) > 0)
		view_table_section(t, VIEW_BOLD, "Touches");
	json_array_foreach (touches, i, touch) {
		_cleanup_str_ struct str text = {0};

		view_table_row(t);
		view_table_cell(t, 0, VIEW_NORMAL, "touch");
		view_table_cell(t, 1, VIEW_NORMAL, part_day(&text, v, text_of(touch, "day")));
		str_reset(&text);
		str_addf(&text, "%s %s", text_of(touch, "channel"), text_of(touch, "direction"));
		view_table_cell(t, 2, VIEW_NORMAL, str_text(&text));
		view_table_cell(t, 3, VIEW_NORMAL,
				json_is_true(json_object_get(touch, "gave")) ? "gave" : "");
		view_table_cell(t, 4, VIEW_NORMAL, text_of(touch, "text"));
	}
	view_table_print(t);
}

void view_brief(const struct cli *cli, const json_t *brief, bool is_all)
{
	const struct view *v = &cli->view;
	bool has_all = is_all || v->is_plain;
	json_auto_t *next = next_of(v, brief, has_all),
		    *sales = first_of(json_object_get(brief, "sales"), HISTORY_MAX, has_all),
		    *touches = first_of(json_object_get(brief, "touches"), HISTORY_MAX, has_all),
		    *gifts = first_of(json_object_get(brief, "gifts"), HISTORY_MAX, has_all);

	view_who(cli, brief);
	view_promises(cli, json_object_get(brief, "promises"), "Promises", false);
	view_said(cli, brief);
	print_followups(v, next);
	if (!has_all)
		print_more(v, brief, next);
	view_dates(cli, json_object_get(brief, "dates"), "Dates", false);
	print_asking(v, brief);
	print_sales(v, sales);
	print_touches(v, touches);
	view_gifts(cli, gifts, "Gifts", false);
}
