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
	exit = map_make(&map, &header, c->wishes, n, &why);
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
		 "phone, street, city, region, postcode, country, tags, notes, contact_id, "
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
		 "1: no column says who bought; name it with --map contact=COLUMN (the columns are "
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
	assert_int_equal(map_make(&map, &header, &wish, 1, &why), 0);
	assert_int_equal(map.fields[1], FIELD_NONE);
	assert_int_equal(map.fields[2], FIELD_NOTES);
	map_deinit(&map);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headers_are_known_by_their_words),
		cmocka_unit_test(wishes_go_before_words),
		cmocka_unit_test(wishes_that_cannot_be_are_refused),
		cmocka_unit_test(each_known_word_is_written_as_words_are_told),
		cmocka_unit_test(a_long_header_is_told_by_its_full_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
