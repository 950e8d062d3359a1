/* Telling a story over the socket's methods: do, expect, look. Include once a test program. */
#pragma once

#include <stdarg.h>
#include <stdio.h>

#include "base/clock.h"
#include "domain/day.h"
#include "rpc/builtin.h"
#include "rpc/render.h"
#include "rpc/stack.h"

static inline int put_plans(void **state)
{
	struct arena *arena = arena_new();
	struct op op = {.actor = OP_CLOCK, .method = "start"};
	struct stack *f;

	assert_int_equal(set_up(state), 0);
	f = *state;
	assert_int_equal(op_group_begin(&f->env), 0);
	assert_int_equal(op_begin(&op, &f->env, arena, f->now), 0);
	assert_int_equal(op_end(&op, builtin_plans_put(&op)), 0);
	assert_int_equal(op_group_commit(&f->env), 0);
	arena_free(arena);
	return 0;
}

#define WITH_PLANS(name) cmocka_unit_test_setup_teardown(name, put_plans, tear_down)

static inline json_t *answer(struct stack *f, const char *method, const char *params)
{
	_cleanup_str_ struct str line = {0};
	json_t *json;

	str_addf(&line, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}", method,
		 params);
	json = json_loads(send(f, str_text(&line)), 0, NULL);
	assert_non_null(json);
	return json;
}

/* The result, which must be one; valid until the test frees it. */
__attribute__((format(printf, 3, 4))) static inline json_t *
tell(struct stack *f, const char *method, const char *format, ...)
{
	char params[4096];
	va_list args;
	json_t *json, *result;

	va_start(args, format);
	(void)vsnprintf(params, sizeof params, format, args);
	va_end(args);
	json = answer(f, method, params);
	result = json_object_get(json, "result");
	if (!result)
		fail_msg("%s %s: %s", method, params, str_text(&f->reply));
	json_incref(result);
	json_decref(json);
	return result;
}

/* Does it, the result does not matter. */
#define DO(f, ...) json_decref(tell(f, __VA_ARGS__))

/* The code it is refused with. */
__attribute__((format(printf, 3, 4))) static inline int refused(struct stack *f, const char *method,
								const char *format, ...)
{
	char params[4096];
	va_list args;
	json_t *json;
	int code;

	va_start(args, format);
	(void)vsnprintf(params, sizeof params, format, args);
	va_end(args);
	json = answer(f, method, params);
	code = (int)json_integer_value(json_object_get(json_object_get(json, "error"), "code"));
	json_decref(json);
	return code;
}

static inline const char *text(const json_t *object, const char *key)
{
	const char *value = json_string_value(json_object_get(object, key));

	return value ? value : "-";
}

static inline int64_t number(const json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

/* The clock to 12:00 UTC of a day, as after sleep. */
static inline void at_noon(struct stack *f, const char *day)
{
	DO(f, "dev.clock", "{\"now\":\"%sT12:00:00Z\"}", day);
}

static inline void pass_days(struct stack *f, int days)
{
	for (; days > 0; days -= 300)
		DO(f, "dev.advance", "{\"seconds\":%d}", (days > 300 ? 300 : days) * 86400);
}

/* "done thank|scheduled service|…" of a contact's follow-ups made by a sale, in the order they
 * were made: state, step, due. */
static inline void steps_of(struct stack *f, int64_t contact, int64_t sale, struct str *to)
{
	str_reset(to);
	for (int64_t id = 1; id < 400; id++) {
		char params[64];
		json_t *json, *row;

		(void)snprintf(params, sizeof params, "{\"id\":%lld}", (long long)id);
		json = answer(f, "followup.get", params);
		row = json_object_get(json_object_get(json, "result"), "followup");
		if (row && number(row, "sale") == sale &&
		    number(json_object_get(row, "contact"), "id") == contact)
			str_addf(to, "%s%s %s", to->len ? "|" : "", text(row, "state"),
				 text(json_object_get(row, "plan"), "step"));
		if (!row)
			id = 400;
		json_decref(json);
	}
}

/* A follow-up of a contact by its step (the newest one); a new reference. */
static inline json_t *step(struct stack *f, int64_t contact, const char *key)
{
	json_t *list =
		tell(f, "followup.list", "{\"contact\":%lld,\"limit\":1000}", (long long)contact);
	json_t *item, *found = NULL;
	size_t i;

	json_array_foreach (json_object_get(list, "items"), i, item) {
		if (strcmp(text(json_object_get(item, "plan"), "step"), key) != 0)
			continue;
		if (!found || number(item, "id") > number(found, "id"))
			found = item;
	}
	if (!found)
		fail_msg("contact %lld has no step %s", (long long)contact, key);
	json_incref(found);
	json_decref(list);
	return found;
}

/* All that system.check looks at agrees. */
static inline void expect_sound(struct stack *f)
{
	json_t *check = tell(f, "system.check", "{\"full\":true}");

	if (!json_is_true(json_object_get(check, "ok")))
		fail_msg("system.check: %s", str_text(&f->reply));
	json_decref(check);
}

static inline void expect_step(struct stack *f, int64_t contact, const char *key, const char *state,
			       const char *due)
{
	json_t *row = step(f, contact, key);

	if (strcmp(text(row, "state"), state) != 0 || strcmp(text(row, "due"), due) != 0)
		fail_msg("%s is %s for %s, not %s for %s", key, text(row, "state"),
			 text(row, "due"), state, due);
	json_decref(row);
}

static inline void done(struct stack *f, int64_t contact, const char *key)
{
	json_t *row = step(f, contact, key);

	DO(f, "followup.done", "{\"id\":%lld}", (long long)number(row, "id"));
	json_decref(row);
}
