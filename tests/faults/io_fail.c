/* Each call of the disk fails in turn, once and for ever: a clear refusal, nothing by halves, reads
 * go on, and so do writes where the disk is well again and may be trusted.
 *
 * usage: faults_io_fail [STEP [SEED]]
 *
 * The same groups of requests run on the same book again and again; each time the next call fails,
 * or each STEPth, until none is left to fail. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "faults/disk.h"
#include "faults/folder.h"
#include "faults/load.h"
#include "store/erase.h"
#include "vouch/errors.h"

#define STEP 151
#define GROUPS_BEFORE 12 /* make the book */
#define GROUPS 4         /* run while a call fails; each of them writes */
#define CANDIDATES 60    /* that they are chosen from: many a random request is refused */

struct io_fail {
	struct folder folder;
	struct disk *disk;
	char *book;
	struct disk_image start;
	struct load_group groups[GROUPS];
	uint64_t sound[GROUPS + 1]; /* the book after so many of them on a sound disk */
	uint64_t seed;
	int n_hit, n_broken, n_full, n_refused;
	const char *kind; /* the sort of fault, for a person */
	int64_t at;
};

static const char look[] = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"agenda.due\","
			   "\"params\":{\"limit\":50}}";
static const char add[] = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"contact.add\","
			  "\"params\":{\"name\":\"Last Person\"}}";

static void fail(const struct io_fail *t, const char *what, int64_t number)
{
	(void)fprintf(stderr, "%s, call %lld: %s (%lld)\n", t->kind, (long long)t->at, what,
		      (long long)number);
	exit(1);
}

static struct load *open_book(struct io_fail *t)
{
	char why[STORE_WHY_SIZE] = "";
	struct load *l = NULL;

	if (load_open(t->book, t->seed, &l, why) == 0)
		return l;
	if (!*why)
		fail(t, "the book was refused without a word", 0);
	return NULL;
}

/* What may be said to a request that meets the disk. */
static bool is_clear(int code, bool is_broken)
{
	switch (code) {
	case VOUCH_E_STORAGE_FULL:
	case VOUCH_RPC_INTERNAL_ERROR:
		return true;
	case VOUCH_E_READ_ONLY:
	case VOUCH_E_DAMAGED:
		return is_broken;
	}
	return false;
}

/* Was it answered as if all of it were on the disk? */
static bool is_acknowledged(const struct load_group *g, int r)
{
	for (int i = 0; r == 0 && i < g->n; i++)
		if (is_clear(g->codes[i], true))
			return false;
	return r == 0;
}

static void expect_clear(struct io_fail *t, struct load *l, const struct load_group *g)
{
	bool is_broken = store_is_broken(load_store(l));

	for (int i = 0; i < g->n; i++) {
		int code = g->codes[i];

		if (code > 0 && code != VOUCH_E_STORAGE_FULL && code != VOUCH_E_READ_ONLY &&
		    code != VOUCH_E_DAMAGED)
			continue; /* as it is refused on a sound disk */
		if (code && code != VOUCH_RPC_INVALID_PARAMS && !is_clear(code, is_broken))
			fail(t, "an answer says what is not so", code);
		t->n_full += code == VOUCH_E_STORAGE_FULL;
		t->n_refused += code != 0;
	}
}

static void restart(struct io_fail *t)
{
	disk_clear(t->disk);
	folder_empty(&t->folder);
	for (int i = 0; i < t->start.n; i++)
		disk_put(t->disk, t->start.files[i].name, t->start.files[i].bytes.data,
			 t->start.files[i].bytes.n);
}

/* Whatever happened, what was answered last is what is found. */
static uint64_t digest_of(struct io_fail *t, struct load *l, const char *when)
{
	const char *problem = load_check(load_store(l));
	uint64_t digest = 0;

	if (problem) {
		(void)fprintf(stderr, "%s\n", problem);
		fail(t, when, 0);
	}
	if (!load_digest(load_store(l), &digest))
		fail(t, "the book cannot be read afterwards", 0);
	return digest;
}

static void expect_recovery(struct io_fail *t, struct load *l)
{
	bool is_broken = store_is_broken(load_store(l));
	int code;

	code = load_ask(l, look);
	if (code)
		fail(t, "reads do not go on", code);
	code = load_ask(l, add);
	if (is_broken ? code != VOUCH_E_READ_ONLY && code != VOUCH_E_DAMAGED : code != 0)
		fail(t, "the next write is answered with", code);
	t->n_broken += is_broken;
}

static bool is_some_commit(const struct io_fail *t, int first, uint64_t digest)
{
	for (int i = first; i <= GROUPS; i++)
		if (t->sound[i] == digest)
			return true;
	return false;
}

/* What was acknowledged is there. A commit whose sync failed may be there later, whole, though
 * nobody was told that it is. */
static void reopen(struct io_fail *t, uint64_t before, bool was_broken, int acknowledged)
{
	struct load *l = open_book(t);
	uint64_t after;

	if (!l)
		fail(t, "the book cannot be opened afterwards", 0);
	after = digest_of(t, l, "the book is not whole when it is opened again");
	if (!was_broken && after != before)
		fail(t, "the book is another one when it is opened again", 0);
	if (was_broken && !is_some_commit(t, acknowledged, after))
		fail(t, "what is there is no group, or lacks one that was acknowledged",
		     acknowledged);
	load_close(l);
}

