/* Remains of what was deleted: taken out of the file, and nothing else. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/cleanup.h"
#include "store/db.h"
#include "store/erase.h"
#include "store/folder.h"
#include "store/raw.h"

#define CANARY "Qxcanary"
#define TABLES 60 /* in about one of ten something is left behind */

static void run(struct store *s, const char *text)
{
	char *why = NULL;

	if (sqlite3_exec(store_db(s), text, NULL, NULL, &why))
		fail_msg("%s: %s", text, why);
}

/* Rows that come in no order, some with the canary, and these deleted again: what a split has
 * copied is where no deletion comes by. */
static void fill_and_delete(struct store *s)
{
	char text[600];

	run(s, "PRAGMA synchronous = OFF");
	for (int i = 0; i < TABLES; i++) {
		(void)snprintf(
			text, sizeof text,
			"BEGIN; CREATE TABLE x%d (id INTEGER PRIMARY KEY, n TEXT);"
			"CREATE INDEX y%d ON x%d (n); WITH RECURSIVE k (i) AS (SELECT 1 UNION ALL "
			"SELECT i + 1 FROM k WHERE i < 200) INSERT INTO x%d (n) SELECT "
			"printf('%%06d', (i * 7919 * %d) %% 1000003) || CASE WHEN i %% %d THEN "
			"'others' ELSE '" CANARY "' END || printf('%%.*c', %d, 'x') FROM k; COMMIT;"
			"DELETE FROM x%d WHERE n LIKE '%%" CANARY "%%'",
			i, i, i, i, 2 * i + 1, 2 + i % 7, i % 3 ? 200 : 500, i);
		run(s, text);
	}
	run(s, "PRAGMA wal_checkpoint(TRUNCATE)");
}

static size_t canaries_in(const char *path)
{
	FILE *f = fopen(path, "rb");
	size_t n = 0, found = 0, at = 0;
	char *bytes = NULL;
	long size;

	if (!f)
		return 0;
	assert_int_equal(fseek(f, 0, SEEK_END), 0);
	size = ftell(f);
	rewind(f);
	bytes = malloc((size_t)size + 1);
	assert_non_null(bytes);
	n = fread(bytes, 1, (size_t)size, f);
	for (; at + strlen(CANARY) <= n; at++)
		found += memcmp(bytes + at, CANARY, strlen(CANARY)) == 0;
	free(bytes);
	(void)fclose(f);
	return found;
}

/* Overwriting what is deleted is not enough: the file keeps some of it until it is written anew. */
static void remains_go_and_rows_stay(void **state)
{
	const struct folder *f = *state;
	struct store *s = open_at(f->db);
	int64_t before;

	fill_and_delete(s);
	assert_true(canaries_in(f->db) > 0);
	before = raw_number(store_db(s), "SELECT sum(length(n) + id) FROM x0");
	assert_int_equal(store_vacuum(s), 0);
	assert_int_equal(canaries_in(f->db), 0);
	assert_int_equal(canaries_in(beside(f, "-wal")), 0);
	assert_int_equal(raw_number(store_db(s), "SELECT sum(length(n) + id) FROM x0"), before);
	assert_int_equal(raw_number(store_db(s),
				    "SELECT integrity_check = 'ok' FROM pragma_integrity_check"),
			 1);
	store_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(remains_go_and_rows_stay, folder_make,
						folder_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
