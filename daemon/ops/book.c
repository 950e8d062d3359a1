/* A whole book on its way in: staged, and let in. */
#include "ops/book.h"

#include "base/cleanup.h"
#include "ops/book_take.h"
#include "store/book.h"
#include "store/import.h"
#include "store/whole.h"
#include "vouch/limits.h"

/* What the items staged so far say. */
static int resume(struct op *op, const struct import *import, struct book_check *c)
{
	struct whole_items first;
	struct image_value schema;
	struct whole_item last;
	int r;

	r = whole_staged(op->store, import->id, 0, 1, op->arena, &first);
	if (r || !first.n)
		return r;
	if (image_column(first.items[0].image.bytes, first.items[0].image.size, 1, &schema))
		c->schema = schema.integer;
	r = whole_staged_last(op->store, import->id, op->arena, &last);
	c->has_ended = r == 0 && str_equal(last.item, BOOK_ITEM_END);
	return r;
}

static int add_refused(struct book_check *c, struct import *import, int64_t line)
{
	const struct import_item item = {
		.import = import->id, .line = line, .field = c->field, .refusal = c->refusal};

	if (import->refused++ >= VOUCH_IMPORT_REFUSALS_MAX)
		return 0;
	return store_import_item_add_refused(c->op->store, &item);
}

static int add_one(struct book_check *c, struct import *import, const struct book_item *item)
{
	struct whole_item staged = {.line = item->line, .item = item->item};

	if (!book_check_item(c, item))
		return add_refused(c, import, item->line);
	staged.image = (struct image_bytes){c->image->data, c->image->len};
	return whole_stage(c->op->store, import->id, &staged);
}

int book_add(struct op *op, struct import *import, const struct book_items *items)
{
	_cleanup_str_ struct str image = {0};
	struct book_check c = {.op = op, .image = &image};
	int r;

	r = resume(op, import, &c);
	for (size_t i = 0; r == 0 && i < items->n; i++)
		r = add_one(&c, import, &items->items[i]);
	import->n_items += (int64_t)items->n;
	return r ? r : store_import_update(op->store, import);
}

/* What there is of each kind, in the words of a person. */
static const struct {
	const char *table, *one, *many;
} kinds[] = {
	{"contact", "contact", "contacts"},
	{"household", "household", "households"},
	{"sale", "sale", "sales"},
	{"followup", "follow-up", "follow-ups"},
	{"campaign", "campaign", "campaigns"},
	{"calendar_day", "day off", "days off"},
	{"template", "text of your own", "texts of your own"},
};

int book_is_empty(struct op *op, bool *ret)
{
	static const struct whole_page first = {.limit = 1, .bytes = 1};
	static const char *const plans[] = {"plan", "plan_version", "plan_step"};
	struct whole_rows rows = {0};
	int r = 0;

	for (const struct table *t = tables; r == 0 && !rows.n && t->name; t++) {
		bool is_plan = !whole_has(t);

		for (size_t i = 0; i < ARRAY_LEN(plans); i++)
			is_plan |= str_equal(plans[i], t->name);
		if (!is_plan)
			r = whole_read(op->store, t, &first, op->arena, &rows);
	}
	*ret = r == 0 && !rows.n;
	return r;
}

/* What fills the book, for "this book has …". */
static int what_fills(struct op *op, const char **ret)
{
	int64_t n = 0;
	int r = 0;

	*ret = "entries of its own";
	for (size_t i = 0; r == 0 && !n && i < ARRAY_LEN(kinds); i++) {
		r = whole_count(op->store, table_find(kinds[i].table), &n);
		if (r == 0 && n)
			*ret = arena_printf(op->arena, "%lld %s", (long long)n,
					    n == 1 ? kinds[i].one : kinds[i].many);
	}
	return r;
}

/* The refusal itself is a fact, and is kept. */
__attribute__((format(printf, 3, 4))) static int refuse(struct op *op, struct import *import,
							const char *format, ...)
{
	const char *text;
	va_list args;
	int r;

	va_start(args, format);
	text = arena_vprintf(op->arena, format, args);
	va_end(args);
	import->state = IMPORT_REFUSED;
	import->ended_at = op->now;
	r = store_import_update(op->store, import);
	if (r)
		return r;
	op->env->is_importing = true;
	op->is_refusal_kept = true;
	return op_fail(op, VOUCH_E_IMPORT_REFUSED, NULL, "%s; nothing was taken", text);
}

static int64_t integer_at(const struct whole_item *item, size_t column)
{
	struct image_value v;

	if (!image_column(item->image.bytes, item->image.size, column, &v))
		return 0;
	return v.integer;
}

static const char *text_at(struct op *op, const struct whole_item *item, size_t column)
{
	struct image_value v;

	if (!image_column(item->image.bytes, item->image.size, column, &v))
		return "";
	return arena_strndup(op->arena, v.bytes, v.size);
}

static int check_busy(struct op *op)
{
	int64_t other;
	int r;

	r = store_import_next(op->store, &other);
	if (r == 0 && (other || op->env->is_undoing))
		return op_fail(op, VOUCH_E_CONFLICT, "import",
			       "another import is being written or taken back right now; try "
			       "again in a moment");
	return r;
}

static int let_in(struct op *op, struct import *import, const char *uuid)
{
	const char *own = NULL, *full = NULL;
	bool is_empty = false;
	int r;

	r = store_book_get(op->store, BOOK_UUID, op->arena, &own);
	if (r == 0)
		r = book_is_empty(op, &is_empty);
	if (r == 0 && !is_empty)
		r = what_fills(op, &full);
	if (r)
		return r;
	if (full && !str_equal(own, uuid))
		return refuse(op, import,
			      "this book has %s already, and two books do not become one; take it "
			      "into an empty one (vouchd --db NEW), or take the contacts as vCard "
			      "or CSV",
			      full);
	import->state = full || import->is_dry_run ? IMPORT_CHECKING : IMPORT_APPLYING;
	op->env->is_importing = true;
	if (import->state == IMPORT_APPLYING)
		r = book_take_begin(op, uuid);
	return r ? r : store_import_update(op->store, import);
}

int book_commit(struct op *op, struct import *import)
{
	struct whole_items first;
	struct whole_item last;
	int r;

	r = check_busy(op);
	if (r)
		return r;
	r = whole_staged_last(op->store, import->id, op->arena, &last);
	if (r < 0)
		return r;
	if (r || !str_equal(last.item, BOOK_ITEM_END) ||
	    integer_at(&last, 0) != import->n_items - 1)
		return refuse(op, import,
			      "the file was cut: its last line does not say that it is the last, "
			      "and how many there are; export the book again");
	r = whole_staged(op->store, import->id, 0, 1, op->arena, &first);
	return r ? r : let_in(op, import, text_at(op, &first.items[0], 3));
}
