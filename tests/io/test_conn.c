/* One connection: framing, order, limits and stalls. */
#include "io/rig.h"

#include <sys/mman.h>

#include "io/lines.h"

/* Long beside a busy machine's hiccups; what must not stall does something every tenth of it. */
#define STALL_MS 1000

static int set_up_impatient(void **state)
{
	struct rig *r = xcalloc(1, sizeof *r);

	rig_init(r);
	r->options.stall_ms = STALL_MS;
	rig_serve(r);
	*state = r;
	return 0;
}

/* ---- lines ---- */

#define BYTES(text) text, sizeof(text) - 1

static void lines_are_framed_by_newlines(void **state)
{
	static const struct {
		const char *in;
		size_t n_in;
		const char *out;
		size_t n_out;
	} cases[] = {
		{BYTES("a\n"), BYTES("a\n")},
		{BYTES("a\r\n"), BYTES("a\n")},
		{BYTES("a\nb\r\nc\n"), BYTES("a\nb\nc\n")},
		{BYTES("\n\r\n\n\na\n\n"), BYTES("a\n")},
		{BYTES("a\rb\r\r\n"), BYTES("a\rb\r\n")},
		{BYTES("a\0b\n"), BYTES("a\0b\n")}, /* for the callee to refuse */
		{BYTES("a\nhalf a line"), BYTES("a\n")},
		{BYTES("\n"), BYTES("")},
		{BYTES(""), BYTES("")},
	};
	struct rig *r = *state;

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		int fd = rig_client(r);
		char got[64];
		bool is_closed = false;

		assert_true(rig_write(r, fd, cases[i].in, cases[i].n_in));
		assert_int_equal(shutdown(fd, SHUT_WR), 0);
		assert_int_equal(rig_read(r, fd, got, sizeof got, &is_closed), cases[i].n_out);
		assert_memory_equal(got, cases[i].out, cases[i].n_out);
		assert_true(is_closed);
		(void)close(fd);
	}
}

static void a_line_may_come_in_single_bytes(void **state)
{
	const char *text = "one\r\ntwo\n";
	struct rig *r = *state;
	int fd = rig_client(r);

	for (const char *c = text; *c; c++)
		assert_true(rig_write(r, fd, c, 1));
	rig_expect(r, fd, "one\ntwo\n");
	(void)close(fd);
}

static void a_line_is_held_to_its_limit(void **state)
{
	static const struct {
		size_t n;
		const char *end;
		bool is_taken;
	} cases[] = {
		{VOUCH_LINE_MAX - 1, "\n", true},    {VOUCH_LINE_MAX, "\n", true},
		{VOUCH_LINE_MAX, "\r\n", true},      {VOUCH_LINE_MAX + 1, "\n", false},
		{VOUCH_LINE_MAX + 1, "\r\n", false}, {VOUCH_LINE_MAX + 2, "", false},
	};
	char *got = xmalloc(VOUCH_LINE_MAX + 64);
	struct rig *r = *state;

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char *line = rig_long_line(cases[i].n, cases[i].end);
		size_t want = cases[i].is_taken ? cases[i].n + 1 : strlen(TOO_LONG);
		int fd = rig_client(r);

		rig_say(r, fd, "first\n");
		(void)rig_write(r, fd, line, strlen(line));
		rig_expect(r, fd, "first\n");
		assert_int_equal(rig_read(r, fd, got, want, NULL), want);
		assert_memory_equal(got, cases[i].is_taken ? line : TOO_LONG, want - 1);
		if (!cases[i].is_taken)
			rig_expect_closed(r, fd);
		(void)close(fd);
		free(line);
	}
	free(got);
}

/* Only the end that comes next tells whether one byte more was the line's. */
static void a_line_at_its_limit_may_come_without_its_end(void **state)
{
	static const struct {
		char last;
		const char *end;
		bool is_taken;
	} cases[] = {{'\r', "\n", true}, {'\r', "x", false}, {'x', "x", false}};
	struct lines l = {0};
	const char *line;
	size_t n;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char *text = rig_long_line(VOUCH_LINE_MAX + 1, "");
		int fd = memfd_create("line", MFD_CLOEXEC);

		text[VOUCH_LINE_MAX] = cases[i].last;
		assert_int_equal(pwrite(fd, text, VOUCH_LINE_MAX + 1, 0), VOUCH_LINE_MAX + 1);
		while (lines_read(&l, fd) > 0)
			continue;
		assert_int_equal(lines_next(&l, &line, &n),
				 cases[i].last == '\r' ? LINES_NONE : LINES_TOO_LONG);
		assert_int_equal(pwrite(fd, cases[i].end, 1, VOUCH_LINE_MAX + 1), 1);
		assert_int_equal(lines_read(&l, fd), 1);
		assert_int_equal(lines_next(&l, &line, &n),
				 cases[i].is_taken ? LINES_ONE : LINES_TOO_LONG);
		(void)close(fd);
		lines_deinit(&l);
		free(text);
	}
}

