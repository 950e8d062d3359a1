/* Follow-ups: done, skipped, added, and why they are there. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "commands.h"
#include "nearest.h"
#include "place.h"
#include "referrals.h"
#include "resolve.h"
#include "view_parts.h"
#include "views.h"
#include "vouch/protocol.h"
#include "when.h"

#define OWN_KIND "task" /* of a reminder that does not say */

/* {"id": 12} or {"ids": [12, 13]}, with a text under `key` where it is not null. */
static json_t *about(struct cli *cli, const struct match *m, const char *key, const char *text)
{
	json_t *ids = resolve_numbers(match_all(m, "FOLLOWUP", ",", cli->arena));
	json_t *params = json_object();

	if (json_array_size(ids) == 1)
		(void)json_object_set(params, "id", json_array_get(ids, 0));
	else
		(void)json_object_set(params, "ids", ids);
	json_decref(ids);
	if (text)
		(void)json_object_set_new(params, key, json_string(text));
	return params;
}

/* "vouch done 14 noanswer" must not become "reached", with a note. */
static int check_note(const char *note)
{
	if (!note || strchr(note, ' '))
		return 0;
	for (size_t i = 0; place_outcomes[i]; i++)
		if (nearest_is_close(note, place_outcomes[i]))
			return cli_fail(VOUCH_EXIT_USAGE,
					"did you mean the outcome %s? A note of that one word "
					"stands behind -- (… -- %s)",
					place_outcomes[i], note);
	return 0;
}

static void set_number(json_t *params, const char *key, const char *text)
{
	if (text)
		(void)json_object_set_new(params, key, json_integer(strtol(text, NULL, 10)));
}

static int set_next(struct cli *cli, const struct match *m, json_t *params)
{
	const char *title = match_text(m, "TITLE");
	const json_t *date;
	json_t *next;
	int r = 0;

	if (!match_has(m, "next"))
		return 0;
	date = when_parse(cli, match_text(m, "WHEN"), &r);
	if (!date)
		return r;
	next = json_pack("{s:s, s:O}", "kind", match_text(m, "KIND"), "due",
			 json_object_get(date, "due"));
	if (title)
		(void)json_object_set_new(next, "title", json_string(title));
	return json_object_set_new(params, "next", next) < 0 ? VOUCH_EXIT_FAILED : 0;
}

static int make_done(struct cli *cli, const struct match *m, json_t *params)
{
	const char *outcome = match_text(m, "OUTCOME"), *minutes = match_text(m, "MINUTES");
	int r;

	if (outcome)
		(void)json_object_set_new(
			params, "outcome",
			json_string(place_outcomes[place_word(place_find("OUTCOME", 7), outcome)]));
	set_number(params, "score", match_text(m, "SCORE"));
	if (minutes)
		(void)json_object_set_new(params, "minutes", json_integer(place_minutes(minutes)));
	if (match_has(m, "gave"))
		(void)json_object_set_new(params, "gave", json_true());
	r = when_set_day(cli, m, params);
	return r ? r : set_next(cli, m, params);
}

/* What was asked for and not said: the score, or what they answered. */
static void print_missing(const struct cli *cli, const json_t *f, const json_t *answer)
{
	long long contact = number_of(f, "contact.id");
	const char *outcome = text_of(f, "outcome");

	if (!str_equal(outcome, "reached") && !str_equal(outcome, "replied"))
		return;
	if (json_is_true(json_object_get(f, "score")) &&
	    !json_is_object(json_object_get(answer, "satisfaction")))
		view_line(&cli->view, VIEW_NORMAL,
			  "No score is noted. To note one: vouch score c%lld 9 \"their words\"",
			  contact);
	if (str_equal(text_of(f, "kind"), "ask"))
		view_line(&cli->view, VIEW_NORMAL,
			  "To note the answer: vouch asked c%lld names \"Ruth Kim\" sister, or "
			  "willing, later apr, declined, never",
			  contact);
}

static void print_done(const struct cli *cli, const json_t *f)
{
	_cleanup_str_ struct str what = {0}, day = {0};
	const char *outcome = text_of(f, "outcome");

	part_what(&what, f);
	if (str_equal(text_of(f, "state"), "done")) {
		view_line(&cli->view, VIEW_NORMAL, "Done %lld, %s, %s%s%s.", number_of(f, "id"),
			  name_of(json_object_get(f, "contact")), str_text(&what),
			  *outcome ? ": " : "", outcome);
		return;
	}
	view_line(&cli->view, VIEW_NORMAL, "Noted. %lld, %s, %s, comes again on %s.",
		  number_of(f, "id"), name_of(json_object_get(f, "contact")), str_text(&what),
		  part_full_day(&day, text_of(f, "due")));
}

/* That the cards are in the post says nothing of who got one. */
static void print_mailed(const struct cli *cli, const json_t *f)
{
	const char *title = text_of(f, "title");

	if (str_equal(text_of(f, "about.kind"), "campaign") &&
	    (str_starts_with(title, "Post the cards") ||
	     str_starts_with(title, "Send the newsletter")))
		view_line(&cli->view, VIEW_NORMAL,
			  "To note that all on the list got it: vouch mark %lld sent",
			  number_of(f, "about.id"));
}

