/* All that is held on one person, for them to read. */
#include "ops/person.h"

#include "ops/contact.h"
#include "store/person.h"

int op_contact_export(struct op *op, int64_t id, const int64_t after[2], int limit,
		      struct person_piece **ret, size_t *ret_n)
{
	struct person_piece *items = arena_array(op->arena, (size_t)limit, sizeof *items);
	struct contact c;
	size_t n = 0;
	int r;

	r = op_contact_get(op, id, &c);
	for (const struct table *t = tables; r == 0 && t->name && n < (size_t)limit; t++) {
		const struct person_page page = {id, t->number == after[0] ? after[1] : 0,
						 limit - (int)n};
		struct person_rows rows;

		if (!person_is_exported(t) || t->number < after[0])
			continue;
		r = store_person_read(op->store, t, &page, op->arena, &rows);
		for (size_t i = 0; r == 0 && i < rows.n; i++)
			items[n++] = (struct person_piece){t, rows.items[i]};
	}
	*ret = items;
	*ret_n = n;
	return r;
}
