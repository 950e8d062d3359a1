/* Books of any content: refused with words and left as they were, or opened and used. */
#include <stdlib.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "faults/folder.h"
#include "faults/load.h"
#include "fuzz/fuzz.h"
#include "store/check.h"

#define GROUPS 12 /* in the book that is spoilt */
#define PAGE 4096
#define PATCHES_MAX 32

enum what {
	AS_IT_IS,  /* the bytes are the book */
	PATCHED,   /* bytes of a sound book become others */
	WITH_LOG,  /* the same, with its log beside it */
	LOG_ALONE, /* a sound book beside which the bytes are the log */
	N_WHATS,
};

static struct {
	struct folder folder;
	char *book, *log;
	struct disk_bytes closed, open, open_log; /* the sound book */
} world;

static void clean_up(void)
{
	folder_remove(&world.folder);
	free(world.book);
	free(world.log);
	free(world.closed.data);
	free(world.open.data);
	free(world.open_log.data);
}

static void make_world(void)
{
	char why[STORE_WHY_SIZE];
	struct load *l;

	log_set_level((enum log_level)0);
	folder_make(&world.folder);
	CLAIM(atexit(clean_up) == 0);
	world.book = folder_path(&world.folder, "book.db");
	world.log = folder_path(&world.folder, "book.db-wal");
	CLAIM(load_open(world.book, 1, &l, why) == 0);
	for (int i = 0; i < GROUPS; i++) {
		struct load_group g;

		load_make(l, &g);
		CLAIM(load_run(l, &g) == 0);
		load_group_free(&g);
	}
	world.open = folder_read(world.book);
	world.open_log = folder_read(world.log);
	load_close(l);
	world.closed = folder_read(world.book);
}

/* Each patch is a place, as page and byte of it, a length and as many bytes. */
static void patch(struct disk_bytes *b, const uint8_t **bytes, size_t *n, size_t n_patches)
{
	for (size_t i = 0; i < n_patches && *n && b->n; i++) {
		size_t at = fuzz_take(bytes, n, 1) * PAGE + fuzz_take(bytes, n, 2) % PAGE;
		size_t length = fuzz_take(bytes, n, 1) % 16 + 1;

		for (at %= b->n; length-- && *n && at < b->n; at++)
			b->data[at] = (unsigned char)fuzz_take(bytes, n, 1);
	}
}

static struct disk_bytes copy(const struct disk_bytes *from)
{
	struct disk_bytes to = {xmalloc(from->n + 1), from->n, from->n};

	if (from->n)
		memcpy(to.data, from->data, from->n);
	return to;
}

static struct disk_bytes take_all(const uint8_t *bytes, size_t n)
{
	struct disk_bytes all = {(unsigned char *)(uintptr_t)bytes, n, n};

	return copy(&all);
}

/* Some of the first byte's bits cut the book to as many pages. */
static void cut(struct disk_bytes *b, size_t pages)
{
	if (pages && pages * PAGE < b->n)
		b->n = pages * PAGE - 1000 * (pages & 1);
}

static void expect_same(const char *path, const struct disk_bytes *was)
{
	struct disk_bytes is = folder_read(path);

	CLAIM(is.n == was->n && (!is.n || memcmp(is.data, was->data, is.n) == 0));
	free(is.data);
}

static void use(struct load *l)
{
	static const char *const lines[] = {
#define LINE(method, params)                                                                       \
	"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" method "\",\"params\":" params "}"
		LINE("agenda.due", "{\"limit\":50}"),
		LINE("contact.brief", "{\"id\":1}"),
		LINE("contact.add", "{\"name\":\"Person\"}"),
		LINE("sale.record", "{\"contact\":1,\"product\":\"Alarm\"}"),
	};

	for (size_t i = 0; i < ARRAY_LEN(lines); i++)
		(void)load_ask(l, lines[i]);
}

static void open_book(const struct disk_bytes *book, const struct disk_bytes *log)
{
	char why[STORE_WHY_SIZE] = "";
	struct load *l = NULL;
	int r;

	folder_empty(&world.folder);
	folder_write(world.book, book->data, book->n);
	if (log)
		folder_write(world.log, log->data, log->n);
	r = load_open(world.book, 1, &l, why);
	CLAIM(memchr(why, '\0', sizeof why));
	if (r) {
		CLAIM(r < 0 && why[0]);
		expect_same(world.book, book);
		if (log)
			expect_same(world.log, log);
		return;
	}
	use(l);
	load_close(l);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct disk_bytes book, log = {0};
	enum what what;
	size_t pages;

	if (!world.book)
		make_world();
	what = (enum what)(fuzz_take(&bytes, &n, 1) % N_WHATS);
	if (what == AS_IT_IS) {
		book = take_all(bytes, n);
		open_book(&book, NULL);
		free(book.data);
		return 0;
	}
	pages = (size_t)fuzz_take(&bytes, &n, 1);
	book = copy(what == PATCHED ? &world.closed : &world.open);
	if (what == LOG_ALONE) {
		log = take_all(bytes, n);
	} else {
		patch(&book, &bytes, &n, PATCHES_MAX / (what == WITH_LOG ? 4u : 1u));
		cut(&book, pages);
	}
	if (what == WITH_LOG) {
		log = copy(&world.open_log);
		patch(&log, &bytes, &n, PATCHES_MAX);
	}
	open_book(&book, what == PATCHED ? NULL : &log);
	free(book.data);
	free(log.data);
	return 0;
}
