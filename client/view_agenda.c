/* The agenda: the day in one line, then what is late, due and coming. */
#include <string.h>

#include "base/cleanup.h"
#include "dates.h"
#include "view_parts.h"
#include "views.h"

enum { SECTION, ID, DUE, CONTACT, WHO, KIND, TITLE, WHAT, WHY };

static const struct view_column columns[] = {
	[SECTION] = {.flags = VIEW_SCRIPTS},
	[ID] = {.flags = VIEW_RIGHT},
	[DUE] = {.flags = 0},
	[CONTACT] = {.flags = VIEW_SCRIPTS},
	[WHO] = {.flags = VIEW_CUT, .share = 16},
	[KIND] = {.flags = VIEW_SCRIPTS},
	[TITLE] = {.flags = VIEW_SCRIPTS},
	[WHAT] = {.flags = VIEW_CUT | VIEW_PEOPLE, .share = 40},
	[WHY] = {.flags = VIEW_CUT | VIEW_WIDE, .share = 20},
};

/* Below a title that names the day the time is enough. */
static const char *due_text(struct str *out, const struct view *v, const json_t *f, bool is_titled)
{
	const char *time = dates_time(text_of(f, "due"));

	if (v->is_plain || !is_titled)
		return part_due(out, v, f);
	return *time ? time : "any time";
}

static void add_row(struct view_table *t, const struct view *v, const json_t *f,
		    const char *section, bool is_titled)
{
	_cleanup_str_ struct str text = {0};
	bool is_late = number_of(f, "overdue_days") > 0;

	view_table_row(t);
	view_table_cell(t, SECTION, VIEW_NORMAL, section);
	str_addf(&text, "%lld", number_of(f, "id"));
	view_table_cell(t, ID, VIEW_BOLD, str_text(&text));
	view_table_cell(t, DUE, is_late ? VIEW_LATE : VIEW_NORMAL,
			due_text(&text, v, f, is_titled));
	str_reset(&text);
	str_addf(&text, "%lld", number_of(f, "contact.id"));
	view_table_cell(t, CONTACT, VIEW_NORMAL, str_text(&text));
	view_table_cell(t, WHO, VIEW_NORMAL, name_of(member_of(f, "contact")));
	view_table_cell(t, KIND, VIEW_NORMAL, text_of(f, "kind"));
	view_table_cell(t, TITLE, VIEW_NORMAL, text_of(f, "title"));
	view_table_cell(t, WHAT, VIEW_NORMAL, part_what(&text, f));
	view_table_cell(t, WHY, VIEW_DIM, text_of(f, "why"));
}

/* A promise among follow-ups: the day is the one they heard. */
static void add_promise(struct view_table *t, const struct view *v, const json_t *p)
{
	_cleanup_str_ struct str text = {0};
	bool is_late = number_of(p, "days_overdue") > 0;
	const char *standing;

	view_table_row(t);
	view_table_cell(t, SECTION, VIEW_NORMAL, "promise");
	str_addf(&text, "p%lld", number_of(p, "id"));
	view_table_cell(t, ID, VIEW_BOLD, str_text(&text));
	view_table_cell(t, DUE, is_late ? VIEW_LATE : VIEW_NORMAL, part_promised(&text, v, p));
	str_reset(&text);
	str_addf(&text, "%lld", number_of(p, "contact.id"));
	view_table_cell(t, CONTACT, VIEW_NORMAL, str_text(&text));
	view_table_cell(t, WHO, VIEW_NORMAL, name_of(member_of(p, "contact")));
	view_table_cell(t, KIND, VIEW_NORMAL, "promise");
	view_table_cell(t, TITLE, VIEW_NORMAL, text_of(p, "text"));
	view_table_cell(t, WHAT, VIEW_NORMAL, text_of(p, "text"));
	standing = text_of(p, "standing");
	view_table_cell(t, WHY, VIEW_DIM,
			!v->is_plain && str_equal(standing, "at-risk") ? "at risk" : standing);
}

/* Overdue ones are due earliest, and so come first. */
static void add_promises(struct view_table *t, const struct view *v, const json_t *agenda)
{
	const json_t *promises = json_object_get(agenda, "promises"), *p;
	size_t i;

	if (json_array_size(promises) > 0)
		view_table_section(t, VIEW_BOLD, "Promises at risk");
	json_array_foreach (promises, i, p)
		add_promise(t, v, p);
}

