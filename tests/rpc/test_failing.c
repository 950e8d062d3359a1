/* Each statement of each request of the transcripts fails once, and so do those of the clock, of
 * imports and of undos that go on between requests, before all of it is done for good: whoever
 * asked is told so, nothing is done by halves, and nothing is different afterwards, in the book or
 * in memory: what follows is answered as written, byte for byte.
 *
 * usage: rpc_test_failing [STEP]   each STEPth statement of a request (61); 1: each one */
#include "rpc/golden.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "rpc/render.h"
#include "rpc/stack.h"
#include "vouch/errors.h"

#define FOLDER TEST_SOURCE_DIR "/golden"
#define STEP 61
#define SQL_SIZE 200
#define SILENT_SHOWN 40
#define SLICE 10 /* items of an import */

struct failing {
	struct golden_look look;
	int64_t at, n; /* the statement that fails, and those that began */
	bool is_next, has_failed;
	char sql[SQL_SIZE]; /* of the one that failed */
	int step, first;
	int n_failures, n_silent;
};

/* What begins and ends a transaction either fails before it or has happened. */
static bool may_fail(const char *sql)
{
	static const char *const never[] = {"--",        "BEGIN",   "COMMIT", "ROLLBACK",
					    "SAVEPOINT", "RELEASE", "PRAGMA"};

	for (size_t i = 0; i < ARRAY_LEN(never); i++)
		if (str_starts_with(sql, never[i]))
			return false;
	return true;
}

static int on_statement(unsigned what, void *user, void *stmt, void *text)
{
	struct failing *t = user;

	(void)what;
	(void)stmt;
	t->is_next = may_fail(text) && ++t->n == t->at;
	if (t->is_next)
		str_copy(t->sql, sizeof t->sql, text);
	return 0;
}

/* Asked while a statement runs: not 0 ends it. */
static int on_progress(void *user)
{
	struct failing *t = user;
	bool is_now = t->is_next;

	t->has_failed |= is_now;
	t->is_next = false;
	return is_now;
}

static void arm(struct failing *t, struct stack *f, int64_t at)
{
	struct sqlite3 *db = store_db(f->env.store);

	t->at = at;
	t->n = 0;
	t->is_next = false;
	t->has_failed &= at == 0;
	(void)sqlite3_trace_v2(db, at ? SQLITE_TRACE_STMT : 0, at ? on_statement : NULL, t);
	sqlite3_progress_handler(db, at ? 1 : 0, at ? on_progress : NULL, t);
}

static bool is_refusal(const char *reply)
{
	return strstr(reply, "\"code\":-32603,") != NULL;
}

/* Told as done or read although a statement had failed. */
static void note_silence(struct failing *t, const char *request, const char *reply)
{
	t->n_silent++;
	if (t->n_silent <= SILENT_SHOWN)
		print_error("%s\n  was answered: %s\n  though this had failed: %s\n", request,
			    reply, t->sql);
}

/* Whether the statement was there to fail. What was done all the same is taken back with its group,
 * as where a commit fails: the transcript asks for it again. */
static bool ask(struct failing *t, struct stack *f, const char *request, int64_t at)
{
	struct str reply = {0};
	bool is_told;

	arm(t, f, at);
	assert_int_equal(op_group_begin(&f->env), 0);
	rpc_handle(f->rpc, f->peer, request, strlen(request), &reply);
	is_told = is_refusal(str_text(&reply));
	if (is_told)
		is_told = op_group_is_alive(&f->env) ? op_group_commit(&f->env) == 0
						     : op_group_commit(&f->env) != 0;
	else
		op_group_rollback(&f->env);
	arm(t, f, 0);
	if (t->has_failed && !is_told)
		note_silence(t, request, str_text(&reply));
	t->n_failures += t->has_failed;
	str_deinit(&reply);
	return t->has_failed;
}

static int tick(struct op *op)
{
	bool has_more;

	return op_tick(op, &has_more);
}

static int import_slice(struct op *op)
{
	bool is_importing;

	return op_import_slice(op, SLICE, &is_importing);
}

