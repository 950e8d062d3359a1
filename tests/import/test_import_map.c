/* Which column becomes which field. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "import/map.h"
#include "import/words.h"
#include "vouch/protocol.h"

#define WISHES_MAX 4

struct case_of_header {
	const char *header; /* names with | between them */
	struct map_wish wishes[WISHES_MAX];
	const char *want; /* "contacts: a → name; not used: b", or the exit code and why not */
};

static void describe(const struct case_of_header *c, struct str *got)
{
	struct str text = {0}, why = {0};
	char *cells[CSV_COLUMNS_MAX];
	struct csv_record header = {.line = 1, .cells = cells};
	struct map map;
	size_t n = 0;
	int exit;

	str_add(&text, c->header);
	for (char *next = text.data, *cell; (cell = strsep(&next, "|"));)
		cells[header.n++] = cell;
	while (n < WISHES_MAX && c->wishes[n].field)
		n++;
	exit = map_make(&map, &header, c->wishes, n, NULL, &why);
	if (exit) {
		str_addf(got, "%d: %s", exit, str_text(&why));
	} else {
		str_add(got, map.kind == MAP_SALES ? "sales: " : "contacts: ");
		map_describe(&map, got);
	}
	map_deinit(&map);
	str_deinit(&text);
	str_deinit(&why);
}

static void check(const struct case_of_header *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct str got = {0};

		describe(&cases[i], &got);
		assert_string_equal(str_text(&got), cases[i].want);
		str_deinit(&got);
	}
}

static void headers_are_known_by_their_words(void **state)
{
	static const struct case_of_header cases[] = {
		{"name", {{0}}, "contacts: name → name"},
		{"Full Name|E-Mail|Mobile",
		 {{0}},
		 "contacts: Full Name → name, E-Mail → email, Mobile → phone"},
		{"FIRST_NAME|last-name|Town|ZIP",
		 {{0}},
		 "contacts: FIRST_NAME → given, last-name → family, Town → city, ZIP → postcode"},
		{"name|company|State|Sector",
		 {{0}},
		 "contacts: name → name, company → org, State → region, Sector → tags"},
		{"company|name", {{0}}, "contacts: company → org, name → name"},
		{"company|phone", {{0}}, "contacts: company → name, phone → phone"},
		{"name|colour|", {{0}}, "contacts: name → name; not used: colour, (column 3)"},
		{"name|name", {{0}}, "contacts: name → name; not used: name"},
		{"Tél|Naïve|Name", {{0}}, "contacts: Tél → phone, Name → name; not used: Naïve"},
		{"account|sector|year_established|revenue|employees|office_location|subsidiary_of",
		 {{0}},
		 "contacts: account → name, sector → tags, office_location → country; not used: "
		 "year_established, revenue, employees, subsidiary_of"},
		{"opportunity_id|sales_agent|product|account|deal_stage|engage_date|close_date|"
		 "close_value",
		 {{0}},
		 "sales: opportunity_id → external_id, product → product, account → contact, "
		 "deal_stage "
		 "→ stage, engage_date → opened, close_date → closed, close_value → amount; not "
		 "used: "
		 "sales_agent"},
		{"customer|item|price|state|created|completed|lead source|currency",
		 {{0}},
		 "sales: customer → contact, item → product, price → amount, state → stage, "
		 "created → "
		 "opened, completed → closed, lead source → source, currency → currency"},
		{"name|company|product",
		 {{0}},
		 "sales: company → contact, product → product; not used: name"},
		{"contact id|contact|product|id",
		 {{0}},
		 "sales: contact id → contact_id, contact → contact, product → product, id → "
		 "external_id"},
	};

	(void)state;
	check(cases, ARRAY_LEN(cases));
}

