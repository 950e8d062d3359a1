/* Those who send people: how many of late, and how they are. */
#pragma once

#include "base/arena.h"
#include "domain/health.h"
#include "store/db.h"

struct sent_counts {
	int64_t contact;
	int64_t sent;  /* people they sent us */
	int64_t given; /* people we sent them */
};
struct sent_rows {
	struct sent_counts *items;
	size_t n;
};
/* What was received and given from one day to another, one row a contact, by contact. */
int store_referrers_sent(struct store *s, struct day from, struct day to, struct arena *arena,
			 struct sent_rows *ret);

struct health_rows {
	struct health_facts *items;
	size_t n;
};
/* Everybody who ever sent somebody, by contact. */
int store_referrers_health(struct store *s, struct day today, struct arena *arena,
			   struct health_rows *ret);
/* How many of those credited to them are customers. */
int store_referrers_customers(struct store *s, int64_t contact, int64_t *ret);
/* NO_DAY where they have sent nobody. */
int store_referrers_last_sent(struct store *s, int64_t contact, struct day *ret);
