/* Contacts: the list that `find` gives, and the brief of one on one screen. */
#include <string.h>

#include "base/cleanup.h"
#include "dates.h"
#include "view_parts.h"
#include "views.h"

enum { FIND_ID, FIND_NAME, FIND_ORG, FIND_CITY, FIND_PHONE, FIND_EMAIL, FIND_LAST, FIND_NEXT };

static const struct view_column find_columns[] = {
	[FIND_ID] = {"id", 0, 0},
	[FIND_NAME] = {"name", VIEW_CUT, 25},
	[FIND_ORG] = {"company", VIEW_CUT, 15},
	[FIND_CITY] = {"city", VIEW_CUT, 15},
	[FIND_PHONE] = {"phone", 0, 0},
	[FIND_EMAIL] = {"e-mail", VIEW_CUT | VIEW_WIDE, 20},
	[FIND_LAST] = {"last touch", VIEW_WIDE, 0},
	[FIND_NEXT] = {"next", VIEW_CUT, 30},
};

/* "Tue 1 Dec 09:00, call: …" */
static const char *next_text(struct str *out, const struct view *v, const json_t *next)
{
	_cleanup_str_ struct str what = {0};

	if (!next || json_is_null(next)) {
		str_reset(out);
		return str_text(out);
	}
	part_day(out, v, text_of(next, "due"));
	if (!v->is_plain)
		str_addf(out, ", %s", part_what(&what, next));
	return str_text(out);
}

void view_contacts(const struct cli *cli, const json_t *items)
{
	const struct view *v = &cli->view;
	_cleanup_table_ struct view_table *t =
		view_table_new(v, find_columns, ARRAY_LEN(find_columns));
	const json_t *c;
	size_t i;

	json_array_foreach (items, i, c) {
		_cleanup_str_ struct str text = {0};

		view_table_row(t);
		str_addf(&text, "c%lld", number_of(c, "id"));
		view_table_cell(t, FIND_ID, VIEW_BOLD, str_text(&text));
		view_table_cell(t, FIND_NAME, VIEW_NORMAL, name_of(c));
		view_table_cell(t, FIND_ORG, VIEW_NORMAL, text_of(c, "org"));
		view_table_cell(t, FIND_CITY, VIEW_NORMAL, text_of(c, "city"));
		view_table_cell(t, FIND_PHONE, VIEW_NORMAL, text_of(c, "phone"));
		view_table_cell(t, FIND_EMAIL, VIEW_NORMAL, text_of(c, "email"));
		view_table_cell(t, FIND_LAST, VIEW_NORMAL,
				part_day(&text, v, text_of(c, "last_touch")));
		view_table_cell(t, FIND_NEXT, VIEW_NORMAL,
				next_text(&text, v, json_object_get(c, "next")));
	}
	view_table_print(t);
}

/* Names and values, the names left; what is empty is left out. */
static const struct view_column field_columns[] = {{.flags = 0}, {.flags = VIEW_WRAP}};

static void add_field(struct view_table *t, const char *name, const char *value)
{
	if (!*value)
		return;
	view_table_row(t);
	view_table_cell(t, 0, VIEW_DIM, name);
	view_table_cell(t, 1, VIEW_NORMAL, value);
}

static const char *address_text(struct str *out, const json_t *contact)
{
	static const char *const parts[] = {"address.street", "address.postcode", "address.city",
					    "address.region", "address.country"};

	str_reset(out);
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		const char *part = text_of(contact, parts[i]);

		if (*part && out->len > 0)
			str_add(out, i == 2 ? " " : ", ");
		str_add(out, part);
	}
	return str_text(out);
}

/* "Tue 3 Nov, 19 days ago" */
static const char *ago_text(struct str *out, const struct view *v, const char *day)
{
	int days = dates_between(day, v->today);

	part_day(out, v, day);
	if (!*day || v->is_plain)
		return str_text(out);
	if (days == 0)
		str_add(out, ", today");
	else
		str_addf(out, ", %d %s ago", days, days == 1 ? "day" : "days");
	return str_text(out);
}

static const char *pause_text(struct str *out, const struct view *v, const json_t *contact)
{
	_cleanup_str_ struct str day = {0};
	const char *until = text_of(contact, "paused_until"),
		   *reason = text_of(contact, "pause_reason");

	str_reset(out);
	if (!str_equal(text_of(contact, "state"), "paused"))
		return str_text(out);
	str_add(out, *until ? "until " : "until resumed");
	str_add(out, part_day(&day, v, until));
	if (*reason)
		str_addf(out, ": %s", reason);
	return str_text(out);
}

