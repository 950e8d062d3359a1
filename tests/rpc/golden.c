/* Golden transcripts: requests, and the answers they must have, in text files. */
#include "rpc/golden.h"

#include <stdio.h>
#include <sys/types.h>

#include "base/cleanup.h"
#include "rpc/builtin.h"
#include "rpc/method.h"
#include "rpc/render.h"
#include "rpc/stack.h"

#define ANYTHING "\xe2\x80\xa6" /* … */
#define UUID_CHARS 36

struct transcript {
	const char *path;
	FILE *file;
	struct stack *stack;
	struct golden_seen *seen;
	struct golden_look *look;
	struct str out;     /* the file as it would be after an update */
	struct str got;     /* what the last request was answered, line by line */
	const char *unread; /* into got */
	int line;
	bool has_failed;
};

/* What app.c does at first start. */
static void golden_setup(struct op_env *env)
{
	struct op op = {.actor = OP_CLOCK, .method = "plan.put"};
	struct arena *arena = arena_new();

	assert_int_equal(op_group_begin(env), 0);
	assert_int_equal(op_begin(&op, env, arena, NOON), 0);
	assert_int_equal(op_end(&op, builtin_plans_put(&op)), 0);
	assert_int_equal(op_group_commit(env), 0);
	arena_free(arena);
}

/* Whether text is as the pattern says, … standing for any text. */
static bool matches(const char *pattern, const char *text)
{
	const char *gap = strstr(pattern, ANYTHING);
	size_t n;

	if (!gap)
		return strcmp(pattern, text) == 0;
	n = (size_t)(gap - pattern);
	if (strncmp(pattern, text, n) != 0)
		return false;
	for (text += n; *text; text++)
		if (matches(gap + strlen(ANYTHING), text))
			return true;
	return matches(gap + strlen(ANYTHING), text);
}

static bool is_uuid(const char *text)
{
	return strspn(text, "0123456789abcdef-") == UUID_CHARS;
}

/* Copies a line, with … for what differs from run to run. */
static void add_masked(struct str *to, const char *line)
{
	static const char *const numbers[] = {"\"pid\":", "\"bytes\":"};
	static const char version[] = "\"version\":\"" VOUCH_VERSION;

	while (*line) {
		const char *number = str_starts_with(line, numbers[0])   ? numbers[0]
				     : str_starts_with(line, numbers[1]) ? numbers[1]
									 : NULL;

		if (number) {
			str_add(to, number);
			str_add(to, ANYTHING);
			line += strlen(number);
			line += strspn(line, "0123456789");
		} else if (str_starts_with(line, version)) {
			str_add(to, "\"version\":\"" ANYTHING);
			line += strlen(version);
		} else if ((*line == '@' || *line == '"') && is_uuid(line + 1)) {
			str_addf(to, "%c" ANYTHING, *line);
			line += 1 + UUID_CHARS;
		} else {
			str_add_char(to, *line++);
		}
	}
}

static bool holds_a_real(const json_t *value)
{
	const char *key;
	json_t *item;
	size_t i;

	if (json_is_real(value))
		return true;
	json_array_foreach (value, i, item) {
		if (holds_a_real(item))
			return true;
	}
	json_object_foreach ((json_t *)value, key, item) {
		if (holds_a_real(item))
			return true;
	}
	return false;
}

/* What is counted and divided; everything else is told in whole numbers. */
static bool has_shares(const char *method)
{
	return method &&
	       (str_starts_with(method, "numbers.") || strcmp(method, "system.status") == 0);
}

/* Notes the method of a request that has succeeded, and looks for numbers that are not whole. */
static void note(struct transcript *t, const char *request, const char *reply)
{
	json_t *question = json_loads(request, 0, NULL), *answer = json_loads(reply, 0, NULL);
	const char *name = json_string_value(json_object_get(question, "method"));
	const json_t *result = json_object_get(answer, "result");
	const struct method *method = name ? method_find(name) : NULL;

	if (holds_a_real(result) && !has_shares(name)) {
		print_error("%s:%d: a number that is not whole\n", t->path, t->line);
		t->has_failed = true;
	}
	if (method && result && t->seen->n < GOLDEN_METHODS_MAX &&
	    !golden_has_seen(t->seen, method->name))
		t->seen->methods[t->seen->n++] = method->name;
	json_decref(question);
	json_decref(answer);
}

static void fail_line(struct transcript *t, const char *want, const char *got)
{
	print_error("%s:%d:\n  expected: %s\n       got: %s\n", t->path, t->line, want, got);
	t->has_failed = true;
}

