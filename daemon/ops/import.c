/* Imports: begun, filled, committed, looked at. */
#include "ops/import.h"

#include "ops/book.h"
#include "ops/import_check.h"
#include "ops/import_loss.h"
#include "ops/import_match.h"
#include "ops/refuse.h"
#include "store/import.h"
#include "vouch/limits.h"

#define OPEN_SECONDS 86400

int op_import_begin(struct op *op, struct import *import)
{
	int r;

	import->state = IMPORT_OPEN;
	import->created_at = op->now;
	import->ended_at = NO_INSTANT;
	import->is_strict |= import->kind == IMPORT_BOOK;
	r = store_import_abort_old(op->store, op->now - OPEN_SECONDS, op->now);
	if (r == 0)
		r = store_import_forget_told(op->store);
	op->env->is_importing = true; /* what was aborted leaves rows */
	return r ? r : store_import_add(op->store, import);
}

static int get(struct op *op, int64_t id, struct import *ret)
{
	int r;

	r = store_import_get(op->store, id, op->arena, ret);
	return op_not_found(op, r, "import", "there is no import %lld", (long long)id);
}

static int get_open(struct op *op, int64_t id, struct import *ret)
{
	int r;

	r = get(op, id, ret);
	if (r == 0 && ret->state != IMPORT_OPEN)
		return op_fail(op, VOUCH_E_IMPORT_STATE, "import", "import %lld is %s, not open",
			       (long long)id, import_states[ret->state]);
	return r;
}

/* Only the first refusals are kept, since nobody reads more. */
static int add_refused(struct op *op, struct import *import, const struct import_item *item)
{
	if (import->refused++ >= VOUCH_IMPORT_REFUSALS_MAX)
		return 0;
	return store_import_item_add_refused(op->store, item);
}

/* A dry run makes and changes nobody: what earlier rows would have made is worked out from them. */
static int foresee(struct op *op, struct import *import, struct import_item *item,
		   const struct import_match *match)
{
	struct import_items earlier = {0};
	int r = 0;

	if (item->is_repeat)
		r = store_import_of_key(op->store, import->id, item->key, op->arena, &earlier);
	if (r)
		return r;
	if (!item->who.external_id && !item->doubt)
		item->doubt = import_match_earlier(op, item, &earlier);
	return import_loss_foresee(op, import, item, match, &earlier);
}

static int add_good(struct op *op, struct import *import, struct import_item *item)
{
	struct import_match match;
	int r = 0;

	if (import->kind != IMPORT_DATES) { /* whose rows make nobody new */
		r = import_match_contact(op, import, &item->who, &match);
		if (r)
			return r;
		item->doubt = match.doubt;
	}
	if (item->key)
		r = store_import_has_key(op->store, import->id, item->key, &item->is_repeat);
	if (r == 0 && import->is_dry_run && import->kind == IMPORT_CONTACTS)
		r = foresee(op, import, item, &match);
	return r ? r : store_import_item_add(op->store, item);
}

int op_import_add_book(struct op *op, int64_t id, const struct book_items *items,
		       struct import *ret)
{
	int r;

	r = get_open(op, id, ret);
	if (r == 0 && ret->kind != IMPORT_BOOK)
		return op_fail(op, VOUCH_E_CONFLICT, "book",
			       "import %lld is of %s: its rows are given as items", (long long)id,
			       import_kinds[ret->kind]);
	if (r == 0 && ret->n_items + (int64_t)items->n > VOUCH_IMPORT_BOOK_MAX)
		return op_fail(op, VOUCH_E_TOO_LARGE, "book", "a book has at most %d items",
			       VOUCH_IMPORT_BOOK_MAX);
	return r ? r : book_add(op, ret, items);
}

int op_import_add(struct op *op, int64_t id, const struct import_row *rows, size_t n,
		  struct import *ret)
{
	struct import_item item;
	int r;

	r = get_open(op, id, ret);
	if (r == 0 && ret->kind == IMPORT_BOOK)
		return op_fail(op, VOUCH_E_CONFLICT, "items",
			       "import %lld is of a whole book: what export.items gave is sent as "
			       "book",
			       (long long)id);
	if (r == 0 && ret->n_items + (int64_t)n > VOUCH_IMPORT_ROWS_MAX)
		return op_fail(op, VOUCH_E_TOO_LARGE, "items", "an import has at most %d rows",
			       VOUCH_IMPORT_ROWS_MAX);
	for (size_t i = 0; r == 0 && i < n; i++) {
		import_check_row(op, ret, &rows[i], &item);
		r = item.state == ITEM_REFUSED ? add_refused(op, ret, &item)
					       : add_good(op, ret, &item);
	}
	ret->n_items += (int64_t)n;
	return r ? r : store_import_update(op->store, ret);
}

static int read_told(struct op *op, const struct import *import, struct import_told *ret)
{
	const int most = VOUCH_IMPORT_REFUSALS_MAX;
	struct store *s = op->store;
	int r;

	*ret = (struct import_told){0};
	r = store_import_refused(s, import->id, most, op->arena, &ret->refused);
	if (r == 0)
		r = store_import_doubted(s, import->id, most, op->arena, &ret->duplicates);
	if (r == 0 && import->kind == IMPORT_CONTACTS) /* of sales as many rows are applied */
		r = store_import_not_taken(s, import->id, most, op->arena, &ret->not_taken);
	return r;
}

/* The refusal itself is a fact, and is kept. */
static int refuse_all(struct op *op, struct import *import, const struct import_item *first)
{
	int r;

	import->state = IMPORT_REFUSED;
	import->ended_at = op->now;
	r = store_import_update(op->store, import);
	if (r)
		return r;
	op->env->is_importing = true;
	op->is_refusal_kept = true;
	return op_fail(op, VOUCH_E_IMPORT_REFUSED, first->field,
		       "line %lld: %s %s; nothing was imported (rows refused: %lld of %lld)",
		       (long long)first->line, first->field, first->refusal,
		       (long long)import->refused, (long long)import->n_items);
}

int op_import_commit(struct op *op, int64_t id, struct import *ret, struct import_told *told)
{
	int r;

	r = get_open(op, id, ret);
	if (r == 0)
		r = read_told(op, ret, told);
	if (r)
		return r;
	if (ret->is_strict && told->refused.n)
		return refuse_all(op, ret, &told->refused.items[0]);
	if (op->env->is_taking_book)
		return op_fail(op, VOUCH_E_CONFLICT, NULL,
			       "a whole book is being taken in right now; try again in a moment");
	if (ret->kind == IMPORT_BOOK)
		return book_commit(op, ret);
	ret->state = ret->is_dry_run ? IMPORT_CHECKING : IMPORT_APPLYING;
	op->env->is_importing = true;
	return store_import_update(op->store, ret);
}

int op_import_get(struct op *op, int64_t id, struct import *ret, struct import_told *told)
{
	int r;

	r = get(op, id, ret);
	return r ? r : read_told(op, ret, told);
}

int op_import_abort(struct op *op, int64_t id, struct import *ret)
{
	int r;

	r = get_open(op, id, ret);
	if (r)
		return r;
	ret->state = IMPORT_ABORTED;
	ret->ended_at = op->now;
	op->env->is_importing = true;
	return store_import_update(op->store, ret);
}

int op_import_is_pending(struct op *op, bool *ret)
{
	int64_t next, left;
	int r;

	r = store_import_next(op->store, &next);
	if (r == 0)
		r = store_import_next_left(op->store, &left);
	if (r == 0)
		r = book_is_pending(op, &op->env->is_taking_book);
	if (r == 0)
		*ret = next || left;
	return r;
}
