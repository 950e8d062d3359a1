/* vouch report: handed on to the helper that holds the page and its plots. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "helper.h"
#include "vouch/protocol.h"

#define ARGS_MAX 9

int cmd_report(struct cli *cli, const struct match *m)
{
	const char *argv[ARGS_MAX], *file = match_text(m, "FILE");
	_cleanup_str_ struct str path = {0};
	size_t n = 0;

	helper_find(&path, "report", "vouch-report");
	argv[n++] = str_text(&path);
	if (cli->socket) {
		argv[n++] = "--socket";
		argv[n++] = cli->socket;
	}
	if (cli->is_json)
		argv[n++] = "--json";
	if (match_has(m, "force"))
		argv[n++] = "--force";
	if (match_has(m, "open"))
		argv[n++] = "--open";
	argv[n++] = "--";
	if (file)
		argv[n++] = file;
	argv[n] = NULL;
	(void)execv(str_text(&path), (char *const *)argv);
	return cli_fail(VOUCH_EXIT_FAILED, "cannot run %s: %s", str_text(&path), strerror(errno));
}