static void a_line_without_end_is_cut_near_the_limit(void **state)
{
	char *chunk = rig_long_line(65536, "");
	struct rig *r = *state;
	int fd = rig_client(r);
	size_t n = 0, before = rig_heap();

	while (n < 64 * (size_t)VOUCH_LINE_MAX && rig_write(r, fd, chunk, 65536)) {
		n += 65536;
		assert_true(rig_heap() < before + 4 * (size_t)VOUCH_LINE_MAX);
	}
	assert_true(n < 2 * (size_t)VOUCH_LINE_MAX);
	rig_expect(r, fd, TOO_LONG);
	rig_expect_closed(r, fd);
	(void)close(fd);
	free(chunk);
}

static void the_answers_before_a_line_too_long_come_first(void **state)
{
	char *line = rig_long_line(VOUCH_LINE_MAX + 1, "\n");
	struct rig *r = *state;
	int fd = rig_client(r);

	r->is_holding = true;
	rig_say(r, fd, "one\ntwo\n");
	(void)rig_write(r, fd, line, strlen(line));
	assert_int_equal(r->n_lines, 2);
	r->is_holding = false;
	rig_answer(r);
	rig_expect(r, fd, "one\ntwo\n" TOO_LONG);
	rig_expect_closed(r, fd);
	(void)close(fd);
	free(line);
}

/* ---- order and turns ---- */

static void a_half_closed_client_gets_all_its_answers(void **state)
{
	struct rig *r = *state;
	int fd = rig_client(r);

	r->is_holding = true;
	rig_say(r, fd, "one\ntwo\nthree\n");
	assert_int_equal(shutdown(fd, SHUT_WR), 0);
	rig_run(r, 5);
	assert_int_equal(r->n_lines, 3);
	assert_int_equal(r->n_close, 0);
	r->is_holding = false;
	rig_answer(r);
	rig_expect(r, fd, "one\ntwo\nthree\n");
	rig_expect_closed(r, fd);
	assert_int_equal(r->n_close, 1);
	(void)close(fd);
}

static void a_half_closed_client_gets_a_long_answer_whole(void **state)
{
	size_t size = 3 * (size_t)VOUCH_LINE_MAX;
	char *got = xmalloc(size);
	struct rig *r = *state;
	int fd = rig_client(r);

	r->answer_size = size;
	rig_say(r, fd, "line\n");
	assert_int_equal(shutdown(fd, SHUT_WR), 0);
	rig_run(r, 5);
	assert_int_equal(rig_read(r, fd, got, size, NULL), size);
	rig_expect_closed(r, fd);
	(void)close(fd);
	free(got);
}

#define PIPELINED 10000

static void pipelined_lines_keep_their_order_and_leave_room_for_others(void **state)
{
	struct rig *r = *state;
	int hurried = rig_client(r), patient = rig_client(r);
	char *text = xmalloc(PIPELINED * 8), *got = xmalloc(PIPELINED * 8);
	size_t n = 0, n_got = 0, handled_when_answered = 0;
	char answer[8];

	for (int i = 0; i < PIPELINED; i++)
		n += (size_t)snprintf(text + n, 8, "%d\n", i);
	assert_int_equal(send(hurried, text, n, MSG_NOSIGNAL), n);
	assert_int_equal(send(patient, "me\n", 3, MSG_NOSIGNAL), 3);
	while (n_got < n) {
		ssize_t some;

		rig_turn(r);
		some = recv(hurried, got + n_got, n - n_got, 0);
		n_got += some > 0 ? (size_t)some : 0;
		if (!handled_when_answered && recv(patient, answer, sizeof answer, 0) == 3)
			handled_when_answered = r->n_handled;
	}
	assert_memory_equal(got, text, n);
	assert_in_range(r->most_in_turn, 1, VOUCH_TURN_REQUESTS_MAX + 1);
	assert_in_range(handled_when_answered, 1, 4 * VOUCH_TURN_REQUESTS_MAX);
	(void)close(hurried);
	(void)close(patient);
	free(text);
	free(got);
}

