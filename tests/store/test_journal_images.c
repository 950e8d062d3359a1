/* The images in the journal are enough to go back and forth, whatever was written. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "store/db.h"
#include "store/folder.h"
#include "store/image.h"
#include "store/journal.h"
#include "store/raw.h"
#include "store/tables.h"

#define REQUESTS 300

static const struct journal_entry entry = {
	.at = 5,
	.actor = ACTOR_USER,
	.method = "contact.add",
	.summary = "contact 1",
};

static int try_exec(struct store *s, const char *text)
{
	uint64_t mark = journal_mark(store_journal(s));
	int code = sqlite3_exec(store_db(s), text, NULL, NULL, NULL);

	if (code)
		journal_taint(store_journal(s), mark);
	return code;
}

static uint64_t next_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static int below(uint64_t *seed, int n)
{
	return (int)((next_random(seed) >> 11) % (uint64_t)n);
}

static const struct table *random_table(uint64_t *seed)
{
	const struct table *t;

	do {
		t = table_by_number(1 + below(seed, 25));
	} while (!t->is_journaled);
	return t;
}

/* A value that the column takes; CHECK and foreign keys are off. */
static void add_value(struct store *s, uint64_t *seed, const struct table *t, int column,
		      struct str *to)
{
	static const char *const integers[] = {"0", "1", "-1", "9223372036854775807", "20650"};
	static const char *const texts[] = {"''", "'a'", "'José'", "'two words'",
					    "CAST(x'00610062' AS TEXT)"};
	const char *type;
	int is_not_null;

	assert_int_equal(sqlite3_table_column_metadata(store_db(s), "main", t->name,
						       t->columns[column].name, &type, NULL,
						       &is_not_null, NULL, NULL),
			 SQLITE_OK);
	if (!is_not_null && below(seed, 3) == 0)
		str_add(to, "NULL");
	else if (str_equal(type, "INTEGER"))
		str_add(to, integers[below(seed, ARRAY_LEN(integers))]);
	else
		str_add(to, texts[below(seed, ARRAY_LEN(texts))]);
}

static void add_insert(struct store *s, uint64_t *seed, const struct table *t, struct str *to)
{
	static const char *const verbs[] = {"INSERT", "INSERT OR REPLACE", "INSERT OR IGNORE"};

	str_addf(to, "%s INTO %s VALUES (%d", verbs[below(seed, 3)], t->name, 1 + below(seed, 12));
	for (int i = 1; t->columns[i].name; i++) {
		str_add(to, ", ");
		add_value(s, seed, t, i, to);
	}
	str_add(to, ")");
}

static void add_update(struct store *s, uint64_t *seed, const struct table *t, struct str *to)
{
	int column = 1 + below(seed, (int)table_columns(t) - 1);

	str_addf(to, "UPDATE %s SET \"%s\" = ", t->name, t->columns[column].name);
	add_value(s, seed, t, column, to);
	if (below(seed, 4))
		str_addf(to, " WHERE id %s %d", below(seed, 2) ? "=" : "<", below(seed, 13));
}

static void random_write(struct store *s, uint64_t *seed)
{
	const struct table *t = random_table(seed);
	_cleanup_str_ struct str text = {0};
	int kind = below(seed, 10);

	if (kind < 5)
		add_insert(s, seed, t, &text);
	else if (kind < 8)
		add_update(s, seed, t, &text);
	else
		str_addf(&text, "DELETE FROM %s WHERE id %% 3 = %d", t->name, below(seed, 4));
	if (try_exec(s, text.data) != SQLITE_OK &&
	    (sqlite3_errcode(store_db(s)) & 0xff) != SQLITE_CONSTRAINT)
		fail_msg("%s: %s", text.data, sqlite3_errmsg(store_db(s)));
}

/* Every fact of every journaled table, with its type; what is derived is recomputed. */
static void dump(struct store *s, struct str *to)
{
	str_reset(to);
	for (const struct table *t = tables; t->name; t++) {
		_cleanup_str_ struct str text = {0};
		struct sqlite3_stmt *stmt;

		if (!t->is_journaled)
			continue;
		str_addf(&text, "SELECT * FROM %s ORDER BY id", t->name);
		assert_int_equal(sqlite3_prepare_v2(store_db(s), text.data, -1, &stmt, NULL),
				 SQLITE_OK);
		while (sqlite3_step(stmt) == SQLITE_ROW) {
			str_addf(to, "\n%s", t->name);
			for (int i = 0; i < sqlite3_column_count(stmt); i++) {
				const void *bytes = sqlite3_column_blob(stmt, i);

				if (t->columns[i].tag == COLUMN_DERIVED)
					continue;
				str_addf(to, "|%d:", sqlite3_column_type(stmt, i));
				if (bytes)
					str_add_n(to, bytes, (size_t)sqlite3_column_bytes(stmt, i));
			}
		}
		(void)sqlite3_finalize(stmt);
	}
}

