/* Programs that vouch starts and waits for. */
#include "program.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define SAID_MAX ((size_t)1 << 20)

/* Installed, both lie in one folder; in a build, client/vouch and daemon/vouchd. */
void program_find_vouchd(struct str *path)
{
	static const char *const places[] = {"vouchd", "../daemon/vouchd"};
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	char *slash;

	self[n > 0 ? n : 0] = '\0';
	slash = strrchr(self, '/');
	if (slash)
		*slash = '\0';
	for (size_t i = 0; slash && i < sizeof places / sizeof *places; i++) {
		str_reset(path);
		str_addf(path, "%s/%s", self, places[i]);
		if (access(str_text(path), X_OK) == 0)
			return;
	}
	str_reset(path);
	str_add(path, "vouchd");
}

static int start(const char *const *argv, const int *pipe_end, bool is_quiet, pid_t *ret)
{
	posix_spawn_file_actions_t actions;
	int r;

	r = posix_spawn_file_actions_init(&actions);
	if (r == 0 && pipe_end)
		r = posix_spawn_file_actions_adddup2(&actions, *pipe_end, STDOUT_FILENO);
	if (r == 0 && pipe_end && is_quiet)
		r = posix_spawn_file_actions_adddup2(&actions, *pipe_end, STDERR_FILENO);
	if (r == 0)
		r = posix_spawnp(ret, argv[0], &actions, NULL, (char *const *)argv, environ);
	(void)posix_spawn_file_actions_destroy(&actions);
	return r;
}

static void read_all(int fd, struct str *to)
{
	char bytes[4096];
	ssize_t n = 1;

	while (n) {
		n = read(fd, bytes, sizeof bytes);
		if (n < 0 && errno != EINTR)
			return;
		if (n > 0 && to->len < SAID_MAX)
			str_add_n(to, bytes, (size_t)n);
	}
}

int program_run(const char *const *argv, bool is_quiet, struct str *ret)
{
	int ends[2] = {-1, -1}, status = 0, r;
	pid_t pid;

	if (ret && pipe2(ends, O_CLOEXEC) < 0)
		return -errno;
	r = start(argv, ret ? &ends[1] : NULL, is_quiet, &pid);
	if (ret) {
		(void)close(ends[1]);
		if (r == 0)
			read_all(ends[0], ret);
		(void)close(ends[0]);
	}
	if (r)
		return -r;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
