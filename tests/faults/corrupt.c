/* Books and logs that were spoilt: never a crash, and a book that is refused is refused with words
 * and stays as it was. One that is back at an earlier commit says so (store/loss.h). How many are
 * found out is told, and how many are not: nothing says of a bit in somebody's name that it was
 * turned.
 *
 * usage: faults_corrupt [BOOKS [SEED]]
 *
 * A book, its log beside it or moved into it, is spoilt in one way or some: bits turned, pages
 * blanked or swapped, files cut, headers, words of garbage. Each is opened as vouchd opens it;
 * where that goes well it is read, looked at as a whole, and written to. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "faults/disk.h"
#include "faults/folder.h"
#include "faults/load.h"
#include "store/store.h"

#define BOOKS 60
#define GROUPS 25 /* in the book that is spoilt */
#define PAGE 4096

struct corrupt {
	struct folder folder;
	char *book;
	struct disk_image with_log, alone; /* the book sound */
	struct loss_note note;             /* beside the first */
	uint64_t rows[GROUPS + 1];         /* as they were after so many groups */
	uint64_t seed;
	int n_refused, n_told, n_same, n_earlier, n_other, n_seen;
};

static size_t pick(struct corrupt *c, size_t n)
{
	c->seed ^= c->seed << 13;
	c->seed ^= c->seed >> 7;
	c->seed ^= c->seed << 17;
	return (size_t)(c->seed >> 11) % n;
}

static void turn_bits(struct corrupt *c, struct disk_bytes *b)
{
	for (size_t n = 1 + pick(c, 20); n; n--)
		b->data[pick(c, b->n)] ^= (unsigned char)(1 << pick(c, 8));
}

static size_t page_of(struct corrupt *c, const struct disk_bytes *b)
{
	return b->n > PAGE ? pick(c, b->n / PAGE) * PAGE : 0;
}

static size_t length_at(const struct disk_bytes *b, size_t at, size_t n)
{
	return b->n - at < n ? b->n - at : n;
}

static void blank_page(struct corrupt *c, struct disk_bytes *b)
{
	size_t at = page_of(c, b);

	memset(b->data + at, pick(c, 4) ? 0 : 0xff, length_at(b, at, PAGE));
}

static void swap_pages(struct corrupt *c, struct disk_bytes *b)
{
	size_t from = page_of(c, b), to = page_of(c, b);

	for (size_t i = 0; from + i < b->n && to + i < b->n && i < PAGE; i++) {
		unsigned char kept = b->data[from + i];

		b->data[from + i] = b->data[to + i];
		b->data[to + i] = kept;
	}
}

static void cut_file(struct corrupt *c, struct disk_bytes *b)
{
	b->n = pick(c, 3) ? page_of(c, b) : pick(c, b->n);
}

/* The first hundred bytes say how all others are to be read. */
static void spoil_header(struct corrupt *c, struct disk_bytes *b)
{
	for (size_t n = 1 + pick(c, 4); n; n--)
		b->data[pick(c, length_at(b, 0, 100))] = (unsigned char)pick(c, 256);
}

/* Of a page: what kind it is, how many cells it has, where they lie. */
static void spoil_page_header(struct corrupt *c, struct disk_bytes *b)
{
	size_t at = page_of(c, b);

	at += at ? 0 : 100;
	for (size_t n = 1 + pick(c, 4); n && at < b->n; n--)
		b->data[at + pick(c, length_at(b, at, 40))] = (unsigned char)pick(c, 256);
}

static void put_garbage(struct corrupt *c, struct disk_bytes *b)
{
	size_t at = pick(c, b->n), n = 1 + pick(c, length_at(b, at, 3000));

	for (size_t i = 0; i < n; i++)
		b->data[at + i] = (unsigned char)pick(c, 256);
}

static void (*const ways[])(struct corrupt *c, struct disk_bytes *b) = {
	turn_bits, blank_page, swap_pages, cut_file, spoil_header, spoil_page_header, put_garbage,
};

static void spoil(struct corrupt *c, struct disk_image *image)
{
	for (size_t n = 1 + (pick(c, 3) == 0); n; n--) {
		struct disk_bytes *b = &image->files[pick(c, (size_t)image->n)].bytes;

		if (b->n)
			ways[pick(c, sizeof ways / sizeof ways[0])](c, b);
	}
}

static void fail(const struct corrupt *c, const char *what, const char *words)
{
	(void)fprintf(stderr, "spoilt book %d: %s: %s\n", c->n_seen, what, words);
	exit(1);
}

static void expect_same(const struct corrupt *c, const char *path, const struct disk_bytes *was)
{
	struct disk_bytes is = folder_read(path);

	if (is.n != was->n || (is.n && memcmp(is.data, was->data, is.n) != 0))
		fail(c, "refused, and changed", path);
	free(is.data);
}

static void expect_untouched(const struct corrupt *c, const struct disk_image *image)
{
	for (int i = 0; i < image->n; i++)
		expect_same(c, image->files[i].name, &image->files[i].bytes);
}

