/* The registry of tables: numbers, names and columns. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "store/tables.h"

static void a_table_is_found_by_name_and_by_number(void **state)
{
	(void)state;
	for (const struct table *t = tables; t->name; t++) {
		assert_ptr_equal(table_find(t->name), t);
		assert_ptr_equal(table_by_number(t->number), t);
	}
	assert_null(table_find("nothing"));
	assert_null(table_by_number(0));
	assert_null(table_by_number(-1));
	assert_null(table_by_number(1000));
}

/* They are stored in journal_row: a change here would change what old entries mean. */
static void numbers_never_change(void **state)
{
	static const char *const names[] = {
		"book",
		"household",
		"contact",
		"contact_phone",
		"contact_email",
		"contact_tag",
		"contact_consent",
		"sale",
		"plan",
		"plan_version",
		"plan_step",
		"run",
		"followup",
		"followup_move",
		"touch",
		"contact_fact",
		"notice",
		"notice_item",
		"event",
		"idempotency",
		"journal",
		"journal_row",
		"import",
		"import_item",
		"calendar_day",
		"promise",
		"promise_redate",
		"complaint",
		"satisfaction",
		"compliment",
		"repair_cause",
		"talk",
		"talk_answer",
		"ask",
		"referral",
		"suppression",
		"template",
		"gate_fact",
		"loop_item",
		"gift",
		"time_log",
		"tally",
		"cadence_fact",
		"date",
		"campaign",
		"edition",
		"edition_recipient",
		"address_flag",
		"away",
		"notice_post",
		"request",
		"erasure",
		"forgotten",
		"contact_distinct",
	};

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		assert_string_equal(table_by_number((int)i + 1)->name, names[i]);
}

static void a_journaled_table_has_its_id_first(void **state)
{
	(void)state;
	for (const struct table *t = tables; t->name; t++)
		if (t->is_journaled)
			assert_string_equal(t->columns[0].name, "id");
}

static void the_journaled_tables_are_those_of_facts(void **state)
{
	static const char *const derived[] = {
		"book",         "contact_fact", "notice",  "notice_item", "event",     "journal",
		"journal_row",  "idempotency",  "import",  "import_item", "gate_fact", "tally",
		"cadence_fact", "notice_post",  "erasure", "forgotten",
	};
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < sizeof derived / sizeof derived[0]; i++)
		assert_false(table_find(derived[i])->is_journaled);
	for (const struct table *t = tables; t->name; t++)
		n += !t->is_journaled;
	assert_int_equal(n, sizeof derived / sizeof derived[0]);
}

static void the_contact_column_is_one_of_the_table(void **state)
{
	(void)state;
	for (const struct table *t = tables; t->name; t++)
		if (t->contact)
			assert_true(table_column(t, t->contact) >= 0);
	assert_string_equal(table_find("contact")->contact, "id");
	assert_null(table_find("household")->contact);
}

static void a_column_has_a_place(void **state)
{
	const struct table *t = table_find("contact_tag");

	(void)state;
	assert_int_equal(table_columns(t), 3);
	assert_int_equal(table_column(t, "id"), 0);
	assert_int_equal(table_column(t, "tag"), 2);
	assert_int_equal(table_column(t, "nothing"), -1);
}

static void what_people_typed_is_personal(void **state)
{
	static const char *const typed[][2] = {
		{"contact", "name"},         {"contact", "notes"},
		{"contact_phone", "number"}, {"contact_email", "address"},
		{"contact_tag", "tag"},      {"household", "street"},
		{"sale", "product"},         {"followup", "title"},
		{"followup", "note"},        {"followup_move", "reason"},
		{"touch", "text"},           {"journal_row", "before"},
		{"journal_row", "after"},    {"idempotency", "result"},
		{"import_item", "name"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++) {
		const struct table *t = table_find(typed[i][0]);

		assert_int_equal(t->columns[table_column(t, typed[i][1])].tag, COLUMN_PERSONAL);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_table_is_found_by_name_and_by_number),
		cmocka_unit_test(numbers_never_change),
		cmocka_unit_test(a_journaled_table_has_its_id_first),
		cmocka_unit_test(the_journaled_tables_are_those_of_facts),
		cmocka_unit_test(the_contact_column_is_one_of_the_table),
		cmocka_unit_test(a_column_has_a_place),
		cmocka_unit_test(what_people_typed_is_personal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
