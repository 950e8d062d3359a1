/* Who has asked for much leaves time for those who ask for little. */
#include "machine.h"

#include <sys/socket.h>
#include <sys/un.h>

#define MANY 50
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_MACHINE(one_question_is_answered_before_the_second_of_anybody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
