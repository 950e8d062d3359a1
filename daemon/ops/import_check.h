/* Checking one row of an import before it is staged. */
#pragma once

#include "ops/import.h"

/* Fills the row's item: what it says of whom and what, or its field and refusal. */
void import_check_row(struct op *op, const struct import *import, const struct import_row *row,
		      struct import_item *ret);
