/* Gifts: what is given in thanks, and how much of it one person is given in a calendar year. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/day.h"

struct gift {
	int64_t id;
	int64_t version;
	int64_t contact;
	int64_t referral; /* what it is in thanks for; 0: none */
	int64_t followup; /* that it did; 0: none */
	const char *what;
	int64_t amount; /* minor units */
	const char *currency;
	int exponent;
	struct day day;
	int64_t created_at;
};

/* What one person is given in one calendar year and one currency. */
struct gift_year {
	int year;
	const char *currency;
	int exponent;
	int64_t amount; /* minor units */
	int64_t limit;  /* minor units; NO_GIFT_LIMIT: none is set in this currency */
};
#define NO_GIFT_LIMIT (-1)

/* The limit in minor units. It is set in whole units of the default currency and says nothing
 * about another, unless it is 0: no gifts at all. */
int64_t gift_limit(int whole_units, int exponent, bool is_default_currency);
/* Of a year in which something was given: a limit of 0 is passed by whatever is worth nothing. */
bool gift_is_over(int64_t amount, int64_t limit);
/* May a plan still give? DESIGN section 4: only below the limit, which 0 never is. */
bool gift_policy_holds(int64_t amount, int64_t limit);

/* How a follow-up fits a gift: it may be about the very referral that the gift is for. */
enum gift_fit { GIFT_FITS_NOT, GIFT_FITS, GIFT_FITS_REFERRAL };
/* n_about: how many referrals the follow-up is about; is_about: the gift's is one of them. */
enum gift_fit gift_fit(const struct gift *gift, size_t n_about, bool is_about);
/* The one that a gift does: the only one about its referral, else the only one that fits; -1 where
 * there is none, or where it could be any of several. */
int gift_choose(const enum gift_fit *fits, size_t n);
