/* Who has asked for much leaves time for those who ask for little, and so does the clock. */
#include "machine.h"

#include <sys/socket.h>
#include <sys/un.h>

#include "ops/event.h"
#include "store/db.h"
#include "store/raw.h"

#define MANY 50
#define MANY_DUE 200
#define ENDLESS 1000 /* turns */

static int connect_to(const struct machine *m)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	(void)snprintf(to.sun_path, sizeof to.sun_path, "%s", m->socket);
	assert_int_equal(connect(fd, (const struct sockaddr *)&to, sizeof to), 0);
	return fd;
}

static void ask(int fd, int n)
{
	_cleanup_str_ struct str lines = {0};

	for (int i = 1; i <= n; i++)
		str_addf(&lines, "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"system.hello\"}\n",
			 i);
	assert_int_equal(write(fd, lines.data, lines.len), lines.len);
}

/* How many answers have come since, the first of them to the question after `*n`; *n grows. */
static void take(int fd, int *n, struct str *left)
{
	char bytes[65536], want[32];
	ssize_t got;
	char *end;

	while ((got = recv(fd, bytes, sizeof bytes, MSG_DONTWAIT)) > 0)
		str_add_n(left, bytes, (size_t)got);
	while (left->len && (end = memchr(left->data, '\n', left->len))) {
		size_t size = (size_t)(end - left->data) + 1;

		(void)snprintf(want, sizeof want, "\"id\":%d,", ++*n);
		*end = '\0';
		assert_non_null(strstr(left->data, want));
		memmove(left->data, end + 1, left->len - size);
		left->len -= size;
	}
}

static void turn_once(struct machine *m)
{
	loop_defer(m->app.loop, machine_stop_loop, m->app.loop);
	assert_int_equal(loop_run(m->app.loop), 0);
}

static void one_question_is_answered_before_the_second_of_anybody(void **state)
{
	_cleanup_str_ struct str left_of_many = {0}, left_of_one = {0};
	struct machine *m = *state;
	int many, one, n_many = 0, n_one = 0, turns = 0;

	machine_start(m, FAKE_NOON);
	many = connect_to(m);
	one = connect_to(m);
	turn_once(m); /* lets both in */
	ask(many, MANY);
	ask(one, 1);
	fake.step = 1000;
	for (; n_one == 0 && turns < ENDLESS; turns++) {
		turn_once(m);
		take(one, &n_one, &left_of_one);
	}
	take(many, &n_many, &left_of_many);
	assert_int_equal(n_one, 1);
	assert_in_range(n_many, 1, MANY / 2);
	for (; n_many < MANY && turns < ENDLESS; turns++) {
		turn_once(m);
		take(many, &n_many, &left_of_many);
	}
	assert_int_equal(n_many, MANY);
	fake.step = 0;
	(void)close(many);
	(void)close(one);
	machine_turn(m);
}

static int newest(struct op *op, void *arg)
{
	return op_event_newest(op, arg);
}

/* Of events that were told of: each that falls due is one. */
static int64_t told(struct machine *m)
{
	int64_t seq = 0;

	assert_int_equal(app_operate(&m->app, OP_CLOCK, "look", newest, &seq), 0);
	return seq;
}

/* Of the file, which is another once the log was moved to it. */
static uint64_t print_of(const struct machine *m)
{
	FILE *f = fopen(m->db, "re");
	uint64_t hash = 0;
	int c;

	assert_non_null(f);
	while ((c = getc(f)) != EOF)
		hash = hash * 31 + (unsigned char)c;
	(void)fclose(f);
	return hash;
}

static void nobody_waits_for_what_falls_due_and_for_the_log(void **state)
{
	int64_t now = FAKE_NOON + FAKE_HOUR, before;
	struct machine *m = *state;
	int n_moves = 0;

	machine_start(m, FAKE_NOON);
	MACHINE_DO(m, "contact.add", "{\"name\":\"Ana Ruiz\"}");
	for (int i = 0; i < MANY_DUE; i++)
		MACHINE_DO(m, "followup.add",
			   "{\"contact\":1,\"kind\":\"task\",\"title\":\"File it\","
			   "\"due\":\"2026-12-01T13:00\"}");
	before = told(m);
	fake.now = now;
	fake.step = 5000; /* so that a turn ends with the first */
	fake_ring(true);
	for (int i = 0; i < ENDLESS && (i == 0 || m->app.is_due); i++) {
		int64_t n_told = told(m);
		uint64_t print = print_of(m);

		turn_once(m);
		if (print_of(m) == print)
			continue;
		assert_int_equal(told(m), n_told);
		n_moves++;
	}
	assert_int_equal(told(m), before + MANY_DUE);
	assert_in_range(n_moves, 2, MANY_DUE);
	fake.step = 0;
}

static int64_t kept_rows(const struct machine *m)
{
	return raw_number(store_db(m->app.env.store), "SELECT count(*) FROM journal_row");
}

static void the_journal_is_pruned_bit_by_bit(void **state)
{
	struct machine *m = *state;
	int64_t n = 0, left;

	machine_start(m, FAKE_NOON);
	for (int i = 0; i < MANY_DUE; i++)
		MACHINE_DO(m, "contact.add", "{\"name\":\"Ana Ruiz\"}");
	assert_true(kept_rows(m) > MANY_DUE);
	fake.now = FAKE_NOON + 100 * FAKE_DAY;
	fake.step = 5000;
	m->app.is_due = true;
	app_defer(&m->app);
	for (int i = 0; i < ENDLESS && m->app.is_due; i++) {
		n = kept_rows(m);
		turn_once(m);
		left = kept_rows(m);
		assert_in_range(left, n < MANY ? 0 : n - MANY, n);
	}
	assert_int_equal(kept_rows(m), 0);
	fake.step = 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_MACHINE(one_question_is_answered_before_the_second_of_anybody),
		WITH_MACHINE(nobody_waits_for_what_falls_due_and_for_the_log),
		WITH_MACHINE(the_journal_is_pruned_bit_by_bit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
