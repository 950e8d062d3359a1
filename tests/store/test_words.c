/* A word that there is not, in a book that was spoilt: told, and never taken for another. */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/folder.h"
#include "store/raw.h"

static struct store *open_spoilt(const struct folder *f, const char *with)
{
	struct store *s = open_at(f->db);

	raw_exec(store_db(s), "INSERT INTO contact (id, name, created_at) VALUES (1, 'Ana', 1)");
	raw_exec(store_db(s), "PRAGMA ignore_check_constraints = ON");
	raw_exec(store_db(s), with);
	return s;
}

static void an_unknown_word_is_damage(void **state)
{
	struct store *s = open_spoilt(*state, "UPDATE contact SET state = 'aktive'");
	enum contact_state contact_state;

	assert_int_equal(store_contact_state(s, 1, &contact_state), 0);
	assert_false(store_is_damaged(s));
	assert_int_equal(store_contact_state(s, 1, &contact_state), -EUCLEAN);
	assert_true(store_is_damaged(s));
	store_close(s);
}

static void nothing_is_written_after_it(void **state)
{
	struct store *s = open_spoilt(*state, "UPDATE contact SET state = 'aktive'");
	enum contact_state contact_state;

	assert_int_equal(store_begin(s), 0);
	assert_int_equal(store_contact_state(s, 1, &contact_state), 0);
	assert_int_equal(store_commit(s), -EUCLEAN);
	assert_true(store_is_damaged(s));
	store_close(s);
}

static void a_known_word_is_none(void **state)
{
	struct store *s = open_spoilt(*state, "UPDATE contact SET state = 'merged'");
	enum contact_state contact_state = CONTACT_ACTIVE;

	for (int i = 0; i < 2; i++)
		assert_int_equal(store_contact_state(s, 1, &contact_state), 0);
	assert_int_equal(contact_state, CONTACT_MERGED);
	assert_false(store_is_damaged(s));
	store_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_unknown_word_is_damage, folder_make,
						folder_remove),
		cmocka_unit_test_setup_teardown(nothing_is_written_after_it, folder_make,
						folder_remove),
		cmocka_unit_test_setup_teardown(a_known_word_is_none, folder_make, folder_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
