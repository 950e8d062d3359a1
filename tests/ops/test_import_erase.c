/* Somebody is erased while an import is being uploaded: their rows go, and are told of; all others
 * come in. */
#include "ops/import_rig.h"

#include "base/cleanup.h"
#include "ops/erase.h"

/* What the turns do after import.begin. */
static void rest(struct rig *f)
{
	while (slice(f))
		;
	f->env.is_importing = false;
}

static void erase(struct rig *f, int64_t id, const char *name)
{
	struct erased done;

	rest(f);
	assert_int_equal(finish(f, op_contact_erase(begin(f, OP_USER), id, name, &done)), 0);
}

static void commit_all(struct rig *f, int64_t id)
{
	assert_int_equal(commit(f, id), 0);
	rest(f);
	look(f, id);
	assert_int_equal(f->import.state, IMPORT_DONE);
	assert_int_equal(f->import.n_items, f->import.added + f->import.updated +
						    f->import.unchanged + f->import.refused);
}

static void whoever_has_their_name_in_a_longer_one_comes_in(void **state)
{
	struct import_row rows[20];
	struct rig *f = *state;
	int64_t id;

	know(f, &(struct known){.name = "Person 1"}, NULL);
	for (int i = 0; i < 20; i++)
		rows[i] = deal(i + 2, arena_printf(f->arena, "A%d", i),
			       arena_printf(f->arena, "Person %d", i + 2), "2017-12-01");
	id = stage(f, IMPORT_SALES, rows, 20);
	erase(f, 1, "Person 1");
	commit_all(f, id);
	expect_counts(f, "added 20 updated 0 unchanged 0 refused 0");
	assert_int_equal(number(f, "SELECT count(*) FROM contact WHERE name = 'Person 15'"), 1);
}

static void their_own_rows_are_refused_with_their_lines(void **state)
{
	static const struct staged {
		const char *name, *email, *phone;
		bool is_theirs;
	} cases[] = {
		{"Ana Ruiz", NULL, NULL, true},
		{"ANA RU\xc3\x8dZ", NULL, NULL, true},
		{"A. Ruiz", "Ana@Example.com", NULL, true},
		{"A. Ruiz", NULL, "(555) 010-0123", true},
		{"Ana Ruiz Vega", "x.ana@example.com", "555 0100 1234", false},
		{"Tom Lee", "tom@example.com", NULL, false},
	};
	static const char *secrets = "instr(lower(coalesce(name, '') || coalesce(emails, '') || "
				     "coalesce(phones, '') || coalesce(refusal, '')), ";
	struct import_texts lists[2 * ARRAY_LEN(cases)];
	struct import_row rows[ARRAY_LEN(cases)];
	struct rig *f = *state;
	size_t told = 0;
	int64_t id;

	know(f,
	     &(struct known){
		     .name = "Ana Ruiz", .email = "ana@example.com", .phone = "555 0100123"},
	     NULL);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		rows[i] = person((int64_t)i + 2, cases[i].name);
		if (cases[i].email)
			rows[i].emails = *one(&lists[2 * i], &cases[i].email);
		if (cases[i].phone)
			rows[i].phones = *one(&lists[2 * i + 1], &cases[i].phone);
	}
	id = stage(f, IMPORT_CONTACTS, rows, ARRAY_LEN(cases));
	erase(f, 1, "Ana Ruiz");
	assert_int_equal(number(f, "SELECT count(*) FROM import_item WHERE state = 'staged'"), 2);
	assert_int_equal(number(f, arena_printf(f->arena,
						"SELECT count(*) FROM import_item WHERE state = "
						"'refused' AND (%s'ruiz') OR %s'010'))",
						secrets, secrets)),
			 0);
	commit_all(f, id);
	expect_counts(f, "added 2 updated 0 unchanged 0 refused 4");
	assert_int_equal(f->told.refused.n, 4);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		if (!cases[i].is_theirs)
			continue;
		assert_int_equal(f->told.refused.items[told].line, i + 2);
		assert_string_equal(f->told.refused.items[told].field, "name");
		assert_string_equal(f->told.refused.items[told++].refusal,
				    "is of somebody who was erased meanwhile; if it is not, import "
				    "it again");
	}
}

static void a_row_with_the_id_of_its_source_is_theirs(void **state)
{
	struct import_row row = person(2, "Ana Ruiz");
	struct rig *f = *state;
	int64_t ids[2];

	row.external_id = "7";
	import(f, IMPORT_CONTACTS, &row, 1);
	row.name = "Ana Vega";
	ids[0] = stage(f, IMPORT_CONTACTS, &row, 1);
	f->source = "erp";
	ids[1] = stage(f, IMPORT_CONTACTS, &row, 1);
	erase(f, 1, "Ana Ruiz");
	look(f, ids[0]);
	assert_int_equal(f->import.refused, 1);
	look(f, ids[1]);
	assert_int_equal(f->import.refused, 0);
}

static void of_two_who_are_erased_both_are_told(void **state)
{
	const struct import_row rows[] = {deal(2, "A1", "Ana Ruiz", NULL),
					  deal(3, "A2", "Tom Lee", NULL), deal(4, "A3", "", NULL)};
	struct rig *f = *state;
	int64_t id;

	know(f, &(struct known){.name = "Ana Ruiz"}, NULL);
	know(f, &(struct known){.name = "Tom Lee"}, NULL);
	id = stage(f, IMPORT_SALES, rows, 3);
	erase(f, 1, "Ana Ruiz");
	erase(f, 2, "Tom Lee");
	commit_all(f, id);
	expect_counts(f, "added 0 updated 0 unchanged 0 refused 3");
	assert_string_equal(f->told.refused.items[0].field, "contact");
	assert_string_equal(f->told.refused.items[0].refusal, f->told.refused.items[1].refusal);
	assert_string_equal(f->told.refused.items[2].refusal, "is not told any more");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_BOOK(whoever_has_their_name_in_a_longer_one_comes_in),
		WITH_BOOK(their_own_rows_are_refused_with_their_lines),
		WITH_BOOK(a_row_with_the_id_of_its_source_is_theirs),
		WITH_BOOK(of_two_who_are_erased_both_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
