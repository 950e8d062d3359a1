/* Finding and listing contacts. */
#pragma once

#include "base/arena.h"
#include "domain/contact.h"
#include "store/db.h"

enum contact_order { CONTACT_BY_NAME, CONTACT_BY_QUIET, CONTACT_BY_NEXT };
extern const char *const contact_orders[]; /* "name", "quiet", "next" */

struct contact_filter {
	int standing, cadence;  /* -1: any */
	const char *tag;        /* null: any */
	int64_t household;      /* 0: any */
	struct day quiet_since; /* no two-way touch on or after this day; NO_DAY: any */
	bool has_class;         /* only those of a class that is to hear from us */
	enum contact_order order;
	int64_t after; /* the last contact of the page before; 0: from the start */
	int limit;
};

/* Ids only, in the order asked for (by name; longest silence first; next due first, those with
 * nothing due last); merged and erased contacts are left out. */
int store_contact_list(struct store *s, const struct contact_filter *filter, struct arena *arena,
		       int64_t **ret, size_t *ret_n);
#define CONTACT_WORDS_MAX 6
struct contact_search {
	const char *key; /* folded, for names that are exactly so and e-mails */
	const char *words[CONTACT_WORDS_MAX]; /* folded; unused ones null */
	const char *number;                   /* the key of a whole phone number; null: none */
	const char *digits;                   /* of a phone; null: none */
	int limit;
};
/* Contacts whose folded name and organisation hold all the words, or one of whose e-mails holds
 * the key or phones the digits. An exact name comes first, then by name. */
int store_contact_find(struct store *s, const struct contact_search *search, struct arena *arena,
		       int64_t **ret, size_t *ret_n);

int store_contact_count(struct store *s, int64_t *ret_all, int64_t *ret_customers);
