/* Rows of imports: what is refused and why, and which contact a row is about. */
#include "ops/import_rig.h"

#include "base/cleanup.h"

/* Imports one row; "field reason" of its refusal, "" where it was taken. */
static const char *refusal(struct rig *f, enum import_kind kind, struct import_row row)
{
	row.line = 7;
	import(f, kind, &row, 1);
	assert_int_equal(f->told.refused.n, f->import.refused);
	if (f->told.refused.n == 0)
		return "";
	assert_int_equal(f->told.refused.items[0].line, 7);
	return arena_printf(f->arena, "%s %s", f->told.refused.items[0].field,
			    f->told.refused.items[0].refusal);
}

static struct import_row a_deal(void)
{
	return deal(7, "A1", "Isdom", "2017-03-01");
}

static void set_text(struct import_row *row, size_t member, const char *text)
{
	*(const char **)(void *)((char *)row + member) = text;
}

#define MEMBER(m) offsetof(struct import_row, m)
#define TEN "xxxxxxxxxx"
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN

static void a_bad_row_of_a_sale_is_told_with_field_and_reason(void **state)
{
	static const struct {
		size_t member;
		const char *text, *want;
	} cases[] = {
		{MEMBER(contact.name), NULL, "contact is missing"},
		{MEMBER(contact.name), "", "contact is missing"},
		{MEMBER(contact.name), HUNDRED HUNDRED, ""},
		{MEMBER(contact.name), HUNDRED HUNDRED "x",
		 "contact is longer than 200 characters"},
		{MEMBER(contact.name),
		 "Is\x01"
		 "dom",
		 "contact holds the control character U+0001"},
		{MEMBER(contact.name), "Is\ndom", "contact holds a line break"},
		{MEMBER(contact.email), "isdom", "contact.email is 'isdom', no e-mail address"},
		{MEMBER(contact.phone), "none", "contact.phone is 'none', no phone number"},
		{MEMBER(product), NULL, "product is missing"},
		{MEMBER(product), "\xc3\xa9t\xc3\xa9", ""},
		{MEMBER(state), NULL, "state is missing"},
		{MEMBER(state), "Won",
		 "state is 'Won', it must be open, completed, lost or refunded"},
		{MEMBER(state), "refunded", ""},
		{MEMBER(closed_day), NULL, "closed_day is missing for a completed sale"},
		{MEMBER(closed_day), "01-03-2017",
		 "closed_day is '01-03-2017', no day like 2017-12-31"},
		{MEMBER(closed_day), "2017-02-30",
		 "closed_day is '2017-02-30', no day like 2017-12-31"},
		{MEMBER(closed_day), "2017-12-31", ""},
		{MEMBER(closed_day), "2018-01-01", "closed_day 2018-01-01 lies in the future"},
		{MEMBER(closed_day), "1899-12-31",
		 "closed_day is '1899-12-31', no day like 2017-12-31"},
		{MEMBER(closed_day), "2017-01-01",
		 "closed_day lies before the day the sale was opened"},
		{MEMBER(opened_day), "soon", "opened_day is 'soon', no day like 2017-12-31"},
		{MEMBER(opened_day), NULL, ""},
		{MEMBER(currency), "EURO", "currency is 'EURO', no currency code like EUR"},
		{MEMBER(currency), "JPY", ""},
		{MEMBER(source), "referral", ""},
		{MEMBER(source), "web",
		 "source is 'web', it must be one of referral, prospecting, "
		 "marketing, walk-in, repeat, other"},
		{MEMBER(name), "Isdom", "name does not belong to an import of sales"},
		{MEMBER(state), HUNDRED,
		 "state is '" TEN TEN TEN TEN
		 "\xe2\x80\xa6', it must be open, completed, lost or refunded"},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct rig *f = rig_new(NULL);
		struct import_row row = a_deal();

		set_text(&row, cases[i].member, cases[i].text);
		assert_string_equal(refusal(f, IMPORT_SALES, row), cases[i].want);
		assert_int_equal(number(f, "SELECT count(*) FROM sale"), !*cases[i].want);
		rig_free(f);
	}
	(void)state;
}

static void amounts_have_their_bounds(void **state)
{
	static const struct {
		int64_t amount;
		const char *want;
	} cases[] = {
		{-1, "amount is negative"},
		{0, ""},
		{9007199254740992, ""},
		{9007199254740993, "amount is larger than 9007199254740992"},
		{NO_AMOUNT, ""},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct rig *f = rig_new(NULL);
		struct import_row row = a_deal();

		row.amount = cases[i].amount;
		assert_string_equal(refusal(f, IMPORT_SALES, row), cases[i].want);
		rig_free(f);
	}
	(void)state;
}

