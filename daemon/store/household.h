/* Households: contacts who belong together. */
#pragma once

#include "base/arena.h"
#include "domain/contact.h"
#include "store/db.h"

/* For a query's FROM: contact ?1 and who else is of their household, to be ended by more of them,
 * or not, and ") m". It is joined from the outside: a list of them to look into would be made anew,
 * as a table, by each run of the statement. */
#define HOUSEHOLD_OF                                                                               \
	"(SELECT ?1 AS id UNION ALL SELECT c.id FROM contact me "                                  \
	"CROSS JOIN contact c ON c.household = me.household WHERE me.id = ?1 AND c.id <> ?1 "

/* Sets h->id. */
int store_household_add(struct store *s, struct household *h);
/* Raises the version. */
int store_household_update(struct store *s, struct household *h);
/* VOUCH_E_NOT_FOUND where there is none. */
int store_household_get(struct store *s, int64_t id, struct arena *arena, struct household *ret);
/* By id, after `after`. */
int store_household_list(struct store *s, int64_t after, int limit, struct arena *arena,
			 struct household **ret, size_t *ret_n);
