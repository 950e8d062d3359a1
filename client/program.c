/* Programs that vouch starts and waits for, with the terminal it has itself. */
#include "program.h"

#include <errno.h>
#include <limits.h>
#include <spawn.h>
#include <stdbool.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

int program_run(char *const *argv)
{
	int status;
	pid_t pid;

	if (posix_spawnp(&pid, argv[0], NULL, NULL, argv, environ) != 0)
		return -1;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static bool find_at(struct str *path, const char *folder, const char *place)
{
	str_reset(path);
	str_addf(path, "%s/%s", folder, place);
	return access(str_text(path), X_OK) == 0;
}

void program_find_vouchd(struct str *path)
{
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	char *slash;

	self[n > 0 ? n : 0] = '\0';
	slash = strrchr(self, '/');
	if (slash) {
		*slash = '\0';
		if (find_at(path, self, "vouchd") || find_at(path, self, "../daemon/vouchd"))
			return;
	}
	str_reset(path);
	str_add(path, "vouchd");
}
