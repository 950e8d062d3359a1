/* A referral: one person sent by another; received or given. A candidate is one in its first
 * status: named, and without permission to be contacted. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/day.h"

enum referral_direction { REFERRAL_RECEIVED_ONE, REFERRAL_GIVEN_ONE };
extern const char *const referral_directions[];

enum permission { PERMISSION_INTRODUCED, PERMISSION_MAY_SAY_NAME, PERMISSION_NONE };
extern const char *const permissions[];

enum referral_status {
	REFERRAL_CANDIDATE,
	REFERRAL_RECEIVED,
	REFERRAL_CONTACTED,
	REFERRAL_MEETING,
	REFERRAL_WON,
	REFERRAL_LOST,
	REFERRAL_NOT_A_FIT,
};
extern const char *const referral_statuses[];

enum referral_origin { ORIGIN_ASK, ORIGIN_EMERGENCY_LIST, ORIGIN_OFFERED, ORIGIN_IMPORT };
extern const char *const referral_origins[];

#define REFERRAL_TELL_DAYS 7 /* until the referrer is to hear of the first contact */
/* What its referrer is owed of it. DESIGN section 6, "loop". */
enum loop_what { LOOP_THANK, LOOP_FIRST_CONTACT, LOOP_OUTCOME, LOOP_GIFT, N_LOOP_WHATS };
extern const char *const loop_whats[];

struct referral {
	int64_t id;
	int64_t version;
	enum referral_direction direction;
	int64_t contact; /* who sent them; of a given one, to whom */
	int64_t person;  /* the contact that was sent; 0: only a name yet */
	const char *name, *phone, *email;
	const char **phones, **emails; /* where it is entered: all of them, not stored here */
	size_t n_phones, n_emails;
	const char *relation, *influence;
	enum permission permission;
	const char *need;
	enum referral_status status;
	enum referral_origin origin;
	int64_t ask, sale; /* 0: none */
	const char *note, *reason;
	struct day candidate_day; /* when it was named as one; NO_DAY: never was one */
	int64_t received_at;      /* the moment the name arrived; NO_INSTANT: a candidate */
	struct day received_day;
	struct day contacted_day, meeting_day, won_day, lost_day, not_a_fit_day;
	struct day closed_day; /* lost, not a fit, or its sale completed; NO_DAY: open */
	struct day thanked_day, told_contact_day, told_outcome_day;
	int contact_minutes; /* working time until the first contact; -1: not known */
	int64_t followup;    /* it came after this one; 0: none */
	int64_t created_at;
};

/* A candidate is none yet, and owes and counts for nothing. */
bool referral_is_received(const struct referral *r);
/* Received, and neither lost, nor unfit, nor its sale completed. */
bool referral_is_open(const struct referral *r);
/* Forward along received, contacted, meeting, won, any number of steps at once; to lost or
 * not-a-fit from any of them; from those back to received, to be taken up again. */
bool referral_may_become(enum referral_status from, enum referral_status to);
/* The day it got a status; NO_DAY where it never did. */
struct day referral_day(const struct referral *r, enum referral_status status);
/* Writes that day. */
void referral_set_day(struct referral *r, enum referral_status status, struct day day);
/* Is that still to be done? The first contact is not told any more once the outcome is known, and
 * a gift is no duty. An imported one counts as thanked and reported. */
bool referral_owes(const struct referral *r, enum loop_what what);
