/* Referrals: what a name that came has brought, how it moved on, and what is said of it. */
#include "base/cleanup.h"
#include "dates.h"
#include "view_parts.h"
#include "views.h"

static bool is_received(const json_t *x)
{
	return str_equal(text_of(x, "direction"), "received") &&
	       !str_equal(text_of(x, "status"), "candidate");
}

/* "by Mon 7 Dec 09:40", "later, paused" */
static const char *by_when(struct str *out, const struct view *v, const json_t *f)
{
	_cleanup_str_ struct str due = {0};
	bool is_waiting = str_equal(text_of(f, "state"), "waiting");

	str_reset(out);
	str_addf(out, "%s%s", is_waiting ? "later, " : "by ", part_due(&due, v, f));
	return str_text(out);
}

/* The first open follow-up to that contact that is dated; null where there is none. */
static const json_t *first_to(const json_t *followups, long long contact)
{
	const json_t *f;
	size_t i;

	json_array_foreach (followups, i, f)
		if (number_of(f, "contact.id") == contact &&
		    !str_equal(text_of(f, "waits_for"), "after"))
			return f;
	return NULL;
}

/* What is owed for the name itself. */
static const json_t *thanks_of(const json_t *followups)
{
	const json_t *f;
	size_t i;

	json_array_foreach (followups, i, f)
		if (str_equal(text_of(f, "kind"), "thank-you"))
			return f;
	return NULL;
}

void view_first_steps(const struct cli *cli, const json_t *answer, const char *indent)
{
	const json_t *x = json_object_get(answer, "referral"),
		     *followups = json_object_get(answer, "followups"),
		     *call = first_to(followups, number_of(x, "person.id")),
		     *thanks = part_is_owed(x, "thank") ? thanks_of(followups) : NULL;
	bool is_first = !json_is_object(json_object_get(x, "first_referrer"));
	_cleanup_str_ struct str when = {0}, line = {0};

	if (call)
		str_addf(&line, "%s them %s (%lld)", part_verb(call),
			 by_when(&when, &cli->view, call), number_of(call, "id"));
	if (thanks)
		str_addf(&line, "%s %s %s (%lld)", call ? ", and thank" : "Thank",
			 name_of(json_object_get(thanks, "contact")),
			 by_when(&when, &cli->view, thanks), number_of(thanks, "id"));
	if (line.len > 0)
		view_line(&cli->view, VIEW_NORMAL, "%s%s.", indent, str_text(&line));
	if (!call && is_first && str_equal(text_of(x, "status"), "received"))
		view_line(&cli->view, VIEW_LATE,
			  "%sNo first contact is planned; why not: vouch show c%lld", indent,
			  number_of(x, "person.id"));
}

/* " (sister, moving in May)" */
static const char *about(struct str *out, const json_t *x)
{
	const char *relation = text_of(x, "relation"), *need = text_of(x, "need");

	str_reset(out);
	if (*relation || *need)
		str_addf(out, " (%s%s%s)", relation, *relation && *need ? ", " : "", need);
	return str_text(out);
}

void view_named(const struct cli *cli, const json_t *answer)
{
	const json_t *x = json_object_get(answer, "referral"),
		     *person = json_object_get(x, "person"),
		     *first = json_object_get(x, "first_referrer");
	const char *referrer = name_of(json_object_get(x, "referrer"));
	const struct view *v = &cli->view;
	_cleanup_str_ struct str what = {0};
	long long id = number_of(x, "id");

	if (!is_received(x)) {
		view_line(v, VIEW_NORMAL,
			  "Noted r%lld: %s%s, named by %s. Not to be called before %s allows it.",
			  id, part_person(x), about(&what, x), referrer, referrer);
		view_line(v, VIEW_DIM, "Once that is so: vouch promote r%lld introduced", id);
		return;
	}
	view_line(v, VIEW_NORMAL, "r%lld: %s (c%lld) was sent by %s%s%s.", id, part_person(x),
		  number_of(person, "id"), referrer, json_is_object(first) ? " too" : "",
		  about(&what, x));
	view_taken_for(v, x);
	if (json_is_object(first))
		view_line(v, VIEW_NORMAL, "%s sent them first and keeps the credit.",
			  name_of(first));
	view_first_steps(cli, answer, "");
}

