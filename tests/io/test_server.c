/* The socket edge: whose folder, whose socket, who may come in, and who is one too many. */
#include "io/rig.h"

#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>

static mode_t mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(lstat(path, &st), 0);
	return st.st_mode & 07777;
}

static void beside(const struct rig *r, const char *name, char *to, size_t size)
{
	(void)snprintf(to, size, "%s/run/%s", r->folder, name);
}

static int set_up_bare(void **state)
{
	struct rig *r = xcalloc(1, sizeof *r);

	rig_init(r);
	*state = r;
	return 0;
}

/* ---- the path ---- */

static void everything_is_private_from_birth(void **state)
{
	struct rig *r = *state;
	mode_t mask = umask(0);
	char path[128];

	rig_serve(r);
	assert_int_equal(umask(mask), 0); /* restored */
	assert_int_equal(mode_of(r->path), 0700);
	beside(r, "vouchd.lock", path, sizeof path);
	assert_int_equal(mode_of(path), 0600);
	beside(r, "", path, sizeof path);
	assert_int_equal(mode_of(path), 0700);
}

static void a_folder_that_is_not_private_is_refused(void **state)
{
	static const struct {
		mode_t mode;
		bool is_link;
		int want;
	} cases[] = {{0755, false, -EACCES}, {0770, false, -EACCES}, {0700, true, -ELOOP}};
	struct rig *r = *state;
	char folder[128], real[128];

	beside(r, "", folder, sizeof folder);
	folder[strlen(folder) - 1] = '\0';
	(void)snprintf(real, sizeof real, "%s/real", r->folder);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const char *made = cases[i].is_link ? real : folder;
		int pid;

		assert_int_equal(mkdir(made, 0700), 0);
		assert_int_equal(chmod(made, cases[i].mode), 0);
		if (cases[i].is_link)
			assert_int_equal(symlink(real, folder), 0);
		assert_int_equal(rig_try_serve(r, &pid), cases[i].want);
		if (cases[i].is_link)
			assert_int_equal(unlink(folder), 0);
		assert_int_equal(rmdir(made), 0); /* nothing was left in it */
	}
}

static void a_path_of_107_bytes_is_the_longest(void **state)
{
	static const struct {
		size_t n;
		int want;
	} cases[] = {{106, 0}, {107, 0}, {108, -ENAMETOOLONG}};
	struct rig *r = *state;

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		size_t n = strlen(r->folder) + 5;
		int pid;

		(void)snprintf(r->path, sizeof r->path, "%s/run/", r->folder);
		memset(r->path + n, 'x', cases[i].n - n);
		r->path[cases[i].n] = '\0';
		assert_int_equal(rig_try_serve(r, &pid), cases[i].want);
		if (cases[i].want == 0)
			server_free(r->server);
		r->server = NULL;
	}
}

static int bind_foreign(const char *path, bool is_listening)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	memcpy(address.sun_path, path, strlen(path) + 1);
	assert_int_equal(bind(fd, (const struct sockaddr *)&address, sizeof address), 0);
	if (is_listening)
		assert_int_equal(listen(fd, 8), 0);
	return fd;
}

static void a_stale_socket_is_replaced_and_a_living_one_is_not(void **state)
{
	struct rig *r = *state;
	char path[128];
	int fd, pid;

	beside(r, "", path, sizeof path);
	assert_int_equal(mkdir(path, 0700), 0);
	fd = bind_foreign(r->path, true);
	assert_int_equal(rig_try_serve(r, &pid), -EADDRINUSE);
	assert_int_equal(pid, getpid());
	(void)close(fd); /* nobody listens any more, the file stays */
	rig_serve(r);
	(void)close(rig_client(r));
}

