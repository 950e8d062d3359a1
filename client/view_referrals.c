/* Referrals as they stand: the list, one of them, and whom a contact has sent. */
#include "base/cleanup.h"
#include "view_parts.h"
#include "views.h"

#define SENT_MAX 8 /* of a brief */

enum { LIST_ID, DIRECTION, PERSON, SENT_BY, STATUS, SINCE, OWED, NEED };

static const struct view_column columns[] = {
	[LIST_ID] = {"id", 0, 0},         [DIRECTION] = {"direction", VIEW_SCRIPTS, 0},
	[PERSON] = {"who", VIEW_CUT, 22}, [SENT_BY] = {"sent by", VIEW_CUT, 22},
	[STATUS] = {"status", 0, 0},      [SINCE] = {"since", 0, 0},
	[OWED] = {"owed", 0, 0},          [NEED] = {"need", VIEW_CUT | VIEW_WIDE, 25},
};

static const char *sender(struct str *out, const struct view *v, const json_t *x)
{
	const json_t *to = json_object_get(x, "to");

	str_reset(out);
	if (!json_is_object(to))
		str_add(out, name_of(json_object_get(x, "referrer")));
	else
		str_addf(out, "%s%s", v->is_plain ? "" : "you, to ", name_of(to));
	return str_text(out);
}

void view_referrals(const struct cli *cli, const json_t *items)
{
	const struct view *v = &cli->view;
	_cleanup_table_ struct view_table *t = view_table_new(v, columns, ARRAY_LEN(columns));
	const json_t *x;
	size_t i;

	json_array_foreach (items, i, x) {
		bool is_given = !str_equal(text_of(x, "direction"), "received");
		_cleanup_str_ struct str text = {0};

		view_table_row(t);
		str_addf(&text, "r%lld", number_of(x, "id"));
		view_table_cell(t, LIST_ID, VIEW_BOLD, str_text(&text));
		view_table_cell(t, DIRECTION, VIEW_NORMAL, text_of(x, "direction"));
		view_table_cell(t, PERSON, VIEW_NORMAL, part_person(x));
		view_table_cell(t, SENT_BY, VIEW_NORMAL, sender(&text, v, x));
		view_table_cell(t, STATUS, VIEW_NORMAL, is_given ? "given" : part_status(v, x));
		view_table_cell(t, SINCE, VIEW_NORMAL, part_day(&text, v, part_status_day(x)));
		view_table_cell(t, OWED, VIEW_LATE,
				part_owed(&text, v, json_object_get(x, "owed")));
		view_table_cell(t, NEED, VIEW_NORMAL, text_of(x, is_given ? "note" : "need"));
	}
	view_table_print(t);
}

/* "received Fri 4 Dec, contacted Mon 7 Dec" */
static const char *way(struct str *out, const struct view *v, const json_t *x)
{
	const json_t *days = json_object_get(x, "days"), *value;
	_cleanup_str_ struct str day = {0};
	const char *status;

	str_reset(out);
	json_object_foreach ((json_t *)days, status, value)
		str_addf(out, "%s%s %s", out->len > 0 ? ", " : "", status,
			 part_day(&day, v, json_string_value(value)));
	if (str_equal(part_status(v, x), "completed"))
		str_addf(out, ", completed %s", part_day(&day, v, text_of(x, "closed_day")));
	if (!*text_of(x, "closed_day") && (*text_of(days, "lost") || *text_of(days, "not-a-fit")))
		str_add(out, ", taken up again");
	return str_text(out);
}

const char *part_came_through(struct str *out, const struct view *v, const json_t *referrals)
{
	const json_t *x;
	size_t i;

	str_reset(out);
	json_array_foreach (referrals, i, x) {
		_cleanup_str_ struct str days = {0};

		str_addf(out, i == 0 ? "%s (r%lld): %s" : "; then %s (r%lld)",
			 name_of(json_object_get(x, "referrer")), number_of(x, "id"),
			 way(&days, v, x));
	}
	return str_text(out);
}

