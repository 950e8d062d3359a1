/* Contacts: adding, changing, finding, pausing, and all that is known of one. */
#pragma once

#include "domain/ask.h"
#include "domain/contact.h"
#include "domain/followup.h"
#include "domain/gate.h"
#include "domain/sale.h"
#include "domain/satisfaction.h"
#include "domain/talk.h"
#include "domain/touch.h"
#include "ops/date.h"
#include "ops/op.h"
#include "ops/repair.h"
#include "ops/script.h"
#include "store/contact_list.h"
#include "store/gift.h"
#include "store/promise.h"
#include "store/referral.h"
#include "store/suppression.h"

/* Which parts of a contact a request said something about. */
struct contact_parts {
	bool has_emails, has_phones, has_tags;
	bool has_consent[N_CONSENTS];
	const char *consent_source;
};

/* Sets c->id. Refused (duplicate) where the uid or external id is taken; duplicates by name are
 * the caller's to show. */
int op_contact_add(struct op *op, struct contact *c, const struct contact_parts *parts);
/* c is the whole contact with the changes already in it. */
int op_contact_update(struct op *op, struct contact *c, const struct contact_parts *parts);
int op_contact_get(struct op *op, int64_t id, struct contact *ret);
/* What texts are matched by, in the operation's arena: names and e-mails folded, numbers as
 * domain/phone.h has them, country null where it is not known. */
char *op_folded(struct op *op, const char *text);
const char *op_phone_key(struct op *op, const char *number, const char *country);
/* The same, in an arena that is emptied sooner. */
char *op_folded_in(struct arena *arena, const char *text);
const char *op_phone_key_in(const struct op *op, struct arena *arena, const char *number,
			    const char *country);
/* "someone" where it has no name any more. */
const char *op_contact_name(struct op *op, int64_t id);
int op_contact_find(struct op *op, const char *text, int limit, struct contact **ret,
		    size_t *ret_n);
int op_contact_list(struct op *op, const struct contact_filter *filter, struct contact **ret,
		    size_t *ret_n);
/* Holds back what is planned for the contact; until NO_DAY: until resumed. */
int op_contact_pause(struct op *op, int64_t id, struct day until, const char *reason,
		     struct contact *ret);
int op_contact_resume(struct op *op, int64_t id, struct contact *ret);

/* The next scheduled follow-up; ret->id 0 where there is none. */
int op_contact_next(struct op *op, const struct contact *c, struct followup *ret);

struct brief {
	struct contact contact;
	struct followup *followups; /* open ones */
	size_t n_followups;
	struct sale *sales; /* newest first */
	size_t n_sales;
	struct touch *touches; /* newest first */
	size_t n_touches;
	struct gifts gifts;       /* newest first */
	struct date_rows dates;   /* by their next day */
	struct promises promises; /* open ones */
	int64_t *household;       /* members, the contact included; null: none */
	size_t n_household;
	struct household home;
	struct talk talk;                 /* the newest; id 0: none */
	struct ask_script script;         /* text null: none */
	struct suppressions suppressions; /* in force */
	struct referrals candidates;      /* whom they named, without permission yet */
	struct referrals sent_by, sent;   /* who sent them, whom they have sent */
	struct gate_verdict *gate;        /* today */
	struct ask *asks;                 /* the last ones, newest first */
	size_t n_asks;
	struct complaint *complaints; /* open ones of the household, oldest first */
	size_t n_complaints;
	struct satisfaction *scores; /* newest first */
	size_t n_scores;
	struct compliment *compliments; /* newest first */
	size_t n_compliments;
	struct repair repair; /* of the household */
};
int op_contact_brief(struct op *op, int64_t id, struct brief *ret);

/* One line of a contact's history. */
struct timeline_item {
	struct day day;
	const char
		*kind; /* "touch", "sale", "followup", "suppression", "promise",
			 "complaint", "satisfaction", "compliment", "referral", "gift", "contact" */
	int64_t id;
	const char *text;
	int order; /* of the lines about one thing, as they happened */
};
struct timeline {
	struct timeline_item *items;
	size_t n, cap;
};
void timeline_add(struct op *op, struct timeline *t, struct timeline_item item);
/* Newest first, `offset` items skipped. */
int op_contact_timeline(struct op *op, int64_t id, int64_t offset, int limit,
			struct timeline_item **ret, size_t *ret_n);
