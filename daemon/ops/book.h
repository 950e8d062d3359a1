/* A whole book on its way in, as export.items gave it: into an empty book, or held against the
 * very same one. Parts of ops/import.h.
 *
 * All rows are checked before the first is written. They are written in slices, without a journal
 * and with references unenforced; nobody else may write meanwhile, the clock waits, and where a
 * row is refused after all (or a reference leads nowhere) everything goes again and the book is
 * empty as before. A crash goes on at start. It cannot be undone. */
#pragma once

#include "base/str.h"
#include "domain/book_item.h"
#include "domain/import.h"
#include "ops/op.h"

/* Stages items; a bad one is staged as refused. The import is open and of a book. */
int book_add(struct op *op, struct import *import, const struct book_items *items);
/* What import.commit does beyond the refused rows: refused (import-refused) where the file was
 * cut, and where this is another book than the file's and not empty. */
int book_commit(struct op *op, struct import *import);
/* One slice of it. */
int book_slice(struct op *op, struct import *import, int limit);
/* Whether there is nothing but plans: those that vouch comes with are in every book. */
int book_is_empty(struct op *op, bool *ret);
/* After a start: whether one was being taken in. */
int book_is_pending(struct op *op, bool *ret);

/* Of ops/book_check.c: makes the image of an item, as it is staged. False with field and refusal
 * where it is refused. */
struct book_check {
	struct op *op;
	int64_t schema; /* of the file; 0: its head has not come */
	bool has_ended;
	const char *field, *refusal;
	struct str *image;
};
bool book_check_item(struct book_check *c, const struct book_item *item);
