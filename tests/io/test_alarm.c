/* The clock edge. The machine's clock is never set: the two calls that would tell of it are
 * this program's own, which otherwise pass everything on to the kernel. */
#include "io/rig.h"

#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>

#include "io/alarm.h"

enum fake { FAKE_NOTHING, FAKE_STEP, FAKE_NOTHING_READ, FAKE_NOTHING_THERE };

static struct {
	int fd; /* the timer's */
	enum fake next_read;
	bool next_set_tells_step;
	unsigned n_sets;
	int flags;
	struct itimerspec last;
} timer;

static ssize_t fake_read(enum fake fake)
{
	timer.next_read = FAKE_NOTHING;
	if (fake == FAKE_NOTHING_READ)
		return 0;
	errno = fake == FAKE_STEP ? ECANCELED : EAGAIN;
	return -1;
}

/* A faked answer still eats the expiry, as the kernel's does after a step. */
ssize_t read(int fd, void *to, size_t n)
{
	ssize_t got = syscall(SYS_read, fd, to, n);

	return fd == timer.fd && timer.next_read != FAKE_NOTHING ? fake_read(timer.next_read) : got;
}

int timerfd_settime(int fd, int flags, const struct itimerspec *new, struct itimerspec *old)
{
	int r = (int)syscall(SYS_timerfd_settime, fd, flags, new, old);

	timer.fd = fd;
	timer.flags = flags;
	timer.last = *new;
	timer.n_sets++;
	if (!timer.next_set_tells_step)
		return r;
	timer.next_set_tells_step = false;
	errno = ECANCELED;
	return -1;
}

struct clockwork {
	struct rig rig;
	struct alarm *alarm;
	size_t n_due, n_steps, n_zones;
	int64_t due_at;
};

static void on_due(void *user)
{
	const struct clock c = {0};
	struct clockwork *w = user;

	w->n_due++;
	w->due_at = clock_now(&c);
}

static void on_step(void *user)
{
	struct clockwork *w = user;

	w->n_steps++;
}

static void on_zone(void *user)
{
	struct clockwork *w = user;

	w->n_zones++;
}

static int set_up(void **state)
{
	const struct alarm_callbacks callbacks = {
		.on_due = on_due, .on_clock_step = on_step, .on_zone_change = on_zone};
	struct clockwork *w = xcalloc(1, sizeof *w);

	memset(&timer, 0, sizeof timer);
	timer.fd = -1;
	rig_init(&w->rig);
	w->alarm = alarm_new_watching(w->rig.loop, &callbacks, w, w->rig.folder);
	*state = w;
	return w->alarm ? 0 : -1;
}

static int tear_down(void **state)
{
	struct clockwork *w = *state;

	alarm_free(w->alarm);
	rig_deinit(&w->rig);
	free(w);
	return 0;
}

static int64_t now(void)
{
	const struct clock c = {0};

	return clock_now(&c);
}

static void an_instant_in_the_past_rings_in_the_next_turn(void **state)
{
	static const int64_t past[] = {-1, 0, 1, INT64_MIN + 1, 1000000000};
	struct clockwork *w = *state;

	for (size_t i = 0; i < sizeof past / sizeof past[0]; i++) {
		assert_int_equal(alarm_set(w->alarm, past[i]), 0);
		rig_turn(&w->rig);
		assert_int_equal(w->n_due, i + 1);
	}
}

static void it_rings_once_until_it_is_set_again(void **state)
{
	struct clockwork *w = *state;

	assert_int_equal(alarm_set(w->alarm, now() - 1), 0);
	rig_run(&w->rig, 20);
	assert_int_equal(w->n_due, 1);
	assert_int_equal(alarm_set(w->alarm, now() - 1), 0);
	rig_run(&w->rig, 20);
	assert_int_equal(w->n_due, 2);
}

static void it_rings_when_the_second_begins_and_not_before(void **state)
{
	struct clockwork *w = *state;
	int64_t next = now() + 1;

	assert_int_equal(alarm_set(w->alarm, next), 0);
	rig_turn(&w->rig);
	assert_true(w->n_due == 0 || now() >= next);
	rig_until(&w->rig, &w->n_due, 1);
	assert_in_range(w->due_at, next, next + 2);
}

static void far_and_absent_instants_do_not_ring_but_steps_are_still_told(void **state)
{
	static const int64_t far[] = {INT64_MAX, INT64_MAX / 1000000000, 4102444800, INT64_MIN};
	struct clockwork *w = *state;

	for (size_t i = 0; i < sizeof far / sizeof far[0]; i++) {
		assert_int_equal(alarm_set(w->alarm, far[i]), 0);
		rig_run(&w->rig, 2);
		assert_int_equal(w->n_due, 0);
		assert_int_equal(timer.flags, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET);
		assert_true(timer.last.it_value.tv_sec >= 4102444800);
	}
}

static void a_new_alarm_listens_for_steps_at_once(void **state)
{
	(void)state;
	assert_int_equal(timer.flags, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET);
	assert_true(timer.last.it_value.tv_sec > 4102444800);
}

static void the_same_instant_costs_nothing(void **state)
{
	struct clockwork *w = *state;
	unsigned before;

	assert_int_equal(alarm_set(w->alarm, now() + 1000), 0);
	before = timer.n_sets;
	assert_int_equal(alarm_set(w->alarm, now() + 1000), 0);
	assert_in_range(timer.n_sets, before, before + 1); /* a second may have begun */
	before = timer.n_sets;
	assert_int_equal(alarm_set(w->alarm, INT64_MIN), 0);
	assert_int_equal(alarm_set(w->alarm, INT64_MIN), 0);
	assert_int_equal(timer.n_sets, before + 1);
}

