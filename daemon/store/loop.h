/* Loop items: what a follow-up to a referrer is about, one or several referrals. */
#pragma once

#include "base/arena.h"
#include "domain/referral.h"
#include "store/db.h"
#include "store/followup.h"

struct loop_item {
	int64_t id;
	int64_t followup, referral;
	enum loop_what what;
};

struct loop_items {
	struct loop_item *items;
	size_t n;
};

/* Sets x->id. -EEXIST where the follow-up is about that already. */
int store_loop_add(struct store *s, struct loop_item *x);
/* Of a follow-up, in the order they joined it. */
int store_loop_of_followup(struct store *s, int64_t followup, struct arena *arena,
			   struct loop_items *ret);
/* Of a referral, whatever became of their follow-ups. */
int store_loop_of_referral(struct store *s, int64_t referral, struct arena *arena,
			   struct loop_items *ret);
/* An open follow-up to that referrer on that day which another item can join: the oldest;
 * 0: none. */
int store_loop_find(struct store *s, int64_t referrer, struct day day, int64_t *ret);
