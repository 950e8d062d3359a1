/* Birthdays, renewals and other days of somebody. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "commands.h"
#include "place.h"
#include "resolve.h"
#include "view_parts.h"
#include "views.h"
#include "vouch/protocol.h"
#include "when.h"

/* Was a year typed? "3 may 1976", "1976-05-03" */
static bool has_year(const char *text)
{
	for (const char *c = text; *c; c++) {
		size_t n = strspn(c, "0123456789");

		if (n >= 4)
			return true;
		c += n ? n - 1 : 0;
	}
	return false;
}

/* A birthday without a year is one whose year is not known: "--05-03". */
static int set_day(struct cli *cli, const struct match *m, json_t *params)
{
	const char *text = match_text(m, "WHEN"), *day;
	bool is_birthday = strcasecmp(match_text(m, "OCCASION"), "birthday") == 0;
	const json_t *date;
	int r = 0;

	date = when_parse(cli, text, &r);
	if (!date)
		return r;
	day = text_of(date, "day");
	if (is_birthday && !has_year(text) && strlen(day) > 4)
		day = arena_printf(cli->arena, "-%s", day + 4);
	cli_set_text(params, "day", day);
	return 0;
}

static int make_date(struct cli *cli, const struct match *m, json_t *params)
{
	const char *sale = match_text(m, "SALE"), *lead = match_text(m, "LEAD");
	json_int_t contact;
	int r;

	cli_set_text(params, "what", match_text(m, "OCCASION"));
	if (sale)
		(void)json_object_set_new(params, "sale", json_integer(place_id(sale, 's')));
	if (lead)
		(void)json_object_set_new(params, "lead_days",
					  json_integer(strtol(lead, NULL, 10)));
	if (match_has(m, "yearly"))
		(void)json_object_set_new(params, "yearly", json_true());
	if (match_has(m, "once"))
		(void)json_object_set_new(params, "yearly", json_false());
	r = set_day(cli, m, params);
	if (!r)
		r = resolve_contact(cli, match_text(m, "CONTACT"), &contact, NULL);
	if (!r)
		(void)json_object_set_new(params, "contact", json_integer(contact));
	return r;
}

/* "Next on Sun 6 Dec 2026, turns 50: follow-up 13, due Fri 4 Dec 2026." */
static void print_next(const struct cli *cli, const json_t *answer)
{
	const json_t *d = json_object_get(answer, "date"), *f = json_object_get(answer, "followup");
	_cleanup_str_ struct str day = {0}, due = {0}, turns = {0};

	if (number_of(d, "turns"))
		str_addf(&turns, ", turns %lld", number_of(d, "turns"));
	part_full_day(&day, text_of(d, "next_day"));
	if (!json_is_object(f)) {
		view_line(&cli->view, VIEW_LATE,
			  "Next on %s%s. No follow-up: they do not want to be contacted so.",
			  str_text(&day), str_text(&turns));
		return;
	}
	view_line(&cli->view, VIEW_NORMAL, "Next on %s%s: follow-up %lld, due %s%s.",
		  str_text(&day), str_text(&turns), number_of(f, "id"),
		  part_full_day(&due, text_of(f, "due")),
		  str_equal(text_of(f, "state"), "waiting") ? ", on hold for now" : "");
}

int cmd_date(struct cli *cli, const struct match *m)
{
	_cleanup_str_ struct str day = {0};
	json_t *params = json_object();
	json_auto_t *answer = NULL;
	const json_t *d;
	int r;

	r = cli_write_if(cli, "date.add", params, make_date(cli, m, params), &answer);
	if (r || cli_json(cli, answer))
		return r;
	d = json_object_get(answer, "date");
	view_line(&cli->view, VIEW_NORMAL, "Noted: d%lld, %s of %s, %s%s.", number_of(d, "id"),
		  text_of(d, "what"), name_of(json_object_get(d, "contact")), part_date(&day, d),
		  json_is_true(json_object_get(d, "yearly")) ? ", each year" : "");
	print_next(cli, answer);
	return 0;
}

int cmd_dates(struct cli *cli, const struct match *m)
{
	const char *contact = match_text(m, "CONTACT");
	json_t *params = json_object();
	json_auto_t *items = NULL;
	json_int_t id = 0;
	int r = 0;

	if (contact)
		r = resolve_contact(cli, contact, &id, NULL);
	if (r) {
		json_decref(params);
		return r;
	}
	if (contact)
		(void)json_object_set_new(params, "contact", json_integer(id));
	r = cli_read_all(cli, "date.list", params, true, &items);
	if (r || !items)
		return r;
	if (json_array_size(items) == 0 && !cli->is_plain)
		view_line(&cli->view, VIEW_NORMAL,
			  "No date is noted%s. To note one: vouch date NAME birthday 3 may",
			  contact ? "" : " for the next twelve months");
	else
		view_dates(cli, items, NULL, !contact);
	return 0;
}

int cmd_undate(struct cli *cli, const struct match *m)
{
	json_t *params = json_pack("{s:I}", "id", (json_int_t)place_id(match_text(m, "DATE"), 'd'));
	_cleanup_str_ struct str day = {0}, due = {0};
	json_auto_t *answer = NULL;
	const json_t *d, *f;
	int r;

	r = cli_write(cli, "date.remove", params, &answer);
	if (r || cli_json(cli, answer))
		return r;
	d = json_object_get(answer, "date");
	f = json_object_get(answer, "followup");
	view_line(&cli->view, VIEW_NORMAL, "Removed: d%lld, %s of %s, %s.", number_of(d, "id"),
		  text_of(d, "what"), name_of(json_object_get(d, "contact")), part_date(&day, d));
	if (json_is_object(f))
		view_line(&cli->view, VIEW_NORMAL, "Cancelled %lld, due %s.", number_of(f, "id"),
			  part_full_day(&due, text_of(f, "due")));
	return 0;
}
