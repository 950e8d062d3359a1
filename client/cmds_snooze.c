/* Snoozing: one follow-up or several, or what is due of a kind or with somebody. */
#include "base/cleanup.h"
#include "commands.h"
#include "place.h"
#include "resolve.h"
#include "view_parts.h"
#include "views.h"
#include "vouch/limits.h"
#include "vouch/protocol.h"
#include "when.h"

#define NEXT_WORKING_DAY "+1bd"
#define ASKED_ABOVE 5 /* more than that are moved only where the person agrees */

/* What is due now and meant, as ids of a new array. */
static int find_due(struct cli *cli, const struct match *m, json_int_t contact, json_t **ret)
{
	const char *kinds = match_text(m, "KINDS");
	json_t *params = json_object(), *f;
	json_auto_t *due = NULL;
	size_t i;
	int r;

	if (kinds)
		cli_set_text(params, "kind",
			     place_kinds[place_word(place_find("KINDS", 5), kinds)]);
	r = cli_read_all(cli, "agenda.due", params, false, &due);
	if (r)
		return r;
	*ret = json_array();
	json_array_foreach (due, i, f)
		if ((!contact || number_of(f, "contact.id") == contact) &&
		    (!match_has(m, "overdue") || number_of(f, "overdue_days") > 0))
			(void)json_array_append(*ret, json_object_get(f, "id"));
	return 0;
}

static int check_number(const json_t *ids)
{
	size_t n = json_array_size(ids);

	if (n == 0)
		return cli_fail(VOUCH_EXIT_AMBIGUOUS, "nothing of that is due now");
	if (n > VOUCH_IDS_MAX)
		return cli_fail(VOUCH_EXIT_FAILED,
				"%zu are due, and at most %d are moved at once; vouch spread has a "
				"plan for all of them",
				n, VOUCH_IDS_MAX);
	return 0;
}

static int find_meant(struct cli *cli, const struct match *m, json_t **ret)
{
	const char *numbers = match_text(m, "FOLLOWUP"), *name = match_text(m, "CONTACT");
	json_int_t contact = 0;
	int r = 0;

	*ret = NULL;
	if (numbers) {
		*ret = resolve_numbers(numbers);
		return 0;
	}
	if (name)
		r = resolve_contact(cli, name, &contact, NULL);
	if (!r)
		r = find_due(cli, m, contact, ret);
	return r ? r : check_number(*ret);
}

static json_t *params_of(const json_t *ids, const json_t *date, bool is_dry_run)
{
	json_t *params = json_pack("{s:O}", "until", json_object_get(date, "due"));

	if (json_array_size(ids) == 1)
		(void)json_object_set(params, "id", json_array_get(ids, 0));
	else
		(void)json_object_set(params, "ids", (json_t *)ids);
	if (is_dry_run)
		(void)json_object_set_new(params, "dry_run", json_true());
	return params;
}

static void warn(const json_t *answer)
{
	const json_t *warning;
	size_t i;

	json_array_foreach (json_object_get(answer, "warnings"), i, warning)
		(void)cli_fail(0, "%s", text_of(warning, "text"));
}

static int show(struct cli *cli, const json_t *ids, const json_t *date)
{
	json_auto_t *answer = NULL, *followups = NULL;
	_cleanup_str_ struct str day = {0};
	int r;

	r = cli_read(cli, "followup.snooze", params_of(ids, date, true), &answer);
	if (r || cli_json(cli, answer))
		return r;
	followups = part_followups(answer);
	if (!cli->is_plain)
		view_line(&cli->view, VIEW_NORMAL,
			  "Would be moved to %s:", part_full_day(&day, text_of(date, "due")));
	view_followups(cli, followups);
	warn(answer);
	return 0;
}

/* On a terminal many are moved, and a promise is put at risk, only where the person agrees.
 * *ret_goes: whether to go on; what is said there need not be said again. */
static int agree(struct cli *cli, const json_t *ids, const json_t *date, bool *ret_goes)
{
	size_t n = json_array_size(ids), n_warnings;
	json_auto_t *answer = NULL;
	_cleanup_str_ struct str day = {0};
	int r;

	r = cli_read(cli, "followup.snooze", params_of(ids, date, true), &answer);
	if (r)
		return r;
	*ret_goes = true;
	n_warnings = json_array_size(json_object_get(answer, "warnings"));
	part_full_day(&day, text_of(date, "due"));
	warn(answer);
	if (n > ASKED_ABOVE)
		*ret_goes = cli_confirm("Move %zu follow-ups to %s?", n, str_text(&day));
	else if (n_warnings > 0)
		*ret_goes = cli_confirm("Move %s to %s all the same?", n == 1 ? "it" : "them",
					str_text(&day));
	if (!*ret_goes)
		view_line(&cli->view, VIEW_NORMAL, "Nothing was moved.");
	return 0;
}

static void print_moved(const struct cli *cli, const json_t *answer)
{
	json_auto_t *followups = part_followups(answer);
	_cleanup_str_ struct str day = {0};
	size_t n = json_array_size(followups), i;
	const json_t *f;

	if (n > ASKED_ABOVE) {
		f = json_array_get(followups, 0);
		view_line(&cli->view, VIEW_NORMAL,
			  "Moved %zu follow-ups to %s. To take it back: vouch undo %lld", n,
			  part_full_day(&day, text_of(f, "due")), number_of(answer, "journal"));
		return;
	}
	json_array_foreach (followups, i, f)
		view_line(&cli->view, VIEW_NORMAL, "Moved %lld to %s.", number_of(f, "id"),
			  part_full_day(&day, text_of(f, "due")));
}

static int move(struct cli *cli, const json_t *ids, const json_t *date)
{
	bool is_asked = cli_is_interactive(cli), goes = true;
	json_auto_t *answer = NULL;
	int r = 0;

	if (is_asked)
		r = agree(cli, ids, date, &goes);
	if (r || !goes)
		return r;
	r = cli_write(cli, "followup.snooze", params_of(ids, date, false), &answer);
	if (r || cli_json(cli, answer))
		return r;
	print_moved(cli, answer);
	if (!is_asked)
		warn(answer);
	return 0;
}

int cmd_snooze(struct cli *cli, const struct match *m)
{
	const char *when = match_text(m, "WHEN");
	json_auto_t *ids = NULL;
	const json_t *date;
	int r;

	date = when_parse(cli, when ? when : NEXT_WORKING_DAY, &r);
	if (!date)
		return r;
	r = find_meant(cli, m, &ids);
	if (r)
		return r;
	return match_has(m, "dry-run") ? show(cli, ids, date) : move(cli, ids, date);
}
