/* Imports: rows of another program are staged, checked, and applied in slices.
 *
 * Which contact a row is about, in this order: the one with its external id from this source;
 * else one with an e-mail of it, else with a phone number of it, else with its name. Several
 * become one by the name, then by having come from this source. Another external id of the same
 * source, or from the same source another name under a shared e-mail or number, is another
 * person, unless somebody of the row's name was merged into them. Exactly one is taken, else the
 * row makes a new contact. What a person should judge (several of the name; an e-mail, number or
 * name alone where the rest differs) is told as a duplicate and never merged in silence.
 *
 * What a row changes of a contact found: by external id, what the row says differently is
 * written and its e-mails, numbers and tags are added; otherwise only what was empty is filled,
 * and lists grow unless the name alone was the same. A birthday is noted where none is known.
 * Each value that is not taken for it is told with its line and what stays; no id is, and no text
 * that differs in case alone.
 * A row of a sale changes no contact.
 *
 * Which sale: the one with its external id from this source; else the same business (contact,
 * product, opened, closed, amount, state). A sale found open that the row has closed is
 * completed or lost; no state moves back, and the day of a completion stays. The runs of
 * completed sales begin when all rows are in, the newest sale of a contact first, with no past
 * step (DESIGN section 4); open ones get no groundwork. */
#pragma once

#include "domain/book_item.h"
#include "domain/import.h"
#include "ops/op.h"

struct import_texts {
	const char *const *items;
	size_t n;
};

/* A row as it was sent: texts of any content, empty or null where it says nothing. */
struct import_row {
	int64_t line;
	const char *name, *org, *given, *family;
	struct import_texts emails, phones, tags;
	struct address address;
	const char *notes, *source, *external_id;
	const char *birthday, *language, *timezone, *what;
	/* Of a sale: who buys. */
	struct {
		const char *name, *external_id, *email, *phone;
	} contact;
	const char *product;
	int64_t amount; /* NO_AMOUNT: not said */
	const char *currency, *state, *opened_day, *closed_day;
};

/* What a person is told of rows; each list has VOUCH_IMPORT_REFUSALS_MAX at most, as they came. */
struct import_told {
	struct import_items refused, duplicates;
	struct import_items not_taken; /* values of rows that were taken: field, refusal, contact */
};

/* source, kind, is_dry_run and is_strict are set. What earlier imports have kept of refused rows
 * goes; those left open for a day are aborted. */
int op_import_begin(struct op *op, struct import *import);
/* Stages rows; a bad one is staged as refused. Refused (import-state) unless open. */
int op_import_add(struct op *op, int64_t id, const struct import_row *rows, size_t n,
		  struct import *ret);
/* The same for the items of a whole book, see ops/book.h. */
int op_import_add_book(struct op *op, int64_t id, const struct book_items *items,
		       struct import *ret);

/* Refused (import-refused) where it is strict and a row was refused; it is over then. Else the
 * slices begin; of a dry run they only count. */
int op_import_commit(struct op *op, int64_t id, struct import *ret, struct import_told *told);
/* The duplicates are those found so far: when rows are staged, whom the book has; when they are
 * applied, whom earlier rows made too. What is not taken is known of a dry run when rows are
 * staged, else when they are applied. */
int op_import_get(struct op *op, int64_t id, struct import *ret, struct import_told *told);
int op_import_abort(struct op *op, int64_t id, struct import *ret);

/* One slice of the oldest import that has any left, at most `limit` rows and while op->until lasts,
 * for a transaction of its own with the actor OP_IMPORT. *ret_more: call again. */
int op_import_slice(struct op *op, int limit, bool *ret_more);
/* Whether there is any slice to do, after a start. */
int op_import_is_pending(struct op *op, bool *ret);
