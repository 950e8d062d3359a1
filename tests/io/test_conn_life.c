/* Connections that go: dead peers, idle ones, passed descriptors, nothing left behind. */
#include "io/rig.h"

static void a_dead_peer_is_kept_until_its_last_line_is_done(void **state)
{
	struct rig *r = *state;
	int fd = rig_client(r);

	r->is_holding = true;
	rig_say(r, fd, "one\ntwo\n");
	(void)close(fd);
	rig_run(r, 5);
	assert_int_equal(r->n_lines, 2);
	assert_int_equal(r->n_close, 0);
	conn_send(r->lines[0].conn, "into the void\n", 14);
	rig_run(r, 5);
	assert_int_equal(server_connections(r->server), 0);
	assert_int_equal(r->n_close, 0);
	rig_answer(r);
	assert_int_equal(r->n_close, 0); /* not inside conn_line_done */
	rig_until(r, &r->n_close, 1);
}

static long voluntary_switches(void)
{
	char line[128];
	long n = -1;
	FILE *f = fopen("/proc/self/status", "re");

	assert_non_null(f);
	while (fgets(line, sizeof line, f))
		(void)sscanf(line, "voluntary_ctxt_switches: %ld", &n);
	(void)fclose(f);
	return n;
}

static void idle_connections_wake_nobody_and_hold_little(void **state)
{
	enum { N = 100 };
	char *line = rig_long_line(VOUCH_LINE_MAX, "\n");
	struct rig *r = *state;
	char *got = xmalloc(VOUCH_LINE_MAX + 1);
	size_t before = rig_heap();
	long switches;
	int fds[N];

	for (int i = 0; i < N; i++) {
		fds[i] = rig_client(r);
		rig_say(r, fds[i], line);
		assert_int_equal(rig_read(r, fds[i], got, VOUCH_LINE_MAX + 1, NULL),
				 VOUCH_LINE_MAX + 1);
	}
	rig_run(r, 5);
	assert_in_range((rig_heap() - before) / N, 100, 4096);
	switches = voluntary_switches();
	rig_run(r, 200);
	assert_in_range(voluntary_switches() - switches, 1, 3);
	for (int i = 0; i < N; i++)
		(void)close(fds[i]);
	free(line);
	free(got);
}

static void pass_fds(int to, int fd, int n)
{
	union {
		char bytes[CMSG_SPACE(100 * sizeof(int))];
		struct cmsghdr align;
	} control = {0};
	struct iovec bytes = {.iov_base = (char[]){"x\n"}, .iov_len = 2};
	struct msghdr message = {.msg_iov = &bytes,
				 .msg_iovlen = 1,
				 .msg_control = &control,
				 .msg_controllen = CMSG_SPACE((size_t)n * sizeof(int))};
	struct cmsghdr *c = CMSG_FIRSTHDR(&message);

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN((size_t)n * sizeof(int));
	for (int i = 0; i < n; i++)
		memcpy(CMSG_DATA(c) + (size_t)i * sizeof fd, &fd, sizeof fd);
	assert_int_equal(sendmsg(to, &message, MSG_NOSIGNAL), 2);
}

static void passed_file_descriptors_do_not_stay(void **state)
{
	struct rig *r = *state;
	int fd = rig_client(r);
	size_t before = rig_count_fds();

	for (int i = 0; i < 100; i++) {
		pass_fds(fd, fd, 100);
		rig_expect(r, fd, "x\n");
	}
	assert_int_equal(rig_count_fds(), before);
	(void)close(fd);
}

/* A small generator of its own, so that a failure can be had again. */
static unsigned dice(unsigned *seed, unsigned sides)
{
	*seed = *seed * 1103515245u + 12345u;
	return (*seed >> 16) % sides;
}

static void random_disconnects_leave_nothing_behind(void **state)
{
	enum { N = 2000, AT_ONCE = 16 };
	static const char *const words[] = {"one\n", "two\r\nthree\n", "half", "\n", "a\nb\nc"};
	struct rig *r = *state;
	size_t before = rig_count_fds();
	unsigned seed = 1;
	int fds[AT_ONCE];
	char got[256];

	memset(fds, -1, sizeof fds);
	for (int i = 0; i < N; i++) {
		int *fd = &fds[dice(&seed, AT_ONCE)];

		if (*fd >= 0)
			(void)close(*fd);
		*fd = rig_dial(r->path);
		assert_true(*fd >= 0);
		for (unsigned n = dice(&seed, 4); n; n--) {
			const char *word = words[dice(&seed, 5)];

			(void)send(*fd, word, strlen(word), MSG_NOSIGNAL);
			if (dice(&seed, 2))
				rig_turn(r);
			if (dice(&seed, 4) == 0)
				(void)recv(*fd, got, sizeof got, 0);
		}
		if (dice(&seed, 8) == 0)
			(void)shutdown(*fd, (int)dice(&seed, 3));
		r->is_holding = dice(&seed, 3) == 0;
	}
	for (int i = 0; i < AT_ONCE; i++)
		if (fds[i] >= 0)
			(void)close(fds[i]);
	r->is_holding = false;
	rig_answer(r);
	rig_until(r, &r->n_open, N);
	rig_until(r, &r->n_close, N);
	assert_int_equal(r->n_open, r->n_close);
	assert_int_equal(rig_count_fds(), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RIG_TEST(a_dead_peer_is_kept_until_its_last_line_is_done),
		RIG_TEST(idle_connections_wake_nobody_and_hold_little),
		RIG_TEST(passed_file_descriptors_do_not_stay),
		RIG_TEST(random_disconnects_leave_nothing_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