static void a_callee_that_answers_at_once_is_held_to_turns_too(void **state)
{
	enum { N = 1000, CLIENTS = 3 };
	struct rig *r = *state;
	int fds[CLIENTS];
	char text[2 * N];

	r->is_immediate = true;
	for (int i = 0; i < CLIENTS; i++)
		fds[i] = rig_client(r);
	for (size_t i = 0; i < N; i++)
		memcpy(text + 2 * i, "a\n", 2);
	for (int i = 0; i < CLIENTS; i++)
		assert_int_equal(send(fds[i], text, sizeof text, MSG_NOSIGNAL), sizeof text);
	for (int i = 0; r->n_handled < N * CLIENTS && i < N; i++) {
		size_t before = r->n_handled;

		rig_turn(r);
		assert_in_range(r->n_handled - before, 0, CLIENTS * VOUCH_TURN_REQUESTS_MAX);
	}
	assert_int_equal(r->n_handled, N * CLIENTS);
	for (int i = 0; i < CLIENTS; i++)
		(void)close(fds[i]);
}

static void no_more_lines_are_open_than_one_turn_takes(void **state)
{
	struct rig *r = *state;
	int fd = rig_client(r);

	r->is_holding = true;
	for (int i = 0; i < 3 * VOUCH_TURN_REQUESTS_MAX; i++)
		rig_say(r, fd, "line\n");
	rig_run(r, 5);
	assert_int_equal(r->n_lines, VOUCH_TURN_REQUESTS_MAX);
	r->is_holding = false;
	rig_answer(r);
	rig_until(r, &r->n_handled, 3 * (size_t)VOUCH_TURN_REQUESTS_MAX);
	(void)close(fd);
}

/* ---- output ---- */

static void a_client_that_does_not_read_is_not_read_from(void **state)
{
	struct rig *r = *state;
	int fd = rig_client(r);
	size_t n_lines = 2000, size = 65536, n = 0;
	char *got = xmalloc(size), *text = xmalloc(n_lines * 5);

	r->answer_size = size;
	for (size_t i = 0; i < n_lines; i++)
		memcpy(text + i * 5, "line\n", 5);
	assert_int_equal(send(fd, text, n_lines * 5, MSG_NOSIGNAL), n_lines * 5);
	rig_run(r, 20);
	assert_in_range(r->n_handled, 1, 2 * VOUCH_TURN_REQUESTS_MAX);
	assert_in_range(conn_unsent(r->newest), VOUCH_UNREAD_MAX + 1,
			VOUCH_TURN_REQUESTS_MAX * size);
	for (size_t some = 1; some && n < n_lines * size; n += some)
		some = rig_read(r, fd, got, size, NULL);
	assert_int_equal(n, n_lines * size);
	assert_int_equal(conn_unsent(r->newest), 0);
	(void)close(fd);
	free(text);
	free(got);
}

/* Fills what the kernel takes, then the queue to exactly `n` bytes. */
static void fill(struct rig *r, struct conn *c, size_t n)
{
	char *big = rig_long_line(n, "");

	conn_send(c, big, n / 2);
	rig_run(r, 5);
	assert_true(conn_unsent(c) < n);
	conn_send(c, big, n - conn_unsent(c));
	free(big);
}

static void a_subscriber_is_cut_off_above_its_limit(void **state)
{
	struct rig *r = *state;
	int fd = rig_client(r);

	conn_set_subscriber(r->newest, true);
	fill(r, r->newest, VOUCH_SUBSCRIBER_MAX - 1);
	rig_run(r, 5);
	assert_int_equal(conn_unsent(r->newest), VOUCH_SUBSCRIBER_MAX - 1);
	conn_send(r->newest, "x", 1);
	rig_run(r, 5);
	assert_int_equal(conn_unsent(r->newest), VOUCH_SUBSCRIBER_MAX);
	assert_int_equal(r->n_close, 0);
	conn_send(r->newest, "x", 1);
	assert_int_equal(r->n_close, 0); /* not inside conn_send */
	rig_until(r, &r->n_close, 1);
	assert_int_equal(server_connections(r->server), 0);
	(void)close(fd);
}

static void others_may_have_more_waiting_than_a_subscriber(void **state)
{
	struct rig *r = *state;
	int fd = rig_client(r);

	fill(r, r->newest, VOUCH_SUBSCRIBER_MAX + 1);
	rig_run(r, 5);
	assert_int_equal(conn_unsent(r->newest), VOUCH_SUBSCRIBER_MAX + 1);
	(void)close(fd);
}

static void a_silent_subscriber_is_kept(void **state)
{
	struct rig *r = *state;
	int fd = rig_client(r);

	conn_set_subscriber(r->newest, true);
	rig_run(r, 2 * STALL_MS);
	conn_send(r->newest, "event\n", 6);
	rig_expect(r, fd, "event\n");
	(void)close(fd);
}

/* ---- stalls ---- */

