/* What an ask's script is told of a client. */
#pragma once

#include "base/arena.h"
#include "store/db.h"

/* Their newest praise, by day, then by entry: a compliment, or the words to a score of at least
 * this; null: none. */
int store_script_praise(struct store *s, int64_t contact, int score, struct arena *arena,
			const char **ret);
/* The name of who sent them, if it may be said: of the referral of a sale that came by one, else of
 * the first referral of this person. Null where nobody did, or where the name should not be said
 * (no permission, deceased, erased). */
int store_script_came_through(struct store *s, int64_t contact, struct arena *arena,
			      const char **ret);
/* What they bought last, else what they are about to buy; null: nothing. */
int store_script_product(struct store *s, int64_t contact, struct arena *arena, const char **ret);
