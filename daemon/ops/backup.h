/* Backups: asking for one, and what there is. */
#pragma once

#include "ops/op.h"
#include "store/backup_list.h"

/* Asks for a copy under that name (null: the day's), which is made once this is answered. Refused
 * (backup-failed) while another one is made. */
int op_backup_want(struct op *op, const char *name);
/* "<folder>/<name>.db", where it will lie once it was checked, and where it lies before that; null
 * where the book is in memory. */
const char *op_backup_path(const struct op *op);
const char *op_backup_part(const struct op *op);
/* Since when the book holds something to lose; NO_INSTANT: it is empty. */
int op_backup_since(struct op *op, int64_t *ret);
/* The newest first. */
int op_backup_list(struct op *op, struct backup_file **ret, size_t *ret_n);
