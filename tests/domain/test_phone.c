/* Two ways of writing one number give one key. */
#include "domain/phone.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/cleanup.h"

static void a_number_is_one_however_it_is_written(void **state)
{
	static const struct {
		const char *number, *country, *home, *want;
	} cases[] = {
		{"+49 30 555-0142", NULL, NULL, "+49305550142"},
		{"0049 30 5550142", "DE", NULL, "+49305550142"},
		{"030 555 0142", "DE", NULL, "+49305550142"},
		{"030/5550142", "Germany", NULL, "+49305550142"},
		{"(030) 5550142", "deutschland", NULL, "+49305550142"},
		{"+49 (0)30 555 0142", NULL, NULL, "+49305550142"},
		/* a dialling code in brackets, not the 0 that is left out */
		{"+49 (03055) 50142", NULL, NULL, "+490305550142"},
		{"030 555 0142", NULL, "DE", "+49305550142"},
		{"030 555 0142", "", "de", "+49305550142"},
		/* Where they live comes before where we do. */
		{"01 555 0142", "Austria", "DE", "+4315550142"},
		/* Unknown country, or none: as it stands. */
		{"030 555 0142", NULL, NULL, "0305550142"},
		{"030 555 0142", "Atlantis", "", "0305550142"},
		{"0049 30 5550142", NULL, NULL, "+49305550142"},
		/* North America: one code for all, 1 in front or not, 011 to abroad. */
		{"(555) 555-0101", "US", NULL, "+15555550101"},
		{"1-555-555-0101", "US", NULL, "+15555550101"},
		{"+1 555 555 0101", NULL, "DE", "+15555550101"},
		{"011 49 30 5550142", "USA", NULL, "+49305550142"},
		{"555.555.0101", "Canada", NULL, "+15555550101"},
		/* No prefix at home, or one of their own. */
		{"06 1 555 0142", "HU", NULL, "+3615550142"},
		{"050 555 0142", "AE", NULL, "+971505550142"},
		{"021 555 0142", "South Africa", NULL, "+27215550142"},
		{"91 555 01 42", "Spain", NULL, "+34915550142"},
		{"06 5550 0142", "IT", NULL, "+390655500142"},
		{"+39 06 5550 0142", NULL, NULL, "+390655500142"},
		{"0011 49 30 5550142", "AU", NULL, "+49305550142"},
		{"020 7946 0018", "UK", NULL, "+442079460018"},
		/* An extension is anybody's. */
		{"142", "DE", NULL, "142"},
		{"", "DE", NULL, ""},
		{"ask her sister", "DE", NULL, ""},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char key[64];

		(void)memset(key, '5', sizeof key); /* of the number before it */
		phone_key(cases[i].number, cases[i].country, cases[i].home, key, sizeof key);
		if (strcmp(key, cases[i].want) != 0)
			fail_msg("%s in %s: %s, not %s", cases[i].number,
				 cases[i].country ? cases[i].country : "-", key, cases[i].want);
	}
}

/* "+49" and the number without its 0, and the end: what fits to the byte is written. */
static void a_key_fills_its_place_to_the_last_byte(void **state)
{
	static const struct {
		size_t size;
		const char *want;
	} cases[] = {
		{12, "+4955501423"}, /* "055501423" */
		{11, "055501423"},   /* as it stands */
		{10, "055501423"},
		{9, "05550142"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char key[16];

		phone_key("055501423", "DE", NULL, key, cases[i].size);
		assert_string_equal(key, cases[i].want);
	}
}

static void an_extension_has_four_digits_at_most(void **state)
{
	char key[16];

	(void)state;
	phone_key("1423", "DE", NULL, key, sizeof key);
	assert_string_equal(key, "1423");
	phone_key("14235", "DE", NULL, key, sizeof key);
	assert_string_equal(key, "+4914235");
}

static void a_key_fits_where_it_is_said_to(void **state)
{
	static const char number[] = "0112345678901234567890";

	(void)state;
	for (size_t size = 1; size <= sizeof number + PHONE_KEY_MORE; size++) {
		char key[sizeof number + PHONE_KEY_MORE + 1];

		key[size] = '#';
		phone_key(number, "AE", NULL, key, size);
		assert_true(strlen(key) < size);
		assert_int_equal(key[size], '#');
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_is_one_however_it_is_written),
		cmocka_unit_test(a_key_fills_its_place_to_the_last_byte),
		cmocka_unit_test(an_extension_has_four_digits_at_most),
		cmocka_unit_test(a_key_fits_where_it_is_said_to),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