/* The headers of programs, cut to what they are told by and a column or two more. */
static void headers_of_programs_are_known(void **state)
{
	static const struct case_of_header cases[] = {
		{"First Name|Middle Name|Last Name|Organization Name|Birthday|Notes|Labels|"
		 "E-mail 1 - Label|E-mail 1 - Value|Phone 1 - Value|Address 1 - Street|"
		 "Address 1 - Postal Code",
		 {{0}},
		 "contacts: First Name → given, Last Name → family, Organization Name → org, "
		 "Birthday → birthday, Notes → notes, Labels → tags, E-mail 1 - Value → email, "
		 "Phone 1 - Value → phone, Address 1 - Street → street, Address 1 - Postal Code → "
		 "postcode; not used: Middle Name, E-mail 1 - Label"},
		{"Name|Given Name|Family Name|Group Membership|E-mail 1 - Type|E-mail 1 - Value|"
		 "Organization 1 - Name",
		 {{0}},
		 "contacts: Name → name, Given Name → given, Family Name → family, Group "
		 "Membership → tags, E-mail 1 - Value → email, Organization 1 - Name → org; not "
		 "used: E-mail 1 - Type"},
		{"Title|First Name|Last Name|Company|Business Street|Home Street|Business Phone|"
		 "Mobile Phone|E-mail Address|E-mail 2 Address|Birthday|Categories",
		 {{0}},
		 "contacts: First Name → given, Last Name → family, Company → org, Business Street "
		 "→ street, Home Street → street, Business Phone → phone, Mobile Phone → phone, "
		 "E-mail Address → email, E-mail 2 Address → email, Birthday → birthday, "
		 "Categories "
		 "→ tags; not used: Title"},
		{"Record ID - Contact|First Name|Last Name|Email|Phone Number|Contact owner|Lead "
		 "Status",
		 {{0}},
		 "contacts: Record ID - Contact → external_id, First Name → given, Last Name → "
		 "family, Email → email, Phone Number → phone; not used: Contact owner, Lead "
		 "Status"},
		{"Record ID|Deal Name|Deal Stage|Close Date|Deal owner|Amount|Pipeline|Associated "
		 "Contact",
		 {{0}},
		 "sales: Record ID → external_id, Deal Name → product, Deal Stage → stage, Close "
		 "Date → closed, Amount → amount, Associated Contact → contact; not used: Deal "
		 "owner, Pipeline"},
		{"Opportunity Owner|Account Name|Opportunity Name|Stage|Amount|Probability (%)|"
		 "Close Date|Created Date|Lead Source",
		 {{0}},
		 "sales: Account Name → contact, Opportunity Name → product, Stage → stage, Amount "
		 "→ amount, Close Date → closed, Created Date → opened, Lead Source → source; not "
		 "used: Opportunity Owner, Probability (%)"},
		{"Salutation|First Name|Last Name|Account Name|Mailing Street|Mailing City|Mailing "
		 "State/Province|Mailing Zip/Postal Code|Phone|Birthdate",
		 {{0}},
		 "contacts: First Name → given, Last Name → family, Account Name → org, Mailing "
		 "Street → street, Mailing City → city, Mailing State/Province → region, Mailing "
		 "Zip/Postal Code → postcode, Phone → phone, Birthdate → birthday; not used: "
		 "Salutation"},
		{"First Name|Last Name|Display Name|Primary Email|Work Phone|Home Address|Birth "
		 "Year",
		 {{0}},
		 "contacts: First Name → given, Last Name → family, Display Name → name, Primary "
		 "Email → email, Work Phone → phone, Home Address → street; not used: Birth Year"},
		{"id|name|emails|phones|listen_for|standing|timezone",
		 {{0}},
		 "contacts: id → external_id, name → name, emails → email, phones → phone, "
		 "timezone "
		 "→ timezone; not used: listen_for, standing"},
		{"followup|contact|kind|planned",
		 {{0}},
		 "1: follow-ups are written for reading and are not taken in; vouch export "
		 "everything writes what an empty book takes"},
		{"referral|referrer|referrer_id",
		 {{0}},
		 "1: referrals are written for reading and are not taken in; vouch export "
		 "everything writes what an empty book takes"},
		{"First Name|Last Name|E-mail 1 - Value|Town",
		 {{"city", "Town"}, {"given", ""}},
		 "contacts: Last Name → family, E-mail 1 - Value → email, Town → city; not used: "
		 "First Name"},
	};

	(void)state;
	check(cases, ARRAY_LEN(cases));
}