/* What is left to say to whoever sent them. */
static void print_loop(const struct cli *cli, const json_t *loop)
{
	if (json_array_size(loop) > 0)
		view_line(&cli->view, VIEW_NORMAL, "What whoever sent them is to hear:");
	view_followups(cli, loop);
}

static void print_talk(const struct view *v, const json_t *sale, bool has_talk)
{
	if (!has_talk)
		view_line(v, VIEW_NORMAL, "Hold the talk before they say yes: vouch talk c%lld",
			  number_of(sale, "contact.id"));
}

void view_sale_source(const struct cli *cli, const json_t *answer, bool has_talk)
{
	const json_t *x = json_object_get(answer, "referral"),
		     *sale = json_object_get(answer, "sale");
	const char *state = text_of(sale, "state"),
		   *referrer = name_of(json_object_get(x, "referrer"));
	const struct view *v = &cli->view;

	if (!json_is_object(x) || v->is_plain)
		return;
	if (str_equal(state, "open")) {
		view_line(v, VIEW_NORMAL, "It comes through %s: r%lld is now at %s.", referrer,
			  number_of(x, "id"), text_of(x, "status"));
		print_talk(v, sale, has_talk);
		return;
	}
	if (str_equal(state, "completed"))
		view_line(v, VIEW_BOLD, "It came through %s: r%lld has become a sale.", referrer,
			  number_of(x, "id"));
	else
		view_line(v, VIEW_NORMAL, "It came through %s: r%lld is lost with it.", referrer,
			  number_of(x, "id"));
	print_loop(cli, json_object_get(answer, "loop"));
}

#define MINUTES_TOLD 90 /* more is told in hours */

/* "30 working minutes after the name came", "3 working hours after the name came", "at once" */
static const char *wait_text(struct str *out, long long minutes)
{
	_cleanup_str_ struct str count = {0};

	str_reset(out);
	if (minutes == 0)
		str_add(out, "at once");
	else if (minutes <= MINUTES_TOLD)
		str_addf(out, "%s after the name came",
			 part_count(&count, minutes, "working minute", "working minutes"));
	else
		str_addf(out, "%s after the name came",
			 part_count(&count, (minutes + 30) / 60, "working hour", "working hours"));
	return str_text(out);
}

/* "contacted, on Mon 7 Dec 2026, 30 working minutes after the name came" */
static const char *moved_text(struct str *out, const json_t *before, const json_t *x)
{
	const char *status = text_of(x, "status"), *reason = text_of(x, "reason");
	_cleanup_str_ struct str day = {0}, wait = {0};
	bool is_new = !json_is_integer(json_object_get(before, "contact_minutes")) &&
		      json_is_integer(json_object_get(x, "contact_minutes"));

	str_reset(out);
	if (str_equal(status, "received")) {
		str_add(out, "taken up again");
		return str_text(out);
	}
	str_addf(out, "%s, on %s", status, part_full_day(&day, part_status_day(x)));
	if (is_new)
		str_addf(out, ", %s", wait_text(&wait, number_of(x, "contact_minutes")));
	if (*text_of(x, "closed_day") && *reason)
		str_addf(out, ": %s", reason);
	return str_text(out);
}

static bool has_followup(const json_t *followups, long long id)
{
	const json_t *f;
	size_t i;

	json_array_foreach (followups, i, f)
		if (number_of(f, "id") == id)
			return true;
	return false;
}

/* What was due to them and is not any more; what waited for another step was on no agenda yet. */
static void print_gone(const struct view *v, const json_t *before, const json_t *answer)
{
	long long person = number_of(answer, "referral.person.id");
	_cleanup_str_ struct str what = {0};
	const json_t *f;
	size_t i;

	json_array_foreach (json_object_get(before, "followups"), i, f)
		if (number_of(f, "contact.id") == person &&
		    str_equal(text_of(f, "state"), "scheduled") &&
		    !has_followup(json_object_get(answer, "followups"), number_of(f, "id")))
			view_line(v, VIEW_NORMAL, "Off the agenda: %lld, %s", number_of(f, "id"),
				  part_what(&what, f));
}

