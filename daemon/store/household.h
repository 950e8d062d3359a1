/* Households: contacts who belong together. */
#pragma once

#include "base/arena.h"
#include "domain/contact.h"
#include "store/db.h"

/* Sets h->id. */
int store_household_add(struct store *s, struct household *h);
/* Raises the version. */
int store_household_update(struct store *s, struct household *h);
/* VOUCH_E_NOT_FOUND where there is none. */
int store_household_get(struct store *s, int64_t id, struct arena *arena, struct household *ret);
/* By id, after `after`. */
int store_household_list(struct store *s, int64_t after, int limit, struct arena *arena,
			 struct household **ret, size_t *ret_n);
