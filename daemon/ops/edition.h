/* Editions: listed, who is on one, and what became of it. */
#pragma once

#include "ops/recipient.h"

struct edition_row {
	struct edition edition; /* its state as of today */
	struct edition_counts counts;
};
struct edition_rows {
	struct edition_row *items;
	size_t n;
};
/* Newest day first, before `before` (NO_DAY: from the newest). */
int op_edition_list(struct op *op, int64_t campaign, struct day before, int limit,
		    struct edition_rows *ret);
int op_edition_row(struct op *op, const struct issue *i, struct edition_row *ret);

/* is_export: fixes who is on it, where that is not done. */
int op_edition_get(struct op *op, int64_t id, bool is_export, struct issue *ret);

struct mark {
	int64_t edition;
	const int64_t *contacts; /* each may stand for their household */
	size_t n_contacts;       /* 0: all */
	enum recipient_state state;
	struct day day; /* NO_DAY: today */
	const char *reason;
};
/* sent and received are touches; a card given counts as giving. To send or skip all ends the
 * edition, and the next one is planned. *ret_n: how many it was new for. */
int op_edition_mark(struct op *op, const struct mark *mark, struct edition_row *ret,
		    int64_t *ret_n);

/* The last edition that somebody, or their household, got; ret_row->id 0: none. */
int op_edition_last(struct op *op, int64_t contact, struct recipient *ret_row,
		    struct issue *ret_issue);
/* When mail to the address a contact is written to came back; NO_DAY: it did not. */
int op_address_flag(struct op *op, const struct contact *c, struct day *ret);
