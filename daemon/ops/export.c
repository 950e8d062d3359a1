/* Everything on its way out: each fact once, every column as stored. */
#include "ops/export.h"

#include <string.h>

#include "base/str.h"
#include "store/book.h"
#include "store/whole.h"
#include "vouch/protocol.h"

#define ROWS_MAX 500
#define BYTES_MAX ((size_t)256 * 1024)

struct page {
	struct op *op;
	struct book_items *to;
	size_t cap, bytes;
};

static struct book_item *add_item(struct page *p, const char *word, size_t n)
{
	struct arena *arena = p->op->arena;
	struct book_item *item;

	p->to->items = arena_grow(arena, p->to->items, p->to->n, &p->cap, sizeof *p->to->items);
	item = &p->to->items[p->to->n++];
	*item = (struct book_item){.item = word, .n = n};
	item->values = arena_array(arena, n, sizeof *item->values);
	return item;
}

static struct book_value of_text(const char *name, const char *text)
{
	return (struct book_value){
		.name = name, .type = BOOK_TEXT, .text = text, .size = strlen(text)};
}

static struct book_value of_integer(const char *name, int64_t n)
{
	return (struct book_value){.name = name, .type = BOOK_INTEGER, .integer = n};
}

static int add_head(struct page *p)
{
	struct book_item *head = add_item(p, BOOK_ITEM_HEAD, 4);
	const char *uuid = NULL;
	int r;

	r = store_book_get(p->op->store, BOOK_UUID, p->op->arena, &uuid);
	head->values[0] = of_integer("format", BOOK_FORMAT);
	head->values[1] = of_integer("schema", store_schema(p->op->store));
	head->values[2] = of_text("version", VOUCH_VERSION);
	head->values[3] = of_text("uuid", uuid ? uuid : "");
	return r;
}

static int add_notes(struct page *p)
{
	struct whole_notes notes;
	int r;

	r = whole_notes(p->op->store, p->op->arena, &notes);
	for (size_t i = 0; r == 0 && i < notes.n; i++) {
		struct book_item *item = add_item(p, BOOK_ITEM_NOTE, 2);

		item->values[0] = of_text("key", notes.pairs[2 * i]);
		item->values[1] = of_text("value", notes.pairs[2 * i + 1]);
	}
	return r;
}

static int add_sequence(struct page *p, const char *table)
{
	struct book_item *item;
	int64_t last;
	int r;

	r = whole_sequence(p->op->store, table, &last);
	if (r || !last)
		return r;
	item = add_item(p, BOOK_ITEM_SEQUENCE, 2);
	item->values[0] = of_text("table", table);
	item->values[1] = of_integer("last", last);
	return 0;
}

/* Entries of the journal stay behind, but their numbers tell what came before what. */
static int add_beginning(struct page *p)
{
	int r;

	r = add_head(p);
	if (r == 0)
		r = add_notes(p);
	if (r == 0)
		r = add_sequence(p, "journal");
	for (const struct table *t = tables; r == 0 && t->name; t++)
		if (whole_has(t))
			r = add_sequence(p, t->name);
	return r;
}

static void add_row(struct page *p, const struct table *t, const struct whole_row *row)
{
	struct book_item *item = add_item(p, t->name, table_columns(t));

	for (size_t i = 0; i < item->n; i++) {
		const struct image_value *v = &row->values[i];
		struct book_value *to = &item->values[i];

		if (v->type == IMAGE_TEXT)
			*to = (struct book_value){
				.type = BOOK_TEXT, .text = v->bytes, .size = v->size};
		else if (v->type == IMAGE_INTEGER)
			*to = (struct book_value){.type = BOOK_INTEGER, .integer = v->integer};
		to->name = t->columns[i].name;
	}
}

/* The table at a place, from 1; null behind the last. */
static const struct table *table_at(int64_t place)
{
	for (const struct table *t = tables; t->name; t++)
		if (whole_has(t) && --place == 0)
			return t;
	return NULL;
}

static int64_t place_of(const char *name)
{
	const struct table *t;

	for (int64_t place = 1; (t = table_at(place)); place++)
		if (str_equal(t->name, name))
			return place;
	return 0;
}

/* What is left of one table, as far as there is room. */
static int add_rows(struct page *p, const struct table *t, struct export_place *place)
{
	const struct whole_page page = {place->after, ROWS_MAX - (int)p->to->n,
					BYTES_MAX - p->bytes};
	struct whole_rows rows;
	int r;

	r = whole_read(p->op->store, t, &page, p->op->arena, &rows);
	p->bytes += rows.bytes;
	for (size_t i = 0; r == 0 && i < rows.n; i++) {
		add_row(p, t, &rows.items[i]);
		place->after = rows.items[i].id;
	}
	if (r == 0 && rows.n == 0) {
		place->table++;
		place->after = 0;
	}
	return r;
}

static int check_place(struct op *op, const char *kind, struct export_place *place)
{
	bool is_first = !place->table && !place->after && !place->mark;
	int64_t mark;
	int r;

	if (kind && !place_of(kind))
		return op_fail(op, VOUCH_E_NOT_FOUND, "kind",
			       "there is no table %s; leave kind out for everything", kind);
	if (op->env->is_taking_book)
		return op_fail(op, VOUCH_E_CONFLICT, NULL,
			       "a book is being taken in right now; try again when it is done");
	r = whole_mark(op->store, &mark);
	if (r)
		return r;
	if (!is_first && mark != place->mark)
		return op_fail(op, VOUCH_E_CONFLICT, "cursor",
			       "the book has changed since the first page; begin again without a "
			       "cursor");
	place->mark = mark;
	if (is_first && kind)
		place->table = place_of(kind);
	return 0;
}

int op_export_items(struct op *op, const char *kind, struct export_place *place,
		    struct book_items *ret, bool *ret_more)
{
	struct page p = {.op = op, .to = ret};
	const struct table *t;
	int64_t begun;
	int r;

	*ret = (struct book_items){0};
	r = check_place(op, kind, place);
	if (r == 0 && !place->table) {
		r = add_beginning(&p);
		place->table = 1;
		*ret_more = true;
		return r;
	}
	begun = place->table;
	while (r == 0 && ret->n < ROWS_MAX && p.bytes < BYTES_MAX && (t = table_at(place->table)) &&
	       (!kind || place->table == begun))
		r = add_rows(&p, t, place);
	*ret_more = table_at(place->table) && (!kind || place->table == begun);
	return r;
}
