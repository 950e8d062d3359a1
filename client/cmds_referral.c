/* Referrals: somebody was sent to us, or by us; they move on, and are listed. */
#include <ctype.h>
#include <string.h>

#include "amount.h"
#include "base/cleanup.h"
#include "commands.h"
#include "place.h"
#include "referrals.h"
#include "resolve.h"
#include "view_parts.h"
#include "views.h"
#include "vouch/protocol.h"
#include "when.h"

#define LIST_LIMIT 50
#define ANSWER_SIZE 64

/* "Ruth Kim" that was typed without quotes: the second word of a name is no need. */
static int check_name(const struct match *m, const char *place, const char *word)
{
	const char *text = match_text(m, place), *name = match_text(m, "NAME");

	if (!text || strchr(text, ' ') || !isupper((unsigned char)*text) || match_has(m, word))
		return 0;
	return cli_fail(VOUCH_EXIT_USAGE,
			"is '%s' part of the name? \"%s %s\"; if it is not: %s %s", text, name,
			text, word, text);
}

/* Who it is: c12, somebody in the book of exactly that name where the person says so, else a name.
 * *ret_same: an id of that name that was not taken, 0: none. */
static int set_person(struct cli *cli, const struct match *m, json_t *params, json_int_t *ret_same)
{
	const char *name = match_text(m, "NAME");
	json_int_t id = match_is_literal(m, "NAME") ? 0 : place_id(name, 'c');
	json_auto_t *same = NULL;
	int r;

	*ret_same = 0;
	if (id) {
		(void)json_object_set_new(params, "contact", json_integer(id));
		return 0;
	}
	r = resolve_same_name(cli, name, &same);
	if (r)
		return r;
	id = number_of(json_array_get(same, 0), "id");
	if (id && cli_is_interactive(cli) &&
	    cli_confirm("%s is in the book (c%lld). Is it the same person?",
			text_of(json_array_get(same, 0), "name"), (long long)id)) {
		(void)json_object_set_new(params, "contact", json_integer(id));
		return 0;
	}
	cli_set_text(params, "name", name);
	*ret_same = cli_is_interactive(cli) ? 0 : id;
	return 0;
}

/* Two of one name may be one person. */
static void print_same(const struct cli *cli, const json_t *answer, json_int_t same)
{
	if (same && number_of(answer, "referral.person.id") != same)
		view_line(&cli->view, VIEW_LATE,
			  "  %s was in the book already (c%lld). If it is the same person: vouch "
			  "undo, and then say c%lld for the name",
			  part_person(json_object_get(answer, "referral")), (long long)same,
			  (long long)same);
}

/* "i" on a terminal is enough. */
static int permission_of(const char *text)
{
	const struct place *place = place_find("PERMISSION", 10);

	for (int i = 0; text[0] && !text[1] && place->words[i]; i++)
		if (tolower((unsigned char)*text) == place->words[i][0])
			return i;
	return place_word(place, text);
}

/* Asked for on a terminal: without it nobody may be called. */
static int set_permission(struct cli *cli, const struct match *m, json_t *params)
{
	const char *typed = match_text(m, "PERMISSION");
	char answer[ANSWER_SIZE];

	if (!typed && cli_is_interactive(cli) &&
	    cli_ask(answer, sizeof answer,
		    "May you call them? introduced (they expect you), may-say-name, or none "
		    "(not yet): "))
		typed = answer;
	if (!typed)
		return cli_fail(VOUCH_EXIT_USAGE,
				"say whether you may call them: introduced (they expect you), "
				"may-say-name, or none (not yet)");
	if (permission_of(typed) < 0)
		return cli_fail(VOUCH_EXIT_USAGE, "'%s' is not introduced, may-say-name or none",
				typed);
	cli_set_text(params, "permission", place_permissions[permission_of(typed)]);
	return 0;
}

static void set_list(json_t *params, const char *key, const char *text)
{
	if (text)
		(void)json_object_set_new(params, key, json_pack("[s]", text));
}