static void print_next(const struct view *v, const json_t *answer)
{
	const json_t *f = first_to(json_object_get(answer, "followups"),
				   number_of(answer, "referral.person.id"));
	_cleanup_str_ struct str what = {0}, when = {0};

	if (f)
		view_line(v, VIEW_NORMAL, "Next: %lld, %s, %s.", number_of(f, "id"),
			  part_what(&what, f), by_when(&when, v, f));
}

static void print_sale(const struct view *v, const json_t *answer, bool has_talk)
{
	const json_t *sale = json_object_get(answer, "sale");
	const char *status = text_of(answer, "referral.status");
	_cleanup_str_ struct str amount = {0};
	bool is_open = str_equal(text_of(sale, "state"), "open");

	if (!json_is_object(sale))
		return;
	part_amount(&amount, v, sale);
	view_line(v, VIEW_NORMAL, "s%lld is %s: %s%s%s.", number_of(sale, "id"),
		  text_of(sale, "state"), text_of(sale, "product"), amount.len > 0 ? ", " : "",
		  str_text(&amount));
	if (is_open)
		print_talk(v, sale, has_talk || str_equal(status, "won"));
	if (is_open && str_equal(status, "won"))
		view_line(v, VIEW_NORMAL, "Once it is delivered: vouch delivered s%lld",
			  number_of(sale, "id"));
}

void view_moved(const struct cli *cli, const json_t *before, const json_t *answer, bool has_talk)
{
	const json_t *x = json_object_get(answer, "referral");
	_cleanup_str_ struct str moved = {0};
	const struct view *v = &cli->view;

	view_line(v, VIEW_NORMAL, "r%lld, %s: %s.", number_of(x, "id"), part_person(x),
		  moved_text(&moved, json_object_get(before, "referral"), x));
	print_sale(v, answer, has_talk);
	print_gone(v, before, answer);
	print_next(v, answer);
	if (*text_of(x, "closed_day"))
		print_loop(cli, json_object_get(answer, "loop"));
}

void view_tried(const struct cli *cli, const json_t *followup, const json_t *answer)
{
	const json_t *x = json_object_get(answer, "referral"),
		     *next = first_to(json_object_get(answer, "followups"),
				      number_of(x, "person.id"));
	const char *contacted = text_of(x, "days.contacted");
	const struct view *v = &cli->view;
	_cleanup_str_ struct str moved = {0};

	if (number_of(followup, "contact.id") != number_of(x, "person.id") ||
	    !str_equal(text_of(followup, "state"), "done") || *text_of(x, "closed_day"))
		return;
	if (!*contacted) {
		view_line(v, VIEW_LATE, "%s was not reached, and the tries are used up.",
			  part_person(x));
		view_followups(cli, json_object_get(answer, "followups"));
		return;
	}
	if (next && str_equal(contacted, text_of(followup, "ended_day")))
		view_line(v, VIEW_NORMAL, "r%lld, %s: %s.", number_of(x, "id"), part_person(x),
			  moved_text(&moved, NULL, x));
	print_next(v, answer);
	if (!next)
		view_line(v, VIEW_DIM,
			  "r%lld is at %s. To move it on: vouch advance r%lld meeting, won, lost "
			  "or not-a-fit",
			  number_of(x, "id"), text_of(x, "status"), number_of(x, "id"));
}

void view_heard(const struct cli *cli, const json_t *referrals, bool is_thanks)
{
	const json_t *x;
	size_t i;

	json_array_foreach (referrals, i, x) {
		const char *name = name_of(json_object_get(x, "referrer"));

		if (is_thanks)
			view_line(&cli->view, VIEW_NORMAL, "%s is thanked for %s (r%lld).", name,
				  part_person(x), number_of(x, "id"));
		else if (*text_of(x, "told_outcome_day"))
			view_line(&cli->view, VIEW_NORMAL,
				  "%s knows how it ended with %s (r%lld): %s.", name,
				  part_person(x), number_of(x, "id"), part_status(&cli->view, x));
		else
			view_line(&cli->view, VIEW_NORMAL,
				  "%s knows of the first contact with %s (r%lld).", name,
				  part_person(x), number_of(x, "id"));
	}
}
