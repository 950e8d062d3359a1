/* What one row of an import does to the book. */
#pragma once

#include "domain/import.h"
#include "ops/op.h"

enum import_outcome { IMPORT_ADDED, IMPORT_UPDATED, IMPORT_UNCHANGED };

/* Both give the outcome, or refuse the row before anything of it is written. A dry run says
 * what would happen and writes nothing. They set item->contact and item->sale. What of a contact
 * is not taken is told (ops/import_loss.h); of a dry run it was when the row was staged. */
int import_apply_contact(struct op *op, struct import *import, struct import_item *item,
			 enum import_outcome *ret);
/* Of a row of dates; contact alone is set. */
int import_apply_date(struct op *op, const struct import *import, struct import_item *item,
		      enum import_outcome *ret);
/* *ret_is_completed: the sale is a completed one, whose run may be missing. */
int import_apply_sale(struct op *op, const struct import *import, struct import_item *item,
		      enum import_outcome *ret, bool *ret_is_completed);
