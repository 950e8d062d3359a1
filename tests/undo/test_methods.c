/* Every write of the transcripts is taken back and done again, and every write reads as words. */
#include "rpc/golden.h"
#include "rpc/stack.h"

#include <dirent.h>
#include <stdio.h>

#include "ops/undo_say.h"
#include "rpc/facts.h"
#include "rpc/method.h"

#define FOLDER TEST_SOURCE_DIR "/golden"

/* What no transcript takes back, each for its reason. */
static const struct {
	const char *method, *why;
} left_out[] = {
	{"contact.erase", "nothing is to be left of whom it erases"},
	{"import.abort", "it ends what wrote no fact yet"},
	{"import.add", "it lays rows ready, and writes no fact"},
	{"import.begin", "it lays an import ready, and writes no fact"},
	{"import.commit", "its slices write, and are taken back as one: life/undo"},
	{"journal.undo", "taking it back is doing the thing again: done here with each"},
};

static const char *why_left_out(const char *method)
{
	for (size_t i = 0; i < ARRAY_LEN(left_out); i++)
		if (str_equal(left_out[i].method, method))
			return left_out[i].why;
	return NULL;
}

struct undone_look {
	struct golden_look look;
	struct golden_seen seen, undone;
	struct str before;
	bool is_write;  /* the request that is asked */
	int64_t newest; /* entry before it */
	int n_undone, n_failed;
};

/* Is it a write that some transcript takes back? *ret: the method. */
static bool is_tried(const char *request, const struct method **ret)
{
	json_t *question = json_loads(request, 0, NULL);
	const char *name = json_string_value(json_object_get(question, "method"));

	*ret = name ? method_find(name) : NULL;
	json_decref(question);
	return *ret && ((*ret)->flags & METHOD_WRITE) && !why_left_out((*ret)->name);
}

static void note_facts(struct golden_look *look, struct stack *f, const char *request)
{
	struct undone_look *u = (struct undone_look *)look;
	const struct method *m;

	u->is_write = is_tried(request, &m);
	if (!u->is_write)
		return;
	u->newest = sql_number(f, "SELECT coalesce(max(id), 0) FROM journal", 0);
	dump_facts(f, &u->before);
}

/* In the group that is open; the entry it made, 0 where it was refused. */
static int64_t undo(struct stack *f, const char *where, int64_t entry)
{
	char line[128];
	json_t *reply;
	int64_t own;

	(void)snprintf(line, sizeof line,
		       "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"journal.undo\",\"params\":"
		       "{\"id\":%lld}}",
		       (long long)entry);
	str_reset(&f->reply);
	rpc_handle(f->rpc, f->peer, line, strlen(line), &f->reply);
	reply = json_loads(str_text(&f->reply), 0, NULL);
	own = json_integer_value(json_object_get(json_object_get(reply, "result"), "journal"));
	if (!own)
		print_error("%s: %s\n", where, str_text(&f->reply));
	json_decref(reply);
	return own;
}

static bool is_as(struct stack *f, const struct str *want, const char *where, const char *what)
{
	_cleanup_str_ struct str have = {0};

	dump_facts(f, &have);
	if (!print_difference(want, &have))
		return true;
	print_error("%s: %s\n", where, what);
	return false;
}

/* Back and forth again, and then as if that had not been asked. */
static bool goes_back(struct undone_look *u, struct stack *f, const char *where, int64_t entry)
{
	_cleanup_str_ struct str after = {0};
	struct op_env env = f->env;
	int64_t own;
	bool ok;

	dump_facts(f, &after);
	assert_int_equal(op_group_begin(&f->env), 0);
	own = undo(f, where, entry);
	ok = own && is_as(f, &u->before, where, "something is left after it was taken back");
	ok = ok && undo(f, where, own) &&
	     is_as(f, &after, where, "it is not as it was after it was done again");
	op_group_rollback(&f->env);
	f->env.is_undoing = env.is_undoing;
	f->env.is_stepped = env.is_stepped;
	return ok;
}

static void take_back(struct golden_look *look, struct stack *f, const char *where,
		      const char *request, const char *reply)
{
	struct undone_look *u = (struct undone_look *)look;
	const struct method *m;
	json_t *answer;
	int64_t entry;

	if (!u->is_write || !is_tried(request, &m))
		return;
	answer = json_loads(reply, 0, NULL);
	entry = json_integer_value(json_object_get(json_object_get(answer, "result"), "journal"));
	json_decref(answer);
	if (entry <= u->newest) /* refused, nothing changed, or told again what it had answered */
		return;
	if (!golden_has_seen(&u->undone, m->name))
		u->undone.methods[u->undone.n++] = m->name;
	u->n_undone++;
	u->n_failed += !goes_back(u, f, where, entry);
}

static int is_transcript(const struct dirent *entry)
{
	size_t n = strlen(entry->d_name);

	return n > 4 && strcmp(entry->d_name + n - 4, ".txt") == 0;
}

static void every_write_of_the_transcripts_is_taken_back_and_done_again(void **state)
{
	static struct undone_look u = {.look = {note_facts, take_back}};
	struct dirent **entries;
	int n = scandir(FOLDER, &entries, is_transcript, alphasort), n_missing = 0;

	(void)state;
	assert_true(n > 0);
	for (int i = 0; i < n; i++) {
		char path[4096];

		(void)snprintf(path, sizeof path, FOLDER "/%s", entries[i]->d_name);
		assert_true(golden_run(path, &u.seen, &u.look));
		free(entries[i]);
	}
	free(entries);
	str_deinit(&u.before);
	for (size_t i = 0; method_tables[i]; i++)
		for (const struct method *m = method_tables[i]; m->name; m++)
			if ((m->flags & METHOD_WRITE) && !why_left_out(m->name) &&
			    !golden_has_seen(&u.undone, m->name)) {
				print_error("%s is taken back in no transcript\n", m->name);
				n_missing++;
			}
	print_message("%d writes of %zu methods were taken back and done again\n", u.n_undone,
		      u.undone.n);
	assert_int_equal(n_missing + u.n_failed, 0);
}

/* Words, and no name of a method. */
static bool reads_well(const char *text)
{
	return text && strpbrk(text, "._") == NULL && strchr(text, ' ') != NULL;
}

static void every_write_reads_as_words(void **state)
{
	int n_bad = 0;

	(void)state;
	for (size_t i = 0; method_tables[i]; i++)
		for (const struct method *m = method_tables[i]; m->name; m++) {
			const char *text = undo_say_method(m->name);

			if (!(m->flags & METHOD_WRITE) || why_left_out(m->name) || reads_well(text))
				continue;
			print_error("%s reads as %s\n", m->name, text ? text : "nothing");
			n_bad++;
		}
	assert_int_equal(n_bad, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_write_reads_as_words),
		cmocka_unit_test(every_write_of_the_transcripts_is_taken_back_and_done_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