static void the_closing_day_of_an_open_sale_is_a_hope(void **state)
{
	struct import_row row = a_deal();

	row.state = "open";
	row.closed_day = "2018-05-01";
	assert_string_equal(refusal(*state, IMPORT_SALES, row), "");
	assert_int_equal(number(*state, "SELECT count(*) FROM sale WHERE completed_day IS NULL"),
			 1);
}

static void a_bad_row_of_a_contact_is_told_with_field_and_reason(void **state)
{
	static const struct {
		size_t member;
		const char *text, *want;
	} cases[] = {
		{MEMBER(name), NULL, "name is missing"},
		{MEMBER(org), HUNDRED HUNDRED "x", "org is longer than 200 characters"},
		{MEMBER(address.postcode), HUNDRED,
		 "address.postcode is longer than 64 characters"},
		{MEMBER(notes), "one\ntwo", ""},
		{MEMBER(notes), "one\r\ntwo", "notes holds the control character U+000D"},
		{MEMBER(external_id), HUNDRED HUNDRED HUNDRED,
		 "external_id is longer than 255 characters"},
		{MEMBER(product), "Alarm", "product does not belong to an import of contacts"},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct rig *f = rig_new(NULL);
		struct import_row row = person(7, "Ana Ruiz");

		set_text(&row, cases[i].member, cases[i].text);
		assert_string_equal(refusal(f, IMPORT_CONTACTS, row), cases[i].want);
		rig_free(f);
	}
	(void)state;
}

static void a_bad_entry_of_a_list_is_told_with_its_place(void **state)
{
	static const char *const emails[] = {"", "ana@example.com", "a@b@c"};
	static const char *many[21];
	struct import_row row = person(7, "Ana Ruiz");

	row.emails = (struct import_texts){emails, 3};
	assert_string_equal(refusal(*state, IMPORT_CONTACTS, row),
			    "emails[2] is 'a@b@c', no e-mail address");
	for (size_t i = 0; i < 21; i++)
		many[i] = "555-0100";
	row.emails.n = 2;
	row.phones = (struct import_texts){many, 21};
	assert_string_equal(refusal(*state, IMPORT_CONTACTS, row),
			    "phones has 21 entries, 20 are the most");
	row.phones.n = 20;
	assert_string_equal(refusal(*state, IMPORT_CONTACTS, row), "");
}

static void a_name_is_made_of_its_parts(void **state)
{
	struct import_row rows[] = {person(2, NULL), person(3, ""), person(4, NULL)};
	struct rig *f = *state;

	rows[0].given = "Ana";
	rows[0].family = "Ruiz";
	rows[1].family = "Vega";
	rows[2].org = "Isdom";
	import(f, IMPORT_CONTACTS, rows, 3);
	assert_int_equal(number(f, "SELECT group_concat(name, '|') = 'Ana Ruiz|Vega|Isdom' "
				   "FROM (SELECT name FROM contact ORDER BY id)"),
			 1);
}

static struct import_row row_of(const struct known *k, struct import_texts lists[2])
{
	struct import_row row = person(2, k->name);

	row.external_id = k->id;
	if (k->email)
		row.emails = *one(&lists[0], &k->email);
	if (k->phone)
		row.phones = *one(&lists[1], &k->phone);
	return row;
}

/* Each imports one row twice into a book with one or two contacts. */
static const struct {
	const char *what;
	struct known first, second, row;
	const char *origin; /* of the two */
	int want;           /* how many contacts there are then */
	int duplicates;
} matches[] = {
	{"an external id beats all",
	 {"A", "x@y", NULL, "1"},
	 {0},
	 {"B", NULL, NULL, "1"},
	 "crm",
	 1,
	 0},
	{"ids are a source's own",
	 {"A", NULL, NULL, "1"},
	 {0},
	 {"B", NULL, NULL, "1"},
	 "erp",
	 2,
	 0},
	{"another id is another", {"A", NULL, NULL, "1"}, {0}, {"A", NULL, NULL, "2"}, "crm", 2, 0},
	{"an e-mail in other letters",
	 {"A", "Ana@Y.es", NULL, NULL},
	 {0},
	 {"a", "ana@y.es", NULL, NULL},
	 NULL,
	 1,
	 0},
	{"an e-mail, another name",
	 {"A", "x@y", NULL, NULL},
	 {0},
	 {"B", "x@y", NULL, NULL},
	 NULL,
	 1,
	 1},
	{"a source's two of one e-mail",
	 {"A", "x@y", NULL, NULL},
	 {0},
	 {"B", "x@y", NULL, NULL},
	 "crm",
	 2,
	 1},
	{"a number in other spacing",
	 {"A", NULL, "+34 600 11", NULL},
	 {0},
	 {"A", NULL, "0034-60011", NULL},
	 NULL,
	 1,
	 0},
	{"an extension is anybody's",
	 {"A", NULL, "123", NULL},
	 {0},
	 {"B", NULL, "123", NULL},
	 NULL,
	 2,
	 0},
	{"a name without its accents",
	 {"Jos\xc3\xa9", NULL, NULL, NULL},
	 {0},
	 {"JOSE", NULL, NULL, NULL},
	 NULL,
	 1,
	 0},
	{"a name, another e-mail",
	 {"A", "x@y", NULL, NULL},
	 {0},
	 {"A", "z@y", NULL, NULL},
	 NULL,
	 1,
	 1},
	{"two of a name",
	 {"A", NULL, NULL, NULL},
	 {"A", NULL, NULL, NULL},
	 {"A", NULL, NULL, NULL},
	 NULL,
	 3,
	 1},
	{"two of an e-mail, one of them named so",
	 {"A", "x@y", NULL, NULL},
	 {"B", "x@y", NULL, NULL},
	 {"B", "x@y", NULL, NULL},
	 NULL,
	 2,
	 0},
	{"nobody", {"A", "x@y", "555-0100", NULL}, {0}, {"B", "b@y", "555-0101", NULL}, NULL, 2, 0},
};

