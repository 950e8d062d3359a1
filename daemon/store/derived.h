/* What is derived, worked out anew where a newer vouch derives it otherwise. */
#pragma once

#include "store/db.h"

struct journal;

/* Settles what hangs on the rows that the request at hand changed, and is not settled by the
 * operations themselves. Called by journal_write. */
int store_derived_follow(struct store *s, const struct journal *j);
/* Rebuilds all of it. */
int store_derived_rebuild(struct store *s);
/* The same, and the keys of phone numbers, but only where the book was left by a vouch that derived
 * them otherwise, or had another home for numbers. Before any change of the request at hand. */
int store_derived_settle(struct store *s, struct arena *arena);
