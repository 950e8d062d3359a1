/* The programs and files that vouch does not hold itself. */
#include "helper.h"

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Beside the build: client/vouch and client/import/vouch-import. */
static bool find_beside(struct str *path, const char *folder, const char *name, int mode)
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
	str_addf(path, "%s/%s/%s", self, folder, name);
	return access(str_text(path), mode) == 0;
}

void helper_find(struct str *path, const char *folder, const char *name)
{
	const char *chosen = secure_getenv("VOUCH_LIBEXEC");

	str_reset(path);
	str_addf(path, "%s/%s", chosen ? chosen : VOUCH_LIBEXEC_DIR, name);
	if (chosen || access(str_text(path), X_OK) == 0 || find_beside(path, folder, name, X_OK))
		return;
	str_reset(path);
	str_addf(path, VOUCH_LIBEXEC_DIR "/%s", name);
}

void helper_find_file(struct str *path, const char *folder, const char *name)
{
	str_reset(path);
	str_addf(path, VOUCH_DATA_DIR "/%s/%s", folder, name);
	if (access(str_text(path), R_OK) == 0 || find_beside(path, folder, name, R_OK))
		return;
	str_reset(path);
	str_addf(path, VOUCH_DATA_DIR "/%s/%s", folder, name);
}
