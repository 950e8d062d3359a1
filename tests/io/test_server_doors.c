/* Who gets in: caps, other users, a process out of descriptors, sockets of systemd, a stop. */
#include "io/rig.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#define CAP 5

static int set_up_capped(void **state)
{
	struct rig *r = xcalloc(1, sizeof *r);

	rig_init(r);
	r->options.max_connections = CAP;
	rig_serve(r);
	*state = r;
	return 0;
}

static int set_up_bare(void **state)
{
	struct rig *r = xcalloc(1, sizeof *r);

	rig_init(r);
	*state = r;
	return 0;
}

static void a_connection_too_many_is_told_so_and_closed(void **state)
{
	struct rig *r = *state;
	int fds[CAP], extra;

	for (int i = 0; i < CAP; i++)
		fds[i] = rig_client(r);
	extra = rig_dial(r->path);
	rig_expect(r, extra, FULL);
	rig_expect_closed(r, extra);
	assert_int_equal(server_connections(r->server), CAP);
	assert_int_equal(r->n_open, CAP);

	(void)close(fds[0]);
	rig_until(r, &r->n_close, 1);
	fds[0] = rig_client(r); /* room again */
	rig_say(r, fds[0], "in\n");
	rig_expect(r, fds[0], "in\n");
	for (int i = 0; i < CAP; i++)
		(void)close(fds[i]);
	(void)close(extra);
}

static void hundreds_of_clients_are_all_answered(void **state)
{
	enum { N = 500, ROUNDS = 10 };
	struct rig *r = *state;
	int *fds = xcalloc(N, sizeof *fds);

	for (int i = 0; i < N; i++)
		fds[i] = rig_client(r);
	for (int round = 0; round < ROUNDS; round++) {
		char text[32];

		for (int i = 0; i < N; i++) {
			(void)snprintf(text, sizeof text, "%d of %d\n", i, round);
			assert_int_equal(send(fds[i], text, strlen(text), MSG_NOSIGNAL),
					 strlen(text));
		}
		for (int i = 0; i < N; i++) {
			(void)snprintf(text, sizeof text, "%d of %d\n", i, round);
			rig_expect(r, fds[i], text);
		}
	}
	for (int i = 0; i < N; i++)
		(void)close(fds[i]);
	free(fds);
}

static void hello(struct conn *c, void *user)
{
	size_t *n = user;

	conn_send(c, "hello\n", 6);
	(*n)++;
}

static void each_open_connection_can_be_told_something(void **state)
{
	struct rig *r = *state;
	int one = rig_client(r), gone = rig_client(r), two = rig_client(r);
	size_t n = 0;

	(void)close(gone);
	rig_until(r, &r->n_close, 1);
	server_each(r->server, hello, &n);
	assert_int_equal(n, 2);
	rig_expect(r, one, "hello\n");
	rig_expect(r, two, "hello\n");
	(void)close(one);
	(void)close(two);
}

static void every_descriptor_is_close_on_exec_and_non_blocking(void **state)
{
	struct rig *r = *state;
	bool was_open[256];
	int client;

	for (int fd = 0; fd < 256; fd++)
		was_open[fd] = fcntl(fd, F_GETFD) >= 0;
	rig_serve(r);
	client = rig_client(r);
	for (int fd = 0; fd < 256; fd++) {
		if (was_open[fd] || fcntl(fd, F_GETFD) < 0)
			continue;
		assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
		/* The lock file is a plain file and cannot block. */
		assert_true(fcntl(fd, F_GETFL) & O_NONBLOCK);
	}
	(void)close(client);
}

/* ---- other users ---- */