/* A day alone is that day; today is now. */
static int set_received(struct cli *cli, const struct match *m, json_t *params)
{
	const char *text = match_text(m, "DAY");
	const json_t *date;
	int r = 0;

	if (!text)
		return 0;
	date = when_parse(cli, text, &r);
	if (date && (json_is_integer(json_object_get(date, "minute")) ||
		     !str_equal(text_of(date, "day"), call_today(cli->call))))
		(void)json_object_set(params, "received_at", json_object_get(date, "instant"));
	return r;
}

static int make_referred(struct cli *cli, const struct match *m, json_t *params,
			 json_int_t *ret_same)
{
	const char *who = match_text(m, "WHO"), *relation = match_text(m, "RELATION");
	json_int_t referrer;
	int r;

	r = check_name(m, "NEED", "need");
	if (!r)
		r = resolve_or_add_contact(cli, match_text(m, "CONTACT"), &referrer);
	if (r)
		return r;
	(void)json_object_set_new(params, "referrer", json_integer(referrer));
	cli_set_text(params, "relation", relation ? relation : who);
	cli_set_text(params, "need", match_text(m, "NEED"));
	cli_set_text(params, "note", match_text(m, "NOTE"));
	set_list(params, "phones", match_text(m, "PHONE"));
	set_list(params, "emails", match_text(m, "EMAIL"));
	r = set_received(cli, m, params);
	if (!r)
		r = set_person(cli, m, params, ret_same);
	return r ? r : set_permission(cli, m, params);
}

int cmd_referred(struct cli *cli, const struct match *m)
{
	json_t *params = json_object();
	json_auto_t *answer = NULL;
	json_int_t same = 0;
	int r;

	r = make_referred(cli, m, params, &same);
	r = cli_write_if(cli, "referral.receive", params, r, &answer);
	if (r || cli_json(cli, answer))
		return r;
	view_named(cli, answer);
	print_same(cli, answer, same);
	return 0;
}

int cmd_gave(struct cli *cli, const struct match *m)
{
	json_t *params = json_object();
	json_auto_t *answer = NULL;
	json_int_t to, same = 0;
	int r;

	cli_set_text(params, "note", match_text(m, "NOTE"));
	r = check_name(m, "NOTE", "note");
	if (!r)
		r = resolve_contact(cli, match_text(m, "CONTACT"), &to, NULL);
	if (!r)
		(void)json_object_set_new(params, "to", json_integer(to));
	if (!r)
		r = when_set_day(cli, m, params);
	if (!r)
		r = set_person(cli, m, params, &same);
	r = cli_write_if(cli, "referral.give", params, r, &answer);
	if (r || cli_json(cli, answer))
		return r;
	view_line(&cli->view, VIEW_NORMAL, "Noted r%lld: you sent %s to %s. It counts as giving.",
		  number_of(answer, "referral.id"),
		  part_person(json_object_get(answer, "referral")),
		  text_of(answer, "referral.to.name"));
	print_same(cli, answer, same);
	return 0;
}

static bool is_open(const json_t *x)
{
	return str_equal(text_of(x, "direction"), "received") &&
	       !str_equal(text_of(x, "status"), "candidate") && !*text_of(x, "closed_day");
}

/* Is it one that may be taken up again? */
static bool is_given_up(const json_t *x)
{
	return str_equal(text_of(x, "status"), "lost") ||
	       str_equal(text_of(x, "status"), "not-a-fit");
}

static bool is_any(const json_t *x)
{
	return x != NULL;
}

/* Of those that fit the one that has the credit, else the oldest. */
static const json_t *best_of(const json_t *items, bool (*fits)(const json_t *x))
{
	const json_t *best = NULL, *x;
	size_t i;

	json_array_foreach (items, i, x)
		if (fits(x) && (!best || json_is_object(json_object_get(best, "first_referrer"))))
			best = x;
	return best;
}

static int fail_none(const json_t *items, const char *name, json_int_t contact)
{
	const json_t *last = best_of(items, is_any);

	if (is_given_up(last))
		return cli_fail(VOUCH_EXIT_AMBIGUOUS,
				"r%lld of %s is %s; to take it up again: vouch advance r%lld "
				"received",
				number_of(last, "id"), name, text_of(last, "status"),
				number_of(last, "id"));
	if (*text_of(last, "closed_day"))
		return cli_fail(VOUCH_EXIT_AMBIGUOUS,
				"r%lld of %s is completed; what changes now, changes with its sale "
				"(s%lld)",
				number_of(last, "id"), name, number_of(last, "sale"));
	return cli_fail(VOUCH_EXIT_AMBIGUOUS,
			"nobody has sent %s; to note who did: vouch referred NAME c%lld introduced",
			name, (long long)contact);
}