static void moving_it_takes_back_a_ring_not_yet_heard(void **state)
{
	struct clockwork *w = *state;

	assert_int_equal(alarm_set(w->alarm, now() - 1), 0);
	assert_int_equal(alarm_set(w->alarm, now() + 1000), 0);
	rig_run(&w->rig, 5);
	assert_int_equal(w->n_due, 0);
}

static void a_step_is_told_and_the_alarm_still_rings(void **state)
{
	struct clockwork *w = *state;

	assert_int_equal(alarm_set(w->alarm, now() - 1), 0);
	timer.next_read = FAKE_STEP; /* and the expiry is eaten with it */
	rig_run(&w->rig, 5);
	assert_int_equal(w->n_steps, 1);
	assert_int_equal(w->n_due, 1);
}

static void a_step_that_setting_the_alarm_finds_is_told_too(void **state)
{
	struct clockwork *w = *state;

	timer.next_set_tells_step = true;
	assert_int_equal(alarm_set(w->alarm, now() + 1000), 0);
	assert_int_equal(w->n_steps, 0); /* never inside alarm_set */
	rig_turn(&w->rig);
	assert_int_equal(w->n_steps, 1);
	assert_int_equal(w->n_due, 0);
	timer.next_set_tells_step = true;
	assert_int_equal(alarm_set(w->alarm, now() - 1), 0);
	rig_run(&w->rig, 5);
	assert_int_equal(w->n_steps, 2);
	assert_int_equal(w->n_due, 1);
}

static void a_read_that_yields_nothing_is_no_ring(void **state)
{
	struct clockwork *w = *state;

	assert_int_equal(alarm_set(w->alarm, now() - 1), 0);
	timer.next_read = FAKE_NOTHING_THERE;
	rig_turn(&w->rig);
	assert_int_equal(w->n_due, 0);

	assert_int_equal(alarm_set(w->alarm, now() - 2), 0);
	timer.next_read = FAKE_NOTHING_READ;
	rig_turn(&w->rig);
	assert_int_equal(w->n_due, 0);
	rig_until(&w->rig, &w->n_due, 1); /* it was set again */
	assert_int_equal(w->n_steps, 0);
}

static void touch(const struct clockwork *w, const char *name, const char *rename_to)
{
	char path[128], other[128];
	int fd;

	(void)snprintf(path, sizeof path, "%s/%s", w->rig.folder, name);
	fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	(void)close(fd);
	(void)snprintf(other, sizeof other, "%s/%s", w->rig.folder, rename_to ? rename_to : name);
	assert_int_equal(rename(path, other), 0);
}

static void a_replaced_localtime_is_a_zone_change(void **state)
{
	struct clockwork *w = *state;
	char path[128];

	(void)snprintf(path, sizeof path, "%s/localtime", w->rig.folder);
	touch(w, "timezone", NULL);
	rig_run(&w->rig, 5);
	assert_int_equal(w->n_zones, 0);

	touch(w, "localtime.new", "localtime");
	rig_run(&w->rig, 5);
	assert_int_equal(w->n_zones, 1);

	assert_int_equal(unlink(path), 0);
	rig_run(&w->rig, 5);
	assert_int_equal(w->n_zones, 2);

	assert_int_equal(symlink("/usr/share/zoneinfo/UTC", path), 0);
	rig_run(&w->rig, 5);
	assert_int_equal(w->n_zones, 3);

	assert_int_equal(unlink(path), 0);
	(void)snprintf(path, sizeof path, "%s/timezone", w->rig.folder);
	assert_int_equal(unlink(path), 0);
}

static void without_a_zone_to_watch_it_works_as_well(void **state)
{
	const struct alarm_callbacks callbacks = {
		.on_due = on_due, .on_clock_step = on_step, .on_zone_change = on_zone};
	struct clockwork *w = *state;
	struct alarm *a = alarm_new(w->rig.loop, &callbacks, w, false);
	struct alarm *b = alarm_new(w->rig.loop, &callbacks, w, true);

	assert_int_equal(alarm_set(a, now() - 1), 0);
	assert_int_equal(alarm_set(b, now() - 1), 0);
	rig_until(&w->rig, &w->n_due, 2);
	alarm_free(a);
	alarm_free(b);
	alarm_free(NULL);
}

#define A_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		A_TEST(an_instant_in_the_past_rings_in_the_next_turn),
		A_TEST(it_rings_once_until_it_is_set_again),
		A_TEST(it_rings_when_the_second_begins_and_not_before),
		A_TEST(far_and_absent_instants_do_not_ring_but_steps_are_still_told),
		A_TEST(a_new_alarm_listens_for_steps_at_once),
		A_TEST(the_same_instant_costs_nothing),
		A_TEST(moving_it_takes_back_a_ring_not_yet_heard),
		A_TEST(a_step_is_told_and_the_alarm_still_rings),
		A_TEST(a_step_that_setting_the_alarm_finds_is_told_too),
		A_TEST(a_read_that_yields_nothing_is_no_ring),
		A_TEST(a_replaced_localtime_is_a_zone_change),
		A_TEST(without_a_zone_to_watch_it_works_as_well),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
