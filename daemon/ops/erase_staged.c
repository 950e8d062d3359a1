/* Rows of imports that are somebody who is being erased. */
#include "ops/erase_staged.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "ops/contact.h"
#include "store/import.h"
#include "store/wipe.h"
#include "vouch/limits.h"

#define PAGE 500

struct mark {
	const char *folded, *number;
};

struct search {
	struct op *op;
	const struct contact *who;
	struct mark *marks;
	size_t n;
	struct import import; /* of the row found last */
	struct arena *page;
};

/* Which of the texts is a name, an address or a number nobody says: each is tried as all. */
static int read_marks(struct search *s)
{
	struct arena *arena = s->op->arena;
	const char **texts;
	int r;

	r = store_wipe_texts(s->op->store, s->who->id, arena, &texts, &s->n);
	if (r)
		return r;
	s->marks = arena_array(arena, s->n, sizeof *s->marks);
	for (size_t i = 0; i < s->n; i++)
		s->marks[i] = (struct mark){
			op_folded(s->op, texts[i]),
			op_phone_key(s->op, texts[i], s->who->address.country),
		};
	return 0;
}

static bool has_text(const struct search *s, const char *text)
{
	const char *key = op_folded_in(s->page, text);

	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->marks[i].folded, key) == 0)
			return true;
	return false;
}

static bool has_number(const struct search *s, const char *text, const char *country)
{
	const char *key = op_phone_key_in(s->op, s->page, text, country);

	for (size_t i = 0; i < s->n; i++)
		if (*key && strcmp(s->marks[i].number, key) == 0)
			return true;
	return false;
}

/* Whole texts: the name of one may stand in the name of another. */
static bool is_named(const struct search *s, const struct contact *row)
{
	if (row->name && has_text(s, row->name))
		return true;
	for (size_t i = 0; i < row->n_emails; i++)
		if (has_text(s, row->emails[i]))
			return true;
	for (size_t i = 0; i < row->n_phones; i++)
		if (has_number(s, row->phones[i], row->address.country))
			return true;
	return false;
}

static int load_import(struct search *s, int64_t id)
{
	if (s->import.id == id)
		return 0;
	return store_import_get(s->op->store, id, s->op->arena, &s->import);
}

static int refuse(struct search *s, const struct import_item *item)
{
	const char *field = s->import.kind == IMPORT_SALES ? "contact" : "name";
	struct store *store = s->op->store;
	int r;

	if (s->import.refused++ >= VOUCH_IMPORT_REFUSALS_MAX)
		r = store_import_item_drop(store, item->id);
	else
		r = store_import_item_refuse(store, item->id, field, WIPE_REFUSAL);
	return r ? r : store_import_update(store, &s->import);
}

static int look(struct search *s, const struct import_item *item)
{
	const struct contact *row = &item->who;
	bool is_theirs = item->doubt == s->who->id || is_named(s, row);
	int r;

	if (!is_theirs && (!row->external_id || !str_equal(row->external_id, s->who->external_id)))
		return 0;
	r = load_import(s, item->import);
	if (r)
		return r;
	return is_theirs || str_equal(s->import.source, s->who->origin) ? refuse(s, item) : 0;
}

static int look_at_page(struct search *s, int64_t *after, bool *ret_more)
{
	struct import_items rows;
	int r;

	r = store_import_staged_after(s->op->store, *after, PAGE, s->page, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++) {
		r = look(s, &rows.items[i]);
		*after = rows.items[i].id;
	}
	*ret_more = r == 0 && rows.n == PAGE;
	return r;
}

/* Who is in which row of one cannot be told by a name: all that belongs to them has only their id.
 * It could not come in any more either, being of the book as it was while it knew them. */
static int abort_books(struct op *op)
{
	int r;

	r = store_import_items_drop_books(op->store);
	return r ? r : store_import_abort_books(op->store, op->now);
}

int erase_staged(struct op *op, const struct contact *c)
{
	struct search s = {.op = op, .who = c, .page = arena_new()};
	bool has_more = true;
	int64_t after = 0;
	int r;

	r = abort_books(op);
	if (r == 0)
		r = read_marks(&s);
	while (r == 0 && has_more) {
		r = look_at_page(&s, &after, &has_more);
		arena_reset(s.page);
	}
	arena_free(s.page);
	return r;
}
