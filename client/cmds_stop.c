/* Who is not to be contacted, how, and until when. */
#include "base/cleanup.h"
#include "commands.h"
#include "place.h"
#include "resolve.h"
#include "view_parts.h"
#include "views.h"
#include "vouch/limits.h"
#include "vouch/protocol.h"
#include "when.h"

/* The channel that stands in STOP, in the API's word; null where none does. */
static const char *stop_channel(const struct match *m)
{
	const char *text = match_text(m, "STOP");

	return text ? place_stops[place_word(place_find("STOP", 4), text)] : NULL;
}

static const char *stop_words(const char *channel)
{
	static const char *const words[] = {
		"calls",       "messages", "e-mails", "mail",        "visits",
		"newsletters", "cards",    "asks",    "all contact",
	};

	for (size_t i = 0; place_stops[i]; i++)
		if (str_equal(place_stops[i], channel))
			return words[i];
	return channel;
}

static void print_each(const struct cli *cli, const char *word, const json_t *followups)
{
	_cleanup_str_ struct str what = {0}, day = {0};
	const json_t *f;
	size_t i;

	json_array_foreach (followups, i, f)
		view_line(&cli->view, VIEW_NORMAL, "%s %lld, %s, due %s.", word, number_of(f, "id"),
			  part_what(&what, f), part_full_day(&day, text_of(f, "due")));
}

static void print_stop(const struct cli *cli, const json_t *answer)
{
	const json_t *stop = json_object_get(answer, "suppression");
	const char *until = text_of(stop, "until"), *channel = text_of(stop, "channel");
	_cleanup_str_ struct str day = {0};

	view_line(&cli->view, VIEW_NORMAL, "Stopped: %s with %s%s%s.", stop_words(channel),
		  name_of(json_object_get(stop, "contact")), *until ? ", until " : "",
		  *until ? part_full_day(&day, until) : "");
	print_each(cli, "Cancelled", json_object_get(answer, "cancelled"));
	print_each(cli, "On hold:", json_object_get(answer, "held"));
}

/* Why is needed, and a stop without it must not happen by mistake. */
static const char *need_reason(const struct match *m, const char *command)
{
	const char *reason = match_text(m, "REASON");

	if (!reason)
		(void)cli_fail(VOUCH_EXIT_USAGE, "say why, in quotes: vouch %s … \"asked me to\"",
			       command);
	return reason;
}

static int set_until(struct cli *cli, const struct match *m, json_t *params)
{
	const json_t *date;
	int r = 0;

	if (!match_has(m, "until"))
		return 0;
	date = when_parse(cli, match_text(m, "WHEN"), &r);
	if (!date)
		return r;
	(void)json_object_set(params, "until", json_object_get(date, "day"));
	return 0;
}

int cmd_stop(struct cli *cli, const struct match *m)
{
	const char *channel = stop_channel(m), *reason = need_reason(m, "stop");
	json_auto_t *answer = NULL;
	json_int_t contact;
	json_t *params;
	int r;

	if (!reason)
		return VOUCH_EXIT_USAGE;
	r = resolve_contact(cli, match_text(m, "CONTACT"), &contact, NULL);
	if (r)
		return r;
	params = json_pack("{s:I, s:s, s:s}", "contact", contact, "channel",
			   channel ? channel : "all", "reason", reason);
	r = set_until(cli, m, params);
	if (r) {
		json_decref(params);
		return r;
	}
	r = cli_write(cli, "suppression.add", params, &answer);
	if (r || cli_json(cli, answer))
		return r;
	print_stop(cli, answer);
	return 0;
}

/* Those in force; contact 0: of everybody. A new reference in *ret. */
static int read_stops(struct cli *cli, json_int_t contact, json_t **ret)
{
	json_auto_t *cursor = json_null();
	json_t *found = json_array();
	int r = 0;

	do {
		json_t *params = json_pack("{s:i}", "limit", VOUCH_LIST_MAX), *page = NULL, *item;
		size_t i;

		if (contact)
			(void)json_object_set_new(params, "contact", json_integer(contact));
		if (json_is_string(cursor))
			(void)json_object_set(params, "cursor", cursor);
		r = cli_read(cli, "suppression.list", params, &page);
		if (r)
			break;
		json_array_foreach (json_object_get(page, "items"), i, item)
			if (json_is_true(json_object_get(item, "in_force")))
				(void)json_array_append(found, item);
		json_decref(cursor);
		cursor = json_incref(json_object_get(page, "next"));
		json_decref(page);
	} while (json_is_string(cursor));
	if (r)
		json_decref(found);
	else
		*ret = found;
	return r;
}

int cmd_stops(struct cli *cli, const struct match *m)
{
	json_auto_t *stops = NULL;
	int r;

	(void)m;
	r = read_stops(cli, 0, &stops);
	if (r || cli_json(cli, stops))
		return r;
	if (json_array_size(stops) == 0 && !cli->is_plain)
		view_line(&cli->view, VIEW_NORMAL, "Everybody may be contacted.");
	else
		view_stops(cli, stops);
	return 0;
}

/* Which of the contact's is meant; 0 and its id, or an exit code after saying why. */
static int choose_stop(struct cli *cli, const json_t *stops, const char *channel, const char *name,
		       json_int_t *ret)
{
	json_auto_t *fit = json_array();
	json_t *stop;
	int chosen = 0;
	size_t i;

	json_array_foreach (stops, i, stop)
		if (!channel || str_equal(text_of(stop, "channel"), channel))
			(void)json_array_append(fit, stop);
	if (json_array_size(fit) == 0)
		return cli_fail(VOUCH_EXIT_AMBIGUOUS, "nothing of that kind is stopped for %s",
				name);
	if (json_array_size(fit) > 1) {
		view_stops(cli, fit);
		if (!cli_is_interactive(cli))
			return cli_fail(VOUCH_EXIT_AMBIGUOUS,
					"say which: vouch allow … calls \"why\"");
		chosen = cli_choose(json_array_size(fit));
	}
	if (chosen < 0)
		return cli_fail(VOUCH_EXIT_AMBIGUOUS, "nothing was changed");
	*ret = (json_int_t)number_of(json_array_get(fit, (size_t)chosen), "id");
	return 0;
}

static void print_allow(const struct cli *cli, const json_t *answer)
{
	const json_t *stop = json_object_get(answer, "suppression"),
		     *cancelled = json_object_get(answer, "cancelled");

	view_line(&cli->view, VIEW_NORMAL, "Allowed again: %s with %s.",
		  stop_words(text_of(stop, "channel")), name_of(json_object_get(stop, "contact")));
	print_each(cli, "Back:", json_object_get(answer, "released"));
	print_each(cli, "Stays cancelled:", cancelled);
}

int cmd_allow(struct cli *cli, const struct match *m)
{
	const char *reason = need_reason(m, "allow"), *contact_text = match_text(m, "CONTACT");
	json_auto_t *stops = NULL, *answer = NULL;
	json_int_t contact, id;
	int r;

	if (!reason)
		return VOUCH_EXIT_USAGE;
	r = resolve_contact(cli, contact_text, &contact, NULL);
	if (r == 0)
		r = read_stops(cli, contact, &stops);
	if (r == 0)
		r = choose_stop(cli, stops, stop_channel(m), contact_text, &id);
	if (r)
		return r;
	r = cli_write(cli, "suppression.remove",
		      json_pack("{s:I, s:s}", "id", id, "reason", reason), &answer);
	if (r || cli_json(cli, answer))
		return r;
	print_allow(cli, answer);
	return 0;
}
