/* What the clock asks of the store: who must be looked at, and whose instants to recompute. */
#pragma once

#include "store/followup.h"

/* Those with next_at <= now, by next_at, at most `limit`. */
int store_followup_to_look_at(struct store *s, int64_t now, int limit, struct arena *arena,
			      int64_t **ret, size_t *ret_n);
/* The earliest next_at; NO_INSTANT where there is none. */
int store_followup_next_look(struct store *s, int64_t *ret);
/* Sets next_at alone; derived, so the version stays. */
int store_followup_set_next(struct store *s, int64_t id, int64_t next_at);
/* Sets due_at and next_at alone, after a change of the zone. */
int store_followup_set_instants(struct store *s, int64_t id, int64_t due_at, int64_t next_at);
/* Lets the clock look at each part that waits for the answer of an ask which has ended, where it
 * was not to: vouch did not before 0.7.0. It works out the right instant. */
int store_followup_look_at_parts(struct store *s);
/* Value calls of a day that have fallen due, whatever became of them, counted to `most`. */
int store_followup_values_come(struct store *s, struct day day, int most, int64_t *ret);
/* The same and those that are still to fall due on it. */
int store_followup_values_of(struct store *s, struct day day, int most, int64_t *ret);
/* Open ones with ids above `after`, by id. */
int store_followup_open_after(struct store *s, int64_t after, int limit, struct arena *arena,
			      struct followups *ret);
