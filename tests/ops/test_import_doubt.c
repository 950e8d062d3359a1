/* Rows that may be somebody once more whom an earlier row of the same file made: told with their
 * lines as those are whom the book had, in a dry run too. */
#include "ops/import_rig.h"

#include "base/cleanup.h"

#define ROWS_MAX 4

/* What a row says; null is nothing. */
struct said {
	const char *name, *email, *phone;
};

static const struct {
	const char *what;
	struct said rows[ROWS_MAX];
	int line;    /* that is told, 0: none */
	int earlier; /* the line that a dry run says it may be */
	int contacts;
} cases[] = {
	{"another e-mail", {{"John", "j@acme.com", NULL}, {"John", "js@bolt.com", NULL}}, 2, 1, 1},
	{"another number", {{"John", NULL, "555 0101"}, {"JOHN", NULL, "555 0199"}}, 2, 1, 1},
	{"both",
	 {{"John", "j@acme.com", "555 0101"}, {"John", "js@bolt.com", "555 0199"}},
	 2,
	 1,
	 1},
	{"the same e-mail, another number",
	 {{"John", "j@acme.com", "555 0101"}, {"John", "J@Acme.com", "555 0199"}},
	 0,
	 0,
	 1},
	{"the same number otherwise spaced",
	 {{"John", "j@acme.com", "555 0101"}, {"John", "js@bolt.com", "(555) 01-01"}},
	 0,
	 0,
	 1},
	{"an e-mail and a number",
	 {{"John", "j@acme.com", NULL}, {"John", NULL, "555 0199"}},
	 0,
	 0,
	 1},
	{"what the second adds the third lacks",
	 {{"John", NULL, NULL}, {"John", "j@acme.com", NULL}, {"John", "js@bolt.com", NULL}},
	 3,
	 1,
	 1},
	{"nothing but the name", {{"John", NULL, NULL}, {"John", NULL, NULL}}, 0, 0, 1},
	{"two people", {{"John", "j@acme.com", NULL}, {"Jane", "js@bolt.com", NULL}}, 0, 0, 2},
};

static size_t rows_of(const struct said *said, struct import_row *rows,
		      struct import_texts lists[2 * ROWS_MAX])
{
	size_t n = 0;

	for (; n < ROWS_MAX && said[n].name; n++) {
		rows[n] = person((int64_t)n + 1, said[n].name);
		if (said[n].email)
			rows[n].emails = *one(&lists[2 * n], &said[n].email);
		if (said[n].phone)
			rows[n].phones = *one(&lists[2 * n + 1], &said[n].phone);
	}
	return n;
}

static void expect_told(const struct rig *f, size_t i, int64_t doubt)
{
	size_t n = cases[i].line != 0;

	if (f->told.duplicates.n != n)
		fail_msg("%s: %zu are told", cases[i].what, f->told.duplicates.n);
	if (n && (f->told.duplicates.items[0].line != cases[i].line ||
		  f->told.duplicates.items[0].doubt != doubt))
		fail_msg("%s: line %d may be %d", cases[i].what,
			 (int)f->told.duplicates.items[0].line,
			 (int)f->told.duplicates.items[0].doubt);
}

static void a_row_like_an_earlier_one_is_told(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct import_texts lists[2 * ROWS_MAX];
		struct import_row rows[ROWS_MAX];
		size_t n = rows_of(cases[i].rows, rows, lists);
		struct rig *f = rig_new(NULL);

		f->import.is_dry_run = true;
		import(f, IMPORT_CONTACTS, rows, n);
		expect_told(f, i, -cases[i].earlier);
		assert_int_equal(number(f, "SELECT count(*) FROM contact"), 0);
		f->import.is_dry_run = false;
		import(f, IMPORT_CONTACTS, rows, n);
		expect_told(f, i, 1);
		assert_int_equal(number(f, "SELECT count(*) FROM contact"), cases[i].contacts);
		/* and as it is told when the book has them */
		import(f, IMPORT_CONTACTS, rows, n);
		expect_told(f, i, 1);
		f->import.is_dry_run = true;
		import(f, IMPORT_CONTACTS, rows, n);
		expect_told(f, i, 1);
		rig_free(f);
	}
	(void)state;
}

static void a_buyer_like_an_earlier_one_is_told(void **state)
{
	struct import_row rows[] = {deal(2, "A1", "John", "2017-12-20"),
				    deal(3, "A2", "John", "2017-12-21"),
				    deal(4, "A3", "Jane", "2017-12-21")};
	struct rig *f = *state;

	rows[0].contact.email = "j@acme.com";
	rows[1].contact.email = "js@bolt.com";
	import(f, IMPORT_SALES, rows, 3);
	expect_counts(f, "added 3 updated 0 unchanged 0 refused 0");
	assert_int_equal(f->told.duplicates.n, 1);
	assert_int_equal(f->told.duplicates.items[0].line, 3);
	assert_int_equal(f->told.duplicates.items[0].doubt, 1);
	assert_int_equal(number(f, "SELECT count(*) FROM run"), 3);
}

static void what_was_told_goes_with_the_next_import(void **state)
{
	struct import_texts lists[2 * ROWS_MAX];
	struct import_row rows[ROWS_MAX];
	size_t n = rows_of(cases[0].rows, rows, lists);
	struct rig *f = *state;

	import(f, IMPORT_CONTACTS, rows, n);
	assert_int_equal(number(f, "SELECT count(*) FROM import_item WHERE name IS NULL AND "
				   "emails IS NULL AND state = 'applied' AND doubt = 1"),
			 1);
	import(f, IMPORT_CONTACTS, rows, 1);
	assert_int_equal(number(f, "SELECT count(*) FROM import_item"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_row_like_an_earlier_one_is_told),
		WITH_BOOK(a_buyer_like_an_earlier_one_is_told),
		WITH_BOOK(what_was_told_goes_with_the_next_import),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