static const char *household_text(struct str *out, const json_t *household)
{
	const json_t *members = json_object_get(household, "members"), *who;
	size_t i;

	str_reset(out);
	if (!json_is_object(household))
		return str_text(out);
	str_addf(out, "h%lld %s: ", number_of(household, "id"), text_of(household, "name"));
	json_array_foreach (members, i, who)
		str_addf(out, "%s%s", i > 0 ? ", " : "", name_of(who));
	return str_text(out);
}

static const char *consent_text(struct str *out, const json_t *consent)
{
	const json_t *value;
	const char *channel;

	str_reset(out);
	json_object_foreach ((json_t *)consent, channel, value) {
		const char *answer = json_string_value(value);

		if (answer && strcmp(answer, "unknown") != 0)
			str_addf(out, "%s%s %s", out->len > 0 ? ", " : "", channel, answer);
	}
	return str_text(out);
}

/* What people read in the title. */
static void add_names(struct view_table *t, const json_t *contact)
{
	_cleanup_str_ struct str id = {0};

	str_addf(&id, "%lld", number_of(contact, "id"));
	add_field(t, "id", str_text(&id));
	add_field(t, "name", name_of(contact));
	add_field(t, "company", text_of(contact, "org"));
	add_field(t, "standing", text_of(contact, "standing"));
	add_field(t, "state", text_of(contact, "state"));
}

/* "calls until Tue 2 Mar: asked me to; asks: never liked it" */
static const char *stops_text(struct str *out, const struct view *v, const json_t *stops)
{
	const json_t *stop;
	size_t i;

	str_reset(out);
	json_array_foreach (stops, i, stop) {
		_cleanup_str_ struct str day = {0};
		const char *until = text_of(stop, "until");

		str_addf(out, "%s%s%s%s: %s", i > 0 ? "; " : "", text_of(stop, "channel"),
			 *until ? " until " : "", *until ? part_day(&day, v, until) : "",
			 text_of(stop, "reason"));
	}
	return str_text(out);
}

/* "r5 Ruth Kim, sister; r6 Ben" */
static const char *named_text(struct str *out, const json_t *candidates)
{
	const json_t *x;
	size_t i;

	str_reset(out);
	json_array_foreach (candidates, i, x) {
		const char *relation = text_of(x, "relation");

		str_addf(out, "%sr%lld %s%s%s", i > 0 ? "; " : "", number_of(x, "id"),
			 text_of(x, "name"), *relation ? ", " : "", relation);
	}
	return str_text(out);
}

/* "Sun 22 Nov, moved by prestige, recommends: later; "nobody called back"" */
static const char *talk_text(struct str *out, const struct view *v, const json_t *talk)
{
	const json_t *answers = json_object_get(talk, "answers"), *answer;
	_cleanup_str_ struct str day = {0};
	const char *motive = text_of(talk, "motive");
	size_t i;

	str_reset(out);
	if (!json_is_object(talk))
		return str_text(out);
	str_addf(out, "%s, moved by %s, recommends: %s", part_day(&day, v, text_of(talk, "day")),
		 str_equal(motive, "none") ? "neither" : motive, text_of(talk, "agreed"));
	json_array_foreach (answers, i, answer)
		if (json_is_true(json_object_get(answer, "bad_experience")) &&
		    *text_of(answer, "words"))
			str_addf(out, "; \"%s\"", text_of(answer, "words"));
	return str_text(out);
}

/* The detail of the condition that blocks first. */
static const char *blocking_detail(const json_t *gate)
{
	const char *first = text_of(gate, "first_blocking");
	const json_t *c;
	size_t i;

	json_array_foreach (json_object_get(gate, "conditions"), i, c)
		if (str_equal(text_of(c, "code"), first))
			return text_of(c, "detail");
	return "";
}

