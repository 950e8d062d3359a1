/* The journal, read: what was done, in words, and whether it can be taken back. */
#pragma once

#include "ops/op.h"
#include "store/journal_entry.h"

#define JOURNAL_CONTACTS_TOLD 5 /* of an entry; it may have touched more */

/* One entry as a diary has it. */
struct journal_line {
	struct journal_entry entry;
	const char *text;
	int64_t *contacts; /* those it touched, the first JOURNAL_CONTACTS_TOLD */
	size_t n_contacts;
	bool can_undo; /* nothing but a conflict could prevent it */
};

int op_journal_list(struct op *op, const struct journal_filter *filter, struct journal_line **ret,
		    size_t *ret_n);
/* Of an import's entry the first of all. */
int op_journal_get(struct op *op, int64_t id, struct journal_line *ret);
int op_journal_line(struct op *op, const struct journal_entry *entry, struct journal_line *ret);
/* The contact's name, or the one it had before it was taken back; "someone" where none is kept. */
const char *op_journal_name(struct op *op, int64_t contact);

/* Once a day, a slice at a time: what is older than the settings keep it, or beyond as many, goes.
 * *ret_more: call again. */
int journal_tick(struct op *op, bool *ret_more);
/* Why there is no such entry, or none of its rows: it went. Else not-found. */
int journal_refuse_gone(struct op *op, int64_t id);