static void what_is_no_socket_is_left_alone(void **state)
{
	struct rig *r = *state;
	char path[128];
	int pid, fd;

	beside(r, "", path, sizeof path);
	assert_int_equal(mkdir(path, 0700), 0);

	fd = open(r->path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	assert_int_equal(write(fd, "precious", 8), 8);
	(void)close(fd);
	assert_int_equal(rig_try_serve(r, &pid), -EEXIST);
	assert_int_equal(mode_of(r->path), 0600);
	assert_int_equal(unlink(r->path), 0);

	assert_int_equal(symlink("/nonexistent", r->path), 0);
	assert_int_equal(rig_try_serve(r, &pid), -EEXIST);
	assert_int_equal(unlink(r->path), 0);

	assert_int_equal(mkdir(r->path, 0700), 0);
	assert_int_equal(rig_try_serve(r, &pid), -EEXIST);
	assert_int_equal(rmdir(r->path), 0);
}

static void a_lock_file_that_is_a_link_is_refused(void **state)
{
	struct rig *r = *state;
	char path[128];
	int pid;

	beside(r, "", path, sizeof path);
	assert_int_equal(mkdir(path, 0700), 0);
	beside(r, "vouchd.lock", path, sizeof path);
	assert_int_equal(symlink("/dev/null", path), 0);
	assert_int_equal(rig_try_serve(r, &pid), -ELOOP);
}

/* ---- one daemon ---- */

static void a_second_server_learns_who_was_first(void **state)
{
	struct rig *r = *state, second = *r;
	int pid = 0;

	second.server = NULL;
	assert_int_equal(rig_try_serve(&second, &pid), -EADDRINUSE);
	assert_int_equal(pid, getpid());
	(void)close(rig_client(r)); /* the first is untouched */
}

static void the_lock_alone_decides_who_lives_here(void **state)
{
	struct rig *r = *state;
	char path[128];
	int fd, pid = 0;

	beside(r, "", path, sizeof path);
	assert_int_equal(mkdir(path, 0700), 0);
	beside(r, "vouchd.lock", path, sizeof path);
	fd = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(rig_try_serve(r, &pid), 0); /* a file without a lock is no claim */
	server_free(r->server);
	r->server = NULL;

	assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), 0);
	assert_int_equal(rig_try_serve(r, &pid), -EADDRINUSE);
	assert_int_equal(pid, 0);
	assert_int_equal(pwrite(fd, "4711\n", 5, 0), 5);
	assert_int_equal(rig_try_serve(r, &pid), -EADDRINUSE);
	assert_int_equal(pid, 4711);
	(void)close(fd);
}

#define RACERS 100

/* Waits for the start, tries, tells, and stays until all have tried. */
static void race(struct rig *r, int start, int result, int end)
{
	char byte;
	int pid = 0, code = -EIO;

	if (read(start, &byte, 1) == 0)
		code = rig_try_serve(r, &pid);
	byte = code == 0 ? 'w' : code == -EADDRINUSE ? 'l' : '?';
	if (write(result, &byte, 1) != 1 || read(end, &byte, 1) != 0)
		_exit(1);
	_exit(0);
}

static void of_a_hundred_started_at_once_exactly_one_wins(void **state)
{
	struct rig *r = *state;
	int start[2], result[2], end[2], n_won = 0, n_lost = 0;
	pid_t racers[RACERS];
	char path[128];

	beside(r, "", path, sizeof path);
	assert_int_equal(mkdir(path, 0700), 0);
	(void)close(bind_foreign(r->path, true)); /* stale: each would like to remove it */
	assert_int_equal(pipe2(start, O_CLOEXEC) | pipe2(result, O_CLOEXEC) | pipe2(end, O_CLOEXEC),
			 0);
	for (int i = 0; i < RACERS; i++) {
		racers[i] = fork();
		assert_true(racers[i] >= 0);
		if (racers[i] == 0) {
			(void)close(start[1]);
			(void)close(end[1]);
			race(r, start[0], result[1], end[0]);
		}
	}
	(void)close(start[1]);
	for (int i = 0; i < RACERS; i++) {
		char byte = 0;

		assert_int_equal(read(result[0], &byte, 1), 1);
		n_won += byte == 'w';
		n_lost += byte == 'l';
	}
	(void)close(end[1]);
	for (int i = 0; i < RACERS; i++)
		assert_int_equal(waitpid(racers[i], NULL, 0), racers[i]);
	assert_int_equal(n_won, 1);
	assert_int_equal(n_lost, RACERS - 1);
	(void)close(start[0]);
	(void)close(result[0]);
	(void)close(result[1]);
	(void)close(end[0]);
	(void)unlink(r->path);
}

