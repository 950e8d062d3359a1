/* Each statement of what is asked fails first, in turn, in the middle of its rows or before it is
 * prepared, as on a disk that gives errors: whoever asked is told so, and nothing is done by
 * halves. Then it is asked for good. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <sqlite3.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "store/db.h"
#include "store/store.h"

#define FAILING_SQL_SIZE 200
#define FAILING_SILENT_SHOWN 40

struct failing {
	int step; /* each STEPth statement fails; 0: none */
	int first;
	bool is_prepare; /* it is not prepared; it does not come to its end otherwise */
	int64_t at, n;   /* the statement that fails, and those that began */
	bool is_next, has_failed;
	char sql[FAILING_SQL_SIZE]; /* of the one that failed */
	int n_failures, n_silent;
};

/* What begins and ends a transaction either fails before it or has happened. */
static inline bool failing_may(const char *sql)
{
	static const char *const never[] = {"--",        "BEGIN",   "COMMIT", "ROLLBACK",
					    "SAVEPOINT", "RELEASE", "PRAGMA"};

	for (size_t i = 0; i < ARRAY_LEN(never); i++)
		if (str_starts_with(sql, never[i]))
			return false;
	return true;
}

static inline int failing_on_statement(unsigned what, void *user, void *stmt, void *text)
{
	struct failing *t = user;

	(void)what;
	(void)stmt;
	t->is_next = failing_may(text) && ++t->n == t->at;
	if (t->is_next)
		str_copy(t->sql, sizeof t->sql, text);
	return 0;
}

/* Asked while a statement runs: not 0 ends it. */
static inline int failing_on_progress(void *user)
{
	struct failing *t = user;
	bool is_now = t->is_next;

	t->has_failed |= is_now;
	t->is_next = false;
	return is_now;
}

/* Asked while a statement is prepared, of some for each SELECT within. */
static inline int failing_on_prepare(void *user, int what, const char *table, const char *column,
				     const char *schema, const char *trigger)
{
	struct failing *t = user;

	(void)column;
	(void)schema;
	(void)trigger;
	if ((what != SQLITE_SELECT && what != SQLITE_INSERT && what != SQLITE_DELETE) ||
	    ++t->n != t->at)
		return SQLITE_OK;
	t->has_failed = true;
	(void)snprintf(t->sql, sizeof t->sql, "the preparing of a statement %s%s",
		       table ? "for " : "", table ? table : "");
	return SQLITE_DENY;
}

/* at: the statement of those to come that fails, from 1; 0: none does any more. */
static inline void failing_arm(struct failing *t, struct store *s, int64_t at)
{
	struct sqlite3 *db = store_db(s);
	bool is_run = at && !t->is_prepare;

	t->at = at;
	t->n = 0;
	t->is_next = false;
	t->has_failed &= at == 0;
	if (t->is_prepare) {
		if (at)
			store_finalize_all(s);
		(void)sqlite3_set_authorizer(db, at ? failing_on_prepare : NULL, t);
		return;
	}
	(void)sqlite3_trace_v2(db, is_run ? SQLITE_TRACE_STMT : 0,
			       is_run ? failing_on_statement : NULL, t);
	sqlite3_progress_handler(db, is_run ? 1 : 0, is_run ? failing_on_progress : NULL, t);
}

/* Told as done or read although a statement had failed. */
static inline void failing_note(struct failing *t, const char *request, const char *reply)
{
	t->n_silent++;
	if (t->n_silent <= FAILING_SILENT_SHOWN)
		print_error("%s\n  was answered: %s\n  though this had failed: %s\n", request,
			    reply, t->sql);
}
