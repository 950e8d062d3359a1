/* Who may be asked for a referral, and what they answered. */
#include "base/cleanup.h"
#include "commands.h"
#include "naming.h"
#include "place.h"
#include "referrals.h"
#include "resolve.h"
#include "view_parts.h"
#include "views.h"
#include "vouch/protocol.h"
#include "when.h"

#define EARNED_LIMIT 200

static int read_state(struct cli *cli, const char *state, json_t **ret)
{
	return cli_read(cli, "gate.list",
			json_pack("{s:s, s:i}", "state", state, "limit", EARNED_LIMIT), ret);
}

static int show_book(struct cli *cli)
{
	json_auto_t *open = NULL, *short_of_one = NULL, *both = NULL;
	int r;

	r = read_state(cli, "open", &open);
	if (r == 0)
		r = read_state(cli, "one-short", &short_of_one);
	if (r)
		return r;
	both = json_pack("{s:O, s:O}", "open", json_object_get(open, "items"), "one_short",
			 json_object_get(short_of_one, "items"));
	if (cli_json(cli, both))
		return 0;
	view_earned(cli, both);
	if (json_is_string(json_object_get(open, "next")) ||
	    json_is_string(json_object_get(short_of_one, "next")))
		view_line(&cli->view, VIEW_DIM, "There are more: vouch gate list --help");
	return 0;
}

/* What is to be put right for them first, if anything is and that is what blocks. */
static int read_repair(struct cli *cli, json_int_t contact, const json_t *verdict, json_t **ret)
{
	static const char *const codes[] = {"satisfied", "promises-kept", "no-complaint"};

	for (size_t i = 0; i < ARRAY_LEN(codes); i++)
		if (str_equal(text_of(verdict, "first_blocking"), codes[i]))
			return cli_read(cli, "contact.brief", json_pack("{s:I}", "id", contact),
					ret);
	return 0;
}

int cmd_earned(struct cli *cli, const struct match *m)
{
	const char *name = match_all(m, "CONTACT", " ", cli->arena);
	json_auto_t *verdict = NULL, *planned = NULL, *brief = NULL;
	json_int_t contact;
	int r;

	if (!name)
		return show_book(cli);
	r = resolve_contact(cli, name, &contact, NULL);
	if (r)
		return r;
	r = cli_read(cli, "gate.check", json_pack("{s:I}", "contact", contact), &verdict);
	if (r || cli_json(cli, verdict))
		return r;
	r = cli_read(cli, "followup.list",
		     json_pack("{s:I, s:s, s:i}", "contact", contact, "state", "scheduled", "limit",
			       EARNED_LIMIT),
		     &planned);
	if (!r)
		r = read_repair(cli, contact, verdict, &brief);
	if (!r)
		view_verdict(cli, verdict, json_object_get(planned, "items"),
			     json_object_get(brief, "repair"));
	return r;
}

static int read_names(struct cli *cli, const struct match *m, json_t *params)
{
	const char *why = NULL;
	json_t *names = naming_read(m, cli->arena, &why);

	if (!names)
		return cli_fail(VOUCH_EXIT_USAGE, "%s", why);
	(void)json_object_set_new(params, "names", names);
	return 0;
}

static int make_answer(struct cli *cli, const struct match *m, json_t *params)
{
	const char *answer = match_text(m, "ANSWER"), *channel = match_text(m, "CHANNEL"),
		   *outcome = "names-given";
	const json_t *later;
	int r = 0;

	if (match_has(m, "later")) {
		outcome = "later";
		later = when_parse(cli, match_text(m, "WHEN"), &r);
		if (!later)
			return r;
		(void)json_object_set(params, "later_day", json_object_get(later, "day"));
	} else if (answer) {
		outcome = place_answers[place_word(place_find("ANSWER", 6), answer)];
	} else {
		r = read_names(cli, m, params);
	}
	cli_set_text(params, "outcome", outcome);
	cli_set_text(params, "note", match_text(m, "NOTE"));
	cli_set_text(params, "override_reason", match_text(m, "REASON"));
	if (channel)
		cli_set_text(params, "channel",
			     place_channels[place_word(place_find("CHANNEL", 7), channel)]);
	return r ? r : when_set_day(cli, m, params);
}

/* What is planned for each who may be contacted, as referral.get has it: "planned" of the answer.
 */
static int read_planned(struct cli *cli, json_t *answer)
{
	json_t *planned = json_array(), *x;
	size_t i;
	int r = 0;

	json_array_foreach (json_object_get(answer, "referrals"), i, x) {
		json_t *one = NULL;

		if (!r && json_is_object(json_object_get(x, "person")))
			r = referrals_get(cli, number_of(x, "id"), &one);
		(void)json_array_append_new(planned, one ? one : json_null());
	}
	(void)json_object_set_new(answer, "planned", planned);
	return r;
}

int cmd_asked(struct cli *cli, const struct match *m)
{
	json_auto_t *answer = NULL, *brief = NULL;
	json_int_t contact;
	json_t *params;
	int r;

	r = resolve_contact(cli, match_text(m, "CONTACT"), &contact, NULL);
	if (r)
		return r;
	params = json_pack("{s:I}", "contact", contact);
	r = make_answer(cli, m, params);
	if (r) {
		json_decref(params);
		return r;
	}
	r = cli_write(cli, "ask.record", params, &answer);
	if (r || cli_json(cli, answer))
		return r;
	r = read_planned(cli, answer);
	if (!r)
		r = cli_read(cli, "contact.brief", json_pack("{s:I}", "id", contact), &brief);
	if (!r)
		view_asked(cli, answer, brief);
	return r;
}
