/* Of some things there is one at most: what an undo puts back may find another in its place. */
#include "ops/undo_second.h"

#include "base/cleanup.h"
#include "base/str.h"
#include "domain/date.h"
#include "ops/contact.h"
#include "store/away.h"
#include "store/date.h"
#include "store/image.h"
#include "store/import.h"
#include "store/sale.h"
#include "store/tables.h"

static int second_birthday(struct op *op, const struct undo_put *put, const struct undo_row *row,
			   int64_t *ret)
{
	struct dates others;
	struct date d;
	int r;

	(void)put;
	r = store_date_get(op->store, row->row, op->arena, &d);
	if (r || !date_is_birthday(&d) || !day_is_none(d.removed_day))
		return r;
	r = store_date_of_contact(op->store, d.contact, op->arena, &others);
	for (size_t i = 0; r == 0 && i < others.n; i++)
		if (others.items[i].id != row->row && date_is_birthday(&others.items[i]))
			*ret = others.items[i].id;
	return r;
}

static int second_absence(struct op *op, const struct undo_put *put, const struct undo_row *row,
			  int64_t *ret)
{
	(void)put;
	return store_away_beside(op->store, row->row, ret);
}

/* Of a row that has come back; null where it says nothing. */
static const char *text_in(struct op *op, const struct undo_row *row, const char *column)
{
	int i = table_column(row->table, column);
	struct image_value v;

	if (i < 0 || !image_column(row->before.bytes, row->before.size, (size_t)i, &v) ||
	    v.type != IMAGE_TEXT)
		return NULL;
	return arena_strndup(op->arena, v.bytes, v.size);
}

static int second_contact(struct op *op, const struct undo_put *put, const struct undo_row *row,
			  int64_t *ret)
{
	struct contact c = {.id = row->row};

	if (!put->is_of_import || row->change != UNDO_RETURNED)
		return 0;
	c.name = text_in(op, row, "name");
	c.origin = text_in(op, row, "origin");
	c.external_id = text_in(op, row, "external_id");
	if (!c.name)
		return 0;
	return store_import_contact_since(op->store, &c, op_folded(op, c.name), put->entry, ret);
}

static int second_sale(struct op *op, const struct undo_put *put, const struct undo_row *row,
		       int64_t *ret)
{
	struct sale sale;
	int r;

	if (!put->is_of_import || row->change != UNDO_RETURNED)
		return 0;
	r = store_sale_get(op->store, row->row, op->arena, &sale);
	return r ? r : store_import_sale_since(op->store, &sale, put->entry, ret);
}

/* What there may be one of. */
static const struct {
	const char *table;
	/* leaves 0 where none is */
	int (*find)(struct op *op, const struct undo_put *put, const struct undo_row *row,
		    int64_t *ret);
} ones[] = {
	{"away", second_absence},
	{"date", second_birthday},
	{"contact", second_contact},
	{"sale", second_sale},
};

int undo_find_second(struct op *op, const struct undo_put *put, struct undo_conflict *ret,
		     bool *ret_found)
{
	*ret_found = false;
	for (size_t i = 0; i < put->rows->n; i++)
		for (size_t k = 0; k < ARRAY_LEN(ones); k++) {
			const struct undo_row *row = &put->rows->items[i];
			int64_t other = 0;
			int r;

			if (row->change == UNDO_REMOVED ||
			    !str_equal(row->table->name, ones[k].table))
				continue;
			r = ones[k].find(op, put, row, &other);
			if (r)
				return r;
			if (!other)
				continue;
			*ret = (struct undo_conflict){OBSTACLE_SECOND, *row, {row->table, other}};
			*ret_found = true;
			return 0;
		}
	return 0;
}
