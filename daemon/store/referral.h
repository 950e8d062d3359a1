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
/* Writes person, permission, status, its days, what was told of it, sale, note and reason; raises
 * the version. */
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
/* Those of a person that are open, the first first: more than one where several sent them. */
int store_referral_open_of(struct store *s, int64_t person, struct arena *arena,
			   struct referrals *ret);
/* Who has the credit for a person, and by which referral; 0: nobody. */
int store_referral_sender(struct store *s, int64_t person, int64_t *ret);
int store_referral_credit(struct store *s, int64_t person, int64_t *ret);

struct referral_filter {
	int64_t referrer;      /* of a given one, to whom; 0: any */
	int64_t person;        /* who was sent; 0: anybody */
	int direction, status; /* -1: any */
	int64_t before;        /* ids below this one; 0: from the newest */
	int limit;
};
/* Newest first. */
int store_referral_list(struct store *s, const struct referral_filter *filter, struct arena *arena,
			struct referrals *ret);
/* Referrals of which their referrer has not been thanked, or has not heard what is due: the
 * outcome of a closed one, the first contact of one received until `told_by`. In no order, and
 * one may be in it twice. referrer 0: of all. */
int store_referral_owed(struct store *s, int64_t referrer, struct day told_by, struct arena *arena,
			int64_t **ret, size_t *ret_n);
/* The referral by which that contact sent that person; 0: none. */
int store_referral_find_same(struct store *s, int64_t person, int64_t contact, int64_t *ret);
/* The follow-up that an ask was; 0: none. */
int store_referral_ask_followup(struct store *s, int64_t ask, int64_t *ret);
/* Whom an ask was put to; 0 where there is no such ask. */
int store_referral_ask_contact(struct store *s, int64_t ask, int64_t *ret);
