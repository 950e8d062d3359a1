/* Notices: what has come due, and the pop-ups that told of it. ARCHITECTURE "Notifications". */
#pragma once

#include "base/arena.h"
#include "domain/notice.h"
#include "store/db.h"

/* Remembers that a follow-up came due at this instant; once for each pair. */
int store_notice_item_add(struct store *s, int64_t followup, int64_t due_at);
/* The same of one that is told of ahead, at `at`; it falls due at due_at. */
int store_notice_lead_add(struct store *s, int64_t followup, int64_t at, int64_t due_at);
/* Those items told of a due instant that is another now. */
int store_notice_lead_move(struct store *s, int64_t followup, int64_t from, int64_t to);
/* The instant it came due at is now another: the zone has changed. */
int store_notice_item_move(struct store *s, int64_t followup, int64_t from, int64_t to);
/* Is that remembered? */
int store_notice_has_item(struct store *s, int64_t followup, int64_t due_at, bool *ret);
/* Items no notice has taken and whose follow-up is still scheduled for that instant, oldest
 * first. */
int store_notice_waiting(struct store *s, int limit, struct arena *arena, struct notice_item **ret,
			 size_t *ret_n);
/* Those of them that came due at `since` or later, for an hour that a person named. */
int store_notice_named(struct store *s, int64_t since, int limit, struct arena *arena,
		       struct notice_item **ret, size_t *ret_n);
/* How many wait, and the oldest due instant (NO_INSTANT for none). */
int store_notice_waiting_count(struct store *s, int64_t *ret_n, int64_t *ret_oldest);
/* The same of those the desktop refused. */
int store_notice_failed_count(struct store *s, int64_t *ret_n, int64_t *ret_oldest);
/* Is there any of those? */
int store_notice_has_failed(struct store *s, bool *ret);
/* Drops items nobody has taken and whose follow-up ended or moved. */
int store_notice_drop_void(struct store *s);

/* Sets n->id. */
int store_notice_add(struct store *s, struct notice *n);
int store_notice_take(struct store *s, int64_t item, int64_t notice);
/* Items that no notice has taken, the oldest first, at most `limit`. */
int store_notice_take_rest(struct store *s, int64_t notice, int limit);
/* Those of store_notice_named. */
int store_notice_take_named(struct store *s, int64_t notice, int64_t since);
/* All that another notice has. */
int store_notice_take_from(struct store *s, int64_t from, int64_t to);
/* Its items wait again; they remember `attempts`. */
int store_notice_release(struct store *s, int64_t notice, int attempts);
/* It was shown: its items need not remember any. */
int store_notice_answered(struct store *s, int64_t notice);
/* The most that one of its items remembers. */
int store_notice_worst(struct store *s, int64_t notice, int *ret);
int store_notice_get(struct store *s, int64_t id, struct arena *arena, struct notice *ret);
int store_notice_update(struct store *s, const struct notice *n);
/* Open digests, the morning's too, also one that stands behind another. */
int store_notice_digests(struct store *s, struct arena *arena, struct notice **ret, size_t *ret_n);
/* Open ones: claimed, shown or failed; not a digest that stands behind another (domain/notice.h).
 */
int store_notice_open(struct store *s, struct arena *arena, struct notice **ret, size_t *ret_n);
/* How many singles are open. */
int store_notice_singles(struct store *s, int64_t *ret);
/* The open digest, or the morning's where it has items; there is one at most. */
int store_notice_find_digest(struct store *s, struct arena *arena, struct notice *ret,
			     bool *ret_found);
/* The first items of a notice in the order to do them; is_void where the follow-up ended or
 * moved. */
int store_notice_items(struct store *s, int64_t notice, int limit, struct arena *arena,
		       struct notice_item **ret, size_t *ret_n);
/* The same, without the void ones. */
int store_notice_due(struct store *s, int64_t notice, int limit, struct arena *arena,
		     struct notice_item **ret, size_t *ret_n);
int store_notice_due_count(struct store *s, int64_t notice, int64_t *ret);
/* Shown notices none of whose items is due any more. */
int store_notice_outdated(struct store *s, struct arena *arena, int64_t **ret, size_t *ret_n);
