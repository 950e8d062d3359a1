/* Recipients of editions: who may get one, those that are fixed, and addresses mail came back
 * from. */
#pragma once

#include "base/arena.h"
#include "domain/campaign.h"
#include "store/db.h"

/* A member of the audience, with all that decides whether an edition goes to them. */
struct person {
	int64_t contact, household;
	const char *name;
	struct address address;
	const char *email;            /* the first; null: none */
	struct recipient_facts facts; /* trouble is their own, not the household's */
	bool is_in_audience;
	struct day flag_day;  /* mail to the contact's own address came back; NO_DAY: it did not */
	struct recipient row; /* id 0: not fixed */
};
struct persons {
	struct person *items;
	size_t n;
};

/* What is asked about people: for which campaign, and on which day. */
struct audience_query {
	enum campaign_kind kind;
	const struct audience *audience;
	struct day today;
	int64_t after; /* the last contact of the page before; 0: from the start */
	int limit;
};
/* Those of the audience by id; merged and erased contacts are left out. */
int store_audience(struct store *s, const struct audience_query *q, struct arena *arena,
		   struct persons *ret);
/* Members of a household that are not merged or erased, in the audience or not, by id. */
int store_audience_of_household(struct store *s, const struct audience_query *q, int64_t household,
				struct arena *arena, struct persons *ret);
/* One contact, in the audience or not; ret->n 0 where it does not exist, is merged or erased. */
int store_audience_of_contact(struct store *s, const struct audience_query *q, int64_t contact,
			      struct arena *arena, struct persons *ret);
/* The fixed recipients of an edition by contact, with their rows; the erased are left out. */
int store_audience_of_edition(struct store *s, const struct audience_query *q, int64_t edition,
			      struct arena *arena, struct persons *ret);

/* Sets x->id. -EEXIST where the edition has a row of the contact. */
int store_recipient_add(struct store *s, struct recipient *x);
/* Writes reason and days; raises the version. */
int store_recipient_update(struct store *s, struct recipient *x);
/* The row of a contact, or of their household's card; ret->id 0 where there is none. */
int store_recipient_find(struct store *s, int64_t edition, int64_t contact, struct arena *arena,
			 struct recipient *ret);
/* The last that a contact, or their household, was sent; ret->id 0 where there is none. */
int store_recipient_last_sent(struct store *s, int64_t contact, struct arena *arena,
			      struct recipient *ret);

/* Mail to a contact (household 0) or a household (contact 0) came back; once is enough. */
int store_address_flag_set(struct store *s, int64_t contact, int64_t household, int64_t edition,
			   struct day day);
int store_address_flag_clear(struct store *s, int64_t contact, int64_t household);
/* NO_DAY where none did. */
int store_address_flag_day(struct store *s, int64_t contact, int64_t household, struct day *ret);
