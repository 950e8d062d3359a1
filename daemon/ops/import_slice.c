/* The slices of an import, each for a transaction of its own. */
#include <stdint.h>

#include "base/str.h"
#include "ops/book.h"
#include "ops/event.h"
#include "ops/flow.h"
#include "ops/import.h"
#include "ops/import_apply.h"
#include "ops/run.h"
#include "ops/sale.h"
#include "store/import.h"
#include "store/run.h"
#include "vouch/limits.h"

struct slice {
	struct op *op;
	struct import import;
	int limit;
	int64_t *contacts; /* whose facts are to be computed anew, each once */
	size_t n_contacts, cap_contacts;
};

static void touch(struct slice *s, int64_t contact)
{
	for (size_t i = 0; i < s->n_contacts; i++)
		if (s->contacts[i] == contact)
			return;
	s->contacts = arena_grow(s->op->arena, s->contacts, s->n_contacts, &s->cap_contacts,
				 sizeof *s->contacts);
	s->contacts[s->n_contacts++] = contact;
}

static int refresh_facts(struct slice *s)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < s->n_contacts; i++)
		r = flow_facts(s->op, s->contacts[i]);
	s->n_contacts = 0;
	return r;
}

static void count(struct slice *s, const struct import_item *item, enum import_outcome outcome)
{
	if (s->import.is_dry_run && item->is_repeat && outcome == IMPORT_ADDED)
		outcome = IMPORT_UNCHANGED;
	switch (outcome) {
	case IMPORT_ADDED:
		s->import.added++;
		return;
	case IMPORT_UPDATED:
		s->import.updated++;
		return;
	case IMPORT_UNCHANGED:
		s->import.unchanged++;
		return;
	}
}

static int refuse(struct slice *s, const struct import_item *item)
{
	const struct op *op = s->op;
	const char *field = op->fail_field ? op->fail_field : "row";

	if (s->import.refused++ >= VOUCH_IMPORT_REFUSALS_MAX)
		return store_import_item_drop(op->store, item->id);
	return store_import_item_refuse(op->store, item->id, field, op->fail_text);
}

/* A sale that was completed by hand has a run, of whichever plan. */
static int needs_run(struct op *op, const struct sale *sale, bool *ret)
{
	struct run *runs;
	size_t n;
	int r;

	*ret = sale->state == SALE_COMPLETED;
	if (!*ret)
		return 0;
	r = store_run_of_anchor(op->store, ANCHOR_SALE, sale->id, op->arena, &runs, &n);
	for (size_t i = 0; r == 0 && i < n; i++)
		if (!str_equal(runs[i].plan_name, PLAN_GROUNDWORK))
			*ret = false;
	return r;
}

/* What a person should judge is told when all is over. */
static int end_row(struct op *op, struct import_item *item)
{
	if (!item->doubt)
		return store_import_item_drop(op->store, item->id);
	item->contact = item->doubt < 0 ? 0 : item->doubt;
	item->sale = 0;
	return store_import_item_apply(op->store, item);
}

/* A sale is kept to be planted, and the facts of its buyer are worked out then, once for all. */
static int keep_or_drop(struct slice *s, struct import_item *item, bool is_completed,
			bool is_unchanged)
{
	bool is_kept = s->import.kind == IMPORT_SALES && !is_unchanged;
	struct op *op = s->op;
	struct sale sale;
	int r = 0;

	if (is_completed && is_unchanged)
		r = op_sale_get(op, item->sale, &sale);
	if (r == 0 && is_completed && is_unchanged)
		r = needs_run(op, &sale, &is_kept);
	if (r)
		return r;
	if (is_kept)
		return store_import_item_apply(op->store, item);
	if (!is_unchanged)
		touch(s, item->contact);
	return end_row(op, item);
}

static int apply(struct slice *s, struct import_item *item)
{
	bool is_completed = false;
	enum import_outcome outcome;
	struct op *op = s->op;
	int r;

	op->fail_code = 0;
	if (s->import.kind == IMPORT_CONTACTS)
		r = import_apply_contact(op, &s->import, item, &outcome);
	else if (s->import.kind == IMPORT_DATES)
		r = import_apply_date(op, &s->import, item, &outcome);
	else
		r = import_apply_sale(op, &s->import, item, &outcome, &is_completed);
	if (r > 0 && r == op->fail_code)
		return refuse(s, item);
	if (r)
		return r;
	count(s, item, outcome);
	if (s->import.is_dry_run)
		return end_row(op, item);
	return keep_or_drop(s, item, is_completed, outcome == IMPORT_UNCHANGED);
}