static void output_that_does_not_move_ends_the_connection(void **state)
{
	struct rig *r = *state;
	int fd = rig_client(r);
	int64_t start = clock_monotonic_ms();

	r->answer_size = VOUCH_LINE_MAX;
	rig_say(r, fd, "line\n");
	rig_until(r, &r->n_close, 1);
	assert_true(clock_monotonic_ms() - start >= STALL_MS);
	(void)close(fd);
}

static void slow_reading_is_progress(void **state)
{
	struct rig *r = *state;
	int fd = rig_client(r);
	size_t n = 0, size = VOUCH_LINE_MAX;
	char *got = xmalloc(size);

	r->answer_size = size;
	rig_say(r, fd, "line\n");
	while (n < size) { /* some 16 reads, together longer than a stall */
		size_t some = size - n < 65536 ? size - n : 65536;

		rig_run(r, STALL_MS / 10);
		assert_int_equal(rig_read(r, fd, got + n, some, NULL), some);
		n += some;
	}
	assert_int_equal(r->n_close, 0);
	(void)close(fd);
	free(got);
}

static void a_slow_writer_is_cut_off_though_its_bytes_come(void **state)
{
	struct rig *r = *state;
	int64_t start;
	int fd = rig_client(r);

	rig_say(r, fd, "whole\n");
	rig_expect(r, fd, "whole\n");
	rig_run(r, STALL_MS + STALL_MS / 2); /* idle is no stall */
	assert_int_equal(r->n_close, 0);
	start = clock_monotonic_ms();
	while (r->n_close == 0 && clock_monotonic_ms() - start < RIG_PATIENCE_MS) {
		(void)send(fd, "a", 1, MSG_NOSIGNAL);
		rig_run(r, 10);
	}
	assert_in_range(clock_monotonic_ms() - start, STALL_MS - 1, RIG_PATIENCE_MS);
	(void)close(fd);
}

static void a_writer_that_completes_its_lines_is_kept(void **state)
{
	struct rig *r = *state;
	int fd = rig_client(r);

	for (int i = 0; i < 20; i++) {
		assert_int_equal(send(fd, "a\na", 3, MSG_NOSIGNAL), 3);
		rig_run(r, STALL_MS / 10);
	}
	assert_int_equal(r->n_close, 0);
	assert_int_equal(r->n_handled, 20);
	(void)close(fd);
}

static void half_a_line_behind_unread_answers_is_no_stall_of_its_own(void **state)
{
	char text[5 * VOUCH_TURN_REQUESTS_MAX + 4];
	struct rig *r = *state;
	int fd = rig_client(r);

	r->is_holding = true;
	for (size_t i = 0; i < VOUCH_TURN_REQUESTS_MAX; i++)
		memcpy(text + 5 * i, "line\n", 5);
	memcpy(text + sizeof text - 4, "half", 4);
	assert_int_equal(send(fd, text, sizeof text, MSG_NOSIGNAL), sizeof text);
	rig_run(r, 2 * STALL_MS); /* the answers are late, which is not the client's fault */
	assert_int_equal(server_connections(r->server), 1);
	(void)close(fd);
}

#define AN_IMPATIENT_TEST(name)                                                                    \
	cmocka_unit_test_setup_teardown(name, set_up_impatient, rig_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		RIG_TEST(lines_are_framed_by_newlines),
		RIG_TEST(a_line_may_come_in_single_bytes),
		RIG_TEST(a_line_is_held_to_its_limit),
		RIG_TEST(a_line_at_its_limit_may_come_without_its_end),
		RIG_TEST(a_line_without_end_is_cut_near_the_limit),
		RIG_TEST(the_answers_before_a_line_too_long_come_first),
		RIG_TEST(a_half_closed_client_gets_all_its_answers),
		RIG_TEST(a_half_closed_client_gets_a_long_answer_whole),
		RIG_TEST(pipelined_lines_keep_their_order_and_leave_room_for_others),
		RIG_TEST(a_callee_that_answers_at_once_is_held_to_turns_too),
		RIG_TEST(no_more_lines_are_open_than_one_turn_takes),
		RIG_TEST(a_client_that_does_not_read_is_not_read_from),
		RIG_TEST(a_subscriber_is_cut_off_above_its_limit),
		RIG_TEST(others_may_have_more_waiting_than_a_subscriber),
		AN_IMPATIENT_TEST(a_silent_subscriber_is_kept),
		AN_IMPATIENT_TEST(output_that_does_not_move_ends_the_connection),
		AN_IMPATIENT_TEST(slow_reading_is_progress),
		AN_IMPATIENT_TEST(a_slow_writer_is_cut_off_though_its_bytes_come),
		AN_IMPATIENT_TEST(a_writer_that_completes_its_lines_is_kept),
		AN_IMPATIENT_TEST(half_a_line_behind_unread_answers_is_no_stall_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