static void a_row_finds_its_contact(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(matches); i++) {
		struct import_texts lists[2];
		struct import_row row = row_of(&matches[i].row, lists);
		struct rig *f = rig_new(NULL);

		know(f, &matches[i].first, matches[i].origin);
		know(f, &matches[i].second, matches[i].origin);
		import(f, IMPORT_CONTACTS, &row, 1);
		if (number(f, "SELECT count(*) FROM contact") != matches[i].want ||
		    f->told.duplicates.n != (size_t)matches[i].duplicates)
			fail_msg("%s: %d contacts, %zu duplicates", matches[i].what,
				 (int)number(f, "SELECT count(*) FROM contact"),
				 f->told.duplicates.n);
		import(f, IMPORT_CONTACTS, &row, 1);
		if (number(f, "SELECT count(*) FROM contact") != matches[i].want ||
		    f->import.unchanged != 1)
			fail_msg("%s: the second time something changes", matches[i].what);
		rig_free(f);
	}
	(void)state;
}

static void a_row_fills_what_is_empty(void **state)
{
	struct import_row row = person(2, "Ana Ruiz");
	struct rig *f = *state;

	know(f, &(struct known){.name = "Ana Ruiz"}, NULL);
	raw_exec(store_db(f->env.store), "UPDATE contact SET city = 'Cadiz'");
	row.address = (struct address){.city = "Lima", .country = "Peru"};
	row.notes = "met at the fair";
	row.external_id = "7";
	import(f, IMPORT_CONTACTS, &row, 1);
	expect_counts(f, "added 0 updated 1 unchanged 0 refused 0");
	assert_int_equal(number(f, "SELECT count(*) FROM contact WHERE city = 'Cadiz' AND "
				   "country = 'Peru' AND notes = 'met at the fair' AND "
				   "origin IS NULL AND version = 2"),
			 1);
	import(f, IMPORT_CONTACTS, &row, 1);
	expect_counts(f, "added 0 updated 0 unchanged 1 refused 0");
}

/* They are of another source, and known by name only: the e-mail is how they are known next. */
static void a_row_adds_at_once_what_it_would_the_next_time(void **state)
{
	static const char *const email = "ana@y.es", *const tags[] = {"vip", "golf"};
	struct import_row row = person(2, "Ana Ruiz");
	struct import_texts tag = {0};
	struct rig *f = *state;

	(void)one(&row.tags, &tags[0]);
	import(f, IMPORT_CONTACTS, &row, 1);
	raw_exec(store_db(f->env.store), "UPDATE contact SET origin = 'erp'");
	row.tags = *one(&tag, &tags[1]);
	(void)one(&row.emails, &email);
	row.external_id = "7";
	import(f, IMPORT_CONTACTS, &row, 1);
	expect_counts(f, "added 0 updated 1 unchanged 0 refused 0");
	assert_int_equal(number(f, "SELECT count(*) FROM contact_tag"), 2);
	import(f, IMPORT_CONTACTS, &row, 1);
	expect_counts(f, "added 0 updated 0 unchanged 1 refused 0");
}

/* They may be two: a number that only one of them has would make them one the next time. */
static void a_doubtful_row_lends_no_number(void **state)
{
	static const char *const email = "else@y.es", *const phone = "555 010203";
	struct import_row row = person(2, "Ana Ruiz");
	struct rig *f = *state;

	know(f, &(struct known){.name = "Ana Ruiz", .email = "ana@y.es"}, NULL);
	(void)one(&row.emails, &email);
	(void)one(&row.phones, &phone);
	import(f, IMPORT_CONTACTS, &row, 1);
	expect_counts(f, "added 0 updated 0 unchanged 1 refused 0");
	assert_int_equal(f->told.duplicates.n, 1);
}

