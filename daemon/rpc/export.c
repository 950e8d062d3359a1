/* export.items: everything, in an order that an import takes back. */
#include "ops/export.h"

#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

struct export_params {
	struct given given;
	const char *kind, *cursor;
};
#define S struct export_params
static const struct param items_params[] = {
	ROW_TEXT(S, kind, "kind", 1, VOUCH_WORD_MAX, 0, "one table alone, such as contact"),
	ROW_TEXT(S, cursor, "cursor", 1, 255, 0, "`next` of the page before"),
	{0},
};

static json_t *render_item(const struct book_item *item)
{
	json_t *o = json_object();

	set_text(o, "item", item->item);
	for (size_t i = 0; i < item->n; i++) {
		const struct book_value *v = &item->values[i];
		json_t *value = v->type == BOOK_INTEGER ? json_integer(v->integer)
				: v->type == BOOK_TEXT  ? json_stringn(v->text, v->size)
							: json_null();

		set_object(o, v->name, value);
	}
	return o;
}

static int export_items(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	int64_t cursor[3] = {0};
	struct export_place place;
	struct book_items items;
	json_t *all = json_array();
	bool has_more;
	int r = 0;

	if (p->cursor && !cursor_read(p->cursor, cursor, 3))
		r = op_fail(c->op, VOUCH_E_CONFLICT, "cursor",
			    "the cursor is not one of export.items; begin again without one");
	place = (struct export_place){cursor[0], cursor[1], cursor[2]};
	if (r == 0)
		r = op_export_items(c->op, p->kind, &place, &items, &has_more);
	for (size_t i = 0; r == 0 && i < items.n; i++)
		(void)json_array_append_new(all, render_item(&items.items[i]));
	if (r) {
		json_decref(all);
		return r;
	}
	cursor[0] = place.table;
	cursor[1] = place.after;
	cursor[2] = place.mark;
	*ret = under("items", all);
	set_text(*ret, "next", has_more ? cursor_write(cursor, 3, c->op->arena) : NULL);
	return 0;
}

const struct method export_methods[] = {
	{"export.items", items_params, sizeof(S), export_items, METHOD_READ,
	 "Everything as it is stored, for import.add of a whole book; refused where the book "
	 "changes "
	 "between two pages: begin again then",
	 "items, next"},
	{0},
};
