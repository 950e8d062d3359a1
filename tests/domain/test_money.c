/* Amounts as they are typed and shown, in currencies of 0 to 4 decimals. */
#include "domain/money.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/cleanup.h"

static void a_currency_has_its_decimals(void **state)
{
	static const struct {
		const char *currency;
		int want;
	} cases[] = {
		{"EUR", 2},  {"USD", 2},  {"AED", 2},     {"ZWL", 2}, {"BYN", 2},   {"JPY", 0},
		{"XPF", 0},  {"BIF", 0},  {"KWD", 3},     {"TND", 3}, {"CLF", 4},   {"UYW", 4},
		{"XTS", -1}, {"XAU", -1}, {"eur", -1},    {"EU", -1}, {"EURO", -1}, {"", -1},
		{"UR ", -1}, {" EU", -1}, {"E\xc3R", -1},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(money_exponent(cases[i].currency), cases[i].want);
	assert_int_equal(money_exponent(NULL), -1);
}

static void an_amount_is_read_to_its_minor_units(void **state)
{
	static const struct {
		const char *text;
		int exponent;
		int64_t want;
	} cases[] = {
		{"1200", 2, 120000},
		{"1,200.50", 2, 120050},
		{"1200.5", 2, 120050},
		{"0", 2, 0},
		{"0.01", 2, 1},
		{"1,234,567", 0, 1234567},
		{"1.200", 3, 1200},
		{"12", 4, 120000},
		{"007", 0, 7},
		{"9007199254740992", 0, 9007199254740992},
		{"90,071,992,547,409.92", 2, 9007199254740992},
	};
	struct minor m;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_true(money_parse(cases[i].text, cases[i].exponent, &m));
		assert_int_equal(m.v, cases[i].want);
	}
}

static void what_may_be_another_amount_is_refused(void **state)
{
	static const struct {
		const char *text;
		int exponent;
	} cases[] = {
		{"", 2},
		{"-1", 2},
		{"+1", 2},
		{"1.234", 2},
		{"1.5", 0},
		{"1.", 2},
		{".5", 2},
		{"1,2", 2},
		{"1,20", 2},
		{"1,2000", 2},
		{"1234,567", 2},
		{"1200,50", 2},
		{"1.200,50", 2},
		{",200", 2},
		{"1,,200", 2},
		{"1,200,", 2},
		{"1 200", 2},
		{"1200 ", 2},
		{"1e3", 2},
		{"12x", 2},
		{"0x10", 2},
		{"1,200.5.0", 2},
		{"1", -1},
		{"1", 5},
		{"1,234,56", 0},
		{"9007199254740993", 0},
		{"90071992547409.93", 2},
		{"90071992547410", 2},
		{"99999999999999999999999999999999", 2},
	};
	struct minor m = {7};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_false(money_parse(cases[i].text, cases[i].exponent, &m));
	assert_false(money_parse(NULL, 2, &m));
	assert_int_equal(m.v, 7);
}

static void an_amount_is_shown_in_groups_with_its_currency(void **state)
{
	static const struct {
		int64_t v;
		int exponent;
		const char *currency, *want;
	} cases[] = {
		{120050, 2, "EUR", "1,200.50 EUR"},
		{120000, 2, "EUR", "1,200 EUR"},
		{1, 2, "USD", "0.01 USD"},
		{0, 2, "USD", "0 USD"},
		{-120050, 2, "EUR", "-1,200.50 EUR"},
		{999, 0, "JPY", "999 JPY"},
		{1234567, 0, "JPY", "1,234,567 JPY"},
		{1234567, 3, "KWD", "1,234.567 KWD"},
		{12005, 4, "CLF", "1.2005 CLF"},
		{100, 2, NULL, "1"},
		{100, 9, "EUR", "100 EUR"},
		{100, -1, "EUR", "100 EUR"},
		{INT64_MIN, 0, "JPY", "-9,223,372,036,854,775,808 JPY"},
		{INT64_MIN, 4, "a currency of many letters", "-922,337,203,685,477.5808 a curren"},
	};
	char text[MONEY_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_string_equal(money_format((struct minor){cases[i].v}, cases[i].exponent,
						 cases[i].currency, text),
				    cases[i].want);
}

static void an_amount_shown_reads_back(void **state)
{
	uint64_t seed = 1;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct minor m, back = {-1};
		int exponent = i % 5;
		char text[MONEY_TEXT_SIZE];

		seed = seed * 6364136223846793005U + 1442695040888963407U;
		m.v = (int64_t)(seed >> 11) >> (i % 50);
		(void)money_format(m, exponent, "EUR", text);
		*strchr(text, ' ') = '\0';
		assert_true(money_parse(text, exponent, &back));
		assert_int_equal(back.v, m.v);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_currency_has_its_decimals),
		cmocka_unit_test(an_amount_is_read_to_its_minor_units),
		cmocka_unit_test(what_may_be_another_amount_is_refused),
		cmocka_unit_test(an_amount_is_shown_in_groups_with_its_currency),
		cmocka_unit_test(an_amount_shown_reads_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
