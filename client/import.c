/* vouch import: handed on to the helper that links the format libraries. */
#include "import.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "vouch/protocol.h"

#define HELPER "vouch-import"
#define OWN_ARGS_MAX 8

/* Beside the build: client/vouch and client/import/vouch-import. */
static bool find_beside(struct str *path)
{
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	char *slash;

	if (n <= 0)
		return false;
	self[n] = '\0';
	slash = strrchr(self, '/');
	if (!slash)
		return false;
	*slash = '\0';
	str_reset(path);
	str_addf(path, "%s/import/" HELPER, self);
	return access(str_text(path), X_OK) == 0;
}

static void find_helper(struct str *path)
{
	const char *folder = secure_getenv("VOUCH_LIBEXEC");

	if (folder) {
		str_addf(path, "%s/" HELPER, folder);
		return;
	}
	str_add(path, VOUCH_LIBEXEC_DIR "/" HELPER);
	if (access(str_text(path), X_OK) == 0)
		return;
	if (!find_beside(path)) {
		str_reset(path);
		str_add(path, VOUCH_LIBEXEC_DIR "/" HELPER);
	}
}

int import_exec(const struct cli *cli, char *const *args, size_t n)
{
	const char **argv = xcalloc(n + OWN_ARGS_MAX, sizeof *argv);
	_cleanup_str_ struct str path = {0};
	size_t k = 0;

	find_helper(&path);
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
