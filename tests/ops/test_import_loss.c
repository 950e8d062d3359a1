/* Values of rows that are not taken: each is told with its line and what stays, in a dry run too.
 */
#include "ops/import_rig.h"

#include "base/cleanup.h"
#include "ops/deceased.h"
#include "ops/erase.h"
#include "vouch/limits.h"

#define ROWS_MAX 3

/* What a row says; null is nothing. */
struct said {
	const char *name, *org, *city, *tag, *email, *phone, *birthday, *id;
};

static const struct {
	const char *what;
	struct said rows[ROWS_MAX];
	const char *told; /* a line each; %: whose it is */
} cases[] = {
	{"a company, a town and a tag",
	 {{.name = "John", .org = "Acme", .city = "Ulm", .tag = "vip"},
	  {.name = "John", .org = "Bolt", .city = "Bonn", .tag = "golf"}},
	 "2 org is 'Bolt', not taken: % keeps 'Acme'\n"
	 "2 address.city is 'Bonn', not taken: % keeps 'Ulm'\n"
	 "2 tags is 'golf', not taken: % keeps 'vip'\n"},
	{"only what differs",
	 {{.name = "John", .org = "Acme", .city = "Ulm", .tag = "vip"},
	  {.name = "John", .org = "ACME", .city = "Ulm", .tag = "golf"}},
	 "2 tags is 'golf', not taken: % keeps 'vip'\n"},
	{"what the first does not say is taken",
	 {{.name = "John", .org = "Acme"}, {.name = "JOHN", .city = "Bonn", .tag = "golf"}},
	 ""},
	{"what the second adds stays before the third",
	 {{.name = "John"}, {.name = "John", .org = "Acme"}, {.name = "John", .org = "Bolt"}},
	 "3 org is 'Bolt', not taken: % keeps 'Acme'\n"},
	{"another e-mail",
	 {{.name = "John", .email = "j@acme.com"},
	  {.name = "John", .org = "Bolt", .email = "js@bolt.com"}},
	 "2 emails is 'js@bolt.com', not taken: % keeps 'j@acme.com'\n"},
	{"another number, and an e-mail beside it",
	 {{.name = "John", .phone = "555 0101"},
	  {.name = "John", .phone = "555 0199", .email = "js@bolt.com"}},
	 "2 emails is 'js@bolt.com', not taken: % keeps nothing\n"
	 "2 phones is '555 0199', not taken: % keeps '555 0101'\n"},
	{"one number written in two ways",
	 {{.name = "John", .phone = "555 0101"}, {.name = "John", .phone = "(555) 01-01"}},
	 ""},
	{"the same e-mail: lists grow, texts stay",
	 {{.name = "John", .org = "Acme", .tag = "vip", .email = "j@acme.com"},
	  {.name = "John",
	   .org = "Bolt",
	   .tag = "golf",
	   .email = "J@acme.com",
	   .phone = "555 0101"}},
	 "2 org is 'Bolt', not taken: % keeps 'Acme'\n"},
	{"another birthday",
	 {{.name = "John", .birthday = "1970-03-14"}, {.name = "John", .birthday = "1971-03-14"}},
	 "2 birthday is '1971-03-14', not taken: % keeps '1970-03-14'\n"},
	{"the year of a birthday",
	 {{.name = "John", .birthday = "--03-14"}, {.name = "John", .birthday = "1971-03-14"}},
	 "2 birthday is '1971-03-14', not taken: % keeps '--03-14'\n"},
	{"a birthday without its year",
	 {{.name = "John", .birthday = "1971-03-14"}, {.name = "John", .birthday = "--03-14"}},
	 ""},
	{"a row of the same id writes over it",
	 {{.name = "John", .org = "Acme", .id = "7"}, {.name = "John", .org = "Bolt", .id = "7"}},
	 ""},
	{"two ids are two people",
	 {{.name = "John", .org = "Acme", .id = "7"}, {.name = "John", .org = "Bolt", .id = "8"}},
	 ""},
	{"two names", {{.name = "John", .org = "Acme"}, {.name = "Jane", .org = "Bolt"}}, ""},
};

static size_t rows_of(const struct said *said, struct import_row *rows,
		      struct import_texts lists[3 * ROWS_MAX])
{
	size_t n = 0;

	for (; n < ROWS_MAX && said[n].name; n++) {
		rows[n] = person((int64_t)n + 1, said[n].name);
		rows[n].org = said[n].org;
		rows[n].address.city = said[n].city;
		rows[n].birthday = said[n].birthday;
		rows[n].external_id = said[n].id;
		if (said[n].tag)
			rows[n].tags = *one(&lists[3 * n], &said[n].tag);
		if (said[n].email)
			rows[n].emails = *one(&lists[3 * n + 1], &said[n].email);
		if (said[n].phone)
			rows[n].phones = *one(&lists[3 * n + 2], &said[n].phone);
	}
	return n;
}

static void expect_told(const struct rig *f, const char *what, const char *told, const char *whose)
{
	_cleanup_str_ struct str want = {0}, got = {0};

	for (; *told; told++) {
		if (*told == '%')
			str_add(&want, whose);
		else
			str_add_char(&want, *told);
	}
	for (size_t i = 0; i < f->told.not_taken.n; i++) {
		const struct import_item *item = &f->told.not_taken.items[i];

		str_addf(&got, "%d %s %s\n", (int)item->line, item->field, item->refusal);
	}
	if (!str_equal(str_text(&want), str_text(&got)))
		fail_msg("%s:\n%s", what, str_text(&got));
	assert_int_equal(f->import.not_taken, f->told.not_taken.n);
}

