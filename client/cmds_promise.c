/* Promises: written down, kept, re-dated, broken, withdrawn. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "commands.h"
#include "place.h"
#include "resolve.h"
#include "view_parts.h"
#include "views.h"
#include "vouch/limits.h"
#include "vouch/protocol.h"
#include "when.h"

/* "p3, Ana Ruiz: quote, 2 cameras" */
static const char *what(struct str *out, const json_t *p)
{
	str_reset(out);
	str_addf(out, "p%lld, %s: %s", number_of(p, "id"), name_of(json_object_get(p, "contact")),
		 text_of(p, "text"));
	return str_text(out);
}

/* Which one is meant: p3, or the one open promise of somebody. */
static int which(struct cli *cli, const struct match *m, json_t *params)
{
	const char *id = match_text(m, "PROMISE");
	json_int_t found = 0;
	int r = 0;

	if (id)
		found = place_id(id, 'p');
	else
		r = resolve_open_promise(cli, match_text(m, "CONTACT"), &found);
	if (!r)
		(void)json_object_set_new(params, "id", json_integer(found));
	return r;
}

static int make_promise(struct cli *cli, const struct match *m, json_t *params)
{
	const char *sale = match_text(m, "SALE");
	json_int_t contact;
	int r;

	cli_set_text(params, "text", match_text(m, "TEXT"));
	if (sale)
		(void)json_object_set_new(params, "sale", json_integer(place_id(sale, 's')));
	r = when_set(cli, m, "WHEN", params, "due_day");
	if (!r)
		r = when_set(cli, m, "TARGET", params, "target_day");
	if (!r)
		r = when_set(cli, m, "MADE", params, "made_day");
	if (!r)
		r = resolve_or_add_contact(cli, match_text(m, "CONTACT"), &contact);
	if (!r)
		(void)json_object_set_new(params, "contact", json_integer(contact));
	return r;
}

/* "We aim for Thu 3 Dec 2026." */
static void print_target(const struct cli *cli, const json_t *p)
{
	const char *due = text_of(p, "due_day"), *target = text_of(p, "target_day");
	long long overdue = number_of(p, "days_overdue");
	_cleanup_str_ struct str day = {0}, days = {0};

	if (overdue > 0)
		view_line(&cli->view, VIEW_LATE, "That day has passed: it is %s overdue.",
			  part_count(&days, overdue, "day", "days"));
	else if (str_equal(due, target))
		view_line(&cli->view, VIEW_NORMAL, "We aim for that day itself.");
	else
		view_line(&cli->view, VIEW_NORMAL, "We aim for %s.", part_full_day(&day, target));
}

int cmd_promise(struct cli *cli, const struct match *m)
{
	_cleanup_str_ struct str text = {0}, day = {0};
	json_t *params = json_object();
	json_auto_t *answer = NULL;
	const json_t *p;
	int r;

	r = cli_write_if(cli, "promise.add", params, make_promise(cli, m, params), &answer);
	if (r || cli_json(cli, answer))
		return r;
	p = json_object_get(answer, "promise");
	view_line(&cli->view, VIEW_NORMAL, "Promised %s, by %s.", what(&text, p),
		  part_full_day(&day, text_of(p, "due_day")));
	print_target(cli, p);
	return 0;
}

int cmd_kept(struct cli *cli, const struct match *m)
{
	json_t *params = json_object();
	json_auto_t *answer = NULL;
	int r;

	r = which(cli, m, params);
	if (!r)
		r = when_set_day(cli, m, params);
	r = cli_write_if(cli, "promise.keep", params, r, &answer);
	if (r || cli_json(cli, answer))
		return r;
	view_kept(cli, json_object_get(answer, "promise"), json_object_get(answer, "repair"));
	return 0;
}

void view_kept(const struct cli *cli, const json_t *p, const json_t *repair)
{
	long long margin = number_of(p, "margin_days");
	_cleanup_str_ struct str text = {0}, days = {0};

	part_count(&days, llabs(margin), "day", "days");
	view_line(&cli->view, VIEW_NORMAL, "Kept %s, %s%s.", what(&text, p),
		  margin ? str_text(&days) : "on its day",
		  margin > 0   ? " early"
		  : margin < 0 ? " late"
			       : "");
	if (margin < 0)
		view_repair(cli, repair, "promise", number_of(p, "id"));
}

