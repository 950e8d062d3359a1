/* The days off of a calendar file. */
#include "holidays.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "helper.h"
#include "holidays_lines.h"
#include "vouch/protocol.h"

#define ANSWER_MAX ((size_t)16 * 1024 * 1024)
#define LAST_KEY 20401231
#define YEARS_AHEAD 15
#define YEAR 10000 /* of keys, which are days as 20261225 */

static int key_of(const char *day)
{
	int year = 0, month = 0, in_month = 0;

	(void)sscanf(day, "%4d-%2d-%2d", &year, &month, &in_month);
	return year * YEAR + month * 100 + in_month;
}

/* Starts the helper. 0 with its process and the end of the pipe, else an errno. */
static int start(const struct cli *cli, const char *helper, const char *path, pid_t *ret_pid,
		 int *ret_fd)
{
	int today = key_of(cli->view.today), until = today + YEARS_AHEAD * YEAR, ends[2], r;
	char from_text[16], until_text[16];
	char *argv[] = {(char *)helper, from_text, until_text, (char *)path, NULL};
	posix_spawn_file_actions_t actions;

	(void)snprintf(from_text, sizeof from_text, "%d", today - YEAR);
	(void)snprintf(until_text, sizeof until_text, "%d", until > LAST_KEY ? until : LAST_KEY);
	if (pipe2(ends, O_CLOEXEC) < 0)
		return errno;
	r = posix_spawn_file_actions_init(&actions);
	if (r == 0)
		r = posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	if (r == 0)
		r = posix_spawn(ret_pid, helper, &actions, NULL, argv, environ);
	(void)posix_spawn_file_actions_destroy(&actions);
	(void)close(ends[1]);
	if (r)
		(void)close(ends[0]);
	*ret_fd = ends[0];
	return r;
}

static void read_all(int fd, struct str *to)
{
	char bytes[4096];
	ssize_t n = 1;

	while (n && to->len < ANSWER_MAX) {
		n = read(fd, bytes, sizeof bytes);
		if (n < 0 && errno != EINTR)
			return;
		if (n > 0)
			str_add_n(to, bytes, (size_t)n);
	}
}

/* What the helper has said so far. */
struct answer {
	long long at; /* the line it works on */
	bool is_whole;
};

static int fail(const struct holidays_file *file, long long line, const char *why)
{
	if (line > 0)
		return cli_fail(VOUCH_EXIT_FAILED, "%s, line %lld: %s", file->label, line, why);
	return cli_fail(VOUCH_EXIT_FAILED, "%s: %s", file->label, why);
}

static const char *after(const char *line, const char *word)
{
	return str_starts_with(line, word) ? line + strlen(word) : NULL;
}

static int take_line(struct holidays_file *file, char *line, struct answer *a)
{
	const char *rest;
	char *end;
	long long at;

	if ((rest = after(line, HOLIDAYS_AT)))
		a->at = strtoll(rest, NULL, 10);
	else if ((rest = after(line, HOLIDAYS_TIMED)))
		file->n_timed = strtoll(rest, NULL, 10);
	else if (after(line, HOLIDAYS_WHOLE))
		a->is_whole = true;
	else if ((rest = after(line, HOLIDAYS_DAY)) && strlen(rest) > 11)
		(void)json_array_append_new(file->days, json_pack("{s:s%, s:s}", "day", rest,
								  (size_t)10, "name", rest + 11));
	else if ((rest = after(line, HOLIDAYS_FAULT))) {
		at = strtoll(rest, &end, 10);
		return fail(file, at, end + (*end == ' '));
	}
	return 0;
}

/* It was ended by the time it may take, or by what the file did to it. */
static int fail_ended(const struct holidays_file *file, const struct answer *a, int status)
{
	if (WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL))
		return fail(file, a->at, "the event takes too long to work out");
	return fail(file, a->at, "the calendar cannot be read");
}

static int take_answer(struct holidays_file *file, struct str *text, int status)
{
	struct answer a = {0};
	char *save = NULL;

	for (char *line = text->data ? strtok_r(text->data, "\n", &save) : NULL; line;
	     line = strtok_r(NULL, "\n", &save)) {
		int r = take_line(file, line, &a);

		if (r)
			return r;
	}
	return a.is_whole && status == 0 ? 0 : fail_ended(file, &a, status);
}

int holidays_read(struct cli *cli, struct holidays_file *file)
{
	_cleanup_str_ struct str helper = {0}, text = {0};
	const char *path = str_equal(file->path, "-") ? "/dev/stdin" : file->path;
	int fd, status = 0, r;
	pid_t pid;

	helper_find(&helper, "holidays", "vouch-holidays");
	r = start(cli, str_text(&helper), path, &pid, &fd);
	if (r)
		return cli_fail(VOUCH_EXIT_FAILED, "cannot run %s: %s", str_text(&helper),
				strerror(r));
	read_all(fd, &text);
	(void)close(fd);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	file->days = json_array();
	r = take_answer(file, &text, status);
	if (r) {
		json_decref(file->days);
		file->days = NULL;
	}
	return r;
}
