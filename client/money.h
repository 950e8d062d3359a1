/* Amounts of money as people type and read them. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum money_is {
	MONEY_AMOUNT,
	MONEY_NONE,     /* no amount of such a currency */
	MONEY_TOO_MUCH, /* one above 2^53 minor units */
};
/* "1200", "1,200.50" → minor units of a currency with that many decimals (0 to 4). Commas may
 * stand between thousands only; more decimals than the currency has make it none. */
enum money_is money_read(const char *text, int exponent, int64_t *ret);
/* The decimals of an ISO 4217 currency; 2 for one that is not known. */
int money_exponent(const char *currency);
/* Whether the text is an amount in any currency, too large or not. */
bool money_is_amount(const char *text);
/* "1,200.00": every decimal that the currency has. */
void money_add_full(struct str *out, int64_t minor, int exponent);
/* "90,071,992,547,409.92 USD": the most that can be noted. */
void money_add_most(struct str *out, int exponent, const char *currency);
/* "1,200 USD", "1,200.50 USD" */
void money_add(struct str *out, int64_t minor, int exponent, const char *currency);
