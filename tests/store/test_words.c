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
#include "store/followup.h"
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

static void an_unknown_word_that_may_be_missing_is_damage(void **state)
{
	struct store *s = open_spoilt(*state, "UPDATE contact SET cadence = 'Q'");
	struct arena *arena = arena_new();
	struct contact c;

	assert_int_equal(store_contact_get(s, 1, arena, &c), -EUCLEAN);
	assert_true(store_is_damaged(s));
	arena_free(arena);
	store_close(s);
}

#define FOLLOWUP                                                                                   \
	"INSERT INTO followup (id, contact, kind, title, state, planned_day, due_day, due_at, "    \
	"\"rank\", created_at, about_kind, about_id) "                                             \
	"VALUES (1, 1, 'call', 'Call', 'scheduled', 1, 1, 1, 1, 1, "

static void what_a_follow_up_is_about_has_a_kind(void **state)
{
	static const struct {
		const char *with;
		int64_t about;
		bool is_damage;
	} cases[] = {
		{FOLLOWUP "'promise', 5)", 5, false},
		{FOLLOWUP "NULL, 5)", 0, false},
		{FOLLOWUP "'promice', 5)", 5, true},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct arena *arena = arena_new();
		struct followup f;
		struct store *s;

		assert_int_equal(folder_make(state), 0);
		s = open_spoilt(*state, cases[i].with);
		assert_int_equal(store_followup_get(s, 1, arena, &f), 0);
		assert_int_equal(f.about_id, cases[i].about);
		assert_int_equal(store_followup_get(s, 1, arena, &f),
				 cases[i].is_damage ? -EUCLEAN : 0);
		arena_free(arena);
		store_close(s);
		(void)folder_remove(state);
	}
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

/* Which of the schema's own words: of a reference, of what only one row may have. */
static void an_unknown_column_is_damage(void **state)
{
	static const char *const spoilt[] = {
		"UPDATE sqlite_master SET sql = replace(replace(sql, 'talk INTEGER', "
		"'tall INTEGER'), '(talk,', '(tall,') WHERE name = 'talk_answer'",
		"UPDATE sqlite_master SET sql = replace(replace(sql, 'question TEXT', "
		"'quastion TEXT'), ' question)', ' quastion)') WHERE name = 'talk_answer'",
	};

	for (size_t i = 0; i < ARRAY_LEN(spoilt); i++) {
		char why[STORE_WHY_SIZE];
		struct sqlite3 *db;
		struct folder *f;

		assert_int_equal(folder_make(state), 0);
		f = *state;
		store_close(open_at(f->db));
		assert_int_equal(sqlite3_open(f->db, &db), SQLITE_OK);
		raw_exec(db, "PRAGMA writable_schema = ON");
		raw_exec(db, spoilt[i]);
		assert_int_equal(sqlite3_close(db), SQLITE_OK);
		assert_int_equal(open_refused(f->db, why), -EPROTO);
		assert_string_equal(why, "the references of the database cannot be read");
		(void)folder_remove(state);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_unknown_word_is_damage, folder_make,
						folder_remove),
		cmocka_unit_test_setup_teardown(an_unknown_word_that_may_be_missing_is_damage,
						folder_make, folder_remove),
		cmocka_unit_test(what_a_follow_up_is_about_has_a_kind),
		cmocka_unit_test(an_unknown_column_is_damage),
		cmocka_unit_test_setup_teardown(nothing_is_written_after_it, folder_make,
						folder_remove),
		cmocka_unit_test_setup_teardown(a_known_word_is_none, folder_make, folder_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
