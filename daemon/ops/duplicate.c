/* contact.duplicates: who may be one person. */
#include "ops/duplicate.h"

#define LOOKED_AT 1000 /* contacts for one page: others wait for their answers meanwhile */

/* The pairs of one contact that were not told yet; false where the page is full. */
static bool add_pairs(struct duplicate_page *page, int64_t newer, const struct duplicates *rows)
{
	for (size_t i = 0; i < rows->n; i++) {
		if (newer == page->newer && rows->items[i].contact <= page->older)
			continue;
		if (page->n == (size_t)page->limit)
			return false;
		page->items[page->n++] =
			(struct duplicate_pair){rows->items[i].contact, newer, rows->items[i].same};
	}
	return true;
}

static void go_on_behind(struct duplicate_page *page, int64_t newer, int64_t older)
{
	page->has_more = true;
	page->newer = newer;
	page->older = older;
}

int op_duplicates(struct op *op, struct duplicate_page *page)
{
	int64_t *ids;
	size_t n;
	int r;

	page->items = arena_array(op->arena, (size_t)page->limit, sizeof *page->items);
	page->n = 0;
	page->has_more = false;
	r = store_duplicates_next(op->store, page->newer, LOOKED_AT, op->arena, &ids, &n);
	for (size_t i = 0; r == 0 && i < n; i++) {
		struct duplicates rows;

		r = store_duplicates_of(op->store, ids[i], op->arena, &rows);
		if (r == 0 && !add_pairs(page, ids[i], &rows)) {
			const struct duplicate_pair *last = &page->items[page->n - 1];

			go_on_behind(page, last->newer, last->older);
			return 0;
		}
	}
	if (r == 0 && n == LOOKED_AT)
		go_on_behind(page, ids[n - 1], INT64_MAX);
	return r;
}
