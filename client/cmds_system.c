/* How vouchd is doing, one request as it stands, and help. */
#include "commands.h"
#include "help.h"
#include "value.h"
#include "views.h"
#include "vouch/protocol.h"

int cmd_status(struct cli *cli, const struct match *m)
{
	json_auto_t *status = NULL;
	int r;

	if (match_has(m, "bar") || match_has(m, "watch"))
		return cmd_bar(cli, m);
	r = cli_read(cli, "system.status", NULL, &status);
	if (r || cli_json(cli, status))
		return r;
	view_status(cli, status);
	return 0;
}

/* One thing it does: whether `test` is said or not. */
int cmd_notify(struct cli *cli, const struct match *m)
{
	json_auto_t *test = NULL;
	int r;

	(void)m;
	r = cli_read(cli, "notice.test", NULL, &test);
	if (r || cli_json(cli, test))
		return r;
	view_notice_test(cli, test);
	return json_is_true(json_object_get(test, "shown")) ? 0 : VOUCH_EXIT_FAILED;
}

/* The answer is JSON whether that was asked for or not. */
int cmd_call(struct cli *cli, const struct match *m)
{
	const char *text = match_text(m, "JSON");
	json_auto_t *result = NULL;
	json_t *params = NULL;
	int r;

	if (text) {
		params = value_json(text);
		if (!params)
			return VOUCH_EXIT_USAGE;
	}
	r = cli_write(cli, match_text(m, "METHOD"), params, &result);
	if (r)
		return r;
	cli->is_json = true;
	(void)cli_json(cli, result);
	return 0;
}

int cmd_help(struct cli *cli, const struct match *m)
{
	const char *word = match_text(m, "COMMAND");

	if (word && !help_word(cli, word))
		return cli_fail(VOUCH_EXIT_USAGE,
				"there is no daily word '%s'; for a noun: vouch %s --help", word,
				word);
	if (!word)
		help_all(cli);
	return 0;
}