static void a_row_of_its_own_source_overwrites(void **state)
{
	static const char *const tag = "vip";
	struct import_row row = person(2, "Ana Ruiz");
	struct rig *f = *state;

	row.external_id = "7";
	row.org = "Isdom";
	import(f, IMPORT_CONTACTS, &row, 1);
	row.name = "Ana Vega";
	row.org = NULL;
	(void)one(&row.tags, &tag);
	import(f, IMPORT_CONTACTS, &row, 1);
	expect_counts(f, "added 0 updated 1 unchanged 0 refused 0");
	assert_int_equal(number(f, "SELECT count(*) FROM contact c JOIN contact_tag t ON t.contact "
				   "= c.id WHERE name = 'Ana Vega' AND name_key = 'ana vega' AND "
				   "org = 'Isdom' AND tag = 'vip'"),
			 1);
}

static void a_person_who_has_died_is_not_added_again(void **state)
{
	const struct import_row row = person(2, "Ana Ruiz");
	struct import_row sale = deal(2, "A1", "Ana Ruiz", "2017-12-20");
	struct rig *f = *state;

	import(f, IMPORT_CONTACTS, &row, 1);
	raw_exec(store_db(f->env.store), "UPDATE contact SET state = 'deceased'");
	assert_string_equal(refusal(f, IMPORT_CONTACTS, row), "name is contact 1, who is deceased");
	assert_string_equal(refusal(f, IMPORT_SALES, sale),
			    "contact is contact 1, who is deceased");
	assert_int_equal(number(f, "SELECT count(*) FROM contact"), 1);
}

static void a_merged_contact_is_the_one_it_became(void **state)
{
	struct import_row row = person(2, "Ana Ruiz");
	struct rig *f = *state;

	row.external_id = "7";
	know(f, &(struct known){.name = "Ana Vega"}, NULL);
	import(f, IMPORT_CONTACTS, &row, 1);
	raw_exec(store_db(f->env.store),
		 "UPDATE contact SET state = 'merged', merged_into = 1 WHERE id = 2");
	row.org = "Isdom";
	import(f, IMPORT_CONTACTS, &row, 1);
	expect_counts(f, "added 0 updated 1 unchanged 0 refused 0");
	assert_int_equal(number(f, "SELECT id FROM contact WHERE org = 'Isdom' "
				   "AND name = 'Ana Vega'"),
			 1);
}

static void only_the_first_refusals_are_kept(void **state)
{
	static struct import_row rows[VOUCH_IMPORT_ITEMS_MAX];
	struct rig *f = *state;
	int64_t id;

	for (size_t i = 0; i < VOUCH_IMPORT_ITEMS_MAX; i++)
		rows[i] = person((int64_t)i + 1, "");
	id = stage(f, IMPORT_CONTACTS, rows, VOUCH_IMPORT_ITEMS_MAX);
	for (int i = 0; i < 2; i++)
		assert_int_equal(finish(f, op_import_add(begin(f, OP_USER), id, rows,
							 VOUCH_IMPORT_ITEMS_MAX, &f->import)),
				 0);
	look(f, id);
	assert_int_equal(f->import.refused, 1500);
	assert_int_equal(f->told.refused.n, VOUCH_IMPORT_REFUSALS_MAX);
	assert_int_equal(number(f, "SELECT count(*) FROM import_item"), VOUCH_IMPORT_REFUSALS_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bad_row_of_a_sale_is_told_with_field_and_reason),
		cmocka_unit_test(amounts_have_their_bounds),
		WITH_BOOK(the_closing_day_of_an_open_sale_is_a_hope),
		cmocka_unit_test(a_bad_row_of_a_contact_is_told_with_field_and_reason),
		WITH_BOOK(a_bad_entry_of_a_list_is_told_with_its_place),
		WITH_BOOK(a_name_is_made_of_its_parts),
		cmocka_unit_test(a_row_finds_its_contact),
		WITH_BOOK(a_row_fills_what_is_empty),
		WITH_BOOK(a_row_adds_at_once_what_it_would_the_next_time),
		WITH_BOOK(a_doubtful_row_lends_no_number),
		WITH_BOOK(a_row_of_its_own_source_overwrites),
		WITH_BOOK(a_person_who_has_died_is_not_added_again),
		WITH_BOOK(a_merged_contact_is_the_one_it_became),
		WITH_BOOK(only_the_first_refusals_are_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
