/* Books to be killed on: as each write of the transcripts finds it.
 *
 * usage: faults_books FOLDER [first]
 *
 * For each write of tests/golden that succeeds (the first of each method), FOLDER/N.db is the book
 * before it, and a line of FOLDER/writes says as JSON: n, where, zone, now, request. */
#include "rpc/golden.h"
#include "rpc/stack.h"

#include <dirent.h>
#include <sqlite3.h>
#include <stdio.h>

#include "base/cleanup.h"
#include "rpc/method.h"

#define FOLDER TEST_SOURCE_DIR "/golden"

struct books_look {
	struct golden_look look;
	const char *folder;
	FILE *list;
	unsigned char *image; /* sqlite3_malloc; of the book before the request that is asked */
	sqlite3_int64 n_bytes;
	bool is_first; /* only of each method */
	struct golden_seen kept;
	int n;
};

static const struct method *method_of(const char *request)
{
	json_t *question = json_loads(request, 0, NULL);
	const char *name = json_string_value(json_object_get(question, "method"));
	const struct method *m = name ? method_find(name) : NULL;

	json_decref(question);
	return m;
}

static bool is_wanted(const struct books_look *b, const char *request)
{
	const struct method *m = method_of(request);

	return m && m->flags & METHOD_WRITE && !(b->is_first && golden_has_seen(&b->kept, m->name));
}

static void note_book(struct golden_look *look, struct stack *f, const char *request)
{
	struct books_look *b = (struct books_look *)look;

	sqlite3_free(b->image);
	b->image = NULL;
	if (is_wanted(b, request))
		b->image = sqlite3_serialize(store_db(f->env.store), "main", &b->n_bytes, 0);
}

static void save_book(const struct books_look *b)
{
	char path[4096];
	FILE *file;

	(void)snprintf(path, sizeof path, "%s/%d.db", b->folder, b->n);
	file = fopen(path, "we");
	assert_non_null(file);
	assert_int_equal(fwrite(b->image, 1, (size_t)b->n_bytes, file), b->n_bytes);
	assert_int_equal(fclose(file), 0);
}

static void keep_book(struct golden_look *look, struct stack *f, const char *where,
		      const char *request, const char *reply)
{
	struct books_look *b = (struct books_look *)look;
	json_t *answer = json_loads(reply, 0, NULL), *question = json_loads(request, 0, NULL),
	       *line;

	if (b->image && json_object_get(answer, "result")) {
		line = json_pack("{s:i,s:s,s:s,s:I,s:O}", "n", ++b->n, "where",
				 strrchr(where, '/') + 1, "zone", zone_name(f->zone), "now",
				 (json_int_t)f->now, "request", question);
		assert_non_null(line);
		assert_int_equal(json_dumpf(line, b->list, JSON_COMPACT), 0);
		(void)fputc('\n', b->list);
		json_decref(line);
		save_book(b);
		if (b->is_first)
			b->kept.methods[b->kept.n++] = method_of(request)->name;
	}
	json_decref(question);
	json_decref(answer);
}

static int is_transcript(const struct dirent *entry)
{
	size_t n = strlen(entry->d_name);

	return n > 4 && strcmp(entry->d_name + n - 4, ".txt") == 0;
}

int main(int argc, char **argv)
{
	static struct golden_seen seen;
	static struct books_look b = {.look = {note_book, keep_book}};
	struct dirent **entries;
	char path[4096];
	int n = scandir(FOLDER, &entries, is_transcript, alphasort);

	if (argc < 2 || n <= 0) {
		(void)fputs("usage: faults_books FOLDER [first]\n", stderr);
		return 2;
	}
	b.folder = argv[1];
	b.is_first = argc > 2;
	(void)snprintf(path, sizeof path, "%s/writes", b.folder);
	b.list = fopen(path, "we");
	assert_non_null(b.list);
	for (int i = 0; i < n; i++) {
		(void)snprintf(path, sizeof path, FOLDER "/%s", entries[i]->d_name);
		(void)golden_run(path, &seen, &b.look);
		free(entries[i]);
	}
	free(entries);
	sqlite3_free(b.image);
	return fclose(b.list) ? 1 : 0;
}
