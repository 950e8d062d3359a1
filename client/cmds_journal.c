/* What was done, and taking it back. */
#include <ctype.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "commands.h"
#include "resolve.h"
#include "view_parts.h"
#include "views.h"
#include "vouch/protocol.h"

/* "Took back 12: sale opened, Ana Ruiz. (vouch undo 13 does it again)" */
static void print_undone(const struct cli *cli, const json_t *answer)
{
	const json_t *undone = json_object_get(answer, "undone");
	const char *text = text_of(answer, "text");
	bool is_redo = str_starts_with(text, "did");
	_cleanup_str_ struct str who = {0};

	if (!str_equal(text_of(undone, "actor"), "import"))
		part_of_whom(&who, json_object_get(undone, "contacts"));
	view_line(&cli->view, VIEW_NORMAL, "%c%s%s%s. (vouch undo %lld %s)", toupper(*text),
		  *text ? text + 1 : "", who.len > 0 ? ", " : "", str_text(&who),
		  number_of(answer, "journal"), is_redo ? "takes it back" : "does it again");
}

/* A large import goes in pieces; where its end comes before we look, the look shows it. */
static int wait_for_end(struct cli *cli, json_int_t id)
{
	json_auto_t *subscription = NULL;
	int r;

	r = cli_read(cli, "events.subscribe", json_pack("{s:[s]}", "kinds", "import.done"),
		     &subscription);
	while (!r) {
		json_auto_t *state = NULL, *event = NULL;

		r = cli_read(cli, "journal.get", json_pack("{s:I}", "id", id), &state);
		if (r)
			return r;
		if (number_of(state, "left") == 0 && *text_of(state, "why"))
			return cli_fail(VOUCH_EXIT_FAILED, "%s", text_of(state, "why"));
		if (number_of(state, "left") == 0)
			return 0;
		if (call_event(cli->call, CALL_EVENT_MS, &event))
			return cli_fail_call(cli);
	}
	return r;
}

int cmd_undo(struct cli *cli, const struct match *m)
{
	const char *entry = match_text(m, "ENTRY");
	json_t *params = json_object();
	json_auto_t *answer = NULL;
	int r;

	if (entry)
		(void)json_object_set_new(params, "id", json_integer(strtoll(entry, NULL, 10)));
	r = cli_write(cli, "journal.undo", params, &answer);
	cli->journal = 0; /* what is printed says how to go on */
	if (!r && str_equal(text_of(answer, "state"), "running"))
		r = wait_for_end(cli, number_of(answer, "undone.id"));
	if (r || cli_json(cli, answer))
		return r;
	print_undone(cli, answer);
	return 0;
}

int cmd_journal(struct cli *cli, const struct match *m)
{
	const char *contact = match_text(m, "CONTACT"), *limit = match_text(m, "LIMIT");
	json_t *params = json_object();
	json_auto_t *answer = NULL;
	json_int_t id;
	int r = 0;

	if (limit)
		(void)json_object_set_new(params, "limit", json_integer(strtoll(limit, NULL, 10)));
	if (contact)
		r = resolve_contact(cli, contact, &id, NULL);
	if (r) {
		json_decref(params);
		return r;
	}
	if (contact)
		(void)json_object_set_new(params, "contact", json_integer(id));
	r = cli_read(cli, "journal.list", params, &answer);
	if (r || cli_json(cli, answer))
		return r;
	view_journal(cli, answer);
	return 0;
}
