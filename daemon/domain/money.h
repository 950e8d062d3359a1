/* Amounts in minor units of an ISO 4217 currency. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct minor {
	int64_t v;
};

/* The minor-unit exponent of a currency (2 for EUR, 0 for JPY, 3 for KWD); -1 where the code
 * is not one of ISO 4217's. */
int money_exponent(const char *currency);
/* "1200", "1,200.50", "1200.5" in a currency's exponent; refuses negative amounts, more
 * decimals than the currency has, and anything above 2^53 minor units. */
bool money_parse(const char *text, int exponent, struct minor *ret);
#define MONEY_TEXT_SIZE 48
/* "1,200.50 EUR"; whole amounts without decimals ("1,200 EUR"). Returns `to`. */
const char *money_format(struct minor amount, int exponent, const char *currency,
			 char to[MONEY_TEXT_SIZE]);
