/* The slices of a book that is taken in. */
#pragma once

#include "domain/import.h"
#include "ops/op.h"

/* From the next group on, until its end, nobody else writes. */
int book_take_begin(struct op *op, const char *uuid);