/* False where no call was left to fail. */
static bool one(struct io_fail *t, struct disk_fault fault)
{
	static const struct disk_fault none = {.at = 0};
	bool has_hit, was_broken = false;
	int acknowledged = 0; /* without one before them that was not */
	uint64_t before = 0;
	struct load *l;

	restart(t);
	t->at = fault.at;
	disk_fail(t->disk, &fault);
	l = open_book(t);
	for (int i = 0; l && i < GROUPS; i++) {
		int r = load_run(l, &t->groups[i]);

		acknowledged += acknowledged == i && is_acknowledged(&t->groups[i], r);
		expect_clear(t, l, &t->groups[i]);
	}
	if (l && fault.calls == DISK_TRUNCATE)
		(void)store_vacuum(load_store(l)); /* as after somebody was erased: cuts the log */
	has_hit = disk_hits(t->disk) > 0;
	if (!has_hit && !l)
		fail(t, "the book was refused without a fault", 0);
	disk_fail(t->disk, &none);
	if (l) {
		if (acknowledged == GROUPS &&
		    digest_of(t, l, "the book is not whole") != t->sound[GROUPS])
			fail(t, "what was acknowledged is not there", acknowledged);
		expect_recovery(t, l);
		was_broken = store_is_broken(load_store(l));
		before = digest_of(t, l, "the book is not whole");
		load_close(l);
	}
	reopen(t, before, was_broken || !l, acknowledged);
	t->n_hit += has_hit;
	return has_hit;
}

static void run_sound(struct io_fail *t)
{
	struct load *l;

	restart(t);
	l = open_book(t);
	for (int i = 0; l && i <= GROUPS; i++) {
		t->sound[i] = digest_of(t, l, "the book is not whole");
		if (i && t->sound[i] == t->sound[i - 1])
			fail(t, "a group writes nothing", i);
		if (i < GROUPS && load_run(l, &t->groups[i]))
			fail(t, "a commit failed without a fault", i);
	}
	load_close(l);
}

static void sweep(struct io_fail *t, int step)
{
	static const struct {
		const char *name;
		struct disk_fault fault;
	} kinds[] = {
		{"reads fail", {.calls = DISK_READ, .error = EIO}},
		{"writes fail", {.calls = DISK_WRITE, .error = EIO}},
		{"writes find no space", {.calls = DISK_WRITE, .error = ENOSPC}},
		{"writes are short", {.calls = DISK_WRITE, .error = ENOSPC, .is_short = true}},
		{"syncs fail", {.calls = DISK_SYNC, .error = EIO}},
		{"truncations fail", {.calls = DISK_TRUNCATE, .error = EIO}},
		{"files cannot be opened", {.calls = DISK_OPEN, .error = EIO}},
		{"lengths cannot be read", {.calls = DISK_SIZE, .error = EIO}},
	};

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		for (int lasts = 0; lasts < 2; lasts++) {
			struct disk_fault fault = kinds[i].fault;
			int by = fault.calls & (DISK_READ | DISK_WRITE) ? step : 1;

			t->kind = kinds[i].name;
			fault.is_lasting = lasts;
			fault.at = 1;
			while (one(t, fault))
				fault.at += by;
		}
	}
}

/* The groups that come after are told on the same book, whatever was between them. */
static void make_book(struct io_fail *t, struct load_group candidates[CANDIDATES])
{
	struct load *l = open_book(t);
	struct load_group g;

	for (int i = 0, n = 0; l && n < CANDIDATES; i++) {
		if (i == GROUPS_BEFORE)
			disk_look(t->disk, &t->start);
		load_make(l, &g);
		if (load_run(l, &g))
			fail(t, "a commit failed without a fault", i);
		if (i < GROUPS_BEFORE || g.kind != LOAD_REQUESTS)
			load_group_free(&g);
		else
			candidates[n++] = g;
	}
	load_close(l);
}

/* A group that writes nothing has no call that could fail. */
static void choose_groups(struct io_fail *t, struct load_group candidates[CANDIDATES])
{
	uint64_t before, after;
	struct load *l;
	int n = 0;

	restart(t);
	l = open_book(t);
	before = digest_of(t, l, "the book is not whole");
	for (int i = 0; i < CANDIDATES; i++) {
		if (n < GROUPS && load_run(l, &candidates[i]))
			fail(t, "a commit failed without a fault", i);
		after = digest_of(t, l, "the book is not whole");
		if (after == before)
			load_group_free(&candidates[i]);
		else
			t->groups[n++] = candidates[i];
		before = after;
	}
	load_close(l);
	if (n < GROUPS)
		fail(t, "too few groups write", n);
}

int main(int argc, char **argv)
{
	int step = argc > 1 ? (int)strtol(argv[1], NULL, 10) : STEP;
	struct load_group candidates[CANDIDATES];
	struct io_fail t = {.seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1, .kind = "start"};

	log_set_level((enum log_level)0);
	folder_make(&t.folder);
	t.book = folder_path(&t.folder, "book.db");
	t.disk = disk_new(t.seed);
	make_book(&t, candidates);
	choose_groups(&t, candidates);
	run_sound(&t);
	sweep(&t, step > 0 ? step : 1);
	(void)printf("%d calls of the disk failed in turn: %d answers were refusals, %d of them "
		     "for want of space; %d times nothing was written from then on\n",
		     t.n_hit, t.n_refused, t.n_full, t.n_broken);
	for (int i = 0; i < GROUPS; i++)
		load_group_free(&t.groups[i]);
	disk_free(t.disk);
	disk_image_free(&t.start);
	free(t.book);
	folder_remove(&t.folder);
	return 0;
}
