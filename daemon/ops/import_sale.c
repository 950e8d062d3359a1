/* What a row of an import does to a sale. */
#include "base/str.h"
#include "ops/import_apply.h"
#include "ops/import_contact.h"
#include "ops/import_match.h"
#include "ops/sale.h"

/* True where something was changed: what the row says differently where it is the sale's own,
 * else only what was not known. */
static bool join(struct sale *sale, const struct sale *row, bool is_own)
{
	const struct sale before = *sale;

	if (is_own && row->amount != NO_AMOUNT) {
		sale->amount = row->amount;
		sale->currency = row->currency;
		sale->exponent = row->exponent;
	}
	if (is_own)
		sale->product = row->product;
	if (row->source >= 0 && (is_own || sale->source < 0))
		sale->source = row->source;
	if (is_own && !day_is_none(row->opened_day) && sale->state == SALE_OPEN)
		sale->opened_day = row->opened_day;
	return sale->amount != before.amount || !str_equal(sale->currency, before.currency) ||
	       !str_equal(sale->product, before.product) || sale->source != before.source ||
	       !day_equal(sale->opened_day, before.opened_day);
}

/* A state never moves back. */
static bool is_to_close(const struct sale *sale, const struct sale *row)
{
	if (sale->state == SALE_COMPLETED)
		return row->state == SALE_REFUNDED &&
		       !day_before(sale_closed_day(row), sale->completed_day);
	return sale->state == SALE_OPEN && row->state != SALE_OPEN;
}

static int apply_found(struct op *op, const struct import *import, struct import_item *item,
		       bool is_own, enum import_outcome *ret)
{
	const struct sale *row = &item->what;
	bool has_changed, is_closing;
	struct sale sale;
	int r;

	r = op_sale_get(op, item->sale, &sale);
	if (r == 0)
		r = import_contact_live(op, import, sale.contact);
	if (r)
		return r;
	item->contact = sale.contact;
	has_changed = join(&sale, row, is_own);
	is_closing = is_to_close(&sale, row);
	*ret = has_changed || is_closing ? IMPORT_UPDATED : IMPORT_UNCHANGED;
	if (*ret == IMPORT_UNCHANGED || import->is_dry_run)
		return 0;
	if (is_closing)
		return op_sale_close(op, &sale, row->state, sale_closed_day(row));
	return op_sale_update(op, &sale);
}

/* The buyer; 0 in a dry run where it is a new one. */
static int find_buyer(struct op *op, const struct import *import, struct import_item *item,
		      int64_t *ret)
{
	struct import_match match;
	int r;

	r = import_match_item(op, import, item, &match);
	if (r)
		return r;
	*ret = match.contact;
	if (match.contact)
		return import_contact_live(op, import, match.contact);
	return import_contact_add(op, import, &item->who, ret);
}

static int add(struct op *op, const struct import *import, struct import_item *item)
{
	struct sale sale = item->what;
	int r;

	sale.contact = item->contact;
	sale.origin = sale.external_id ? import->source : NULL;
	r = op_sale_add_as_is(op, &sale);
	item->sale = sale.id;
	return r;
}

int import_apply_sale(struct op *op, const struct import *import, struct import_item *item,
		      enum import_outcome *ret, bool *ret_is_completed)
{
	bool is_own = false;
	int r = 0;

	*ret = IMPORT_ADDED;
	*ret_is_completed = item->what.state == SALE_COMPLETED;
	if (item->what.external_id)
		r = import_match_sale(op, import, &item->what, &item->sale, &is_own);
	if (r == 0 && !item->sale)
		r = find_buyer(op, import, item, &item->contact);
	if (r == 0 && !item->sale && !item->what.external_id && item->contact) {
		item->what.contact = item->contact;
		r = import_match_sale(op, import, &item->what, &item->sale, &is_own);
	}
	if (r)
		return r;
	if (item->sale)
		return apply_found(op, import, item, is_own, ret);
	return import->is_dry_run ? 0 : add(op, import, item);
}
