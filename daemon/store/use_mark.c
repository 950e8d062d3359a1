/* A book says that it is in use. */
#include "store/use_mark.h"

#include <sqlite3.h>

#include "store/book.h"

#define WHERE " WHERE key = '" BOOK_IN_USE "'"

void use_mark_set(struct sqlite3 *db)
{
	if (use_mark_is_set(db))
		return;
	if (sqlite3_exec(db, "INSERT INTO book (key, value) VALUES ('" BOOK_IN_USE "', '1')", NULL,
			 NULL, NULL) == SQLITE_OK)
		(void)sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
}

int use_mark_clear(struct sqlite3 *db)
{
	return sqlite3_exec(db, "DELETE FROM book" WHERE, NULL, NULL, NULL);
}

bool use_mark_is_set(struct sqlite3 *db)
{
	struct sqlite3_stmt *stmt = NULL;
	bool is_set = false;

	if (sqlite3_prepare_v2(db, "SELECT 1 FROM book" WHERE, -1, &stmt, NULL) == SQLITE_OK)
		is_set = sqlite3_step(stmt) == SQLITE_ROW;
	(void)sqlite3_finalize(stmt);
	return is_set;
}
