/* What the desktop opens: an e-mail to be written, a page to be read. */
#include "opener.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define OPENER "xdg-open"

extern char **environ;

bool opener_has_desktop(void)
{
	const char *x = getenv("DISPLAY"), *wayland = getenv("WAYLAND_DISPLAY");

	return (x && *x) || (wayland && *wayland);
}

/* What it prints is none of ours. */
bool opener_open(const char *uri)
{
	char opener[] = OPENER;
	char *argv[] = {opener, strdup(uri), NULL};
	posix_spawn_file_actions_t actions;
	int status = 1;
	pid_t pid;
	int r;

	if (!argv[1] || posix_spawn_file_actions_init(&actions)) {
		free(argv[1]);
		return false;
	}
	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		(void)posix_spawn_file_actions_addopen(&actions, fd, "/dev/null", O_RDWR, 0);
	r = posix_spawnp(&pid, OPENER, &actions, NULL, argv, environ);
	(void)posix_spawn_file_actions_destroy(&actions);
	free(argv[1]);
	if (r)
		return false;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
