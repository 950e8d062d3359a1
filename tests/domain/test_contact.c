/* Who can still be reached, when two addresses are one, and a number's digits. */
#include "domain/contact.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/cleanup.h"

static void only_the_active_and_the_paused_are_live(void **state)
{
	(void)state;
	assert_true(contact_is_live(CONTACT_ACTIVE));
	assert_true(contact_is_live(CONTACT_PAUSED));
	assert_false(contact_is_live(CONTACT_DECEASED));
	assert_false(contact_is_live(CONTACT_MERGED));
}

static void each_part_of_an_address_makes_another(void **state)
{
	const struct address one = {.street = "1 Elm",
				    .city = "Ely",
				    .region = "Cambs",
				    .postcode = "CB7",
				    .country = "GB"};
	struct address others[] = {one, one, one, one, one};

	(void)state;
	assert_true(address_equal(&one, &others[0]));
	others[0].street = "2 Elm";
	others[1].city = NULL;
	others[2].region = "Kent";
	others[3].postcode = "CB6";
	others[4].country = "FR";
	for (size_t i = 0; i < ARRAY_LEN(others); i++)
		assert_false(address_equal(&one, &others[i]));
}

static void a_number_is_its_digits_without_the_way_out_of_the_country(void **state)
{
	static const struct {
		const char *number, *digits;
	} cases[] = {
		{"", ""},
		{"+49 (30) 90-12", "49309012"},
		{"0049/30", "4930"},
		{"030 12", "03012"},
		{"0", "0"},
		{"a:b/", ""},
		{"1234567890", "123456789"}, /* as many as there is room for */
	};
	char digits[10];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		phone_digits(cases[i].number, digits, sizeof(digits));
		assert_string_equal(digits, cases[i].digits);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_active_and_the_paused_are_live),
		cmocka_unit_test(each_part_of_an_address_makes_another),
		cmocka_unit_test(a_number_is_its_digits_without_the_way_out_of_the_country),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
