/* Amounts of money: ISO 4217's currencies, reading and writing. */
#include "domain/money.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"

/* ISO 4217 with the codes withdrawn since 2020, in which older sales are kept. Metals,
 * drawing rights and test codes have no minor unit and are left out. */
static const char two_decimals[] =
	"AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP "
	"BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR "
	"FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IRR JMD KES KGS KHR "
	"KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR "
	"MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK "
	"SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN "
	"UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG ZWL";

static const struct {
	int exponent;
	const char *codes;
} by_exponent[] = {
	{2, two_decimals},
	{0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"},
	{3, "BHD IQD JOD KWD LYD OMR TND"},
	{4, "CLF UYW"},
};

#define EXPONENT_MAX 4
#define MINOR_MAX (INT64_C(1) << 53)

static bool is_code_of(const char *codes, const char *currency)
{
	for (const char *code = codes; *code; code += code[3] ? 4 : 3)
		if (strncmp(code, currency, 3) == 0)
			return true;
	return false;
}

int money_exponent(const char *currency)
{
	if (!currency || strnlen(currency, 4) != 3)
		return -1;
	for (size_t i = 0; i < ARRAY_LEN(by_exponent); i++)
		if (is_code_of(by_exponent[i].codes, currency))
			return by_exponent[i].exponent;
	return -1;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Appends a decimal digit; false where the amount would pass the limit. */
static bool append(int64_t *value, int digit)
{
	*value = *value * 10 + digit;
	return *value <= MINOR_MAX;
}

/* Digits, either without commas or in groups of three ("1,200"). Returns what follows, or
 * null where the text is no such number. */
static const char *parse_whole(const char *text, int64_t *ret)
{
	int in_group = 0;
	bool is_grouped = false;

	for (; is_digit(*text) || *text == ','; text++) {
		if (*text == ',') {
			if (in_group == 0 || in_group > 3 || (is_grouped && in_group != 3))
				return NULL;
			is_grouped = true;
			in_group = 0;
			continue;
		}
		in_group++;
		if (!append(ret, *text - '0'))
			return NULL;
	}
	if (in_group == 0 || (is_grouped && in_group != 3))
		return NULL;
	return text;
}

bool money_parse(const char *text, int exponent, struct minor *ret)
{
	int64_t value = 0;
	int decimals = 0;

	if (!text || exponent < 0 || exponent > EXPONENT_MAX)
		return false;
	text = parse_whole(text, &value);
	if (!text)
		return false;

	if (*text == '.') {
		for (text++; is_digit(*text); text++)
			if (++decimals > exponent || !append(&value, *text - '0'))
				return false;
		if (decimals == 0)
			return false;
	}
	if (*text)
		return false;
	for (; decimals < exponent; decimals++)
		if (!append(&value, 0))
			return false;

	*ret = (struct minor){value};
	return true;
}

/* "1,234,567" */
static const char *format_whole(uint64_t value, char to[32])
{
	char plain[24];
	size_t n = (size_t)snprintf(plain, sizeof(plain), "%" PRIu64, value);
	size_t at = 0;

	for (size_t i = 0; i < n; i++) {
		if (i && (n - i) % 3 == 0)
			to[at++] = ',';
		to[at++] = plain[i];
	}
	to[at] = '\0';
	return to;
}

const char *money_format(struct minor amount, int exponent, const char *currency,
			 char to[MONEY_TEXT_SIZE])
{
	uint64_t value = amount.v < 0 ? 0 - (uint64_t)amount.v : (uint64_t)amount.v;
	uint64_t unit = 1;
	char whole[32], decimals[24] = "";

	if (exponent > EXPONENT_MAX)
		exponent = 0;
	for (int i = 0; i < exponent; i++)
		unit *= 10;
	if (value % unit)
		(void)snprintf(decimals, sizeof(decimals), ".%0*" PRIu64, exponent, value % unit);
	(void)snprintf(to, MONEY_TEXT_SIZE, "%s%s%.5s%s%.8s", amount.v < 0 ? "-" : "",
		       format_whole(value / unit, whole), decimals, currency ? " " : "",
		       currency ? currency : "");
	return to;
}
