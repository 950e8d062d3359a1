/* What a failure of SQLite means: to a request, to the store, and to a person at start. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/log.h"
#include "store/damage.h"
#include "store/store.h"
#include "vouch/errors.h"

static bool is_no_space(struct store *s, int code)
{
	int error = sqlite3_system_errno(s->db);

	if ((code & 0xff) == SQLITE_FULL)
		return true;
	return (code == SQLITE_IOERR_WRITE || (code & 0xff) == SQLITE_CANTOPEN) &&
	       (error == ENOSPC || error == EDQUOT);
}

/* SQLite gives IOERR_CORRUPTFS where read(2) failed with EIO. */
static bool is_damage(int code)
{
	switch (code & 0xff) {
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return true;
	}
	return false;
}

static bool ends_writing(int code, bool is_write)
{
	switch (code) {
	case SQLITE_IOERR_READ:
	case SQLITE_IOERR_SHORT_READ:
	case SQLITE_IOERR_CORRUPTFS:
	case SQLITE_IOERR_ACCESS:
		return false;
	}
	switch (code & 0xff) {
	case SQLITE_IOERR:
	case SQLITE_CORRUPT: /* a book with one bad page may have more: nothing goes on top */
	case SQLITE_NOTADB:
		return true;
	case SQLITE_READONLY:
		return is_write;
	}
	return false;
}

void store_set_broken(struct store *s, int code)
{
	bool had_group = s->has_group;

	if (s->is_broken)
		return;
	log_error("the database is read-only from now on, sqlite code %d, system error %d", code,
		  sqlite3_system_errno(s->db));
	s->is_broken = true;
	s->is_damaged = is_damage(code);
	if (s->is_damaged && s->file.path)
		damage_note(s->file.path);
	store_rollback(s);
	s->has_group = had_group; /* its owner is to learn that it has ended */
}

static int meaning(int code)
{
	switch (code) {
	case SQLITE_CONSTRAINT_UNIQUE:
	case SQLITE_CONSTRAINT_PRIMARYKEY:
		return -EEXIST;
	}
	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return -EAGAIN;
	case SQLITE_READONLY:
		return VOUCH_E_READ_ONLY;
	case SQLITE_CONSTRAINT:
	case SQLITE_MISMATCH:
		return -EINVAL;
	case SQLITE_TOOBIG:
		return -E2BIG;
	case SQLITE_ABORT:
	case SQLITE_INTERRUPT:
		return -ECANCELED;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return -EUCLEAN;
	case SQLITE_NOMEM:
		abort();
	}
	return -EIO;
}

static int failure(struct store *s, int code, bool is_write)
{
	int r;

	if (code == SQLITE_IOERR_NOMEM)
		abort();
	if (is_no_space(s, code))
		return is_write ? VOUCH_E_STORAGE_FULL : -ENOSPC;
	r = meaning(code);
	if (r == -EIO || r == -EUCLEAN)
		log_error("the database failed, sqlite code %d, system error %d", code,
			  sqlite3_system_errno(s->db));
	if (ends_writing(code, is_write))
		store_set_broken(s, code);
	return r;
}

int store_failed(struct store *s, int code, bool is_write)
{
	int r = failure(s, code, is_write);

	if (!s->mishap && r != -EEXIST && r != -EINVAL)
		s->mishap = r;
	return r;
}

int store_mishap(const struct store *s)
{
	return s->mishap;
}

int store_open_failed(struct sqlite3 *db, int code, const char *path, char why[STORE_WHY_SIZE])
{
	int error = db ? sqlite3_system_errno(db) : 0;

	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return store_why(why, -EAGAIN, "%.180s is in use by another program", path);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return store_why(why, -EPROTO, "%.180s is damaged or no database", path);
	case SQLITE_FULL:
		return store_why(why, -ENOSPC, "no space is left for %.180s", path);
	case SQLITE_NOMEM:
		abort();
	}
	if (code == SQLITE_IOERR_NOMEM)
		abort();
	return store_why(why, error > 0 ? -error : -EIO, "%.180s cannot be used: %s", path,
			 error > 0 ? strerror(error) : sqlite3_errstr(code));
}
