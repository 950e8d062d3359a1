/* The walls: what is behind them cannot be reached, and what is within can. Each case runs in a
 * process of its own, as there is no way out of them. */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "io/sandbox.h"

#define NO_LANDLOCK 200 /* what a child leaves with */

static char folder[64];

static void path_of(const char *name, char to[128])
{
	(void)snprintf(to, 128, "%s/%s", folder, name);
}

static void make_file(const char *name)
{
	char path[128];
	int fd;

	path_of(name, path);
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "text", 4), 4);
	(void)close(fd);
}

static void make_folder(const char *name)
{
	char path[128];

	path_of(name, path);
	assert_int_equal(mkdir(path, 0700), 0);
}

static int set_up(void **state)
{
	(void)state;
	str_copy(folder, sizeof folder, "/tmp/vouch-sandbox-XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	make_folder("read");
	make_folder("write");
	make_folder("write/below");
	make_folder("socket");
	make_folder("other");
	make_file("read/file");
	make_file("write/file");
	make_file("other/file");
	return 0;
}

static int tear_down(void **state)
{
	static const char *const files[] = {
		"read/file",   "write/file",  "write/new", "write/below/new",
		"socket/sock", "other/file",  "other/new", "read/new",
		"write/sock",  "write/below", "read",      "write",
		"socket",      "other",       "new",       ""};
	char path[128];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		path_of(files[i], path);
		(void)remove(path);
	}
	return 0;
}

static int enter(struct sandbox *ret)
{
	char reading[128], writing[128], sockets[128];
	struct sandbox_rule rules[] = {
		{reading, SANDBOX_READ},      {writing, SANDBOX_WRITE},
		{sockets, SANDBOX_SOCKET},    {"/nowhere/at/all", SANDBOX_WRITE},
		{"/dev/null", SANDBOX_WRITE},
	};

	path_of("read", reading);
	path_of("write", writing);
	path_of("socket", sockets);
	sandbox_harden();
	return sandbox_enter(rules, ARRAY_LEN(rules), ret);
}

/* What a thing to be tried failed with; 0 where it did not. */
static int try_open(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0600);

	if (fd < 0)
		return errno;
	(void)close(fd);
	return 0;
}

static int try_read(const char *path)
{
	return try_open(path, O_RDONLY);
}

static int try_write(const char *path)
{
	return try_open(path, O_WRONLY);
}

static int try_make(const char *path)
{
	return try_open(path, O_WRONLY | O_CREAT);
}

static int try_cut(const char *path)
{
	return truncate(path, 2) ? errno : 0;
}

static int try_remove(const char *path)
{
	return unlink(path) ? errno : 0;
}

static int try_list(const char *path)
{
	return try_open(path, O_RDONLY | O_DIRECTORY);
}

static int try_execute(const char *path)
{
	char *argv[] = {(char *)path, NULL};

	(void)execv(path, argv);
	return errno;
}

static int try_bind(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), r;

	str_copy(address.sun_path, sizeof address.sun_path, path);
	r = bind(fd, (struct sockaddr *)&address, sizeof address) ? errno : 0;
	(void)close(fd);
	return r;
}

static int try_tcp(const char *path)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), r;

	(void)path;
	r = bind(fd, (struct sockaddr *)&address, sizeof address) ? errno : 0;
	(void)close(fd);
	return r;
}

/* The process of the test. */
static int try_signal(const char *path)
{
	(void)path;
	return kill(getppid(), SIGURG) ? errno : 0;
}

static int try_bars(const char *path)
{
	return sandbox_bars(path);
}

/* Enters the sandbox in a child, and tries there. */
static int inside(int (*try)(const char *path), const char *name, int version)
{
	char path[128];
	int status;
	pid_t child;

	path_of(name, path);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct sandbox s;

		if (enter(&s) || s.landlock < version)
			_exit(NO_LANDLOCK);
		_exit(try(*name == '/' ? name : path));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void only_what_was_given_can_be_reached(void **state)
{
	static const struct {
		const char *what;
		int (*try)(const char *path);
		const char *name;
		int version, want;
	} rows[] = {
		{"reads", try_read, "read/file", 1, 0},
		{"does not write there", try_write, "read/file", 1, EACCES},
		{"makes nothing there", try_make, "read/new", 1, EACCES},
		{"lists it", try_list, "read", 1, 0},
		{"writes", try_write, "write/file", 1, 0},
		{"makes", try_make, "write/below/new", 1, 0},
		{"removes", try_remove, "write/file", 1, 0},
		{"shortens", try_cut, "write/file", 3, 0},
		{"makes no socket in it", try_bind, "write/sock", 1, EACCES},
		{"makes one where it may", try_bind, "socket/sock", 1, 0},
		{"reads nothing elsewhere", try_read, "other/file", 1, EACCES},
		{"nor writes", try_write, "other/file", 1, EACCES},
		{"nor makes", try_make, "other/new", 1, EACCES},
		{"nor shortens", try_cut, "other/file", 3, EACCES},
		{"nor removes", try_remove, "other/file", 1, EACCES},
		{"nor lists", try_list, "other", 1, EACCES},
		{"nor in the folder above", try_make, "new", 1, EACCES},
		{"executes nothing", try_execute, "/bin/true", 1, EACCES},
		{"has one device", try_write, "/dev/null", 1, 0},
		{"and no other", try_read, "/dev/zero", 1, EACCES},
		{"has no TCP", try_tcp, "", 4, EACCES},
		{"signals nobody", try_signal, "", 6, EPERM},
		{"is told of what it bars", try_bars, "other", 1, 1},
		{"and what would be in it", try_bars, "other/a/b", 1, 1},
		{"not of what it may", try_bars, "write/below/a/b", 1, 0},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int got;

		assert_int_equal(tear_down(NULL), 0);
		assert_int_equal(set_up(NULL), 0);
		got = inside(rows[i].try, rows[i].name, rows[i].version);
		if (got == NO_LANDLOCK) {
			print_message("skipped: \"%s\": this kernel's Landlock is too old\n",
				      rows[i].what);
			continue;
		}
		if (got != rows[i].want)
			fail_msg("%s: %d and not %d", rows[i].what, got, rows[i].want);
	}
}

/* In a child: 0, or the number of the first thing that is not so. */
static int look_hardened(void)
{
	struct rlimit core;
	struct sandbox s;
	int r = enter(&s);

	if (!s.no_new_privs || prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1)
		return 1;
	if (s.is_dumpable || prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0)
		return 2;
	if (getrlimit(RLIMIT_CORE, &core) || core.rlim_cur || core.rlim_max)
		return 3;
	if (umask(0) != 0077)
		return 4;
	return (r == 0) == (s.landlock > 0) ? 0 : 5;
}

static void no_privileges_no_core_and_no_readers(void **state)
{
	pid_t child = fork();
	int status;

	(void)state;
	assert_true(child >= 0);
	if (child == 0)
		_exit(look_hardened());
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static void without_walls_nothing_is_barred(void **state)
{
	(void)state;
	assert_false(sandbox_bars(folder));
	assert_false(sandbox_bars("/nowhere/at/all"));
	assert_false(sandbox_bars(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(only_what_was_given_can_be_reached, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(no_privileges_no_core_and_no_readers, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(without_walls_nothing_is_barred, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
