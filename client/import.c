/* vouch import: handed on to the helper that links the format libraries. */
#include "import.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "helper.h"
#include "vouch/protocol.h"

#define HELPER "vouch-import"
#define OWN_ARGS_MAX 8

int import_exec(const struct cli *cli, char *const *args, size_t n)
{
	const char **argv = xcalloc(n + OWN_ARGS_MAX, sizeof *argv);
	_cleanup_str_ struct str path = {0};
	size_t k = 0;

	helper_find(&path, "import", HELPER);
	argv[k++] = str_text(&path);
	if (cli->socket) {
		argv[k++] = "--socket";
		argv[k++] = cli->socket;
	}
	if (cli->is_json)
		argv[k++] = "--json";
	if (cli->is_plain)
		argv[k++] = "--plain";
	for (size_t i = 0; i < n; i++)
		argv[k++] = args[i];
	(void)execv(str_text(&path), (char *const *)argv);
	free(argv);
	return cli_fail(VOUCH_EXIT_FAILED, "cannot run %s: %s", str_text(&path), strerror(errno));
}