/* The open referral of somebody who was sent; to be taken up again, the one that was given up. */
static int find_of(struct cli *cli, const char *text, bool is_again, json_int_t *ret)
{
	json_auto_t *answer = NULL;
	const json_t *items, *x;
	const char *name;
	json_int_t contact;
	int r;

	r = resolve_contact(cli, text, &contact, &name);
	if (r)
		return r;
	r = cli_read(cli, "referral.list",
		     json_pack("{s:I, s:s, s:i}", "person", contact, "direction", "received",
			       "limit", LIST_LIMIT),
		     &answer);
	if (r)
		return r;
	items = json_object_get(answer, "items");
	x = best_of(items, is_again ? is_given_up : is_open);
	if (!x)
		return fail_none(items, *name ? name : text, contact);
	*ret = number_of(x, "id");
	return 0;
}

/* What was said is the reason where it ends with it. */
static int make_step(struct cli *cli, const struct match *m, const char *status, json_t *params)
{
	const char *when = match_text(m, "WHEN");
	bool is_end = str_equal(status, "lost") || str_equal(status, "not-a-fit");
	const json_t *date;
	int r = 0;

	cli_set_text(params, "status", status);
	cli_set_text(params, is_end ? "reason" : "note", match_text(m, "NOTE"));
	cli_set_text(params, "product", match_text(m, "PRODUCT"));
	if (when) {
		date = when_parse(cli, when, &r);
		if (date)
			(void)json_object_set(params, "at", json_object_get(date, "due"));
	}
	return r ? r : amount_set(cli, m, params);
}

int referrals_has_talk(struct cli *cli, long long contact, bool *ret)
{
	json_auto_t *answer = NULL;
	int r;

	r = cli_read(cli, "talk.get", json_pack("{s:I}", "contact", (json_int_t)contact), &answer);
	*ret = r == 0 && json_is_object(json_object_get(answer, "talk"));
	return r;
}

int referrals_with_sale(struct cli *cli, long long contact, json_t **ret)
{
	json_auto_t *answer = NULL;
	json_t *x;
	size_t i;
	int r;

	*ret = NULL;
	r = cli_read(cli, "referral.list",
		     json_pack("{s:I, s:s, s:i}", "person", (json_int_t)contact, "direction",
			       "received", "limit", LIST_LIMIT),
		     &answer);
	json_array_foreach (json_object_get(answer, "items"), i, x)
		if (!*ret && is_open(x) && number_of(x, "sale") &&
		    !str_equal(text_of(x, "status"), "won"))
			*ret = json_incref(x);
	return r;
}

int referrals_get(struct cli *cli, long long id, json_t **ret)
{
	return cli_read(cli, "referral.get", json_pack("{s:I}", "id", (json_int_t)id), ret);
}

int cmd_advance(struct cli *cli, const struct match *m)
{
	const char *referral = match_text(m, "REFERRAL"), *status = match_text(m, "STATUS");
	json_auto_t *before = NULL, *answer = NULL;
	json_t *params = json_object();
	json_int_t id = 0;
	bool has_talk = true;
	int r = 0;

	status = place_statuses[place_word(place_find("STATUS", 6), status)];
	if (referral)
		id = place_id(referral, 'r');
	else
		r = find_of(cli, match_text(m, "CONTACT"), str_equal(status, "received"), &id);
	if (!r)
		r = make_step(cli, m, status, params);
	if (!r && !cli->is_json)
		r = referrals_get(cli, id, &before);
	(void)json_object_set_new(params, "id", json_integer(id));
	r = cli_write_if(cli, "referral.advance", params, r, &answer);
	if (r || cli_json(cli, answer))
		return r;
	if (json_is_object(json_object_get(answer, "sale")))
		r = referrals_has_talk(cli, number_of(answer, "sale.contact.id"), &has_talk);
	view_moved(cli, before, answer, has_talk);
	return r;
}
