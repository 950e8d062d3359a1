/* One number of a database that is no store, or not yet. */
#include "store/look.h"

#include <stddef.h>

#include <sqlite3.h>

int64_t look_number(struct sqlite3 *db, const char *sql, int64_t none)
{
	struct sqlite3_stmt *stmt = NULL;
	int64_t n = none;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW && sqlite3_column_type(stmt, 0) != SQLITE_NULL)
		n = sqlite3_column_int64(stmt, 0);
	(void)sqlite3_finalize(stmt);
	return n;
}
