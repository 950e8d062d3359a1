/* Being away, and being back. */
#include <string.h>

#include "base/cleanup.h"
#include "commands.h"
#include "view_parts.h"
#include "vouch/protocol.h"
#include "when.h"

static void print_away(const struct cli *cli, const json_t *away)
{
	_cleanup_str_ struct str text = {0};

	if (*part_away(&text, &cli->view, away))
		view_line(&cli->view, VIEW_NORMAL, "%s.", str_text(&text));
	else
		view_line(&cli->view, VIEW_NORMAL,
			  "You are not away. Before you go: vouch away until \"8 jan\", the day "
			  "you return.");
}

static int say_whether(struct cli *cli)
{
	json_auto_t *status = NULL;
	const json_t *away;
	int r;

	r = cli_read(cli, "system.status", NULL, &status);
	if (r)
		return r;
	away = json_object_get(status, "away");
	if (!cli_json(cli, away))
		print_away(cli, away);
	return 0;
}

int cmd_away(struct cli *cli, const struct match *m)
{
	json_auto_t *answer = NULL;
	json_t *params;
	int r;

	if (!match_text(m, "WHEN"))
		return say_whether(cli);
	params = json_object();
	r = when_set(cli, m, "WHEN", params, "until");
	if (!r)
		r = when_set(cli, m, "FROM", params, "from");
	r = cli_write_if(cli, "away.set", params, r, &answer);
	if (r || cli_json(cli, answer))
		return r;
	print_away(cli, json_object_get(answer, "away"));
	view_line(&cli->view, VIEW_NORMAL, "To be back before that, or not to go: vouch back");
	return 0;
}

int cmd_back(struct cli *cli, const struct match *m)
{
	_cleanup_str_ struct str from = {0}, until = {0};
	json_auto_t *answer = NULL;
	long long n;
	int r;

	(void)m;
	r = cli_write(cli, "away.clear", NULL, &answer);
	if (r || cli_json(cli, answer))
		return r;
	n = number_of(answer, "released");
	if (strcmp(text_of(answer, "away.from"), cli->view.today) > 0)
		view_line(&cli->view, VIEW_NORMAL, "Called off: the absence from %s until %s.",
			  part_full_day(&from, text_of(answer, "away.from")),
			  part_full_day(&until, text_of(answer, "away.until")));
	else if (n > 0)
		view_line(&cli->view, VIEW_NORMAL,
			  "Back: %lld that %s held %s overdue now. To spread what is overdue over "
			  "working days: vouch spread",
			  n, n == 1 ? "was" : "were", n == 1 ? "is" : "are");
	else
		view_line(&cli->view, VIEW_NORMAL, "Back: nothing was held.");
	return 0;
}
