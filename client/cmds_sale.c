/* Sales: agreed, and delivered. */
#include <stdlib.h>

#include "amount.h"
#include "base/cleanup.h"
#include "commands.h"
#include "emergency.h"
#include "place.h"
#include "referrals.h"
#include "resolve.h"
#include "view_parts.h"
#include "views.h"
#include "vouch/limits.h"
#include "vouch/protocol.h"
#include "when.h"

static int make_sale(struct cli *cli, const struct match *m, json_t *params)
{
	const char *source = match_text(m, "SOURCE"), *referral = match_text(m, "REFERRAL");
	json_int_t contact;
	int r;

	(void)json_object_set_new(params, "product", json_string(match_text(m, "PRODUCT")));
	if (source)
		(void)json_object_set_new(
			params, "source",
			json_string(place_sources[place_word(place_find("SOURCE", 6), source)]));
	if (referral)
		(void)json_object_set_new(params, "referral",
					  json_integer(place_id(referral, 'r')));
	r = amount_set(cli, m, params);
	if (!r)
		r = when_set_day(cli, m, params);
	if (!r)
		r = resolve_or_add_contact(cli, match_text(m, "CONTACT"), &contact);
	if (!r)
		(void)json_object_set_new(params, "contact", json_integer(contact));
	return r;
}

static void print_sale(const struct cli *cli, const char *word, const json_t *sale, const char *day)
{
	_cleanup_str_ struct str amount = {0}, text = {0};

	part_amount(&amount, &cli->view, sale);
	view_line(&cli->view, VIEW_NORMAL, "%s s%lld: %s, %s%s%s, on %s.", word,
		  number_of(sale, "id"), name_of(json_object_get(sale, "contact")),
		  text_of(sale, "product"), amount.len > 0 ? ", " : "", str_text(&amount),
		  part_full_day(&text, text_of(sale, day)));
}

static bool is_open(const json_t *followup)
{
	const char *state = text_of(followup, "state");

	return str_equal(state, "scheduled") || str_equal(state, "waiting");
}

/* "Not planned: 2 done already, 8 dropped (why: vouch why 40)." */
static void print_ended(const struct cli *cli, const json_t *followups)
{
	static const struct {
		const char *state, *text;
		bool is_asked_why;
	} ends[] = {
		{"done", "done already", false},
		{"skipped", "skipped", false},
		{"expired", "too late", true},
		{"cancelled", "dropped", true},
	};
	_cleanup_str_ struct str text = {0};
	long long why = 0;
	const json_t *f;
	size_t i;

	for (size_t end = 0; end < ARRAY_LEN(ends); end++) {
		long long n = 0;

		json_array_foreach (followups, i, f) {
			if (!str_equal(text_of(f, "state"), ends[end].state))
				continue;
			if (n++ == 0 && ends[end].is_asked_why)
				why = number_of(f, "id");
		}
		if (n > 0)
			str_addf(&text, "%s%lld %s", text.len > 0 ? ", " : "", n, ends[end].text);
	}
	if (text.len > 0 && why)
		str_addf(&text, " (why: vouch why %lld)", why);
	if (text.len > 0)
		view_line(&cli->view, VIEW_NORMAL, "Not planned: %s.", str_text(&text));
}

/* The plan may have run before, in part or in whole, or be for somebody who is not to be reached.
 */
static void print_planted(const struct cli *cli, const json_t *answer)
{
	const json_t *followups = json_object_get(answer, "followups");
	json_auto_t *open = json_array();
	json_t *f;
	size_t i;

	json_array_foreach (followups, i, f)
		if (is_open(f))
			(void)json_array_append(open, f);
	if (json_array_size(open) > 0)
		view_line(&cli->view, VIEW_NORMAL,
			  "%zu follow-up%s planned:", json_array_size(open),
			  json_array_size(open) == 1 ? "" : "s");
	view_followups(cli, open);
	print_ended(cli, followups);
}

/* What it means for the referral that it is from, if any. */
static int print_source(struct cli *cli, const json_t *answer)
{
	bool has_talk = true;
	int r = 0;

	if (json_is_object(json_object_get(answer, "referral")) &&
	    str_equal(text_of(answer, "sale.state"), "open"))
		r = referrals_has_talk(cli, number_of(answer, "sale.contact.id"), &has_talk);
	view_sale_source(cli, answer, has_talk);
	return r;
}

/* A meeting has opened the sale of a referral already: what was agreed is most often that one. */
static int find_opened(struct cli *cli, const struct match *m, const json_t *params, json_t **ret)
{
	*ret = NULL;
	if (cli->is_json || match_text(m, "SOURCE") || match_text(m, "REFERRAL"))
		return 0;
	return referrals_with_sale(cli, number_of(params, "contact"), ret);
}

static bool is_that_one(const struct cli *cli, const json_t *referral)
{
	return referral && cli_is_interactive(cli) &&
	       cli_confirm("s%lld is open already, from %s (r%lld). Is it this one?",
			   number_of(referral, "sale"),
			   name_of(json_object_get(referral, "referrer")),
			   number_of(referral, "id"));
}

