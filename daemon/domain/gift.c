/* Gifts: what is given in thanks, and how much of it one person is given in a calendar year. */
#include "domain/gift.h"

int64_t gift_limit(int whole_units, int exponent, bool is_default_currency)
{
	int64_t limit = whole_units;

	if (!is_default_currency)
		return whole_units == 0 ? 0 : NO_GIFT_LIMIT;
	for (int i = 0; i < exponent; i++)
		limit *= 10;
	return limit;
}

bool gift_is_over(int64_t amount, int64_t limit)
{
	if (limit == NO_GIFT_LIMIT)
		return false;
	return limit == 0 || amount > limit;
}

bool gift_policy_holds(int64_t amount, int64_t limit)
{
	return limit == NO_GIFT_LIMIT || amount < limit;
}

enum gift_fit gift_fit(const struct gift *gift, size_t n_about, bool is_about)
{
	if (is_about)
		return GIFT_FITS_REFERRAL;
	return gift->referral && n_about ? GIFT_FITS_NOT : GIFT_FITS;
}

/* The only one of that fit; -1 where there is none, or several. */
static int only_one(const enum gift_fit *fits, size_t n, enum gift_fit wanted)
{
	int found = -1;

	for (size_t i = 0; i < n; i++) {
		if (fits[i] != wanted)
			continue;
		if (found >= 0)
			return -1;
		found = (int)i;
	}
	return found;
}

int gift_choose(const enum gift_fit *fits, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (fits[i] == GIFT_FITS_REFERRAL)
			return only_one(fits, n, GIFT_FITS_REFERRAL);
	return only_one(fits, n, GIFT_FITS);
}
