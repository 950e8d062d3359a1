/* Complaints, scores and compliments: what they said, and what follows. */
#include <stdlib.h>

#include "base/cleanup.h"
#include "commands.h"
#include "place.h"
#include "resolve.h"
#include "view_parts.h"
#include "views.h"
#include "vouch/limits.h"
#include "vouch/protocol.h"
#include "when.h"

/* Who said it, of which sale, and when. */
static int set_who(struct cli *cli, const struct match *m, json_t *params)
{
	const char *sale = match_text(m, "SALE");
	json_int_t contact;
	int r;

	if (sale)
		(void)json_object_set_new(params, "sale", json_integer(place_id(sale, 's')));
	r = when_set_day(cli, m, params);
	if (!r)
		r = resolve_contact(cli, match_text(m, "CONTACT"), &contact, NULL);
	if (!r)
		(void)json_object_set_new(params, "contact", json_integer(contact));
	return r;
}

int cmd_complain(struct cli *cli, const struct match *m)
{
	json_t *params = json_object();
	json_auto_t *answer = NULL;
	const json_t *c;
	int r;

	cli_set_text(params, "text", match_text(m, "TEXT"));
	r = cli_write_if(cli, "complaint.add", params, set_who(cli, m, params), &answer);
	if (r || cli_json(cli, answer))
		return r;
	c = json_object_get(answer, "complaint");
	view_line(&cli->view, VIEW_NORMAL, "Noted x%lld, %s complains: %s", number_of(c, "id"),
		  name_of(json_object_get(c, "contact")), text_of(c, "text"));
	view_repair(cli, json_object_get(answer, "repair"), "complaint", number_of(c, "id"));
	return 0;
}

int cmd_resolved(struct cli *cli, const struct match *m)
{
	const char *id = match_text(m, "COMPLAINT");
	json_int_t found = id ? place_id(id, 'x') : 0;
	json_t *params = json_object();
	json_auto_t *answer = NULL;
	const json_t *c, *repair;
	int r = 0;

	cli_set_text(params, "note", match_text(m, "NOTE"));
	if (!id)
		r = resolve_open_complaint(cli, match_text(m, "CONTACT"), &found);
	if (!r)
		r = when_set_day(cli, m, params);
	(void)json_object_set_new(params, "id", json_integer(found));
	r = cli_write_if(cli, "complaint.resolve", params, r, &answer);
	if (r || cli_json(cli, answer))
		return r;
	c = json_object_get(answer, "complaint");
	repair = json_object_get(answer, "repair");
	view_line(&cli->view, VIEW_NORMAL, "Resolved x%lld, %s: %s", number_of(c, "id"),
		  name_of(json_object_get(c, "contact")), text_of(c, "text"));
	view_repair(cli, repair, NULL, 0);
	return 0;
}

int cmd_complaints(struct cli *cli, const struct match *m)
{
	const char *name = match_text(m, "CONTACT");
	json_t *params = json_pack("{s:s, s:i}", "state", "open", "limit", VOUCH_LIST_MAX);
	json_auto_t *answer = NULL;
	json_int_t contact;
	const json_t *items;
	int r = 0;

	if (name)
		r = resolve_contact(cli, name, &contact, NULL);
	if (r) {
		json_decref(params);
		return r;
	}
	if (name)
		(void)json_object_set_new(params, "contact", json_integer(contact));
	r = cli_read(cli, "complaint.list", params, &answer);
	if (r || cli_json(cli, answer))
		return r;
	items = json_object_get(answer, "items");
	view_complaints(cli, items, NULL);
	if (json_array_size(items) == 0 && !cli->is_plain)
		view_line(&cli->view, VIEW_NORMAL, "No complaint is open.");
	if (json_is_string(json_object_get(answer, "next")) && !cli->is_plain)
		view_line(&cli->view, VIEW_DIM, "There are more than are shown.");
	return 0;
}

int cmd_score(struct cli *cli, const struct match *m)
{
	json_t *params = json_object();
	json_auto_t *answer = NULL;
	const json_t *s;
	int r;

	cli_set_text(params, "words", match_text(m, "NOTE"));
	(void)json_object_set_new(params, "score",
				  json_integer(strtol(match_text(m, "SCORE"), NULL, 10)));
	r = cli_write_if(cli, "satisfaction.record", params, set_who(cli, m, params), &answer);
	if (r || cli_json(cli, answer))
		return r;
	s = json_object_get(answer, "satisfaction");
	view_line(&cli->view, VIEW_NORMAL, "Noted: %s gives %lld of 10.",
		  name_of(json_object_get(s, "contact")), number_of(s, "score"));
	view_scored(cli, answer);
	return 0;
}

int cmd_praise(struct cli *cli, const struct match *m)
{
	json_t *params = json_object();
	json_auto_t *answer = NULL;
	const json_t *c;
	int r;

	cli_set_text(params, "text", match_text(m, "TEXT"));
	r = cli_write_if(cli, "compliment.add", params, set_who(cli, m, params), &answer);
	if (r || cli_json(cli, answer))
		return r;
	c = json_object_get(answer, "compliment");
	view_line(&cli->view, VIEW_NORMAL, "Noted: %s praises: %s",
		  name_of(json_object_get(c, "contact")), text_of(c, "text"));
	view_scored(cli, answer);
	return 0;
}