int cmd_redate(struct cli *cli, const struct match *m)
{
	_cleanup_str_ struct str text = {0}, day = {0};
	json_t *params = json_object();
	json_auto_t *answer = NULL;
	const json_t *p;
	int r;

	cli_set_text(params, "reason", match_text(m, "REASON"));
	r = which(cli, m, params);
	if (!r)
		r = when_set(cli, m, "WHEN", params, "due_day");
	if (!r)
		r = when_set(cli, m, "TARGET", params, "target_day");
	r = cli_write_if(cli, "promise.redate", params, r, &answer);
	if (r || cli_json(cli, answer))
		return r;
	p = json_object_get(answer, "promise");
	view_line(&cli->view, VIEW_NORMAL, "Re-dated %s, now by %s.", what(&text, p),
		  part_full_day(&day, text_of(p, "due_day")));
	print_target(cli, p);
	if (json_is_true(json_object_get(answer, "late"))) {
		view_line(&cli->view, VIEW_NORMAL, "Its day had passed, so it counts as late.");
		view_repair(cli, json_object_get(answer, "repair"), "promise", number_of(p, "id"));
	}
	return 0;
}

int cmd_break(struct cli *cli, const struct match *m)
{
	_cleanup_str_ struct str text = {0};
	json_t *params = json_object();
	json_auto_t *answer = NULL;
	const json_t *p;
	int r;

	cli_set_text(params, "reason", match_text(m, "REASON"));
	r = which(cli, m, params);
	if (!r)
		r = when_set_day(cli, m, params);
	r = cli_write_if(cli, "promise.break", params, r, &answer);
	if (r || cli_json(cli, answer))
		return r;
	p = json_object_get(answer, "promise");
	view_line(&cli->view, VIEW_NORMAL, "Broken: %s.", what(&text, p));
	view_repair(cli, json_object_get(answer, "repair"), "promise", number_of(p, "id"));
	return 0;
}

int cmd_withdraw(struct cli *cli, const struct match *m)
{
	_cleanup_str_ struct str text = {0};
	json_t *params = json_object();
	json_auto_t *answer = NULL;
	const json_t *p;
	int r;

	cli_set_text(params, "reason", match_text(m, "REASON"));
	r = cli_write_if(cli, "promise.withdraw", params, which(cli, m, params), &answer);
	if (r || cli_json(cli, answer))
		return r;
	p = json_object_get(answer, "promise");
	view_line(&cli->view, VIEW_NORMAL, "Withdrawn: %s%s.", what(&text, p),
		  strcmp(text_of(p, "ended_day"), text_of(p, "due_day")) > 0
			  ? "; its day had passed, so it counts as late"
			  : "");
	return 0;
}

/* Every page: what is most urgent may be the oldest. `params` is used up. */
static int read_all(struct cli *cli, json_t *params, json_t *items)
{
	bool is_more = true;
	int r = 0;

	while (!r && is_more) {
		json_auto_t *page = NULL;
		const json_t *next;

		r = cli_read(cli, "promise.list", json_incref(params), &page);
		if (r || cli_json(cli, page))
			break;
		(void)json_array_extend(items, json_object_get(page, "items"));
		next = json_object_get(page, "next");
		is_more = json_is_string(next);
		if (is_more)
			(void)json_object_set(params, "cursor", (json_t *)next);
	}
	json_decref(params);
	return r;
}

int cmd_promises(struct cli *cli, const struct match *m)
{
	const char *name = match_text(m, "CONTACT");
	json_t *params = json_pack("{s:s, s:i}", "state", "open", "limit", VOUCH_LIST_MAX);
	json_auto_t *items = json_array();
	json_int_t contact;
	int r;

	if (name) {
		r = resolve_contact(cli, name, &contact, NULL);
		if (r) {
			json_decref(params);
			return r;
		}
		(void)json_object_set_new(params, "contact", json_integer(contact));
	}
	r = read_all(cli, params, items);
	if (r || cli->is_json)
		return r;
	view_promises(cli, items, NULL, true);
	if (json_array_size(items) == 0 && !cli->is_plain)
		view_line(&cli->view, VIEW_NORMAL,
			  "No promise is open. To write one down: vouch promise NAME TEXT by WHEN");
	return 0;
}