static void add_rows(struct view_table *t, const struct view *v, const json_t *items,
		     const char *section, bool is_titled)
{
	const json_t *f;
	size_t i;

	json_array_foreach (items, i, f)
		add_row(t, v, f, section, is_titled);
}

/* "2 overdue, 3 due today, next Tue 24 Nov 09:00" */
static void add_counts(struct str *out, const struct view *v, const json_t *agenda)
{
	long long late = number_of(agenda, "counts.overdue"), due = number_of(agenda, "counts.due");
	bool is_today = str_equal(text_of(agenda, "day"), v->today);
	char local[DATES_DUE_SIZE];

	if (late > 0)
		str_addf(out, "%lld overdue", late);
	if (late > 0 && due > 0)
		str_add(out, ", ");
	if (due > 0)
		str_addf(out, "%lld due%s", due, is_today ? " today" : "");
	if (late == 0 && due == 0)
		str_add(out, "nothing due");
	dates_local(text_of(agenda, "next_due_at"), v->timezone, local);
	if (!*local)
		return;
	str_add(out, ", next ");
	if (str_starts_with(local, v->today))
		str_addf(out, "%s%s", is_today ? "" : "today ", dates_time(local));
	else
		dates_add(out, local, v->today);
}

static void print_first_line(const struct view *v, const json_t *agenda)
{
	_cleanup_str_ struct str line = {0};

	if (v->is_plain)
		return;
	dates_add_title(&line, text_of(agenda, "day"));
	str_add(&line, v->is_ascii ? " - " : " · ");
	add_counts(&line, v, agenda);
	view_line(v, VIEW_BOLD, "%s", str_text(&line));
}

static void print_away(const struct view *v, const json_t *agenda)
{
	_cleanup_str_ struct str text = {0};

	if (!v->is_plain && *part_away(&text, v, json_object_get(agenda, "away")))
		view_line(v, VIEW_BOLD, "%s", str_text(&text));
}

/* More is overdue than is done in a day. */
static void print_offer(const struct view *v, const json_t *agenda)
{
	_cleanup_str_ struct str text = {0};

	if (v->is_plain || number_of(agenda, "spread.overdue") <= 0)
		return;
	view_gap(v);
	str_addf(&text,
		 "%lld are overdue, and you do %lld in a day. To spread them over working days, "
		 "promises and thank-yous first: vouch spread",
		 number_of(agenda, "spread.overdue"), number_of(agenda, "spread.cap"));
	view_paragraph(v, str_text(&text));
}

bool view_agenda_is_idle(const json_t *agenda)
{
	return json_array_size(json_object_get(agenda, "overdue")) == 0 &&
	       json_array_size(json_object_get(agenda, "due")) == 0 &&
	       !*text_of(agenda, "next_due_at");
}

static void print_nothing(const struct view *v, const json_t *agenda, const json_t *held)
{
	_cleanup_str_ struct str next = {0};
	char local[DATES_DUE_SIZE];

	if (v->is_plain)
		return;
	view_gap(v);
	dates_local(text_of(agenda, "next_due_at"), v->timezone, local);
	if (!*local && held) {
		view_line(v, VIEW_NORMAL,
			  "Nothing is due; what is planned is held, such as %lld for %s: vouch why "
			  "%lld",
			  number_of(held, "id"), name_of(json_object_get(held, "contact")),
			  number_of(held, "id"));
		return;
	}
	if (!*local) {
		view_line(v, VIEW_NORMAL,
			  "Nothing is due and nothing is planned. A sale plans its own "
			  "follow-ups: vouch sold NAME PRODUCT AMOUNT, then vouch delivered NAME.");
		return;
	}
	view_line(v, VIEW_NORMAL,
		  "Nothing is due. The next follow-up is on %s; the days ahead: vouch week.",
		  part_day(&next, v, local));
}

