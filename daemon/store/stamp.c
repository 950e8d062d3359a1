/* What a new database says of itself. */
#include "store/stamp.h"

#include <errno.h>
#include <stdio.h>
#include <sys/random.h>

#include <sqlite3.h>

#include "store/file.h"

/* RFC 4122, section 4.4. */
static int make_uuid(char uuid[37])
{
	unsigned char b[16];

	if (getrandom(b, sizeof b, 0) != (ssize_t)sizeof b)
		return -errno;
	b[6] = (unsigned char)((b[6] & 0x0f) | 0x40);
	b[8] = (unsigned char)((b[8] & 0x3f) | 0x80);
	(void)snprintf(uuid, 37,
		       "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0],
		       b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12],
		       b[13], b[14], b[15]);
	return 0;
}

int stamp_new(struct sqlite3 *db, int64_t now)
{
	struct sqlite3_stmt *stmt = NULL;
	char uuid[37], pragma[64];
	int code;

	if (make_uuid(uuid))
		return SQLITE_ERROR;
	(void)snprintf(pragma, sizeof pragma, "PRAGMA application_id = %d", STORE_APPLICATION_ID);
	code = sqlite3_exec(db, pragma, NULL, NULL, NULL);
	if (code)
		return code;
	code = sqlite3_prepare_v2(db,
				  "INSERT INTO book (key, value)"
				  " VALUES ('uuid', ?1), ('created_at', CAST(?2 AS TEXT))",
				  -1, &stmt, NULL);
	if (code)
		return code;
	(void)sqlite3_bind_text(stmt, 1, uuid, -1, SQLITE_STATIC);
	(void)sqlite3_bind_int64(stmt, 2, now);
	(void)sqlite3_step(stmt);
	return sqlite3_finalize(stmt);
}
