/* What people ask of what is held about them, and the days left to answer. */
#include "base/cleanup.h"
#include "commands.h"
#include "place.h"
#include "resolve.h"
#include "view_parts.h"
#include "views.h"
#include "vouch/limits.h"
#include "vouch/protocol.h"
#include "when.h"

static const char *asked_word(const struct match *m)
{
	return place_asked[place_word(place_find("ASKED", 5), match_text(m, "ASKED"))];
}

static void print_request(const struct cli *cli, const json_t *x, json_int_t journal)
{
	_cleanup_str_ struct str day = {0}, left = {0};
	const char *who = name_of(json_object_get(x, "contact")), *kind = text_of(x, "kind");
	long long c = number_of(x, "contact.id"), n = number_of(x, "days_left");

	view_line(&cli->view, VIEW_NORMAL, "Noted, q%lld: %s asks %s. To be answered by %s, %s.",
		  number_of(x, "id"), who, part_asked(&cli->view, kind),
		  part_full_day(&day, text_of(x, "due_day")),
		  n < 0 ? part_count(&left, -n, "day late", "days late")
			: part_count(&left, n, "day left", "days left"));
	if (str_equal(kind, "erase"))
		view_line(&cli->view, VIEW_NORMAL, "To do it: vouch erase c%lld", c);
	else if (str_equal(kind, "export"))
		view_line(&cli->view, VIEW_NORMAL,
			  "To do it: vouch export person c%lld to FILE, then vouch request done "
			  "q%lld",
			  c, number_of(x, "id"));
	else
		view_line(&cli->view, VIEW_NORMAL, "Once it is done: vouch request done q%lld",
			  number_of(x, "id"));
	view_line(&cli->view, VIEW_NORMAL, "To take this back: vouch undo %lld",
		  (long long)journal);
}

int cmd_request(struct cli *cli, const struct match *m)
{
	json_auto_t *answer = NULL;
	json_t *params;
	json_int_t contact;
	int r;

	r = resolve_contact(cli, match_text(m, "CONTACT"), &contact, NULL);
	if (r)
		return r;
	params = json_pack("{s:I, s:s}", "contact", contact, "kind", asked_word(m));
	r = when_set_day(cli, m, params);
	r = cli_write_if(cli, "request.add", params, r, &answer);
	if (!r && !cli_json(cli, answer))
		print_request(cli, json_object_get(answer, "request"),
			      (json_int_t)number_of(answer, "journal"));
	return r;
}

int cmd_request_done(struct cli *cli, const struct match *m)
{
	json_t *params =
		json_pack("{s:I}", "id", (json_int_t)place_id(match_text(m, "REQUEST"), 'q'));
	json_auto_t *answer = NULL;
	_cleanup_str_ struct str day = {0};
	const json_t *x;
	int r;

	r = when_set_day(cli, m, params);
	r = cli_write_if(cli, "request.done", params, r, &answer);
	if (r || cli_json(cli, answer))
		return r;
	x = json_object_get(answer, "request");
	view_line(&cli->view, VIEW_NORMAL, "Answered, q%lld: %s asked %s, done %s.",
		  number_of(x, "id"), name_of(json_object_get(x, "contact")),
		  part_asked(&cli->view, text_of(x, "kind")),
		  part_full_day(&day, text_of(x, "done_day")));
	view_line(&cli->view, VIEW_NORMAL, "To take this back: vouch undo %lld",
		  number_of(answer, "journal"));
	return 0;
}

int cmd_requests(struct cli *cli, const struct match *m)
{
	json_auto_t *items = NULL;
	int r;

	(void)m;
	r = cli_read_all(cli, "request.list", json_object(), true, &items);
	if (!r && items)
		view_requests(cli, items);
	return r;
}
