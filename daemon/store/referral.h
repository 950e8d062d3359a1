/* Referrals: one person sent by another; a candidate is one in its first status. */
#pragma once

#include "base/arena.h"
#include "domain/referral.h"
#include "store/db.h"

struct referrals {
	struct referral *items;
	size_t n;
};

/* Sets x->id. */
int store_referral_add(struct store *s, struct referral *x);
/* Writes person, permission, status, note and when it was received; raises the version. */
int store_referral_update(struct store *s, struct referral *x);
/* VOUCH_E_NOT_FOUND where there is none. */
int store_referral_get(struct store *s, int64_t id, struct arena *arena, struct referral *ret);

struct candidate_filter {
	int64_t contact;  /* who named them; 0: any */
	int64_t after_id; /* of a page's last; 0: from the first */
	int limit;
};
/* Those named without permission yet, in the order they were named. */
int store_candidate_list(struct store *s, const struct candidate_filter *filter,
			 struct arena *arena, struct referrals *ret);
/* Who sent a person, the first first; whom a contact has sent, the newest first. Candidates are
 * left out. */
int store_referral_sent_by(struct store *s, int64_t person, int limit, struct arena *arena,
			   struct referrals *ret);
int store_referral_sent(struct store *s, int64_t contact, int limit, struct arena *arena,
			struct referrals *ret);
/* The referral by which that contact sent that person; 0: none. */
int store_referral_find_same(struct store *s, int64_t person, int64_t contact, int64_t *ret);
/* Whom an ask was put to; 0 where there is no such ask. */
int store_referral_ask_contact(struct store *s, int64_t ask, int64_t *ret);
