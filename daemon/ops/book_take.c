/* The slices of a book that is taken in, each a transaction of its own without a journal entry. */
#include "ops/book_take.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "ops/book.h"
#include "ops/calendar.h"
#include "ops/event.h"
#include "store/book.h"
#include "store/contact_fact.h"
#include "store/followup_clock.h"
#include "store/import.h"
#include "store/journal.h"
#include "store/tally.h"
#include "store/whole.h"
#include "vouch/errors.h"

#define UUID_SIZE 37
#define LOOK_SLICE 10 /* references are looked at so much faster than rows are written */

/* How far it is, kept in the book. */
enum phase { PHASE_CLEAR, PHASE_ROWS, PHASE_REFERENCES, PHASE_FACTS, PHASE_BACK };
struct taking {
	int phase;
	int64_t table, after; /* of what is looked at */
	char uuid[UUID_SIZE];
};

struct slice {
	struct op *op;
	struct import *import;
	int limit;
	struct taking taking;
};

static int keep(struct op *op, const struct taking *t)
{
	return store_book_set(op->store, BOOK_TAKING,
			      arena_printf(op->arena, "%d %" PRId64 " %" PRId64 " %s", t->phase,
					   t->table, t->after, t->uuid));
}

static int load(struct op *op, struct taking *t)
{
	const char *text;
	int r;

	r = store_book_get(op->store, BOOK_TAKING, op->arena, &text);
	if (r)
		return r;
	if (!text || sscanf(text, "%d %" SCNd64 " %" SCNd64 " %36s", &t->phase, &t->table,
			    &t->after, t->uuid) != 4)
		return -EBADMSG;
	return 0;
}

int book_take_begin(struct op *op, const char *uuid)
{
	struct taking t = {.phase = PHASE_CLEAR};

	str_copy(t.uuid, sizeof t.uuid, uuid);
	op->env->is_taking_book = true;
	return keep(op, &t);
}

int book_is_pending(struct op *op, bool *ret)
{
	const char *text;
	int r;

	r = store_book_get(op->store, BOOK_TAKING, op->arena, &text);
	*ret = r == 0 && text;
	return r;
}

static int end(struct slice *s, enum import_state state)
{
	struct op *op = s->op;
	int r;

	s->import->state = state;
	s->import->ended_at = op->now;
	op->env->is_taking_book = false;
	op->env->is_new_book = true;
	op->env->is_stepped = true;
	op_calendar_changed(op->env);
	r = whole_forget_note(op->store, BOOK_TAKING);
	return r ? r : op_event(op, EVENT_IMPORT_DONE, s->import->id, 0);
}

/* Everything goes again. */
static int turn_back(struct slice *s)
{
	s->import->refused++;
	s->import->added = 0;
	s->taking = (struct taking){.phase = PHASE_BACK};
	str_copy(s->taking.uuid, sizeof s->taking.uuid, "-");
	return keep(s->op, &s->taking);
}

static int clear(struct slice *s, int limit, bool *ret_is_over)
{
	int left = limit, n, r = 0;

	for (const struct table *t = tables; r == 0 && left > 0 && t->name; t++) {
		if (!whole_has(t))
			continue;
		r = whole_clear(s->op->store, t, left, &n);
		if (r == 0)
			left -= n;
	}
	*ret_is_over = left > 0;
	return r;
}

/* The plans that vouch comes with; those of the file are put in their place. */
static int clear_plans(struct slice *s)
{
	bool is_over = false;
	int r = 0;

	while (r == 0 && !is_over)
		r = clear(s, INT32_MAX, &is_over);
	for (const struct table *t = tables; r == 0 && t->name; t++)
		if (whole_has(t))
			r = whole_set_sequence(s->op->store, t->name, 0);
	s->taking.phase = PHASE_ROWS;
	return r ? r : keep(s->op, &s->taking);
}

static const char *text_of(struct op *op, const struct whole_item *item, size_t column)
{
	struct image_value v;

	if (!image_column(item->image.bytes, item->image.size, column, &v))
		return "";
	return arena_strndup(op->arena, v.bytes, v.size);
}

static int64_t integer_of(const struct whole_item *item, size_t column)
{
	struct image_value v;

	return image_column(item->image.bytes, item->image.size, column, &v) ? v.integer : 0;
}

