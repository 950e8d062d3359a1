/* Telling stories of trouble in a household. Include once a test program. */
#pragma once

#include "base/cleanup.h"
#include "rpc/story.h"

/* Contact 1 is Ana, 2 is Ben, both of household 1; 3 is Cleo, who lives elsewhere. Each has bought
 * an alarm on 2026-12-01. */
static inline struct stack *three_clients(void **state)
{
	static const char *const names[] = {"Ana", "Ben", "Cleo"};
	struct stack *f = *state;

	for (int i = 0; i < 3; i++) {
		DO(f, "contact.add", "{\"name\":\"%s\"}", names[i]);
		DO(f, "sale.record",
		   "{\"contact\":%d,\"product\":\"Alarm\",\"completed_day\":\"2026-12-01\"}",
		   i + 1);
	}
	DO(f, "household.add", "{\"name\":\"Lime St 4\",\"members\":[1,2]}");
	return f;
}

static inline void expect_wait(struct stack *f, int64_t contact, const char *key, const char *wait)
{
	json_t *row = step(f, contact, key);

	if (strcmp(text(row, "waits_for"), wait) != 0)
		fail_msg("%s of %lld is %s and waits for %s, not %s", key, (long long)contact,
			 text(row, "state"), text(row, "waits_for"), wait);
	json_decref(row);
}

/* The newest follow-up of a plan's step, which other plans have too. */
static inline json_t *step_of(struct stack *f, int64_t contact, const char *plan, const char *key)
{
	json_t *list =
		tell(f, "followup.list", "{\"contact\":%lld,\"limit\":1000}", (long long)contact);
	json_t *item, *found = NULL;
	size_t i;

	json_array_foreach (json_object_get(list, "items"), i, item) {
		const json_t *origin = json_object_get(item, "plan");

		if (strcmp(text(origin, "name"), plan) == 0 &&
		    strcmp(text(origin, "step"), key) == 0 &&
		    (!found || number(item, "id") > number(found, "id")))
			found = item;
	}
	if (!found)
		fail_msg("contact %lld has no step %s of %s", (long long)contact, key, plan);
	json_incref(found);
	json_decref(list);
	return found;
}

static inline void expect_of(struct stack *f, int64_t contact, const char *plan, const char *key,
			     const char *state_and_due)
{
	json_t *row = step_of(f, contact, plan, key);
	char got[64];

	(void)snprintf(got, sizeof got, "%s %s", text(row, "state"), text(row, "due"));
	if (strcmp(got, state_and_due) != 0)
		fail_msg("%s of %s is %s, not %s", key, plan, got, state_and_due);
	json_decref(row);
}

static inline void do_step_of(struct stack *f, int64_t contact, const char *plan, const char *key,
			      const char *more)
{
	json_t *row = step_of(f, contact, plan, key);

	DO(f, "followup.done", "{\"id\":%lld%s}", (long long)number(row, "id"), more);
	json_decref(row);
}

static inline size_t n_runs(struct stack *f, int64_t contact, const char *plan, const char *state)
{
	json_t *list = tell(f, "run.list", "{\"contact\":%lld,\"state\":\"%s\",\"limit\":1000}",
			    (long long)contact, state);
	json_t *run;
	size_t i, n = 0;

	json_array_foreach (json_object_get(list, "items"), i, run)
		n += strcmp(text(run, "plan"), plan) == 0;
	json_decref(list);
	return n;
}

static inline void complain(struct stack *f, int64_t contact, const char *what)
{
	DO(f, "complaint.add", "{\"contact\":%lld,\"text\":\"%s\"}", (long long)contact, what);
}

static inline void score(struct stack *f, int64_t contact, int value)
{
	DO(f, "satisfaction.record", "{\"contact\":%lld,\"score\":%d}", (long long)contact, value);
}

/* "resolved 2026-12-05" */
static inline void expect_complaint(struct stack *f, int64_t id, const char *state_and_day)
{
	json_t *got = tell(f, "complaint.get", "{\"id\":%lld}", (long long)id),
	       *c = json_object_get(got, "complaint");
	char is[64];

	(void)snprintf(is, sizeof is, "%s %s", text(c, "state"), text(c, "resolved_day"));
	assert_string_equal(is, state_and_day);
	json_decref(got);
}

static inline int64_t promise(struct stack *f, int64_t contact, const char *due)
{
	json_t *got =
		tell(f, "promise.add", "{\"contact\":%lld,\"text\":\"quote\",\"due_day\":\"%s\"}",
		     (long long)contact, due);
	int64_t id = number(json_object_get(got, "promise"), "id");

	json_decref(got);
	return id;
}