static void wishes_go_before_words(void **state)
{
	static const struct case_of_header cases[] = {
		{"name|who", {{"name", "who"}}, "contacts: who → name; not used: name"},
		{"name|colour", {{"tags", "colour"}}, "contacts: name → name, colour → tags"},
		{"name|notes", {{"notes", ""}}, "contacts: name → name; not used: notes"},
		{"name|product", {{"product", ""}}, "contacts: name → name; not used: product"},
		{"name|what", {{"product", "what"}}, "sales: name → contact, what → product"},
		{"x|what",
		 {{"contact", "x"}, {"product", "what"}},
		 "sales: x → contact, what → product"},
		{"name|a|b|email",
		 {{"email", "a"}, {"email", "b"}},
		 "contacts: name → name, a → email, b → email; not used: email"},
		{"name|Favourite Colour",
		 {{"tags", "favourite_colour"}},
		 "contacts: name → name, Favourite Colour → tags"},
	};

	(void)state;
	check(cases, ARRAY_LEN(cases));
}

static void wishes_that_cannot_be_are_refused(void **state)
{
	static const struct case_of_header cases[] = {
		{"name|x",
		 {{"colour", "x"}},
		 "2: --map: there is no field 'colour'; the fields are name, given, family, org, "
		 "email, "
		 "phone, street, city, region, postcode, country, tags, notes, birthday, language, "
		 "timezone, contact_id, "
		 "product, "
		 "amount, currency, stage, opened, closed, source, external_id"},
		{"name|x",
		 {{"notes", "y"}},
		 "2: --map: there is no column 'y'; the columns are name, x"},
		{"name|x|y", {{"notes", "x"}, {"notes", "y"}}, "2: --map: notes is named twice"},
		{"name|x",
		 {{"notes", "x"}, {"tags", "x"}},
		 "2: --map: the column 'x' is named twice"},
		{"name|x|product",
		 {{"city", "x"}},
		 "2: --map: city is no field of a sale; the fields are name, given, family, email, "
		 "phone, "
		 "contact_id, product, amount, currency, stage, opened, closed, source, "
		 "external_id"},
		{"name|product",
		 {{"name", ""}},
		 "1: no column says who bought; name it with --map contact=COLUMN (the columns, on "
		 "line 1, are "
		 "name, "
		 "product)"},
	};

	(void)state;
	check(cases, ARRAY_LEN(cases));
}

static void each_known_word_is_written_as_words_are_told(void **state)
{
	char normal[WORD_SIZE];

	(void)state;
	for (const struct word *w = words; w->text; w++) {
		word_normalise(w->text, normal);
		assert_string_equal(normal, w->text);
		for (const struct word *other = w + 1; other->text; other++)
			assert_false(str_equal(w->text, other->text) &&
				     (w->flags & other->flags & 3) && w->field == other->field);
	}
}

static void a_long_header_is_told_by_its_full_name(void **state)
{
	char one[WORD_SIZE * 2], other[WORD_SIZE * 2];
	char name[] = "name", *cells[] = {name, one, other};
	const struct csv_record header = {.line = 1, .cells = cells, .n = ARRAY_LEN(cells)};
	const struct map_wish wish = {"notes", other};
	struct str why = {0};
	struct map map;

	(void)state;
	memset(one, 'n', sizeof one);
	memset(other, 'n', sizeof other);
	one[sizeof one - 1] = '\0';
	other[sizeof other - 2] = '\0';
	assert_int_equal(map_make(&map, &header, &wish, 1, NULL, &why), 0);
	assert_int_equal(map.fields[1], FIELD_NONE);
	assert_int_equal(map.fields[2], FIELD_NOTES);
	map_deinit(&map);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headers_are_known_by_their_words),
		cmocka_unit_test(headers_of_programs_are_known),
		cmocka_unit_test(wishes_go_before_words),
		cmocka_unit_test(wishes_that_cannot_be_are_refused),
		cmocka_unit_test(each_known_word_is_written_as_words_are_told),
		cmocka_unit_test(a_long_header_is_told_by_its_full_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
