/* Amounts of money as people type and read them. */
#include "money.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "vouch/limits.h"

#define EXPONENT_MAX 4

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Commas come before each group of three digits, the first one excepted, or nowhere. */
static bool has_good_commas(const char *text)
{
	size_t whole = strcspn(text, "."), first = strcspn(text, ",.");

	if (first == whole)
		return whole > 0;
	if (first == 0 || first > 3 || (whole - first) % 4 != 0)
		return false;
	for (size_t i = first; i < whole; i++)
		if ((text[i] == ',') != ((i - first) % 4 == 0))
			return false;
	return true;
}

/* No more than one past the most that can be noted: that is too large, whatever follows. */
static int64_t with_digit(int64_t value, int digit)
{
	if (value > VOUCH_AMOUNT_MAX)
		return value;
	value = value * 10 + digit;
	return value > VOUCH_AMOUNT_MAX ? VOUCH_AMOUNT_MAX + 1 : value;
}

enum money_is money_read(const char *text, int exponent, int64_t *ret)
{
	int decimals = -1; /* digits seen after the point; -1 before it */
	int64_t value = 0;

	if (!has_good_commas(text))
		return MONEY_NONE;
	for (const char *c = text; *c; c++) {
		if (*c == ',' && decimals < 0)
			continue;
		if (*c == '.' && decimals < 0) {
			decimals = 0;
			continue;
		}
		if (!is_digit(*c) || (decimals >= 0 && ++decimals > exponent))
			return MONEY_NONE;
		value = with_digit(value, *c - '0');
	}
	if (decimals == 0)
		return MONEY_NONE;
	for (int i = decimals < 0 ? 0 : decimals; i < exponent; i++)
		value = with_digit(value, 0);
	if (value > VOUCH_AMOUNT_MAX)
		return MONEY_TOO_MUCH;
	*ret = value;
	return MONEY_AMOUNT;
}

int money_exponent(const char *currency)
{
	static const char none[] = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF "
				   "XOF XPF ",
			  three[] = "BHD IQD JOD KWD LYD OMR TND ";

	if (strlen(currency) != 3)
		return 2;
	return strstr(none, currency) ? 0 : strstr(three, currency) ? 3 : 2;
}

bool money_is_amount(const char *text)
{
	const char *point = strchr(text, '.');
	int64_t value;

	return money_read(text, point ? EXPONENT_MAX : 0, &value) != MONEY_NONE;
}

static void add_grouped(struct str *out, uint64_t whole)
{
	char digits[24];
	int n = snprintf(digits, sizeof digits, "%" PRIu64, whole);

	for (int i = 0; i < n; i++) {
		if (i > 0 && (n - i) % 3 == 0)
			str_add_char(out, ',');
		str_add_char(out, digits[i]);
	}
}

static void add_amount(struct str *out, int64_t minor, int exponent, bool is_full)
{
	uint64_t value = minor < 0 ? 0 - (uint64_t)minor : (uint64_t)minor, unit = 1;

	for (int i = 0; i < exponent && i < EXPONENT_MAX; i++)
		unit *= 10;
	if (minor < 0)
		str_add_char(out, '-');
	add_grouped(out, value / unit);
	if (value % unit || (is_full && exponent > 0))
		str_addf(out, ".%0*" PRIu64, exponent, value % unit);
}

void money_add_full(struct str *out, int64_t minor, int exponent)
{
	add_amount(out, minor, exponent, true);
}

void money_add_most(struct str *out, int exponent, const char *currency)
{
	money_add(out, VOUCH_AMOUNT_MAX, exponent, currency);
}

void money_add(struct str *out, int64_t minor, int exponent, const char *currency)
{
	add_amount(out, minor, exponent, false);
	if (*currency)
		str_addf(out, " %s", currency);
}