/* The next line of the answer without its newline, null at the end; to be freed. */
static char *next_answer(struct transcript *t)
{
	const char *end = t->unread ? strchr(t->unread, '\n') : NULL;
	char *line;

	if (!end)
		return NULL;
	line = strndup(t->unread, (size_t)(end - t->unread));
	t->unread = end + 1;
	return line;
}

static void add_line(struct transcript *t, const char *mark, const char *text)
{
	str_add(&t->out, mark);
	str_add(&t->out, text);
	str_add_char(&t->out, '\n');
}

/* Answers that the file does not tell of. */
static void end_request(struct transcript *t)
{
	char *got;

	while ((got = next_answer(t))) {
		_cleanup_str_ struct str masked = {0};

		add_masked(&masked, got);
		fail_line(t, "(nothing)", got);
		add_line(t, "< ", str_text(&masked));
		free(got);
	}
}

static void look_after(struct transcript *t, const char *request)
{
	_cleanup_str_ struct str where = {0};

	str_addf(&where, "%s:%d", t->path, t->line);
	t->look->after(t->look, t->stack, str_text(&where), request, str_text(&t->got));
}

static void run_request(struct transcript *t, const char *request)
{
	struct stack *s = t->stack;

	end_request(t);
	str_reset(&t->got);
	if (t->look)
		t->look->before(t->look, s, request);
	str_add(&t->got, send(s, request));
	note(t, request, str_text(&t->got));
	if (t->look)
		look_after(t, request);
	rpc_events(s->rpc, s->peer, &t->got);
	t->unread = str_text(&t->got);
	add_line(t, "> ", request);
}

static void check_answer(struct transcript *t, const char *want)
{
	_cleanup_free_ char *got = next_answer(t);
	_cleanup_str_ struct str masked = {0};

	if (!got) {
		fail_line(t, want, "(nothing)");
		return;
	}
	if (matches(want, got)) {
		add_line(t, "< ", want);
		return;
	}
	fail_line(t, want, got);
	add_masked(&masked, got);
	add_line(t, "< ", str_text(&masked));
}

static bool set_zone(struct transcript *t, const char *name)
{
	struct zone *zone;

	if (zone_load(name, &zone))
		return false;
	zone_free(t->stack->zone);
	t->stack->zone = zone;
	t->stack->env.zone = zone;
	return true;
}

static void run_order(struct transcript *t, const char *order)
{
	bool is_good = false;

	end_request(t);
	if (str_starts_with(order, "clock "))
		is_good = instant_parse(order + strlen("clock "), &t->stack->now);
	else if (str_starts_with(order, "zone "))
		is_good = set_zone(t, order + strlen("zone "));
	if (!is_good)
		fail_line(t, "! clock INSTANT or ! zone NAME", order);
	add_line(t, "! ", order);
}

static void run_line(struct transcript *t, const char *line)
{
	if (str_starts_with(line, "> "))
		run_request(t, line + 2);
	else if (str_starts_with(line, "< "))
		check_answer(t, line + 2);
	else if (str_starts_with(line, "! "))
		run_order(t, line + 2);
	else {
		end_request(t);
		if (*line && *line != '#')
			fail_line(t, "a line with >, <, ! or #", line);
		add_line(t, "", line);
	}
}

static void update(const struct transcript *t)
{
	FILE *file = fopen(t->path, "we");

	assert_non_null(file);
	assert_int_equal(fwrite(str_text(&t->out), 1, t->out.len, file), t->out.len);
	assert_int_equal(fclose(file), 0);
}

bool golden_run(const char *path, struct golden_seen *seen, struct golden_look *look)
{
	struct transcript t = {.path = path, .seen = seen, .look = look, .file = fopen(path, "re")};
	_cleanup_free_ char *line = NULL;
	void *stack = NULL;
	size_t room = 0;
	ssize_t n;

	assert_non_null(t.file);
	assert_int_equal(set_up(&stack), 0);
	t.stack = stack;
	golden_setup(&t.stack->env);
	while ((n = getline(&line, &room, t.file)) > 0) {
		if (line[n - 1] == '\n')
			line[n - 1] = '\0';
		t.line++;
		run_line(&t, line);
	}
	end_request(&t);
	(void)fclose(t.file);
	if (t.has_failed && getenv("GOLDEN_UPDATE"))
		update(&t);
	(void)tear_down(&stack);
	str_deinit(&t.out);
	str_deinit(&t.got);
	return !t.has_failed;
}

bool golden_has_seen(const struct golden_seen *seen, const char *method)
{
	for (size_t i = 0; i < seen->n; i++)
		if (strcmp(seen->methods[i], method) == 0)
			return true;
	return false;
}
