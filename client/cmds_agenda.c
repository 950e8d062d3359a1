/* The agenda, what is due, and the week. */
#include <stdlib.h>

#include "base/cleanup.h"
#include "commands.h"
#include "place.h"
#include "view_parts.h"
#include "views.h"
#include "vouch/limits.h"
#include "vouch/protocol.h"
#include "when.h"

#define DUE_LIMIT 100 /* more than anybody does in a day */

int cmd_agenda(struct cli *cli, const struct match *m)
{
	json_auto_t *agenda = NULL;
	int r;

	(void)m;
	r = cli_read(cli, "agenda.get", NULL, &agenda);
	if (r)
		return r;
	if (!cli_json(cli, agenda))
		view_agenda(cli, agenda);
	return 0;
}

int cmd_week(struct cli *cli, const struct match *m)
{
	const char *when = match_text(m, "WHEN");
	json_t *params = json_pack("{s:i}", "days", 7);
	json_auto_t *agenda = NULL;
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
	r = cli_read(cli, "agenda.get", params, &agenda);
	if (r)
		return r;
	if (!cli_json(cli, agenda))
		view_week(cli, agenda);
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

static int make_params(struct cli *cli, const struct match *m, json_t **ret)
{
	const char *kind = match_text(m, "KINDS"), *when = match_text(m, "WHEN"),
		   *limit = match_text(m, "LIMIT");
	json_t *params = json_object();
	const json_t *moment;
	int r;

	(void)json_object_set_new(params, "limit",
				  json_integer(limit ? strtol(limit, NULL, 10)
					       : cli->is_json || cli->is_plain ? VOUCH_LIST_MAX
									       : DUE_LIMIT));
	if (kind)
		(void)json_object_set_new(
			params, "kind",
			json_string(place_kinds[place_word(place_find("KINDS", 5), kind)]));
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
	const char *kind = match_text(m, "KINDS"), *when = match_text(m, "WHEN");
	_cleanup_str_ struct str day = {0};
	const json_t *date = when ? json_object_get(cli->parsed_dates, when) : NULL;

	view_line(&cli->view, VIEW_NORMAL, "%s%s is due%s%s.",
		  kind ? "Nothing of kind " : "Nothing",
		  kind ? place_kinds[place_word(place_find("KINDS", 5), kind)] : "",
		  date ? " by " : " now", date ? part_full_day(&day, text_of(date, "due")) : "");
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
				view_line(&cli->view, VIEW_DIM,
					  "More are due: vouch due --limit %d", VOUCH_LIST_MAX);
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
