/* A referral: one person sent by another; received or given. A candidate is one in its first
 * status: named, and without permission to be contacted. */
#pragma once

#include <stdbool.h>
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

struct referral {
	int64_t id;
	int64_t version;
	enum referral_direction direction;
	int64_t contact; /* who sent them; of a given one, to whom */
	int64_t person;  /* the contact that was sent; 0: only a name yet */
	const char *name, *phone, *email;
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
	int64_t created_at;
};