static int write_sequence(struct op *op, const struct whole_item *item)
{
	const char *table = text_of(op, item, 0);
	int64_t last = integer_of(item, 1), own;
	int r;

	r = whole_sequence(op->store, table, &own);
	return r || own >= last ? r : whole_set_sequence(op->store, table, last);
}

static int write_item(struct slice *s, const struct whole_item *item)
{
	const struct table *t = table_find(item->item);
	struct op *op = s->op;
	int r;

	if (str_equal(item->item, BOOK_ITEM_NOTE))
		return store_book_set(op->store, text_of(op, item, 0), text_of(op, item, 1));
	if (str_equal(item->item, BOOK_ITEM_SEQUENCE))
		return write_sequence(op, item);
	if (str_equal(item->item, BOOK_ITEM_HEAD) || str_equal(item->item, BOOK_ITEM_END))
		return 0;
	if (!t || !whole_has(t))
		return -EBADMSG;
	r = whole_insert(op->store, t, &item->image);
	s->import->added += r == 0;
	return r;
}

static int refuse_row(struct slice *s, const struct whole_item *item, int why)
{
	const char *text = "has a value that it cannot have";
	int r;

	if (why == -EEXIST)
		text = "is in the file twice, or has what another one has and only one may have";
	r = whole_refuse(s->op->store, item->id, item->item,
			 arena_printf(s->op->arena, "%" PRId64 " %s", integer_of(item, 0), text));
	return r ? r : turn_back(s);
}

static int write_rows(struct slice *s)
{
	struct whole_items rows;
	int r;

	r = whole_staged(s->op->store, s->import->id, 0, s->limit, s->op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++) {
		r = write_item(s, &rows.items[i]);
		if (r == -EEXIST || r == -EINVAL)
			return refuse_row(s, &rows.items[i], r);
		if (r == 0)
			r = store_import_item_drop(s->op->store, rows.items[i].id);
	}
	if (r || rows.n == (size_t)s->limit)
		return r;
	s->taking.phase = PHASE_REFERENCES;
	return keep(s->op, &s->taking);
}

static const struct table *table_at(int64_t place)
{
	for (const struct table *t = tables; t->name; t++)
		if (whole_has(t) && place-- == 0)
			return t;
	return NULL;
}

static int refuse_lost(struct slice *s, const struct table *t, const struct whole_lost *lost)
{
	const struct import_item item = {
		.import = s->import->id,
		.field = t->name,
		.refusal = arena_printf(s->op->arena,
					"%" PRId64 " names the %s %" PRId64
					" as its %s, which is not in the file",
					lost->row, lost->table->name, lost->parent, lost->column),
	};
	int r;

	r = store_import_item_add_refused(s->op->store, &item);
	return r ? r : turn_back(s);
}

static int look_at_references(struct slice *s)
{
	const struct table *t = table_at(s->taking.table);
	struct whole_lost lost;
	int64_t last;
	int r;

	if (!t) {
		s->taking.phase = PHASE_FACTS;
		return keep(s->op, &s->taking);
	}
	r = whole_find_lost(s->op->store, t, s->taking.after, s->limit * LOOK_SLICE, &lost, &last);
	if (r == 0 && lost.row)
		return refuse_lost(s, t, &lost);
	s->taking.after = last;
	s->taking.table += last == 0;
	return r ? r : keep(s->op, &s->taking);
}

/* What is kept beside the facts is worked out, and the book is the other one from now on. */
static int work_out_facts(struct slice *s)
{
	struct op *op = s->op;
	int r;

	r = store_contact_fact_rebuild(op->store);
	if (r == 0)
		r = store_followup_look_at_parts(op->store);
	if (r == 0)
		r = store_tally_rebuild(op->store);
	if (r == 0)
		r = store_book_set(op->store, BOOK_UUID, s->taking.uuid);
	return r ? r : end(s, IMPORT_DONE);
}

static int go_back(struct slice *s)
{
	bool is_over;
	int r;

	r = clear(s, s->limit, &is_over);
	return r || !is_over ? r : end(s, IMPORT_REFUSED);
}

static int take(struct slice *s)
{
	switch ((enum phase)s->taking.phase) {
	case PHASE_CLEAR:
		return clear_plans(s);
	case PHASE_ROWS:
		return write_rows(s);
	case PHASE_REFERENCES:
		return look_at_references(s);
	case PHASE_FACTS:
		return work_out_facts(s);
	case PHASE_BACK:
		return go_back(s);
	}
	return -EBADMSG;
}

