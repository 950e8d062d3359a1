/* Whom an edition goes to: worked out until its recipients are fixed, then read. */
#pragma once

#include "domain/campaign.h"
#include "ops/op.h"
#include "store/edition.h"

/* One card or one newsletter. */
struct edition_item {
	struct recipient row; /* id 0: not fixed; contact and household are set all the same */
	const char *name;     /* of the contact */
	const char *names;    /* who it is to: "Ana and Ben Lopez" */
	struct address address;
	bool is_home_address; /* the household's, else a contact's own */
	int64_t address_of;   /* that contact */
	const char *email;    /* null: none */
	bool is_address_ok;   /* of the place it goes to */
	enum why_not why;
	struct day why_day; /* when the mail came back */
	int64_t *members;   /* those who are on it */
	size_t n_members;
};
struct edition_items {
	struct edition_item *items;
	size_t n;
	bool has_more;
};

/* An edition and its campaign. */
struct issue {
	struct edition edition;
	struct campaign campaign;
};
bool issue_is_fixed(const struct issue *i);

/* By contact, after the contact `after` (0: from the start), at most `limit`. All of it
 * lives in the arena. */
int recipients_page(struct op *op, struct arena *arena, const struct issue *i, int64_t after,
		    size_t limit, struct edition_items *ret);
/* The one of a contact, on the list or not; ret->row.contact 0 where there can be none. */
int recipients_of(struct op *op, const struct issue *i, int64_t contact, struct edition_item *ret);
/* Everybody on the list, in slices whose memory is given back after each. */
int recipients_each(struct op *op, const struct issue *i,
		    int (*one)(struct op *op, struct edition_item *item, void *user), void *user);
/* How many get it as things stand, and how far the fixed ones are. */
int recipients_count(struct op *op, const struct issue *i, struct edition_counts *ret);
/* Fixes who is on it; nothing where that is done. */
int recipients_freeze(struct op *op, struct issue *i);
/* A sentence's part why it does not go to them; null where it does. */
const char *recipients_say_why(struct op *op, const struct edition_item *item);
