/* What is held of one person is reached, wherever it is: for erasing, and for telling them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "store/person.h"

static bool is_personal(const struct table *t)
{
	for (const struct column *c = t->columns; c->name; c++)
		if (c->tag == COLUMN_PERSONAL)
			return true;
	return false;
}

static void no_personal_column_is_out_of_reach(void **state)
{
	(void)state;
	for (const struct table *t = tables; t->name; t++) {
		if (!is_personal(t) || person_exempt(t))
			continue;
		if (!person_rows(t))
			fail_msg("%s has personal columns: store/person.c must say whose", t->name);
		if (!person_is_exported(t))
			fail_msg("%s has personal columns, and contact.export leaves it out",
				 t->name);
		assert_string_equal(t->columns[0].name, "id");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_personal_column_is_out_of_reach),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
