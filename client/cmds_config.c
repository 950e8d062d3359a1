/* The settings: what they are, where they come from, and whether a file of them is in order. */
#include <stdio.h>

#include "base/cleanup.h"
#include "commands.h"
#include "program.h"
#include "view_parts.h"
#include "views.h"
#include "vouch/protocol.h"

int cmd_config(struct cli *cli, const struct match *m)
{
	json_auto_t *settings = NULL;
	int r;

	r = cli_read(cli, "settings.get", NULL, &settings);
	if (r || cli_json(cli, settings))
		return r;
	view_settings(cli, json_object_get(settings, "settings"), match_has(m, "origin"));
	return 0;
}

/* vouchd reads its file as it would at its start; what is wrong it says itself. */
int cmd_config_check(struct cli *cli, const struct match *m)
{
	const char *file = match_text(m, "FILE");
	_cleanup_str_ struct str path = {0};
	const char *argv[] = {NULL, "--check-config", file ? "--config" : NULL, file, NULL};
	int status;

	program_find_vouchd(&path);
	argv[0] = str_text(&path);
	(void)fflush(stdout);
	status = program_run(argv, false, NULL);
	if (status < 0)
		return cli_fail(VOUCH_EXIT_FAILED, "cannot run %s", str_text(&path));
	if (status)
		return VOUCH_EXIT_FAILED;
	if (!file && !cli->is_plain)
		view_line(&cli->view, VIEW_DIM,
			  "A vouchd that runs already takes them in at: systemctl --user reload "
			  "vouchd");
	return 0;
}