/* What was asked of their data is done by no tick in a list. */
static void print_requested(const struct cli *cli, const json_t *f)
{
	long long request = number_of(f, "about.id"), contact = number_of(f, "contact.id");

	if (!str_equal(text_of(f, "about.kind"), "request") ||
	    !str_equal(text_of(f, "state"), "done"))
		return;
	view_line(&cli->view, VIEW_NORMAL, "With it q%lld is answered, and waits no more.",
		  request);
	if (str_equal(text_of(f, "about.asks"), "erase"))
		view_line(&cli->view, VIEW_NORMAL, "It erases nothing: vouch erase c%lld does.",
			  contact);
}

/* "Next: 31, call: …, on Fri 4 Dec 2026." */
static void print_added(const struct cli *cli, const char *word, const json_t *f)
{
	_cleanup_str_ struct str what = {0}, day = {0};

	if (str_equal(text_of(f, "state"), "cancelled")) {
		view_line(&cli->view, VIEW_NORMAL,
			  "%s is not to be contacted so: %lld, %s, is cancelled.",
			  name_of(json_object_get(f, "contact")), number_of(f, "id"),
			  part_what(&what, f));
		return;
	}
	view_line(&cli->view, VIEW_NORMAL, "%s %lld for %s: %s, on %s.", word, number_of(f, "id"),
		  name_of(json_object_get(f, "contact")), part_what(&what, f),
		  part_full_day(&day, text_of(f, "due")));
	if (str_equal(text_of(f, "waits_for"), "repair") ||
	    str_equal(text_of(f, "waits_for"), "complaint"))
		view_line(&cli->view, VIEW_NORMAL, "It waits: something must be put right first.");
}

/* What falls into an absence. */
static void say_held(struct cli *cli, const json_t *answer)
{
	_cleanup_str_ struct str day = {0};
	const char *until = text_of(answer, "held_until");

	if (*until)
		view_line(&cli->view, VIEW_NORMAL,
			  "You are away then: it is held until you are back, on %s.",
			  part_full_day(&day, until));
}

/* What it means for the referral that it was about, if any. */
static int print_tried(struct cli *cli, const json_t *f)
{
	json_auto_t *answer = NULL;
	int r;

	if (!str_equal(text_of(f, "about.kind"), "referral"))
		return 0;
	r = referrals_get(cli, number_of(f, "about.id"), &answer);
	if (!r)
		view_tried(cli, f, answer);
	return r;
}

int cmd_done(struct cli *cli, const struct match *m)
{
	const char *note = match_text(m, "NOTE");
	json_auto_t *answer = NULL, *followups = NULL;
	const json_t *f, *next;
	json_t *params;
	size_t i;
	int r;

	r = match_is_literal(m, "NOTE") ? 0 : check_note(note);
	if (r)
		return r;
	params = about(cli, m, "note", note);
	r = make_done(cli, m, params);
	if (r) {
		json_decref(params);
		return r;
	}
	r = cli_write(cli, "followup.done", params, &answer);
	if (r || cli_json(cli, answer))
		return r;
	followups = part_followups(answer);
	json_array_foreach (followups, i, f) {
		print_done(cli, f);
		view_step_done(cli, f, json_object_get(answer, "repair"));
		if (str_equal(text_of(f, "state"), "done"))
			print_missing(cli, f, answer);
		print_mailed(cli, f);
		print_requested(cli, f);
		if (!r)
			r = print_tried(cli, f);
	}
	if (json_is_object(json_object_get(answer, "promise")))
		view_kept(cli, json_object_get(answer, "promise"),
			  json_object_get(answer, "repair"));
	view_scored(cli, answer);
	next = json_object_get(answer, "next");
	if (!json_is_object(next))
		return r;
	print_added(cli, "Next:", next);
	say_held(cli, answer);
	return r;
}

int cmd_skip(struct cli *cli, const struct match *m)
{
	json_auto_t *answer = NULL, *followups = NULL;
	_cleanup_str_ struct str what = {0};
	const json_t *f;
	size_t i;
	int r;

	r = cli_write(cli, "followup.skip", about(cli, m, "reason", match_text(m, "REASON")),
		      &answer);
	if (r || cli_json(cli, answer))
		return r;
	followups = part_followups(answer);
	json_array_foreach (followups, i, f)
		view_line(&cli->view, VIEW_NORMAL, "Skipped %lld, %s, %s.", number_of(f, "id"),
			  name_of(json_object_get(f, "contact")), part_what(&what, f));
	return 0;
}

int cmd_remind(struct cli *cli, const struct match *m)
{
	const char *kind = match_text(m, "KIND"), *title = match_text(m, "TITLE");
	json_auto_t *answer = NULL;
	const json_t *date;
	json_int_t contact;
	int r;

	if (!kind)
		kind = OWN_KIND;
	date = when_parse(cli, match_text(m, "WHEN"), &r);
	if (!date)
		return r;
	r = resolve_contact(cli, match_text(m, "CONTACT"), &contact, NULL);
	if (r)
		return r;
	r = cli_write(cli, "followup.add",
		      json_pack("{s:I, s:s, s:s, s:O}", "contact", contact, "kind", kind, "title",
				title ? title : "as agreed", "due", json_object_get(date, "due")),
		      &answer);
	if (r || cli_json(cli, answer))
		return r;
	print_added(cli, "Added", json_object_get(answer, "followup"));
	say_held(cli, answer);
	return 0;
}

int cmd_why(struct cli *cli, const struct match *m)
{
	json_auto_t *ids = resolve_numbers(match_text(m, "FOLLOWUP")), *why = NULL;
	int r;

	r = cli_read(cli, "followup.why", json_pack("{s:O}", "id", json_array_get(ids, 0)), &why);
	if (r || cli_json(cli, why))
		return r;
	view_why(cli, why);
	return 0;
}
