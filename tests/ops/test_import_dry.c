/* A dry run counts as the run itself then does. */
#include "ops/import_rig.h"

#include "base/cleanup.h"

/* What has no id of its own is told by what it says. */
static void a_dry_run_counts_a_row_without_an_id_once(void **state)
{
	const struct import_row people[] = {person(2, "Ana Ruiz"), person(3, "ANA RUIZ"),
					    person(4, "Ben Ode")};
	const struct import_row sales[] = {
		deal(2, NULL, "Ana Ruiz", "2017-03-01"), deal(3, NULL, "Ana Ruiz", "2017-03-01"),
		deal(4, NULL, "Ana Ruiz", "2017-03-02"), deal(5, NULL, "Ben Ode", "2017-03-01")};
	struct import_row dates[] = {person(2, "Ana Ruiz"), person(3, "Ana Ruiz"),
				     person(4, "Ben Ode")};
	struct rig *f = *state;

	for (size_t i = 0; i < ARRAY_LEN(dates); i++)
		dates[i].birthday = "1970-03-14";
	for (int way = 0; way < 2; way++) { /* and what a run does is the same */
		f->import.is_dry_run = way == 0;
		import(f, IMPORT_CONTACTS, people, ARRAY_LEN(people));
		expect_counts(f, "added 2 updated 0 unchanged 1 refused 0");
	}
	for (int way = 0; way < 2; way++) {
		f->import.is_dry_run = way == 0;
		import(f, IMPORT_DATES, dates, ARRAY_LEN(dates));
		expect_counts(f, "added 2 updated 0 unchanged 1 refused 0");
	}
	for (int way = 0; way < 2; way++) {
		f->import.is_dry_run = way == 0;
		import(f, IMPORT_SALES, sales, ARRAY_LEN(sales));
		expect_counts(f, "added 3 updated 0 unchanged 1 refused 0");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_BOOK(a_dry_run_counts_a_row_without_an_id_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
