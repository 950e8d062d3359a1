/* A contact: a person or company we serve, hope to serve, or who may send us people. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/day.h"

enum contact_state {
	CONTACT_ACTIVE,
	CONTACT_PAUSED,
	CONTACT_DECEASED,
	CONTACT_MERGED,
	CONTACT_ERASED,
};
extern const char *const contact_states[];

enum standing { STANDING_PROSPECT, STANDING_CUSTOMER, STANDING_REFERRER };
extern const char *const standings[];

enum cadence { CADENCE_A, CADENCE_B, CADENCE_C, CADENCE_NONE };
extern const char *const cadences[];

/* How a person is reached; of contacts, steps, follow-ups and touches. */
enum channel {
	CHANNEL_CALL,
	CHANNEL_VISIT,
	CHANNEL_MESSAGE,
	CHANNEL_EMAIL,
	CHANNEL_MAIL,
	CHANNEL_OTHER,
};
extern const char *const channels[];

#define N_CONSENTS 5
extern const char *const consent_channels[]; /* newsletter, card, call, message, email */
enum consent { CONSENT_YES, CONSENT_NO, CONSENT_UNKNOWN };
extern const char *const consents[];

struct address {
	const char *street, *city, *region, *postcode, *country;
};

struct contact {
	int64_t id;
	int64_t version;
	enum contact_state state;
	int64_t merged_into;
	const char *name; /* null once erased */
	const char *org, *given, *family;
	struct address address;
	const char *timezone, *language;
	int cadence; /* enum cadence, -1: the default of their standing */
	const char *notes, *listen_for, *source;
	const char *uid, *origin, *external_id;
	int64_t household;
	int preferred_channel; /* enum channel or -1 */
	bool is_partner;
	struct day paused_until;
	const char *pause_reason;
	struct day deceased_day; /* read only: store_contact_set_deceased writes it */
	int64_t created_at;
	const char **emails, **phones, **tags;
	size_t n_emails, n_phones, n_tags;
	int consent[N_CONSENTS]; /* enum consent */

	/* Derived. */
	enum standing standing;
	struct day last_touch_day, last_two_way_day;
	int class; /* enum cadence, A to C: how often they are to hear from us; -1: of none */
	int64_t next_followup; /* 0: none */
	const char *found_as;  /* the name of who was merged into them, found by it; else null */
};

struct household {
	int64_t id;
	int64_t version;
	const char *name;
	struct address address;
	int64_t created_at;
};

/* True while nothing is known to be final: the contact can be served. */
bool contact_is_live(enum contact_state state);
bool address_equal(const struct address *a, const struct address *b);
/* The digits of a phone number, a leading 00 or + dropped; for finding. Needs strlen + 1. */
void phone_digits(const char *number, char *to, size_t size);
