/* A hundred years with customers: the alarm rings for what comes due and for nothing else. */
#include "rpc/story.h"

#include "base/cleanup.h"
#include "ops/event.h"
#include "store/contact.h"
#include "store/followup_clock.h"
#include "store/gate.h"
#include "store/suppression.h"

#define N_CUSTOMERS 3
#define YEARS 100
#define LATER 600 /* seconds after which the user does what came due */
#define DONE_MAX 20
#define PER_MINUTE_MAX 10
#define MORNINGS_A_YEAR 57 /* of weeks and quarters, told whatever is due */

/* What the alarm was set for. */
enum reason { FOLLOWUP, PAUSE, SUPPRESSION, VERDICT, MORNING, N_REASONS };

struct century {
	struct stack *f;
	int64_t n[N_REASONS]; /* times it rang */
	int64_t n_all, n_due, n_idle;
	int64_t minute, in_minute, most_in_minute;
	int64_t events;
};

static enum reason reason_of(struct century *c, const struct op *op)
{
	struct store *s = c->f->env.store;
	struct day pause, suppression, verdict;
	int64_t look;

	assert_int_equal(store_followup_next_look(s, &look), 0);
	assert_int_equal(store_contact_next_pause(s, &pause), 0);
	assert_int_equal(store_suppression_next_end(s, &suppression), 0);
	assert_int_equal(store_gate_next_recheck(s, &verdict), 0);
	if (look != NO_INSTANT && look <= op->now)
		return FOLLOWUP;
	if (!day_is_none(pause) && pause.n <= op->today.n)
		return PAUSE;
	if (!day_is_none(suppression) && suppression.n <= op->today.n)
		return SUPPRESSION;
	return !day_is_none(verdict) && verdict.n <= op->today.n ? VERDICT : MORNING;
}

static int64_t newest_event(const struct op *op)
{
	int64_t seq = 0;

	assert_int_equal(op_event_newest((struct op *)op, &seq), 0);
	return seq;
}

static void count_minute(struct century *c)
{
	int64_t minute = c->f->now / 60;

	c->in_minute = minute == c->minute ? c->in_minute + 1 : 1;
	c->minute = minute;
	if (c->in_minute > c->most_in_minute)
		c->most_in_minute = c->in_minute;
}

/* The alarm rings, and what is due is run. */
static void wake(struct century *c)
{
	struct arena *arena = arena_new();
	struct op op = {.actor = OP_CLOCK, .method = "look"};
	int64_t before;

	op_look(&op, &c->f->env, arena, c->f->now);
	before = newest_event(&op);
	c->n[reason_of(c, &op)]++;
	c->n_all++;
	count_minute(c);
	assert_int_equal(stack_tick(c->f), 0);
	c->n_idle += newest_event(&op) == before;
	arena_free(arena);
}

/* What is due is done, as most days; true where it was. */
static bool do_one(struct century *c, const json_t *item)
{
	long long id = number(item, "id"), contact = number(json_object_get(item, "contact"), "id");

	if (strcmp(text(item, "kind"), "ask") == 0)
		return !refused(c->f, "ask.record", "{\"contact\":%lld,\"outcome\":\"declined\"}",
				contact);
	return !refused(c->f, "followup.done", "{\"id\":%lld}", id);
}

static void do_what_is_due(struct century *c)
{
	json_t *list = tell(c->f, "agenda.due", "{\"limit\":%d}", DONE_MAX), *item;
	size_t i;

	json_array_foreach (json_object_get(list, "items"), i, item)
		c->n_due += do_one(c, item);
	json_decref(list);
}

/* What a year brings: a sale, a score, promises, a holiday, and somebody who wants no calls. */
static void live(struct century *c, int month)
{
	struct civil d = day_to_civil(day_of_local(c->f->now));
	int who = 1 + (d.year + month) % N_CUSTOMERS;

	switch (month) {
	case 1:
		DO(c->f, "sale.record",
		   "{\"contact\":%d,\"product\":\"Alarm\",\"completed_day\":\"%04d-%02d-%02d\"}",
		   who, d.year, d.month, d.day);
		break;
	case 3:
		DO(c->f, "satisfaction.record", "{\"contact\":%d,\"score\":%d}", who,
		   7 + d.year % 4);
		break;
	case 5:
		DO(c->f, "promise.add",
		   "{\"contact\":%d,\"text\":\"a quote\",\"due_day\":\"%04d-06-02\"}", who, d.year);
		break;
	case 7:
		DO(c->f, "contact.pause", "{\"id\":%d,\"until\":\"%04d-08-20\"}", who, d.year);
		break;
	case 9:
		DO(c->f, "suppression.add",
		   "{\"contact\":%d,\"channel\":\"call\",\"until\":\"%04d-11-11\",\"reason\":"
		   "\"busy\"}",
		   who, d.year);
		break;
	default:
		break;
	}
}

/* From one ringing to the next, and from month to month. */
static void pass_century(struct century *c)
{
	int64_t before = 0;

	for (int n = 1; n <= YEARS * 12; n++) {
		struct day month = day_from_civil(2026, 12 + n, 1);
		int64_t end = day_to_local(month, 9 * 60), next;

		while ((next = stack_next(c->f, end)) < end) {
			if (next <= before)
				fail_msg("it rings at %lld again", (long long)before);
			c->f->now = before = next;
			wake(c);
			c->f->now += LATER;
			do_what_is_due(c);
		}
		c->f->now = end > c->f->now ? end : c->f->now;
		live(c, day_to_civil(month).month);
	}
}

static void it_rings_for_what_is_due_and_for_nothing_else(void **state)
{
	struct century c = {.f = *state};

	for (int i = 0; i < N_CUSTOMERS; i++)
		DO(c.f, "contact.add", "{\"name\":\"Customer %d\"}", i + 1);
	pass_century(&c);
	print_message("%d years: rang %lld times (follow-ups %lld, pauses %lld, suppressions %lld, "
		      "verdicts %lld, mornings %lld), %lld done, %lld with nothing to tell; "
		      "at most %lld a minute\n",
		      YEARS, (long long)c.n_all, (long long)c.n[FOLLOWUP], (long long)c.n[PAUSE],
		      (long long)c.n[SUPPRESSION], (long long)c.n[VERDICT], (long long)c.n[MORNING],
		      (long long)c.n_due, (long long)c.n_idle, (long long)c.most_in_minute);
	assert_in_range(c.n[PAUSE], 1, YEARS);
	assert_in_range(c.n[SUPPRESSION], 1, YEARS);
	assert_in_range(c.n[MORNING], 0, MORNINGS_A_YEAR * YEARS + c.n_due);
	/* The rest are asks whose day has come and that wait, and verdicts. */
	assert_in_range(c.n[FOLLOWUP], 1, c.n_due + c.n_idle);
	assert_in_range(c.n_idle, 0, c.n[MORNING] + (c.n_all - c.n[MORNING]) / 3);
	assert_in_range(c.most_in_minute, 1, PER_MINUTE_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(it_rings_for_what_is_due_and_for_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