/* What is asked of a book in a day; each is answered, and if only with an error. */
static void use(struct load *l)
{
	static const char *const lines[] = {
#define LINE(method, params)                                                                       \
	"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" method "\",\"params\":" params "}"
		LINE("agenda.due", "{\"limit\":50}"),
		LINE("contact.list", "{}"),
		LINE("contact.brief", "{\"id\":1}"),
		LINE("followup.list", "{\"limit\":100}"),
		LINE("contact.add", "{\"name\":\"Person\"}"),
		LINE("sale.record", "{\"contact\":1,\"product\":\"Alarm\"}"),
		LINE("journal.undo", "{}"),
	};

	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
		(void)load_ask(l, lines[i]);
}

static void count_unnoticed(struct corrupt *c, uint64_t digest, bool is_said)
{
	bool is_earlier = false;

	for (int i = 0; i < GROUPS; i++)
		is_earlier |= digest == c->rows[i];
	if (digest == c->rows[GROUPS] && is_said)
		fail(c, "nothing was lost", "and it is told");
	if (digest == c->rows[GROUPS]) {
		c->n_same++;
	} else if (is_earlier) {
		c->n_earlier++;
		if (!is_said)
			fail(c, "acknowledged commits are missing", "without a word");
	} else {
		c->n_other++;
	}
}

static void judge(struct corrupt *c, const struct disk_image *image)
{
	char why[STORE_WHY_SIZE] = "";
	struct load *l = NULL;
	uint64_t digest;

	if (load_open(c->book, 1, &l, why)) {
		c->n_refused++;
		if (!*why)
			fail(c, "refused", "without a word");
		expect_untouched(c, image);
		return;
	}
	if (load_check(load_store(l)) || !load_digest(load_store(l), &digest))
		c->n_told++;
	else
		count_unnoticed(c, digest, store_loss(load_store(l)).how != LOSS_NONE);
	use(l);
	load_close(l);
}

static void copy(const struct disk_image *from, struct disk_image *to)
{
	*to = (struct disk_image){.n = from->n};
	for (int i = 0; i < from->n; i++) {
		const struct disk_bytes *b = &from->files[i].bytes;

		to->files[i].name = from->files[i].name;
		to->files[i].bytes = (struct disk_bytes){malloc(b->n + 1), b->n, b->n};
		if (!to->files[i].bytes.data)
			abort();
		if (b->n)
			memcpy(to->files[i].bytes.data, b->data, b->n);
	}
}

static void one(struct corrupt *c)
{
	struct disk_image image;

	bool has_log = pick(c, 2);

	copy(has_log ? &c->with_log : &c->alone, &image);
	spoil(c, &image);
	folder_fill(&c->folder, &image);
	if (has_log)
		load_put_note(c->book, &c->note);
	c->n_seen++;
	judge(c, &image);
	for (int i = 0; i < image.n; i++)
		free(image.files[i].bytes.data);
}

static void look_at_rows(struct corrupt *c, struct load *l, int n_groups)
{
	if (!load_digest(load_store(l), &c->rows[n_groups]))
		fail(c, "the book cannot be made", "it cannot be read");
}

/* Once with a log beside it, as a kill leaves it, and once closed. */
static void make_book(struct corrupt *c)
{
	struct disk *disk = disk_new(c->seed);
	char why[STORE_WHY_SIZE];
	struct load *l = NULL;

	if (load_open(c->book, c->seed, &l, why))
		fail(c, "the book cannot be made", why);
	store_use(load_store(l));
	look_at_rows(c, l, 0);
	for (int i = 0; i < GROUPS; i++) {
		struct load_group g;

		load_make(l, &g);
		if (load_run(l, &g))
			fail(c, "the book cannot be made", "a commit failed");
		load_group_free(&g);
		look_at_rows(c, l, i + 1);
	}
	disk_look(disk, &c->with_log);
	c->note = load_store(l)->file.note;
	load_close(l);
	disk_look(disk, &c->alone);
	disk_free(disk);
}

int main(int argc, char **argv)
{
	int n = argc > 1 ? (int)strtol(argv[1], NULL, 10) : BOOKS;
	struct corrupt c = {.seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1};

	log_set_level((enum log_level)0);
	folder_make(&c.folder);
	c.book = folder_path(&c.folder, "book.db");
	c.seed = c.seed * 0x9e3779b97f4a7c15u + 1;
	make_book(&c);
	while (c.n_seen < n)
		one(&c);
	(void)printf("%d spoilt books: %d refused and left as they were, %d found out by the "
		     "check; nothing was found of %d with the rows they had, %d as they were at an "
		     "earlier commit, each told, %d with other values\n",
		     c.n_seen, c.n_refused, c.n_told, c.n_same, c.n_earlier, c.n_other);
	disk_image_free(&c.with_log);
	disk_image_free(&c.alone);
	free(c.book);
	folder_remove(&c.folder);
	return 0;
}