/* Of facts alone; what is derived follows the clock. */
static bool differs(const struct table *t, const struct image_value *row,
		    const struct whole_item *item)
{
	struct image_reader reader;
	struct image_value v;
	size_t n;

	if (!image_open(&reader, item->image.bytes, item->image.size, &n) || n != table_columns(t))
		return true;
	for (size_t i = 0; i < n; i++) {
		if (!image_next(&reader, &v))
			return true;
		if (t->columns[i].tag == COLUMN_DERIVED)
			continue;
		if (v.type != row[i].type || v.integer != row[i].integer || v.size != row[i].size ||
		    (v.size && memcmp(v.bytes, row[i].bytes, v.size) != 0))
			return true;
	}
	return false;
}

static int refuse_other(struct slice *s, const struct whole_item *item, const char *text)
{
	int r;

	r = whole_refuse(s->op->store, item->id, item->item,
			 arena_printf(s->op->arena, "%" PRId64 " %s", integer_of(item, 0), text));
	s->import->refused++;
	s->import->state = IMPORT_REFUSED;
	s->import->ended_at = s->op->now;
	return r ? r : op_event(s->op, EVENT_IMPORT_DONE, s->import->id, 0);
}

static int compare(struct slice *s, const struct whole_item *item, bool is_empty)
{
	const struct table *t = table_find(item->item);
	struct image_value *row;
	int r;

	if (!t || !t->is_journaled)
		return 0;
	s->import->added += is_empty;
	if (is_empty)
		return 0;
	r = whole_get(s->op->store, t, integer_of(item, 0), s->op->arena, &row);
	if (r == VOUCH_E_NOT_FOUND)
		return refuse_other(s, item,
				    "is in the file and no more in this book; to go back to the "
				    "file, see vouch restore");
	if (r)
		return r;
	if (differs(t, row, item))
		return refuse_other(s, item,
				    "has been changed in this book since; to go back to the "
				    "file, see vouch restore");
	s->import->unchanged++;
	return 0;
}

static int n_rows(struct op *op, int64_t *ret)
{
	int64_t n;
	int r = 0;

	*ret = 0;
	for (const struct table *t = tables; r == 0 && t->name; t++) {
		if (!t->is_journaled)
			continue;
		r = whole_count(op->store, t, &n);
		*ret += n;
	}
	return r;
}

/* The same book: is there anything in it that the file does not have? */
static int end_check(struct slice *s, bool is_empty)
{
	struct import_item item = {.import = s->import->id, .field = "book"};
	int64_t n = 0;
	int r = 0;

	if (!is_empty)
		r = n_rows(s->op, &n);
	if (r == 0 && n > s->import->unchanged) {
		item.refusal = arena_printf(s->op->arena,
					    "has %" PRId64 " rows that came after the file; to go "
					    "back to the file, see vouch restore",
					    n - s->import->unchanged);
		s->import->refused++;
		r = store_import_item_add_refused(s->op->store, &item);
	}
	s->import->state = n > s->import->unchanged ? IMPORT_REFUSED : IMPORT_DONE;
	s->import->ended_at = s->op->now;
	return r ? r : op_event(s->op, EVENT_IMPORT_DONE, s->import->id, 0);
}

static int check_rows(struct slice *s)
{
	struct whole_items rows;
	bool is_empty = false;
	int r;

	r = book_is_empty(s->op, &is_empty);
	if (r == 0)
		r = whole_staged(s->op->store, s->import->id, 0, s->limit, s->op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++) {
		r = compare(s, &rows.items[i], is_empty);
		if (r || s->import->state == IMPORT_REFUSED)
			return r;
		r = store_import_item_drop(s->op->store, rows.items[i].id);
	}
	return r || rows.n == (size_t)s->limit ? r : end_check(s, is_empty);
}

int book_slice(struct op *op, struct import *import, int limit)
{
	struct slice s = {.op = op, .import = import, .limit = limit};
	int r;

	journal_drop(store_journal(op->store));
	if (import->state == IMPORT_CHECKING) {
		r = check_rows(&s);
	} else {
		r = load(op, &s.taking);
		if (r == 0)
			r = take(&s);
	}
	return r ? r : store_import_update(op->store, import);
}