const char *part_sent(struct str *out, const struct view *v, const json_t *referrals, bool is_all)
{
	size_t n = json_array_size(referrals), max = is_all ? n : SENT_MAX, i;
	const json_t *x;

	str_reset(out);
	json_array_foreach (referrals, i, x) {
		_cleanup_str_ struct str day = {0};
		const char *relation = text_of(x, "relation");

		if (i == max)
			break;
		str_addf(out, "%sr%lld %s%s%s, %s %s", i > 0 ? "; " : "", number_of(x, "id"),
			 part_person(x), *relation ? ", " : "", relation, part_status(v, x),
			 part_day(&day, v, part_status_day(x)));
	}
	if (n > max)
		str_addf(out, "; and %zu more: vouch referrals c%lld", n - max,
			 number_of(json_array_get(referrals, 0), "referrer.id"));
	return str_text(out);
}

/* "thanks for Ruth Kim, Tom Lee: vouch thank c1" */
static void add_owed(struct str *out, const json_t *referrals, const char *word, const char *text,
		     const char *verb)
{
	const json_t *x, *last = NULL;
	size_t n = 0, i;

	json_array_foreach (referrals, i, x) {
		if (!part_is_owed(x, word))
			continue;
		if (n == 0)
			str_addf(out, "%s%s %s", out->len > 0 ? "; " : "", text, part_person(x));
		else
			str_addf(out, ", %s", part_person(x));
		last = x;
		n++;
	}
	if (n == 1)
		str_addf(out, ": vouch %s r%lld", verb, number_of(last, "id"));
	else if (n > 1)
		str_addf(out, ": vouch %s c%lld", verb, number_of(last, "referrer.id"));
}

const char *part_owed_to(struct str *out, const json_t *referrals)
{
	str_reset(out);
	add_owed(out, referrals, "thank", "thanks for", "thank");
	add_owed(out, referrals, "first-contact", "news of", "told");
	add_owed(out, referrals, "outcome", "how it ended with", "told");
	return str_text(out);
}

/* What people read in the title. */
static void add_title(struct view_table *t, const struct view *v, const json_t *x)
{
	_cleanup_str_ struct str id = {0};

	str_addf(&id, "r%lld", number_of(x, "id"));
	view_field(t, "id", str_text(&id));
	view_field(t, "direction", text_of(x, "direction"));
	view_field(t, "who", part_person(x));
	view_field(t, "status", part_status(v, x));
}

void view_referral(const struct cli *cli, const json_t *answer)
{
	const json_t *x = json_object_get(answer, "referral");
	bool is_given = !str_equal(text_of(x, "direction"), "received");
	const struct view *v = &cli->view;
	_cleanup_table_ struct view_table *t = view_fields_new(v);
	_cleanup_str_ struct str text = {0};

	if (!v->is_plain)
		view_line(v, VIEW_BOLD, "r%lld, %s: %s", number_of(x, "id"), part_person(x),
			  is_given ? "given" : part_status(v, x));
	if (v->is_plain)
		add_title(t, v, x);
	if (json_is_object(json_object_get(x, "person")))
		str_addf(&text, "c%lld", number_of(x, "person.id"));
	view_field(t, "contact", str_text(&text));
	view_field(t, is_given ? "sent to" : "sent by",
		   name_of(json_object_get(x, is_given ? "to" : "referrer")));
	view_field(t, "relation", text_of(x, "relation"));
	view_field(t, "influence", text_of(x, "influence"));
	view_field(t, "permission", is_given ? "" : text_of(x, "permission"));
	view_field(t, "phone", text_of(x, "phone"));
	view_field(t, "e-mail", text_of(x, "email"));
	view_field(t, "need", text_of(x, "need"));
	view_field(t, "days", way(&text, v, x));
	view_field(t, "reason", text_of(x, "reason"));
	view_field(t, "note", text_of(x, "note"));
	view_field(t, "credit", text_of(x, "first_referrer.name"));
	view_field(t, "thanked", part_day(&text, v, text_of(x, "thanked_day")));
	view_field(t, "told", part_day(&text, v, text_of(x, "told_contact_day")));
	view_field(t, "told the end", part_day(&text, v, text_of(x, "told_outcome_day")));
	view_field(t, "owed", part_owed(&text, v, json_object_get(x, "owed")));
	str_reset(&text);
	if (number_of(x, "sale"))
		str_addf(&text, "s%lld", number_of(x, "sale"));
	view_field(t, "sale", str_text(&text));
	view_table_print(t);
	if (json_array_size(json_object_get(answer, "followups")) > 0)
		view_gap(v);
	view_followups(cli, json_object_get(answer, "followups"));
}
