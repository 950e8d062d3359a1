/* What holds notices back: how many were posted, what waits since when, and the morning. */
#pragma once

#include "base/arena.h"
#include "domain/day.h"
#include "store/db.h"

/* For a minute that a person named: not by a plan's rule, a promise's or a date's. */
#define NOTICE_NAMED_FOLLOWUP                                                                      \
	"f.due_minute IS NOT NULL AND (f.is_pinned = 1 OR (f.run IS NULL AND f.about_kind IS "     \
	"NULL))"
#define NOTICE_NAMED "i.lead_for IS NULL AND " NOTICE_NAMED_FOLLOWUP

/* A pop-up is posted now; those that count no more are forgotten. */
int store_notice_post_add(struct store *s, int64_t now, int64_t since);
/* How many were posted after `since` and until now, and when the newest was (NO_INSTANT). */
int store_notice_post_count(struct store *s, int64_t since, int64_t now, int64_t *ret_n,
			    int64_t *ret_newest);
/* The post of them after which `n` are left. NO_INSTANT where there are no more than n. */
int store_notice_post_before(struct store *s, int64_t since, int64_t now, int64_t n, int64_t *ret);

/* How many wait and are due still, counted up to `limit`; and how many of them by
 * store_notice_named. */
int store_notice_count_waiting(struct store *s, int limit, int64_t *ret);
int store_notice_count_named(struct store *s, int64_t since, int limit, int64_t *ret);
/* The most attempts that one of those that wait remembers. */
int store_notice_waiting_attempts(struct store *s, int64_t *ret);

/* What was shown, ended before an instant without being done, and is due still at `now`: is
 * there any; and give it to a notice (0: to none, it waits again). */
int store_notice_has_quieted(struct store *s, int64_t now, int64_t before, bool *ret);
int store_notice_take_quieted(struct store *s, int64_t notice, int64_t now, int64_t before);
/* Is anything scheduled before an instant that was entered before another? */
int store_notice_was_due(struct store *s, int64_t until, int64_t entered, bool *ret);
/* When the first contact of the book was entered; NO_INSTANT: it knows nobody. */
int store_notice_first_contact(struct store *s, int64_t *ret);
/* The absence that a day lies in: the day of return, NO_DAY for none. */
int store_notice_away_until(struct store *s, struct day day, struct day *ret);