/* They said yes: the sale takes on what is said of it now. */
static int win(struct cli *cli, const json_t *referral, const json_t *params)
{
	json_auto_t *before = NULL, *answer = NULL;
	json_t *step = json_pack("{s:O, s:s, s:O}", "id", json_object_get(referral, "id"), "status",
				 "won", "product", json_object_get(params, "product"));
	static const struct {
		const char *from, *to;
	} more[] = {{"amount", "amount"}, {"currency", "currency"}, {"day", "at"}};
	int r;

	for (size_t i = 0; i < ARRAY_LEN(more); i++)
		if (json_object_get(params, more[i].from))
			(void)json_object_set(step, more[i].to,
					      json_object_get(params, more[i].from));
	r = referrals_get(cli, number_of(referral, "id"), &before);
	r = cli_write_if(cli, "referral.advance", step, r, &answer);
	if (!r)
		view_moved(cli, before, answer, true);
	return r;
}

static void print_opened(const struct cli *cli, const json_t *referral, const json_t *answer)
{
	if (referral && !cli_is_interactive(cli))
		view_line(&cli->view, VIEW_LATE,
			  "  s%lld was open already, from %s (r%lld). If it is that one: vouch "
			  "undo, and vouch advance r%lld won AMOUNT product \"%s\"",
			  number_of(referral, "sale"),
			  name_of(json_object_get(referral, "referrer")), number_of(referral, "id"),
			  number_of(referral, "id"), text_of(answer, "sale.product"));
}

int cmd_sold(struct cli *cli, const struct match *m)
{
	json_auto_t *params = json_object(), *answer = NULL, *opened = NULL;
	int r;

	r = make_sale(cli, m, params);
	if (!r)
		r = find_opened(cli, m, params, &opened);
	if (r)
		return r;
	if (is_that_one(cli, opened))
		return win(cli, opened, params);
	r = cli_write(cli, "sale.open", json_incref(params), &answer);
	if (r || cli_json(cli, answer))
		return r;
	print_sale(cli, "Opened", json_object_get(answer, "sale"), "opened_day");
	print_opened(cli, opened, answer);
	print_planted(cli, answer);
	return print_source(cli, answer);
}

/* What is open of the sale, or was promised to its contact without naming a sale. */
static json_t *promises_of(const json_t *items, json_int_t sale)
{
	json_t *open = json_array(), *p;
	size_t i;

	json_array_foreach (items, i, p) {
		json_int_t its = number_of(p, "sale");

		if (its == 0 || its == sale)
			(void)json_array_append(open, p);
	}
	return open;
}

/* On a terminal: what is promised still, and whether that is meant. */
static int confirm_promises(struct cli *cli, json_int_t id)
{
	json_auto_t *sale = NULL, *list = NULL, *open = NULL;
	size_t n;
	int r;

	r = cli_read(cli, "sale.get", json_pack("{s:I}", "id", id), &sale);
	if (!r)
		r = cli_read(cli, "promise.list",
			     json_pack("{s:I, s:s, s:i}", "contact",
				       (json_int_t)number_of(sale, "sale.contact.id"), "state",
				       "open", "limit", VOUCH_LIST_MAX),
			     &list);
	if (r)
		return r;
	open = promises_of(json_object_get(list, "items"), id);
	n = json_array_size(open);
	if (n == 0)
		return 0;
	view_promises(cli, open, "Still promised", false);
	if (cli_confirm("%zu promise%s open. Is it delivered all the same?", n,
			n == 1 ? " is" : "s are"))
		return 0;
	return cli_fail(VOUCH_EXIT_FAILED, "nothing was changed");
}

int cmd_delivered(struct cli *cli, const struct match *m)
{
	const char *sale = match_text(m, "SALE"), *plan = match_text(m, "PLAN");
	json_t *params = json_object();
	json_auto_t *answer = NULL;
	bool is_asked = cli_is_interactive(cli) && !match_has(m, "yes");
	json_int_t id = 0;
	int r = 0;

	if (sale)
		id = place_id(sale, 's');
	else
		r = resolve_open_sale(cli, match_text(m, "CONTACT"), &id);
	if (!r)
		r = when_set_day(cli, m, params);
	if (!r && is_asked)
		r = confirm_promises(cli, id);
	if (r) {
		json_decref(params);
		return r;
	}
	(void)json_object_set_new(params, "id", json_integer(id));
	if (plan)
		(void)json_object_set_new(params, "plan", json_string(plan));
	r = cli_write(cli, "sale.complete", params, &answer);
	if (r || cli_json(cli, answer))
		return r;
	print_sale(cli, "Delivered", json_object_get(answer, "sale"), "completed_day");
	print_planted(cli, answer);
	r = print_source(cli, answer);
	if (r)
		return r;
	if (is_asked)
		emergency_offer(cli, json_object_get(answer, "sale"));
	else
		view_promises(cli, json_object_get(answer, "promises"), "Still promised", false);
	return 0;
}

int cmd_lost(struct cli *cli, const struct match *m)
{
	const char *sale = match_text(m, "SALE");
	json_int_t id = sale ? place_id(sale, 's') : 0;
	json_t *params = json_object();
	json_auto_t *answer = NULL;
	int r = 0;

	cli_set_text(params, "reason", match_text(m, "REASON"));
	if (!sale)
		r = resolve_open_sale(cli, match_text(m, "CONTACT"), &id);
	if (!r)
		r = when_set_day(cli, m, params);
	(void)json_object_set_new(params, "id", json_integer(id));
	r = cli_write_if(cli, "sale.lose", params, r, &answer);
	if (r || cli_json(cli, answer))
		return r;
	print_sale(cli, "Lost", json_object_get(answer, "sale"), "lost_day");
	return print_source(cli, answer);
}