static void put_row(struct store *s, const struct table *t, const void *image, size_t size)
{
	_cleanup_str_ struct str text = {0};
	struct image_reader reader;
	struct sqlite3_stmt *stmt;
	struct image_value v;
	size_t n = 0;

	assert_true(image_open(&reader, image, size, &n));
	assert_int_equal(n, table_columns(t));
	str_addf(&text, "INSERT INTO %s VALUES (?", t->name);
	for (size_t i = 1; i < n; i++)
		str_add(&text, ", ?");
	str_add(&text, ")");
	assert_int_equal(sqlite3_prepare_v2(store_db(s), text.data, -1, &stmt, NULL), SQLITE_OK);
	for (int i = 1; image_next(&reader, &v); i++) {
		if (v.type == IMAGE_INTEGER)
			(void)sqlite3_bind_int64(stmt, i, v.integer);
		else if (v.type == IMAGE_TEXT)
			(void)sqlite3_bind_text64(stmt, i, v.bytes, v.size, SQLITE_STATIC,
						  SQLITE_UTF8);
		else
			assert_int_equal(v.type, IMAGE_NULL);
	}
	assert_int_equal(sqlite3_step(stmt), SQLITE_DONE);
	(void)sqlite3_finalize(stmt);
}

/* All rows of an entry go first, so that values that must be unique can change places. */
static void put_images(struct store *s, int64_t id, const char *which)
{
	_cleanup_str_ struct str text = {0}, remove = {0};
	struct sqlite3_stmt *stmt;

	for (int pass = 0; pass < 2; pass++) {
		str_reset(&text);
		str_addf(&text, "SELECT \"table\", row, %s FROM journal_row WHERE journal = %lld",
			 which, (long long)id);
		assert_int_equal(sqlite3_prepare_v2(store_db(s), text.data, -1, &stmt, NULL),
				 SQLITE_OK);
		while (sqlite3_step(stmt) == SQLITE_ROW) {
			const struct table *t = table_by_number(sqlite3_column_int(stmt, 0));

			str_reset(&remove);
			str_addf(&remove, "DELETE FROM %s WHERE id = %lld", t->name,
				 (long long)sqlite3_column_int64(stmt, 1));
			if (pass == 0)
				raw_exec(store_db(s), remove.data);
			else if (sqlite3_column_type(stmt, 2) != SQLITE_NULL)
				put_row(s, t, sqlite3_column_blob(stmt, 2),
					(size_t)sqlite3_column_bytes(stmt, 2));
		}
		(void)sqlite3_finalize(stmt);
	}
}

static void assert_content(struct store *s, const struct str *want)
{
	_cleanup_str_ struct str now = {0};

	dump(s, &now);
	assert_int_equal(now.len, want->len);
	assert_memory_equal(now.data, want->data, want->len);
}

/* One request of random writes; false where it had to be rolled back. */
static bool random_request(struct store *s, uint64_t *seed)
{
	int n = 1 + below(seed, 8), r;

	assert_int_equal(store_begin(s), 0);
	assert_int_equal(store_savepoint(s), 0);
	journal_start(store_journal(s));
	for (int i = 0; i < n; i++)
		random_write(s, seed);
	r = journal_write(store_journal(s), &entry);
	if (r == 0 && below(seed, 5)) {
		assert_int_equal(store_release(s), 0);
		assert_int_equal(store_commit(s), 0);
		return true;
	}
	assert_true(r == 0 || r == -ECANCELED);
	assert_int_equal(store_rollback_to(s), 0);
	assert_int_equal(store_commit(s), 0);
	return false;
}

static void before_images_lead_back_and_after_images_forth(void **state)
{
	static struct str contents[REQUESTS + 1]; /* after the entry of that id */
	struct store *s = *state;
	uint64_t seed = 20261122;
	int64_t newest;

	raw_exec(store_db(s), "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON");
	dump(s, &contents[0]);
	for (int i = 0; i < REQUESTS; i++) {
		(void)random_request(s, &seed);
		newest = raw_number(store_db(s), "SELECT coalesce(max(id), 0) FROM journal");
		dump(s, &contents[newest]);
	}
	assert_true(newest > REQUESTS / 4);
	assert_int_equal(
		raw_number(store_db(s), "SELECT count(DISTINCT \"table\") FROM journal_row"), 15);

	for (int64_t id = newest; id >= 1; id--) {
		put_images(s, id, "before");
		assert_content(s, &contents[id - 1]);
	}
	for (int64_t id = 1; id <= newest; id++) {
		put_images(s, id, "after");
		assert_content(s, &contents[id]);
	}
	for (int i = 0; i <= REQUESTS; i++)
		str_deinit(&contents[i]);
}

static int set_up(void **state)
{
	*state = open_at(NULL);
	return *state ? 0 : -1;
}

static int tear_down(void **state)
{
	store_close(*state);
	return 0;
}

int main(void)
{
#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		WITH_STORE(before_images_lead_back_and_after_images_forth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
