/* Who somebody is: the names, the ways to reach them, and what one must know first. */
#include <string.h>

#include "base/cleanup.h"
#include "dates.h"
#include "view_parts.h"
#include "views.h"

struct view_table *view_fields_new(const struct view *v)
{
	static const struct view_column columns[] = {{.flags = 0}, {.flags = VIEW_WRAP}};

	return view_table_new(v, columns, ARRAY_LEN(columns));
}

void view_field(struct view_table *t, const char *name, const char *value)
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
	view_field(t, "id", str_text(&id));
	view_field(t, "name", name_of(contact));
	view_field(t, "company", text_of(contact, "org"));
	view_field(t, "standing", text_of(contact, "standing"));
	view_field(t, "state", text_of(contact, "state"));
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

		str_addf(out, "%s%s%s%s: %s", i > 0 ? "; " : "",
			 part_stop(v, text_of(stop, "channel")), *until ? " until " : "",
			 *until ? part_day(&day, v, until) : "", text_of(stop, "reason"));
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

static void print_title(const struct view *v, const json_t *c)
{
	const char *org = text_of(c, "org"), *state = text_of(c, "state");

	if (v->is_plain)
		return;
	view_line(v, VIEW_BOLD, "%s%s%s · %s%s%s · c%lld", name_of(c), *org ? " · " : "", org,
		  text_of(c, "standing"), str_equal(state, "active") ? "" : ", ",
		  str_equal(state, "active") ? "" : state, number_of(c, "id"));
}

/* "mail came back on Tue 5 Jan: vouch contact update c12 --address.street …" */
static const char *returned_text(struct str *out, const struct view *v, const json_t *brief)
{
	const char *returned = text_of(brief, "mail_returned_day");
	_cleanup_str_ struct str day = {0};

	str_reset(out);
	if (v->is_plain)
		str_add(out, returned);
	else if (*returned)
		str_addf(out, "to this address on %s; enter the new one",
			 part_day(&day, v, returned));
	return str_text(out);
}

/* "Holiday cards, sent Tue 8 Dec, one from them Fri 18 Dec" */
static const char *edition_text(struct str *out, const struct view *v, const json_t *last)
{
	static const struct {
		const char *key, *words;
	} days[] = {{"sent_day", "sent"},
		    {"returned_day", "came back"},
		    {"received_day", "one from them"}};

	str_reset(out);
	if (!json_is_object(last))
		return str_text(out);
	str_add(out, text_of(last, "name"));
	for (size_t i = 0; i < ARRAY_LEN(days); i++) {
		_cleanup_str_ struct str day = {0};

		if (*text_of(last, days[i].key))
			str_addf(out, ", %s %s", days[i].words,
				 part_day(&day, v, text_of(last, days[i].key)));
	}
	return str_text(out);
}

void view_who(const struct cli *cli, const json_t *brief)
{
	const struct view *v = &cli->view;
	const json_t *c = json_object_get(brief, "contact");
	_cleanup_table_ struct view_table *t = view_fields_new(v);
	_cleanup_str_ struct str text = {0};

	print_title(v, c);
	if (v->is_plain)
		add_names(t, c);
	view_field(t, "phone", part_texts(&text, json_object_get(c, "phones")));
	view_field(t, "e-mail", part_texts(&text, json_object_get(c, "emails")));
	view_field(t, "address", address_text(&text, c));
	view_field(t, "mail came back", returned_text(&text, v, brief));
	view_field(t, "time zone", text_of(c, "timezone"));
	view_field(t, "prefers", text_of(c, "preferred_channel"));
	view_field(t, "household", household_text(&text, json_object_get(brief, "household")));
	view_field(t, "tags", part_texts(&text, json_object_get(c, "tags")));
	view_field(t, "source", text_of(c, "source"));
	view_field(t, "cadence", text_of(c, "cadence"));
	view_field(t, "consent", consent_text(&text, json_object_get(c, "consent")));
	view_field(t, "stopped", stops_text(&text, v, json_object_get(brief, "suppressions")));
	view_field(t, "paused", pause_text(&text, v, c));
	if (v->is_plain || !str_equal(text_of(c, "last_touch"), text_of(c, "last_two_way")))
		view_field(t, "last touch", ago_text(&text, v, text_of(c, "last_touch")));
	view_field(t, "last spoke", ago_text(&text, v, text_of(c, "last_two_way")));
	view_field(t, "last edition",
		   edition_text(&text, v, json_object_get(brief, "last_edition")));
	view_field(t, "sent by",
		   part_came_through(&text, v, json_object_get(brief, "came_through")));
	view_field(t, "has sent", part_sent(&text, v, json_object_get(brief, "sent"), v->is_plain));
	view_field(t, "is owed", part_owed_to(&text, json_object_get(brief, "sent")));
	view_field(t, "named", named_text(&text, json_object_get(brief, "candidates")));
	view_field(t, "notes", text_of(c, "notes"));
	view_table_print(t);
}
