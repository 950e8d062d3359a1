/* SQLite's memory from plain lists of free blocks, one a size: of a history of many small requests
 * a third of the time goes into the sanitizer's heap, which for SQLite's own blocks finds nothing,
 * since SQLite is not built with it. */
#include "life/heap.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#define STEP 64 /* bytes from one size to the next */
#define SIZES 130
#define BLOCKS 64 /* of a size, from the heap at once */

/* Before each block; keeps it aligned to 16 bytes. */
struct head {
	struct head *next; /* while it is free */
	int64_t size;
};

static struct head *free_blocks[SIZES];

static struct head *head_of(void *block)
{
	return (struct head *)block - 1;
}

static int round_up(int size)
{
	return (size + STEP - 1) / STEP * STEP;
}

static void more_of(int which)
{
	size_t bytes = sizeof(struct head) + (size_t)which * STEP;
	char *at = malloc(bytes * BLOCKS);

	for (int i = 0; at && i < BLOCKS; i++, at += bytes) {
		struct head *h = (struct head *)(void *)at;

		*h = (struct head){free_blocks[which], (int64_t)which * STEP};
		free_blocks[which] = h;
	}
}

static void *take(int size)
{
	int which = round_up(size) / STEP;
	struct head *h;

	if (which >= SIZES) {
		h = malloc(sizeof *h + (size_t)size);
		if (h)
			h->size = size;
		return h ? h + 1 : NULL;
	}
	if (!free_blocks[which])
		more_of(which);
	h = free_blocks[which];
	if (!h)
		return NULL;
	free_blocks[which] = h->next;
	return h + 1;
}

static void give(void *block)
{
	struct head *h;

	if (!block)
		return;
	h = head_of(block);
	if (h->size / STEP >= SIZES) {
		free(h);
		return;
	}
	h->next = free_blocks[h->size / STEP];
	free_blocks[h->size / STEP] = h;
}

static int size_of(void *block)
{
	return block ? (int)head_of(block)->size : 0;
}

static void *take_again(void *block, int size)
{
	void *to;

	if (block && size <= size_of(block))
		return block;
	to = take(size);
	if (to && block)
		memcpy(to, block, (size_t)size_of(block));
	if (to)
		give(block);
	return to;
}

static int begin(void *unused)
{
	(void)unused;
	return SQLITE_OK;
}

static void end(void *unused)
{
	(void)unused;
}

void heap_plain(void)
{
	static const sqlite3_mem_methods methods = {take,     give,  take_again, size_of,
						    round_up, begin, end,        NULL};

	(void)sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
	/* What a request has freed is not given back to the system before the next. */
	(void)mallopt(M_TRIM_THRESHOLD, 256 << 20);
	(void)mallopt(M_TOP_PAD, 16 << 20);
}

/* A small quarantine: blocks of a request long past are of no use. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "quarantine_size_mb=4:malloc_context_size=3:max_malloc_fill_size=0";
}
