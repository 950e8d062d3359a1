/* Who is not to be contacted, how, and until when. */
#include "base/cleanup.h"
#include "commands.h"
#include "place.h"
#include "resolve.h"
#include "view_parts.h"
#include "views.h"
#include "vouch/protocol.h"
#include "when.h"

/* The channel that stands in STOP, in the API's word; null where none does. */
static const char *stop_channel(const struct match *m)
{
	const char *text = match_text(m, "STOP");

	return text ? place_stops[place_word(place_find("STOP", 4), text)] : NULL;
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

	view_line(&cli->view, VIEW_NORMAL, "Stopped: %s with %s%s%s.",
		  part_stop(&cli->view, channel), name_of(json_object_get(stop, "contact")),
		  *until ? ", until " : "", *until ? part_full_day(&day, until) : "");
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

/* Those that are in force. A new reference. */
static json_t *in_force(const json_t *stops)
{
	json_t *found = json_array(), *stop;
	size_t i;

	json_array_foreach (stops, i, stop)
		if (json_is_true(json_object_get(stop, "in_force")))
			(void)json_array_append(found, stop);
	return found;
}

int cmd_stops(struct cli *cli, const struct match *m)
{
	json_auto_t *all = NULL, *stops = NULL;
	int r;

	(void)m;
	r = cli_read_all(cli, "suppression.list", json_object(), true, &all);
	if (r || !all)
		return r;
	stops = in_force(all);
	if (json_array_size(stops) == 0 && !cli->is_plain)
		view_line(&cli->view, VIEW_NORMAL, "Everybody may be contacted.");
	else
		view_stops(cli, stops);
	return 0;
}

/* On a terminal they are numbered, to be chosen from. */
static void list_fitting(const struct cli *cli, const json_t *fit)
{
	const json_t *stop;
	size_t i;

	if (!cli_is_interactive(cli)) {
		view_stops(cli, fit);
		return;
	}
	json_array_foreach (fit, i, stop)
		view_line(&cli->view, VIEW_NORMAL, "%zu.  %s: %s", i + 1,
			  part_stop(&cli->view, text_of(stop, "channel")), text_of(stop, "reason"));
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
		list_fitting(cli, fit);
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
		  part_stop(&cli->view, text_of(stop, "channel")),
		  name_of(json_object_get(stop, "contact")));
	print_each(cli, "Back:", json_object_get(answer, "released"));
	print_each(cli, "Stays cancelled:", cancelled);
}

int cmd_allow(struct cli *cli, const struct match *m)
{
	const char *reason = need_reason(m, "allow"), *contact_text = match_text(m, "CONTACT");
	json_auto_t *all = NULL, *stops = NULL, *answer = NULL;
	json_int_t contact, id;
	int r;

	if (!reason)
		return VOUCH_EXIT_USAGE;
	r = resolve_contact(cli, contact_text, &contact, NULL);
	if (r == 0)
		r = cli_read_all(cli, "suppression.list", json_pack("{s:I}", "contact", contact),
				 false, &all);
	if (r)
		return r;
	stops = in_force(all);
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