static int apply_rows(struct slice *s, bool *ret_is_over)
{
	struct import_items rows;
	size_t i = 0;
	int r;

	r = store_import_staged(s->op->store, s->import.id, s->limit, s->op->arena, &rows);
	while (r == 0 && i < rows.n) {
		r = apply(s, &rows.items[i++]);
		if (op_is_slice_over(s->op))
			break;
	}
	*ret_is_over = i == rows.n && rows.n < (size_t)s->limit;
	return r ? r : refresh_facts(s);
}

static int plant(struct slice *s, struct import_item *item)
{
	struct op *op = s->op;
	struct sale sale;
	struct run run;
	bool is_needed;
	int r;

	r = op_sale_get(op, item->sale, &sale);
	if (r == 0)
		r = needs_run(op, &sale, &is_needed);
	if (r == 0 && is_needed) {
		const struct run_anchor anchor = {
			.kind = ANCHOR_SALE,
			.id = sale.id,
			.contact = sale.contact,
			.sale = sale.id,
			.day = sale.completed_day,
			.is_import = true,
		};

		r = op_run_start(op, PLAN_AFTER_SALE, &anchor, &run);
	}
	if (r == 0)
		touch(s, sale.contact);
	return r ? r : end_row(op, item);
}

/* The rows come by their buyers: the facts of one wait for their last row, be it in the next slice,
 * for which one row more is read. */
static int plant_rows(struct slice *s, bool *ret_is_over)
{
	struct import_items rows;
	size_t i = 0;
	int r;

	r = store_import_applied(s->op->store, s->import.id, s->limit + 1, s->op->arena, &rows);
	while (r == 0 && i < rows.n && i < (size_t)s->limit) {
		r = plant(s, &rows.items[i++]);
		if (r == 0 && (i == rows.n || rows.items[i].contact != rows.items[i - 1].contact))
			r = refresh_facts(s);
		if (op_is_slice_over(s->op))
			break;
	}
	*ret_is_over = i == rows.n;
	return r;
}

static int next_state(struct slice *s)
{
	if (s->import.state == IMPORT_APPLYING && s->import.kind == IMPORT_SALES) {
		s->import.state = IMPORT_PLANTING;
		return 0;
	}
	s->import.state = IMPORT_DONE;
	s->import.ended_at = s->op->now;
	return op_event(s->op, EVENT_IMPORT_DONE, s->import.id, 0);
}

static int run_slice(struct slice *s)
{
	struct op *op = s->op;
	bool is_over;
	int r;

	op->journal_group = s->import.journal ? s->import.journal : op->journal;
	op->summary = arena_printf(op->arena, "import %lld", (long long)s->import.id);
	op->is_in_part = s->import.state == IMPORT_APPLYING && s->import.kind == IMPORT_SALES;
	if (s->import.state == IMPORT_PLANTING)
		r = plant_rows(s, &is_over);
	else
		r = apply_rows(s, &is_over);
	if (r == 0 && is_over)
		r = next_state(s);
	if (r)
		return r;
	if (!s->import.journal)
		s->import.journal = op_journal_id(op);
	return store_import_update(op->store, &s->import);
}

/* The rows of one that was refused or aborted. */
static int sweep(struct op *op, int limit, bool *ret_more)
{
	int64_t id;
	int n = 0, r;

	op->env->is_taking_book = false; /* where its beginning was taken back */
	r = store_import_next_left(op->store, &id);
	if (r == 0 && id)
		r = store_import_items_drop(op->store, id, limit, &n);
	*ret_more = id != 0;
	return r;
}

int op_import_slice(struct op *op, int limit, bool *ret_more)
{
	struct slice s = {.op = op, .limit = limit};
	int64_t id;
	int r;

	r = store_import_next(op->store, &id);
	if (r)
		return r;
	if (!id)
		return sweep(op, limit, ret_more);
	r = store_import_get(op->store, id, op->arena, &s.import);
	*ret_more = true;
	if (r == 0 && s.import.kind == IMPORT_BOOK)
		return book_slice(op, &s.import, limit);
	return r ? r : run_slice(&s);
}
