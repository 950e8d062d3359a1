/* Amounts of money as people type and read them. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* "1200", "1,200.50" → minor units of a currency with that many decimals (0 to 4). Commas may
 * stand between thousands only; more decimals than the currency has are refused, as is what
 * exceeds 2^53 minor units. */
bool money_parse(const char *text, int exponent, int64_t *ret);
/* The decimals of an ISO 4217 currency; 2 for one that is not known. */
int money_exponent(const char *currency);
/* Whether the text is an amount in any currency. */
bool money_is_amount(const char *text);
/* "1,200.00": every decimal that the currency has. */
void money_add_full(struct str *out, int64_t minor, int exponent);
/* "1,200 USD", "1,200.50 USD" */
void money_add(struct str *out, int64_t minor, int exponent, const char *currency);
