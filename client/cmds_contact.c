/* People: who they are, what happened, and that you were in touch. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "commands.h"
#include "place.h"
#include "resolve.h"
#include "view_parts.h"
#include "views.h"
#include "vouch/protocol.h"
#include "when.h"

/* Who was merged is shown as who they are now. */
static int read_brief(struct cli *cli, json_int_t contact, json_t **ret)
{
	json_auto_t *merged = NULL;
	int r;

	r = cli_read(cli, "contact.brief", json_pack("{s:I}", "id", contact), ret);
	if (r || !number_of(*ret, "contact.merged_into"))
		return r;
	merged = *ret;
	*ret = NULL;
	r = cli_read(cli, "contact.brief",
		     json_pack("{s:I}", "id", (json_int_t)number_of(merged, "contact.merged_into")),
		     ret);
	if (!r && !cli->is_json && !cli->is_plain)
		view_line(&cli->view, VIEW_DIM, "c%lld, %s, is %s (c%lld) now.", (long long)contact,
			  text_of(merged, "contact.name"), text_of(*ret, "contact.name"),
			  number_of(*ret, "contact.id"));
	return r;
}

int cmd_show(struct cli *cli, const struct match *m)
{
	json_auto_t *brief = NULL;
	json_int_t contact;
	int r;

	r = resolve_contact(cli, match_all(m, "CONTACT", " ", cli->arena), &contact, NULL);
	if (r)
		return r;
	r = read_brief(cli, contact, &brief);
	if (r || cli_json(cli, brief))
		return r;
	view_brief(cli, brief, match_has(m, "all"));
	return 0;
}

int cmd_show_object(struct cli *cli, const struct match *m)
{
	static const struct {
		const char *place, *method;
	} objects[] = {
		{"FOLLOWUP", "followup.get"},   {"SALE", "sale.get"},
		{"HOUSEHOLD", "household.get"}, {"PROMISE", "promise.get"},
		{"COMPLAINT", "complaint.get"}, {"REFERRAL", "referral.get"},
	};
	json_auto_t *answer = NULL;
	size_t i = 0;
	const char *id;
	int r;

	while (!match_text(m, objects[i].place))
		i++;
	id = match_text(m, objects[i].place);
	r = cli_read(cli, objects[i].method,
		     json_pack("{s:I}", "id",
			       (json_int_t)strtoll(id + (*id < '0' || *id > '9'), NULL, 10)),
		     &answer);
	if (r || cli_json(cli, answer))
		return r;
	if (match_text(m, "REFERRAL"))
		view_referral(cli, answer);
	else
		view_any(cli, answer);
	return 0;
}

int cmd_find(struct cli *cli, const struct match *m)
{
	const char *text = match_all(m, "TEXT", " ", cli->arena);
	json_auto_t *answer = NULL;
	const json_t *items;
	int r;

	r = cli_read(cli, "contact.find", json_pack("{s:s}", "text", text), &answer);
	if (r || cli_json(cli, answer))
		return r;
	items = json_object_get(answer, "items");
	if (json_array_size(items) == 0)
		return cli_fail(VOUCH_EXIT_AMBIGUOUS, "no contact fits '%s'", text);
	view_contacts(cli, items);
	if (json_is_string(json_object_get(answer, "next")) && !cli->is_plain)
		view_line(&cli->view, VIEW_DIM, "More fit than are shown; say a little more.");
	return 0;
}

/* Who spoke, where it is not said: on the phone and face to face both do. */
static const char *usual_direction(const char *channel)
{
	if (str_equal(channel, "call") || str_equal(channel, "visit") ||
	    str_equal(channel, "other"))
		return "both";
	return "out";
}

static int make_touch(struct cli *cli, const struct match *m, json_t *params)
{
	const char *minutes = match_text(m, "MINUTES"), *text = match_text(m, "TEXT");

	if (text)
		(void)json_object_set_new(params, "text", json_string(text));
	if (match_has(m, "gave"))
		(void)json_object_set_new(params, "gave", json_true());
	if (minutes)
		(void)json_object_set_new(params, "minutes", json_integer(place_minutes(minutes)));
	return when_set_day(cli, m, params);
}

static void print_touch(const struct cli *cli, const json_t *answer)
{
	const json_t *touch = json_object_get(answer, "touch"),
		     *offers = json_object_get(answer, "offers"), *offer;
	_cleanup_str_ struct str day = {0}, what = {0};
	size_t i;

	view_line(&cli->view, VIEW_NORMAL, "Logged: %s with %s on %s%s.", text_of(touch, "channel"),
		  name_of(json_object_get(touch, "contact")),
		  part_full_day(&day, text_of(touch, "day")),
		  json_is_true(json_object_get(touch, "gave")) ? ", gave" : "");
	json_array_foreach (offers, i, offer)
		view_line(&cli->view, VIEW_NORMAL, "Did that do %lld, %s, due %s? vouch done %lld",
			  number_of(offer, "id"), part_what(&what, offer),
			  part_full_day(&day, text_of(offer, "due")), number_of(offer, "id"));
}

int cmd_log(struct cli *cli, const struct match *m)
{
	const char *channel = match_text(m, "CHANNEL"), *direction = match_text(m, "DIRECTION");
	json_auto_t *answer = NULL;
	json_int_t contact;
	json_t *params;
	int r;

	channel = place_channels[place_word(place_find("CHANNEL", 7), channel)];
	direction = direction ? place_directions[place_word(place_find("DIRECTION", 9), direction)]
			      : usual_direction(channel);
	r = resolve_contact(cli, match_text(m, "CONTACT"), &contact, NULL);
	if (r)
		return r;
	params = json_pack("{s:I, s:s, s:s}", "contact", contact, "channel", channel, "direction",
			   direction);
	r = make_touch(cli, m, params);
	if (r) {
		json_decref(params);
		return r;
	}
	r = cli_write(cli, "touch.log", params, &answer);
	if (r || cli_json(cli, answer))
		return r;
	print_touch(cli, answer);
	return 0;
}