/* "not yet: a complaint is open; what helps: resolve it", "earned: vouch ask c12" */
static const char *asking_text(struct str *out, const struct view *v, const json_t *brief)
{
	const json_t *gate = json_object_get(brief, "gate");
	_cleanup_str_ struct str day = {0};
	const char *next = text_of(gate, "next_possible_day");

	str_reset(out);
	if (json_is_true(json_object_get(gate, "earned"))) {
		str_addf(out, "earned: vouch ask c%lld", number_of(brief, "contact.id"));
		return str_text(out);
	}
	str_addf(out, "not yet: %s", blocking_detail(gate));
	if (*next)
		str_addf(out, "; by itself on %s", part_day(&day, v, next));
	if (*text_of(gate, "helps.text"))
		str_addf(out, "; what helps: %s", text_of(gate, "helps.text"));
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
	str_addf(out, "%s: %s", part_day(&day, v, text_of(ask, "day")),
		 *outcome ? outcome : "the answer is not noted yet: vouch asked");
	if (*later)
		str_addf(out, ", %s", part_day(&day, v, later));
	return str_text(out);
}

/* "Ruth Kim (sister), Tom Lee" */
static const char *people_text(struct str *out, const json_t *referrals)
{
	const json_t *r;
	size_t i;

	str_reset(out);
	json_array_foreach (referrals, i, r) {
		const char *relation = text_of(r, "relation");

		str_addf(out, "%s%s%s%s%s", i > 0 ? ", " : "", text_of(r, "name"),
			 *relation ? " (" : "", relation, *relation ? ")" : "");
	}
	return str_text(out);
}

static void add_asking(struct view_table *t, const struct view *v, const json_t *brief)
{
	_cleanup_str_ struct str text = {0};

	add_field(t, "an ask is", asking_text(&text, v, brief));
	add_field(t, "last asked", asked_text(&text, v, json_object_get(brief, "asks")));
	add_field(t, "sent by", text_of(brief, "sent_by.name"));
	add_field(t, "has sent", people_text(&text, json_object_get(brief, "sent")));
}

static void print_fields(const struct view *v, const json_t *brief)
{
	const json_t *c = json_object_get(brief, "contact");
	_cleanup_table_ struct view_table *t =
		view_table_new(v, field_columns, ARRAY_LEN(field_columns));
	_cleanup_str_ struct str text = {0};

	if (v->is_plain)
		add_names(t, c);
	add_field(t, "phone", part_texts(&text, json_object_get(c, "phones")));
	add_field(t, "e-mail", part_texts(&text, json_object_get(c, "emails")));
	add_field(t, "address", address_text(&text, c));
	add_field(t, "time zone", text_of(c, "timezone"));
	add_field(t, "prefers", text_of(c, "preferred_channel"));
	add_field(t, "household", household_text(&text, json_object_get(brief, "household")));
	add_field(t, "tags", part_texts(&text, json_object_get(c, "tags")));
	add_field(t, "source", text_of(c, "source"));
	add_field(t, "cadence", text_of(c, "cadence"));
	add_field(t, "consent", consent_text(&text, json_object_get(c, "consent")));
	add_field(t, "stopped", stops_text(&text, v, json_object_get(brief, "suppressions")));
	add_field(t, "paused", pause_text(&text, v, c));
	add_field(t, "last touch", ago_text(&text, v, text_of(c, "last_touch")));
	add_field(t, "last spoke", ago_text(&text, v, text_of(c, "last_two_way")));
	add_field(t, "named", named_text(&text, json_object_get(brief, "candidates")));
	add_field(t, "talk", talk_text(&text, v, json_object_get(brief, "talk")));
	add_asking(t, v, brief);
	add_field(t, "listen for", text_of(c, "listen_for"));
	add_field(t, "notes", text_of(c, "notes"));
	view_table_print(t);
}

static void print_title(const struct view *v, const json_t *c)
{
	const char *org = text_of(c, "org"), *state = text_of(c, "state");

	if (v->is_plain)
		return;
	view_line(v, VIEW_BOLD, "%s%s%s · %s%s%s · c%lld", name_of(c), *org ? " · " : "", org,
		  text_of(c, "standing"), str_equal(state, "active") ? "" : ", ",
		  str_equal(state, "active") ? "" : state, number_of(c, "id"));
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
		view_table_section(t, VIEW_BOLD, "Follow-ups");
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

void view_brief(const struct cli *cli, const json_t *brief)
{
	const struct view *v = &cli->view;

	print_title(v, json_object_get(brief, "contact"));
	print_fields(v, brief);
	view_promises(cli, json_object_get(brief, "promises"), "Promises", false);
	view_said(cli, brief);
	print_followups(v, json_object_get(brief, "followups"));
	print_sales(v, json_object_get(brief, "sales"));
	print_touches(v, json_object_get(brief, "touches"));
}