static void a_killed_server_is_followed_at_once(void **state)
{
	struct rig *r = *state;

	for (int i = 0; i < 50; i++) {
		pid_t child = fork();
		int status = 0;

		assert_true(child >= 0);
		if (child == 0) {
			int pid;

			if (rig_try_serve(r, &pid))
				_exit(1);
			(void)kill(getpid(), SIGKILL);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status));
	}
	rig_serve(r);
	(void)close(rig_client(r));
}

/* ---- taken away ---- */

static void rebinds_within_patience(struct rig *r)
{
	int64_t end = clock_monotonic_ms() + RIG_PATIENCE_MS;
	int fd = -1;

	while (fd < 0 && clock_monotonic_ms() < end) {
		rig_run(r, 10);
		fd = rig_dial(r->path);
	}
	assert_true(fd >= 0);
	rig_say(r, fd, "back\n");
	rig_expect(r, fd, "back\n");
	(void)close(fd);
}

static void a_deleted_socket_file_is_bound_again(void **state)
{
	struct rig *r = *state;
	int fd = rig_client(r);

	for (int i = 0; i < 2; i++) {
		assert_int_equal(unlink(r->path), 0);
		rebinds_within_patience(r);
	}
	assert_int_equal(mode_of(r->path), 0700);
	rig_say(r, fd, "still here\n"); /* who was connected stays so */
	rig_expect(r, fd, "still here\n");
	(void)close(fd);
}

static void a_deleted_folder_is_made_again_with_its_lock(void **state)
{
	struct rig *r = *state, second = *r;
	char path[128];
	int pid = 0;

	assert_int_equal(unlink(r->path), 0);
	beside(r, "vouchd.lock", path, sizeof path);
	assert_int_equal(unlink(path), 0);
	beside(r, "", path, sizeof path);
	assert_int_equal(rmdir(path), 0);
	rebinds_within_patience(r);
	beside(r, "vouchd.lock", path, sizeof path);
	assert_int_equal(mode_of(path), 0600);
	assert_int_equal(rig_try_serve(&second, &pid), -EADDRINUSE);
	assert_int_equal(pid, getpid());
}

static void a_clean_end_leaves_no_socket_and_no_pid(void **state)
{
	struct rig *r = *state;
	struct stat st;
	char path[128];
	int fd = rig_client(r);

	conn_send(r->newest, "last words\n", 11);
	server_free(r->server);
	r->server = NULL;
	rig_expect(r, fd, "last words\n");
	rig_expect_closed(r, fd);
	assert_int_equal(r->n_close, 1);
	assert_int_equal(lstat(r->path, &st), -1);
	beside(r, "vouchd.lock", path, sizeof path);
	assert_int_equal(lstat(path, &st), 0);
	assert_int_equal(st.st_size, 0);
	(void)close(fd);
}

#define A_BARE_TEST(name) cmocka_unit_test_setup_teardown(name, set_up_bare, rig_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		A_BARE_TEST(everything_is_private_from_birth),
		A_BARE_TEST(a_folder_that_is_not_private_is_refused),
		A_BARE_TEST(a_path_of_107_bytes_is_the_longest),
		A_BARE_TEST(a_stale_socket_is_replaced_and_a_living_one_is_not),
		A_BARE_TEST(what_is_no_socket_is_left_alone),
		A_BARE_TEST(a_lock_file_that_is_a_link_is_refused),
		RIG_TEST(a_second_server_learns_who_was_first),
		A_BARE_TEST(the_lock_alone_decides_who_lives_here),
		A_BARE_TEST(of_a_hundred_started_at_once_exactly_one_wins),
		A_BARE_TEST(a_killed_server_is_followed_at_once),
		RIG_TEST(a_deleted_socket_file_is_bound_again),
		RIG_TEST(a_deleted_folder_is_made_again_with_its_lock),
		RIG_TEST(a_clean_end_leaves_no_socket_and_no_pid),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
