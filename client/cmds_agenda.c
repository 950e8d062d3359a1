/* The agenda, what is due, and the week. */
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "commands.h"
#include "escape.h"
#include "place.h"
#include "view_parts.h"
#include "views.h"
#include "vouch/limits.h"
#include "vouch/protocol.h"
#include "when.h"

#define DUE_LIMIT 100   /* more than anybody does in a day */
#define DUE_COUNTED 200 /* and nobody needs to know of how many more */

/* The agenda, and where nothing is on it the first of what is held back. */
static int read_agenda(struct cli *cli, json_t *params, json_t **ret, json_t **ret_held)
{
	json_auto_t *list = NULL;
	int r;

	r = cli_read(cli, "agenda.get", params, ret);
	if (r || cli->is_json || cli->is_plain || !view_agenda_is_idle(*ret))
		return r;
	r = cli_read(cli, "followup.list", json_pack("{s:s, s:i}", "state", "waiting", "limit", 1),
		     &list);
	if (!r)
		*ret_held = json_incref(json_array_get(json_object_get(list, "items"), 0));
	return r;
}

int cmd_agenda(struct cli *cli, const struct match *m)
{
	json_auto_t *agenda = NULL, *held = NULL;
	int r;

	(void)m;
	r = read_agenda(cli, NULL, &agenda, &held);
	if (r)
		return r;
	if (!cli_json(cli, agenda))
		view_agenda(cli, agenda, held);
	return 0;
}

int cmd_week(struct cli *cli, const struct match *m)
{
	const char *when = match_text(m, "WHEN");
	json_t *params = json_pack("{s:i}", "days", 7);
	json_auto_t *agenda = NULL, *held = NULL;
	const json_t *from;
	int r;

	if (when) {
		from = when_parse(cli, when, &r);
		if (!from) {
			json_decref(params);
			return r;
		}
		(void)json_object_set(params, "day", json_object_get(from, "day"));
	}
	r = read_agenda(cli, params, &agenda, &held);
	if (r)
		return r;
	if (!cli_json(cli, agenda))
		view_week(cli, agenda, held);
	return 0;
}

/* The instant up to which is asked: a day without a time means all of that day. */
static const json_t *find_moment(struct cli *cli, const char *when, int *ret_exit)
{
	const json_t *date = when_parse(cli, when, ret_exit);

	if (!date || !json_is_null(json_object_get(date, "minute")))
		return date;
	return when_parse(cli, arena_printf(cli->arena, "%s 23:59", text_of(date, "day")),
			  ret_exit);
}

static const char *kind_of(const struct match *m)
{
	const char *kind = match_text(m, "KINDS");

	return kind ? place_kinds[place_word(place_find("KINDS", 5), kind)] : NULL;
}

/* On a terminal no more than is seen: what is most urgent stands at the top. */
static json_int_t limit_of(const struct cli *cli, const struct match *m)
{
	const char *limit = match_text(m, "LIMIT");

	if (limit)
		return strtol(limit, NULL, 10);
	if (cli->is_json || cli->is_plain)
		return VOUCH_LIST_MAX;
	return (json_int_t)view_rows_that_fit(&cli->view, DUE_LIMIT);
}

static int make_params(struct cli *cli, const struct match *m, json_t **ret)
{
	const char *when = match_text(m, "WHEN");
	json_t *params = json_object();
	const json_t *moment;
	int r;

	(void)json_object_set_new(params, "limit", json_integer(limit_of(cli, m)));
	if (cli->view.height && !cli->is_json && !match_has(m, "limit"))
		(void)json_object_set_new(params, "count", json_integer(DUE_COUNTED));
	if (!cli->is_json)
		(void)json_object_set_new(params, "fields", view_due_fields(&cli->view));
	cli_set_text(params, "kind", kind_of(m));
	if (when) {
		moment = find_moment(cli, when, &r);
		if (!moment) {
			json_decref(params);
			return r;
		}
		(void)json_object_set(params, "at", json_object_get(moment, "instant"));
	}
	*ret = params;
	return 0;
}

static void print_none(const struct cli *cli, const struct match *m)
{
	const char *kind = kind_of(m), *when = match_text(m, "WHEN");
	_cleanup_str_ struct str day = {0};
	const json_t *date = when ? json_object_get(cli->parsed_dates, when) : NULL;

	view_line(&cli->view, VIEW_NORMAL, "%s%s is due%s%s.",
		  kind ? "Nothing of kind " : "Nothing", kind ? kind : "", date ? " by " : " now",
		  date ? part_full_day(&day, text_of(date, "due")) : "");
}

/* How many there are besides those that were shown, and what to type to see them. */
static void print_more(const struct cli *cli, const struct match *m, const json_t *page)
{
	const char *kind = match_text(m, "KINDS"), *when = match_text(m, "WHEN");
	long long n = number_of(page, "count"),
		  more = n - (long long)json_array_size(json_object_get(page, "items"));
	_cleanup_str_ struct str line = {0};

	if (more > 0)
		str_addf(&line, "%s%lld more %s due", n < DUE_COUNTED ? "" : "At least ", more,
			 more == 1 ? "is" : "are");
	else
		str_add(&line, "More are due");
	str_add(&line, ": vouch due ");
	if (kind)
		str_addf(&line, "%s ", kind);
	if (when) {
		escape_add_shell(&line, when);
		str_add_char(&line, ' ');
	}
	view_line(&cli->view, VIEW_DIM, "%s--limit %lld", str_text(&line),
		  more > 0 && n < DUE_COUNTED ? n : VOUCH_LIST_MAX);
}

/* Scripts get every page, people the first and a word about the rest. */
static int print_pages(struct cli *cli, const struct match *m, json_t *params)
{
	for (bool is_first = true;; is_first = false) {
		json_auto_t *page = NULL;
		const json_t *next;
		int r;

		r = cli_read(cli, "agenda.due", json_incref(params), &page);
		if (r)
			return r;
		if (cli_json(cli, page))
			return 0;
		view_due(cli, json_object_get(page, "items"));
		if (is_first && json_array_size(json_object_get(page, "items")) == 0 &&
		    !cli->is_plain)
			print_none(cli, m);
		next = json_object_get(page, "next");
		if (!json_is_string(next))
			return 0;
		if (!cli->is_plain || match_has(m, "limit")) {
			if (!cli->is_plain)
				print_more(cli, m, page);
			return 0;
		}
		(void)json_object_set(params, "cursor", (json_t *)next);
	}
}

int cmd_due(struct cli *cli, const struct match *m)
{
	json_auto_t *params = NULL;
	int r;

	r = make_params(cli, m, &params);
	return r ? r : print_pages(cli, m, params);
}
