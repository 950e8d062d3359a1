/* Do not contact: per channel, newsletter, card, ask, or all. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "domain/day.h"
#include "domain/followup.h"

enum suppression_channel {
	SUPPRESS_CALL,
	SUPPRESS_MESSAGE,
	SUPPRESS_EMAIL,
	SUPPRESS_MAIL,
	SUPPRESS_VISIT,
	SUPPRESS_NEWSLETTER,
	SUPPRESS_CARD,
	SUPPRESS_ASK,
	SUPPRESS_ALL,
};
extern const char *const suppression_channels[];

struct suppression {
	int64_t id;
	int64_t version;
	int64_t contact;
	enum suppression_channel channel;
	const char *reason, *evidence;
	struct day day;
	struct day until; /* the first day on which it holds no more; NO_DAY: no end */
	struct day lifted_day;
	const char *lift_reason;
	int64_t created_at;
};

/* Whether it is in force on a day. */
bool suppression_holds(const struct suppression *s, struct day day);
/* Whether a holds on after b is over. */
bool suppression_outlasts(const struct suppression *a, const struct suppression *b);
/* Whether it stands against a follow-up of this kind and channel. One that reaches nobody is
 * never suppressed. */
bool suppression_covers(enum suppression_channel suppressed, enum followup_kind kind, int channel);