static void print_rest(const struct view *v, const json_t *agenda)
{
	long long waiting = number_of(agenda, "counts.waiting"),
		  hidden = number_of(agenda, "counts.overdue") + number_of(agenda, "counts.due") -
			   (long long)json_array_size(json_object_get(agenda, "overdue")) -
			   (long long)json_array_size(json_object_get(agenda, "due"));
	long long promises = number_of(agenda, "counts.promises") -
			     (long long)json_array_size(json_object_get(agenda, "promises"));

	if (v->is_plain || (waiting <= 0 && hidden <= 0 && promises <= 0))
		return;
	view_gap(v);
	if (hidden > 0)
		view_line(v, VIEW_NORMAL, "%lld more are due: vouch due", hidden);
	if (promises > 0)
		view_line(v, VIEW_NORMAL, "%lld more promise%s at risk: vouch promises", promises,
			  promises == 1 ? " is" : "s are");
	if (waiting > 0)
		view_line(v, VIEW_DIM, "%lld ask%s until earned", waiting,
			  waiting == 1 ? " waits" : "s wait");
}

void view_agenda(const struct cli *cli, const json_t *agenda, const json_t *held)
{
	const json_t *overdue = json_object_get(agenda, "overdue"),
		     *due = json_object_get(agenda, "due");
	const struct view *v = &cli->view;
	_cleanup_table_ struct view_table *t = view_table_new(v, columns, ARRAY_LEN(columns));

	view_held(cli, agenda);
	view_lost(cli, agenda);
	print_first_line(v, agenda);
	print_away(v, agenda);
	if (json_array_size(overdue) > 0)
		view_table_section(t, VIEW_LATE, "Overdue");
	add_rows(t, v, overdue, "overdue", false);
	if (json_array_size(due) > 0)
		view_table_section(t, VIEW_BOLD, "Today");
	add_rows(t, v, due, "due", true);
	add_promises(t, v, agenda);
	view_table_print(t);
	if (json_array_size(overdue) + json_array_size(due) == 0)
		print_nothing(v, agenda, held);
	print_rest(v, agenda);
	print_offer(v, agenda);
}

/* A title for each day that has something. */
static void add_days(struct view_table *t, const struct view *v, const json_t *items)
{
	const char *day = "";
	const json_t *f;
	size_t i;

	json_array_foreach (items, i, f) {
		_cleanup_str_ struct str title = {0};
		const char *due = text_of(f, "due");

		if (strncmp(day, due, 10) != 0) {
			if (str_starts_with(due, v->today))
				str_add(&title, "Today, ");
			dates_add_title(&title, due);
			view_table_section(t, VIEW_BOLD, str_text(&title));
		}
		day = due;
		add_row(t, v, f, "coming", true);
	}
}

void view_week(const struct cli *cli, const json_t *agenda, const json_t *held)
{
	const json_t *overdue = json_object_get(agenda, "overdue"),
		     *due = json_object_get(agenda, "due"),
		     *coming = json_object_get(agenda, "coming");
	const struct view *v = &cli->view;
	_cleanup_table_ struct view_table *t = view_table_new(v, columns, ARRAY_LEN(columns));

	print_first_line(v, agenda);
	print_away(v, agenda);
	if (json_array_size(overdue) > 0)
		view_table_section(t, VIEW_LATE, "Overdue");
	add_rows(t, v, overdue, "overdue", false);
	add_days(t, v, due);
	add_days(t, v, coming);
	add_promises(t, v, agenda);
	view_table_print(t);
	if (json_array_size(overdue) + json_array_size(due) + json_array_size(coming) == 0)
		print_nothing(v, agenda, held);
	print_rest(v, agenda);
	print_offer(v, agenda);
}

/* An answer with no more than this is half as long. All are scheduled: their state goes untold. */
json_t *view_due_fields(const struct view *v)
{
	json_t *fields =
		json_pack("[s,s,s,s,s,s]", "id", "due", "overdue_days", "contact", "kind", "title");

	if (view_is_wide(v))
		(void)json_array_append_new(fields, json_string("why"));
	return fields;
}

void view_due(const struct cli *cli, const json_t *items)
{
	_cleanup_table_ struct view_table *t =
		view_table_new(&cli->view, columns, ARRAY_LEN(columns));

	add_rows(t, &cli->view, items, "due", false);
	view_table_print(t);
}

void view_followups(const struct cli *cli, const json_t *followups)
{
	_cleanup_table_ struct view_table *t =
		view_table_new(&cli->view, columns, ARRAY_LEN(columns));

	add_rows(t, &cli->view, followups, "planned", false);
	view_table_print(t);
}