static int listener_for_all(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	memcpy(address.sun_path, path, strlen(path) + 1);
	assert_int_equal(bind(fd, (const struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(chmod(path, 0777), 0);
	assert_int_equal(listen(fd, 64), 0);
	return fd;
}

/* As another user: connects, says a line, and must be shown the door without a word. */
static void be_a_stranger(const char *path)
{
	char byte;
	int fd;

	if (setgid(65534) || setuid(65534))
		_exit(2);
	fd = rig_dial(path);
	if (fd < 0)
		_exit(3);
	(void)send(fd, "let me in\n", 10, MSG_NOSIGNAL);
	(void)poll(&(struct pollfd){.fd = fd, .events = POLLIN}, 1, RIG_PATIENCE_MS);
	_exit(recv(fd, &byte, 1, 0) > 0 ? 4 : 0);
}

static void another_user_is_shown_the_door(void **state)
{
	struct rig *r = *state;
	int status = -1;
	pid_t child;

	if (geteuid() != 0)
		skip();
	assert_int_equal(chmod(r->folder, 0755), 0);
	(void)snprintf(r->path, sizeof r->path, "%s/open.sock", r->folder);
	r->options.fd = listener_for_all(r->path);
	rig_serve(r);
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		be_a_stranger(r->path);
	while (waitpid(child, &status, WNOHANG) == 0)
		rig_run(r, 5);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_int_equal(r->n_open, 0);
	(void)close(rig_client(r)); /* our own user still gets in */
	(void)unlink(r->path);
}

/* ---- a socket of systemd ---- */

static void a_socket_of_systemd_is_used_and_left_in_place(void **state)
{
	struct rig *r = *state;
	int fd = -1, client;

	(void)snprintf(r->path, sizeof r->path, "%s/unit.sock", r->folder);
	fd = listener_for_all(r->path);
	r->options.fd = fd;
	r->options.path = "/nonexistent/never/looked/at";
	rig_serve(r);
	assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
	assert_true(fcntl(fd, F_GETFL) & O_NONBLOCK);
	client = rig_client(r);
	rig_say(r, client, "line\n");
	rig_expect(r, client, "line\n");
	(void)close(client);
	server_free(r->server);
	r->server = NULL;
	assert_int_equal(unlink(r->path), 0);
}

static void a_descriptor_that_does_not_listen_is_refused(void **state)
{
	struct rig *r = *state;
	int fds[2], pid;

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
	r->options.fd = fds[0];
	assert_int_equal(rig_try_serve(r, &pid), -EINVAL);
	(void)close(fds[0]);
	(void)close(fds[1]);

	assert_int_equal(pipe(fds), 0);
	r->options.fd = fds[0];
	assert_int_equal(rig_try_serve(r, &pid), -ENOTSOCK);
	(void)close(fds[0]);
	(void)close(fds[1]);
}

/* ---- out of descriptors ---- */

#define CROWD 120
#define STARVED_MS 1000

/* What the starving process tells, in memory shared with the test. */
struct starving {
	bool is_ready;
	double cpu_share;
	size_t n_open;
};

static double cpu_seconds(void)
{
	struct rusage u;

	(void)getrusage(RUSAGE_SELF, &u);
	return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
	       (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

/* Serves with room for some forty descriptors; measures what a second under a crowd costs. */
static void starve(struct rig *r, struct starving *s)
{
	const struct rlimit limit = {.rlim_cur = 48, .rlim_max = 48};
	double before;
	int pid;

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* a failed test leaves nobody behind */
	if (setrlimit(RLIMIT_NOFILE, &limit) || rig_try_serve(r, &pid))
		_exit(1);
	s->is_ready = true;
	while (r->n_open < 10)
		rig_run(r, 1);
	rig_run(r, 100); /* the rush itself */
	before = cpu_seconds();
	rig_run(r, STARVED_MS);
	s->cpu_share = (cpu_seconds() - before) * 1000 / STARVED_MS;
	s->n_open = r->n_open;
	for (;;)
		rig_run(r, 1000);
}

static void wait_for(const bool *flag)
{
	while (!__atomic_load_n(flag, __ATOMIC_ACQUIRE))
		(void)poll(NULL, 0, 1);
}

/* Who was refused comes again at once. */
static size_t press(const struct rig *r, int *fds)
{
	char got[16];
	size_t n = 0;

	for (int i = 0; i < CROWD; i++) {
		if (recv(fds[i], got, sizeof got, 0) != (ssize_t)strlen(FULL))
			continue;
		(void)close(fds[i]);
		fds[i] = rig_dial(r->path);
		assert_true(fds[i] >= 0);
		n++;
	}
	return n;
}

static void out_of_descriptors_it_neither_spins_nor_falls(void **state)
{
	struct rig *r = *state;
	struct starving *s =
		mmap(NULL, sizeof *s, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int fds[CROWD], fd;
	size_t n_refused = 0;
	char got[8];
	pid_t child;

	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		starve(r, s);
	wait_for(&s->is_ready);
	for (int i = 0; i < CROWD; i++) {
		fds[i] = rig_dial(r->path);
		assert_true(fds[i] >= 0);
	}
	for (; s->n_open == 0; (void)poll(NULL, 0, 1))
		n_refused += press(r, fds);
	print_message("out of descriptors: %.2f %% of a core, %zu refused\n", s->cpu_share * 100,
		      n_refused);
	assert_true(s->cpu_share < 0.05);
	assert_in_range(s->n_open, 10, 48);
	assert_in_range(n_refused, CROWD - 48, 1000); /* politely, but not all the time */

	for (int i = 0; i < CROWD; i++)
		(void)close(fds[i]);
	fd = rig_dial(r->path); /* it recovers */
	assert_int_equal(send(fd, "well?\n", 6, MSG_NOSIGNAL), 6);
	assert_int_equal(poll(&(struct pollfd){.fd = fd, .events = POLLIN}, 1, RIG_PATIENCE_MS), 1);
	assert_int_equal(recv(fd, got, sizeof got, 0), 6);
	(void)close(fd);
	(void)kill(child, SIGKILL);
	assert_int_equal(waitpid(child, NULL, 0), child);
	(void)munmap(s, sizeof *s);
	(void)unlink(r->path);
}

/* ---- a clean stop ---- */

static void a_paused_server_sends_what_is_queued_and_takes_nothing_new(void **state)
{
	struct rig *r = *state;
	size_t n, size = 2 * (size_t)VOUCH_LINE_MAX;
	char *big = rig_long_line(size, ""), *got = xmalloc(size);
	int fd = rig_client(r), late;

	conn_send(r->newest, big, size);
	server_pause(r->server);
	assert_int_equal(send(fd, "new\n", 4, MSG_NOSIGNAL), 4);
	late = rig_dial(r->path);
	n = rig_read(r, fd, got, size, NULL);
	assert_int_equal(n, size);
	rig_run(r, 5);
	assert_int_equal(r->n_handled + r->n_lines, 0);
	assert_int_equal(r->n_open, 1);
	(void)close(fd);
	(void)close(late);
	free(big);
	free(got);
}

#define A_BARE_TEST(name) cmocka_unit_test_setup_teardown(name, set_up_bare, rig_tear_down)
#define A_CAPPED_TEST(name) cmocka_unit_test_setup_teardown(name, set_up_capped, rig_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		A_CAPPED_TEST(a_connection_too_many_is_told_so_and_closed),
		RIG_TEST(hundreds_of_clients_are_all_answered),
		RIG_TEST(each_open_connection_can_be_told_something),
		A_BARE_TEST(every_descriptor_is_close_on_exec_and_non_blocking),
		A_BARE_TEST(another_user_is_shown_the_door),
		A_BARE_TEST(a_socket_of_systemd_is_used_and_left_in_place),
		A_BARE_TEST(a_descriptor_that_does_not_listen_is_refused),
		A_BARE_TEST(out_of_descriptors_it_neither_spins_nor_falls),
		RIG_TEST(a_paused_server_sends_what_is_queued_and_takes_nothing_new),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
