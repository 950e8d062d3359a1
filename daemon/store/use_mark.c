/* A book says that it is in use. */
#include "store/use_mark.h"

#include <sqlite3.h>

#include "store/book.h"
#include "store/look.h"

#define WHERE " WHERE key = '" BOOK_IN_USE "'"

void use_mark_set(struct sqlite3 *db)
{
	if (use_mark_is_set(db))
		return;
	if (sqlite3_exec(db,
			 "INSERT INTO book (key, value) VALUES ('" BOOK_IN_USE
			 "', CAST(random() & 0x7fffffffffffffff | 1 AS TEXT))",
			 NULL, NULL, NULL) == SQLITE_OK)
		(void)sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
}

int use_mark_clear(struct sqlite3 *db)
{
	return sqlite3_exec(db, "DELETE FROM book" WHERE, NULL, NULL, NULL);
}

int64_t use_mark_get(struct sqlite3 *db)
{
	return look_number(db, "SELECT CAST(value AS INTEGER) FROM book" WHERE, 0);
}

bool use_mark_is_set(struct sqlite3 *db)
{
	return use_mark_get(db) != 0;
}
