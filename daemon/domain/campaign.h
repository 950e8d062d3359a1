/* Campaigns: cards each year, a newsletter each month; whom an edition goes to, and what the user
 * has to do for it. DESIGN section 2. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/contact.h"
#include "domain/day.h"
#include "domain/worktime.h"

enum campaign_kind { CAMPAIGN_CARD, CAMPAIGN_NEWSLETTER };
extern const char *const campaign_kinds[];
/* Where nothing else is said. */
const char *campaign_default_rule(enum campaign_kind kind);
int campaign_default_lead(enum campaign_kind kind);

/* Who is on it; -1 and null: any. */
struct audience {
	int standing; /* enum standing; a customer is whoever has bought, referrers included */
	const char *tag;
	int cadence; /* enum cadence */
};

struct campaign {
	int64_t id;
	int64_t version;
	const char *name;
	enum campaign_kind kind;
	const char *rrule;
	struct day start_day;
	int lead_days;
	struct audience audience;
	struct day ended_day; /* NO_DAY: it goes on */
	struct day look_day;  /* derived: no edition that is still to come lies before it */
	int64_t created_at;
};

enum edition_state {
	EDITION_PLANNED,
	EDITION_FROZEN, /* its recipients are fixed */
	EDITION_SENT,
	EDITION_SKIPPED,
	EDITION_MISSED, /* never stored: planned or frozen, and its day is over */
};
extern const char *const edition_states[];

struct edition {
	int64_t id;
	int64_t version;
	int64_t campaign;
	struct day day;
	enum edition_state state;
	struct day frozen_day, ended_day;
	int64_t created_at;
};

/* Neither sent nor skipped; a missed one may be either still. */
bool edition_is_open(enum edition_state state);
/* The last day on which it is in time: its own, or the working day after it. */
struct day edition_last_day(const struct edition *e, const struct worktime *work);
enum edition_state edition_state_on(const struct edition *e, const struct worktime *work,
				    struct day today);

/* What is to be done for an edition. */
struct campaign_task {
	const char *key;  /* "order" */
	const char *what; /* "Order the cards" */
	struct day day;   /* not yet moved to a working day */
};
#define CAMPAIGN_TASKS_MAX 3
/* In their order. Cards are ordered on the first day of the lead time, signed 14 days and posted 7
 * days before theirs, sooner in proportion where the lead is shorter than 42; a newsletter is
 * written on the first day and sent on its own. None lies before today. Returns how many. */
size_t campaign_tasks(enum campaign_kind kind, struct day day, int lead_days, struct day today,
		      struct campaign_task tasks[CAMPAIGN_TASKS_MAX]);

/* Why somebody of the audience is left out of an edition. */
enum why_not {
	WHY_NOT_NONE,
	WHY_NOT_DECEASED,
	WHY_NOT_PAUSED,
	WHY_NOT_COMPLAINT, /* one is open in the household */
	WHY_NOT_REPAIR,    /* something is being put right in the household */
	WHY_NOT_STOPPED,
	WHY_NOT_SAID_NO,
	WHY_NOT_CONSENT, /* nobody has asked them */
	WHY_NOT_RETURNED,
	WHY_NOT_ADDRESS,
	WHY_NOT_STREET,
	WHY_NOT_CITY,
	WHY_NOT_EMAIL,
};

struct recipient_facts {
	enum contact_state state;
	enum consent consent;           /* to cards, or to newsletters */
	bool is_suppressed;             /* for this kind, the way it goes, or all */
	bool has_complaint, has_repair; /* of anybody in the household */
};
/* A card goes to whoever has not said no, a newsletter only to whoever has said yes. The address is
 * not looked at. */
enum why_not recipient_why_not(enum campaign_kind kind, const struct recipient_facts *facts);
/* What an address lacks to be written on a card. */
enum why_not address_why_not(const struct address *a);

/* Whom a card is to: "Ana and Ben Lopez" where they share the end of their names, "Ana Ruiz, Ben
 * Lopez and Cy Lopez" where not, "The Lopez household" where everybody of a named household is on
 * it (is_all) and they are several. Without names "". `to` needs recipient_names_size(). */
size_t recipient_names_size(const char *household, const char *const *names, size_t n);
void recipient_names(const char *household, bool is_all, const char *const *names, size_t n,
		     char *to, size_t size);

/* How far one recipient of an edition has come. */
enum recipient_state {
	RECIPIENT_LISTED,
	RECIPIENT_EXPORTED,
	RECIPIENT_SENT,
	RECIPIENT_RETURNED,
	RECIPIENT_RECEIVED, /* one came from them */
	RECIPIENT_SKIPPED,
};
extern const char *const recipient_states[];

struct recipient {
	int64_t id; /* 0: not fixed yet */
	int64_t version;
	int64_t edition;
	int64_t contact;
	int64_t household; /* 0: to the contact alone */
	const char *reason;
	struct day exported_day, sent_day, returned_day, received_day, skipped_day;
	int64_t created_at;
};
enum recipient_state recipient_state_of(const struct recipient *x);
