/* contact.duplicates and contact.distinct: who may be one person, and who is not. */
#include "ops/duplicate.h"

#include "ops/event.h"
#include "ops/refuse.h"

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

int op_contact_distinct(struct op *op, int64_t a, int64_t b)
{
	struct contact one, other;
	bool is_said;
	int r;

	if (a == b)
		return op_fail(op, VOUCH_E_CONFLICT, "b",
			       "a contact is no other person than itself; name two");
	r = op_own_contact(op, a, "a", &one);
	if (r == 0)
		r = op_own_contact(op, b, "b", &other);
	if (r == 0)
		r = store_distinct_has(op->store, a, b, &is_said);
	if (r || is_said)
		return r;
	r = store_distinct_add(op->store, a, b);
	if (r == 0)
		r = op_event(op, EVENT_CONTACT_CHANGED, a, a);
	return r ? r : op_event(op, EVENT_CONTACT_CHANGED, b, b);
}
