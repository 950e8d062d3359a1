/* Questions about the database itself. */
#pragma once

#include "ops/op.h"

/* What is wrong with the database, one sentence with ids each; `full` reads all of it, which
 * stands still for seconds at 1,000,000 rows. */
int op_system_check(struct op *op, bool full, const char ***ret_problems, int *ret_n);
/* The uuid of the book. */
int op_system_book(struct op *op, const char **ret);
