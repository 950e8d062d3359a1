/* Of some things there is one at most: what an undo puts back may find another in its place. */
#include "ops/undo_second.h"

#include "base/cleanup.h"
#include "base/str.h"
#include "domain/date.h"
#include "store/away.h"
#include "store/date.h"
#include "store/tables.h"

static int second_birthday(struct op *op, int64_t row, int64_t *ret)
{
	struct dates others;
	struct date d;
	int r;

	r = store_date_get(op->store, row, op->arena, &d);
	if (r || !date_is_birthday(&d) || !day_is_none(d.removed_day))
		return r;
	r = store_date_of_contact(op->store, d.contact, op->arena, &others);
	for (size_t i = 0; r == 0 && i < others.n; i++)
		if (others.items[i].id != row && date_is_birthday(&others.items[i]))
			*ret = others.items[i].id;
	return r;
}

static int second_absence(struct op *op, int64_t row, int64_t *ret)
{
	return store_away_beside(op->store, row, ret);
}

int undo_find_second(struct op *op, const struct undo_rows *rows, struct undo_conflict *ret,
		     bool *ret_found)
{
	static const struct {
		const char *table;
		int (*find)(struct op *op, int64_t row, int64_t *ret); /* leaves 0 where none is */
	} ones[] = {{"away", second_absence}, {"date", second_birthday}};
	int r = 0;

	*ret_found = false;
	for (size_t i = 0; i < rows->n; i++)
		for (size_t k = 0; k < ARRAY_LEN(ones); k++) {
			const struct undo_row *row = &rows->items[i];
			int64_t other = 0;

			if (row->change == UNDO_REMOVED ||
			    !str_equal(row->table->name, ones[k].table))
				continue;
			r = ones[k].find(op, row->row, &other);
			if (r || !other)
				continue;
			*ret = (struct undo_conflict){OBSTACLE_SECOND, *row, {row->table, other}};
			*ret_found = true;
			return 0;
		}
	return r;
}