static void what_is_not_taken_is_told_with_what_stays(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct import_texts lists[3 * ROWS_MAX];
		struct import_row rows[ROWS_MAX];
		size_t n = rows_of(cases[i].rows, rows, lists);
		struct rig *f = rig_new(NULL);

		f->import.is_dry_run = true;
		import(f, IMPORT_CONTACTS, rows, n);
		expect_told(f, cases[i].what, cases[i].told, "whoever line 1 is");
		f->import.is_dry_run = false;
		import(f, IMPORT_CONTACTS, rows, n);
		expect_told(f, cases[i].what, cases[i].told, "John (c1)");
		/* and as it is told when the book has them */
		if (!rows[0].external_id) {
			import(f, IMPORT_CONTACTS, rows, n);
			expect_told(f, cases[i].what, cases[i].told, "John (c1)");
			f->import.is_dry_run = true;
			import(f, IMPORT_CONTACTS, rows, n);
			expect_told(f, cases[i].what, cases[i].told, "John (c1)");
		}
		rig_free(f);
	}
	(void)state;
}

/* Of somebody in the book the first row fills what was empty; the second comes too late. */
static void a_dry_run_counts_what_an_earlier_row_would_fill(void **state)
{
	struct import_row rows[] = {person(2, "John"), person(3, "John"), person(4, "Jane")};
	const char *told = "2 org is 'Acme', not taken: John (c1) keeps 'Old'\n"
			   "3 address.city is 'Bonn', not taken: John (c1) keeps 'Ulm'\n";
	struct import_row first = person(1, "John");
	struct rig *f = *state;

	first.org = "Old";
	import(f, IMPORT_CONTACTS, &first, 1);
	rows[0].org = "Acme";
	rows[0].address.city = "Ulm";
	rows[1].address.city = "Bonn";
	for (int way = 0; way < 2; way++) { /* and what a run does is the same */
		f->import.is_dry_run = way == 0;
		import(f, IMPORT_CONTACTS, rows, ARRAY_LEN(rows));
		expect_told(f, way ? "a run" : "a dry run", told, NULL);
	}
}

static void what_finds_no_room_in_a_list_is_told(void **state)
{
	const char *many[VOUCH_TAGS_MAX], *more = "more";
	struct import_texts lists[2] = {{many, VOUCH_TAGS_MAX}, {&more, 1}};
	struct import_row rows[] = {person(2, "John"), person(3, "John")};
	struct rig *f = *state;

	for (int i = 0; i < VOUCH_TAGS_MAX; i++)
		many[i] = arena_printf(f->arena, "tag %d", i);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		rows[i].external_id = "7";
		rows[i].tags = lists[i];
	}
	import(f, IMPORT_CONTACTS, rows, ARRAY_LEN(rows));
	assert_int_equal(f->told.not_taken.n, 1);
	assert_string_equal(f->told.not_taken.items[0].refusal,
			    "is 'more', not taken: John (c1) keeps "
			    "'tag 0, tag 1, tag 10, tag 11, tag 12, ta…'");
}

static void the_first_are_kept_and_all_are_counted(void **state)
{
	static struct import_row rows[VOUCH_IMPORT_REFUSALS_MAX + 3];
	struct rig *f = *state;

	f->rows = 500;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		rows[i] = person((int64_t)i + 2, "John");
		rows[i].org = i ? "Bolt" : "Acme";
	}
	import(f, IMPORT_CONTACTS, rows, ARRAY_LEN(rows));
	assert_int_equal(f->import.not_taken, VOUCH_IMPORT_REFUSALS_MAX + 2);
	assert_int_equal(f->told.not_taken.n, VOUCH_IMPORT_REFUSALS_MAX);
	import(f, IMPORT_CONTACTS, rows, 1);
	assert_int_equal(number(f, "SELECT count(*) FROM import_item"), 0);
}

/* What is told of others may name them. */
static void whoever_is_erased_is_told_of_no_more(void **state)
{
	struct import_row rows[] = {person(2, "John"), person(3, "John"), person(4, "Jane"),
				    person(5, "Jane")};
	struct erased done;
	struct rig *f = *state;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		rows[i].org = i % 2 ? "Bolt" : "Acme";
	import(f, IMPORT_CONTACTS, rows, ARRAY_LEN(rows));
	assert_int_equal(f->told.not_taken.n, 2);
	f->env.is_importing = false;
	assert_int_equal(finish(f, op_contact_erase(begin(f, OP_USER), 1, "John", &done)), 0);
	look(f, f->import.id);
	assert_int_equal(f->told.not_taken.n, 1);
	assert_int_equal(f->told.not_taken.items[0].contact, 2);
	assert_string_equal(f->told.not_taken.items[0].refusal, "is not told any more");
}

/* The row is refused, so that nothing of it is. */
static void of_a_row_that_would_be_refused_nothing_is_told(void **state)
{
	struct import_row row = person(2, "John");
	struct contact c;
	struct rig *f = *state;

	row.org = "Acme";
	import(f, IMPORT_CONTACTS, &row, 1);
	row.org = "Bolt";
	assert_int_equal(finish(f, op_contact_deceased(begin(f, OP_USER), 1, f->op.today, &c)), 0);
	for (int way = 0; way < 2; way++) {
		f->import.is_dry_run = way == 0;
		import(f, IMPORT_CONTACTS, &row, 1);
		expect_counts(f, "added 0 updated 0 unchanged 0 refused 1");
		assert_int_equal(f->told.not_taken.n, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_not_taken_is_told_with_what_stays),
		WITH_BOOK(a_dry_run_counts_what_an_earlier_row_would_fill),
		WITH_BOOK(what_finds_no_room_in_a_list_is_told),
		WITH_BOOK(the_first_are_kept_and_all_are_counted),
		WITH_BOOK(whoever_is_erased_is_told_of_no_more),
		WITH_BOOK(of_a_row_that_would_be_refused_nothing_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