static int undo_slice(struct op *op)
{
	bool is_undoing;

	return op_undo_slice(op, &is_undoing);
}

struct work {
	enum op_actor actor;
	const char *method;
	int (*run)(struct op *op);
};

/* As ask(), for what goes on between requests. */
static bool run(struct failing *t, struct stack *f, const struct work *work, int64_t at)
{
	struct arena *arena = arena_new();
	struct op op = {.actor = work->actor, .method = work->method};
	int r;

	arm(t, f, at);
	assert_int_equal(op_group_begin(&f->env), 0);
	r = op_begin(&op, &f->env, arena, f->now);
	if (r == 0)
		r = op_end(&op, work->run(&op));
	op_group_rollback(&f->env);
	arm(t, f, 0);
	if (t->has_failed && r == 0)
		note_silence(t, work->method, "done");
	t->n_failures += t->has_failed;
	arena_free(arena);
	return t->has_failed;
}

static void fail_each(struct failing *t, struct stack *f, const struct work *work)
{
	for (int64_t at = t->first; run(t, f, work, at); at += t->step)
		;
}

/* What the clock is moved for in a transcript: the next piece of each of them. */
static void fail_between(struct failing *t, struct stack *f, const char *request)
{
	static const struct work undo = {OP_USER, "journal.undo", undo_slice},
				 import = {OP_IMPORT, "import.commit", import_slice},
				 clock = {OP_CLOCK, "tick", tick};
	json_t *json = json_loads(request, 0, NULL);
	const json_t *params = json_object_get(json, "params");
	const char *when = json_string_value(json_object_get(params, "now"));
	int64_t now = f->now, until = now;

	if (f->env.is_undoing)
		fail_each(t, f, &undo);
	else if (f->env.is_importing)
		fail_each(t, f, &import);
	else if (when ? instant_parse(when, &until) : json_is_object(params))
		f->now =
			when ? until : now + json_integer_value(json_object_get(params, "seconds"));
	if (f->now > now)
		fail_each(t, f, &clock);
	f->now = now;
	json_decref(json);
}

static void before(struct golden_look *look, struct stack *f, const char *request)
{
	struct failing *t = (struct failing *)look;

	t->first = t->first % t->step + 1; /* in the end, each statement that often runs */
	if (strstr(request, "\"dev.")) {
		fail_between(t, f, request);
		return;
	}
	for (int64_t at = t->first; ask(t, f, request, at); at += t->step)
		;
}

static void after(struct golden_look *look, struct stack *f, const char *where, const char *request,
		  const char *reply)
{
	(void)look;
	(void)f;
	(void)where;
	(void)request;
	(void)reply;
}

static int is_transcript(const struct dirent *entry)
{
	size_t n = strlen(entry->d_name);

	return n > 4 && strcmp(entry->d_name + n - 4, ".txt") == 0;
}

static void a_failed_statement_is_told_and_leaves_no_trace(void **state)
{
	struct failing *t = *state;
	struct dirent **entries;
	int n = scandir(FOLDER, &entries, is_transcript, alphasort), n_different = 0;
	struct golden_seen seen = {.n = 0};

	assert_true(n > 0);
	for (int i = 0; i < n; i++) {
		char path[4096];

		(void)snprintf(path, sizeof path, FOLDER "/%s", entries[i]->d_name);
		n_different += !golden_run(path, &seen, &t->look);
		free(entries[i]);
	}
	free(entries);
	print_message("%d statements failed in turn\n", t->n_failures);
	assert_int_equal(n_different, 0);
	assert_int_equal(t->n_silent, 0);
	assert_true(t->n_failures > 0);
}

int main(int argc, char **argv)
{
	struct failing failing = {
		.look = {before, after},
		.step = argc > 1 ? (int)strtol(argv[1], NULL, 10) : STEP,
	};
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate(a_failed_statement_is_told_and_leaves_no_trace, &failing),
	};

	log_set_level((enum log_level)0);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
