/* Prepared statements: prepared on first use, bound by a word of letters, kept until the close. */
#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/xalloc.h"
#include "domain/day.h"
#include "domain/words.h"
#include "store/db.h"
#include "store/journal.h"
#include "store/store.h"
#include "vouch/errors.h"

/* Rows are read where nobody can refuse them: what is wrong is said by the next statement. */
static struct sqlite3 *unknown_word_in;

int store_prepare(struct store *s, const char *sql, struct sqlite3_stmt **ret)
{
	int code = sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, ret, NULL);

	if (code) {
		log_error("statement not prepared: %s", sqlite3_errmsg(s->db));
		return store_failed(s, code, false);
	}
	return 0;
}

static int find(struct store *s, const struct stmt_set *set, int i, struct sqlite3_stmt **ret)
{
	struct statements *noun = &s->nouns[set->noun];
	int r;

	assert(i >= 0 && i < set->n);
	if (!noun->prepared) {
		noun->prepared = xcalloc((size_t)set->n, sizeof(struct sqlite3_stmt *));
		noun->sql = set->sql;
		noun->n = set->n;
	}
	assert(noun->sql == set->sql);
	if (!noun->prepared[i]) {
		r = store_prepare(s, set->sql[i], &noun->prepared[i]);
		if (r)
			return r;
	}
	*ret = noun->prepared[i];
	return 0;
}

void store_finalize_all(struct store *s)
{
	for (int noun = 0; noun < N_SETS; noun++) {
		struct statements *have = &s->nouns[noun];

		for (int i = 0; have->prepared && i < have->n; i++)
			(void)sqlite3_finalize(have->prepared[i]);
		free(have->prepared);
		*have = (struct statements){0};
	}
	for (int i = 0; i < N_CONTROLS; i++) {
		(void)sqlite3_finalize(s->controls[i]);
		s->controls[i] = NULL;
	}
}

bool store_reset_all(struct store *s)
{
	struct sqlite3_stmt *stmt = NULL;
	bool was_busy = false;

	while ((stmt = sqlite3_next_stmt(s->db, stmt))) {
		if (!sqlite3_stmt_busy(stmt))
			continue;
		was_busy = true;
		(void)sqlite3_reset(stmt);
	}
	return was_busy;
}

static int bind_text(struct sqlite3_stmt *stmt, int i, const char *text)
{
	return text ? sqlite3_bind_text64(stmt, i, text, strlen(text), SQLITE_STATIC, SQLITE_UTF8)
		    : sqlite3_bind_null(stmt, i);
}

static int bind_unless(struct sqlite3_stmt *stmt, int i, int64_t value, int64_t none)
{
	return value == none ? sqlite3_bind_null(stmt, i) : sqlite3_bind_int64(stmt, i, value);
}

static int bind_bytes(struct sqlite3_stmt *stmt, int i, const void *bytes, size_t n)
{
	return bytes ? sqlite3_bind_blob64(stmt, i, bytes, n, SQLITE_STATIC)
		     : sqlite3_bind_null(stmt, i);
}

static int bind_next(struct sqlite3_stmt *stmt, int i, char type, va_list *args)
{
	const void *bytes;

	switch (type) {
	case 'n':
	case 'b':
		return sqlite3_bind_int64(stmt, i, va_arg(*args, int));
	case 't':
		return bind_text(stmt, i, va_arg(*args, const char *));
	case 'i':
		return sqlite3_bind_int64(stmt, i, va_arg(*args, int64_t));
	case 'I':
		return bind_unless(stmt, i, va_arg(*args, int64_t), 0);
	case 'd':
		return bind_unless(stmt, i, va_arg(*args, struct day).n, NO_DAY.n);
	case 'm':
		return bind_unless(stmt, i, va_arg(*args, int), ANY_MINUTE);
	case 'w':
		return bind_unless(stmt, i, va_arg(*args, int64_t), NO_INSTANT);
	case 'x':
		bytes = va_arg(*args, const void *);
		return bind_bytes(stmt, i, bytes, va_arg(*args, size_t));
	}
	assert(false);
	return SQLITE_MISUSE;
}

static int bind_all(struct store *s, struct sqlite3_stmt *stmt, const char *types, va_list *args)
{
	int n = (int)strlen(types);

	assert(n == sqlite3_bind_parameter_count(stmt));
	for (int i = 0; i < n; i++) {
		int code = bind_next(stmt, i + 1, types[i], args);

		if (code)
			return store_failed(s, code, false);
	}
	return 0;
}

int store_statement(struct store *s, const struct stmt_set *set, int i, struct sqlite3_stmt **ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = find(s, set, i, &stmt);
	if (r)
		return r;
	assert(!sqlite3_stmt_busy(stmt));
	(void)sqlite3_reset(stmt);
	(void)sqlite3_clear_bindings(stmt);
	*ret = stmt;
	return 0;
}

static int bind(struct store *s, const struct stmt_set *set, int i, struct sqlite3_stmt **ret,
		const char *types, va_list *args)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_statement(s, set, i, &stmt);
	if (r)
		return r;
	r = bind_all(s, stmt, types, args);
	if (r)
		return r;
	*ret = stmt;
	return 0;
}

int store_bind(struct store *s, const struct stmt_set *set, int i, struct sqlite3_stmt **ret,
	       const char *types, ...)
{
	va_list args;
	int r;

	va_start(args, types);
	r = bind(s, set, i, ret, types, &args);
	va_end(args);
	return r;
}

int store_run(struct store *s, const struct stmt_set *set, int i, const char *types, ...)
{
	struct sqlite3_stmt *stmt;
	va_list args;
	int r;

	va_start(args, types);
	r = bind(s, set, i, &stmt, types, &args);
	va_end(args);
	if (r)
		return r;
	do {
		r = store_step(s, stmt);
	} while (r == 1);
	return r;
}

int store_look_for_damage(struct store *s)
{
	if (unknown_word_in != s->db)
		return 0;
	unknown_word_in = NULL;
	return store_failed(s, SQLITE_CORRUPT, false);
}

int store_step(struct store *s, struct sqlite3_stmt *stmt)
{
	bool is_write = !sqlite3_stmt_readonly(stmt);
	uint64_t mark = journal_mark(s->journal);
	int code, r;

	r = store_look_for_damage(s);
	if (r) {
		(void)sqlite3_reset(stmt);
		return r;
	}
	if ((s->has_group && !store_in_group(s)) || (is_write && s->is_broken)) {
		(void)sqlite3_reset(stmt);
		return is_write && s->is_broken ? VOUCH_E_READ_ONLY : -ECANCELED;
	}
	code = sqlite3_step(stmt);
	if (code == SQLITE_ROW)
		return 1;

	(void)sqlite3_reset(stmt);
	if (code == SQLITE_DONE)
		return 0;
	journal_taint(s->journal, mark);
	return store_failed(s, code, is_write);
}

void store_reset(struct sqlite3_stmt *stmt)
{
	(void)sqlite3_reset(stmt);
}

int64_t store_last_id(struct store *s)
{
	return sqlite3_last_insert_rowid(s->db);
}

int64_t store_all_changes(const struct store *s)
{
	return sqlite3_total_changes64(s->db);
}

int store_changes(struct store *s)
{
	return sqlite3_changes(s->db);
}

const char *store_sql(const struct stmt_set *set, int i)
{
	assert(i >= 0 && i < set->n);
	return set->sql[i];
}

int store_prepare_set(struct store *s, const struct stmt_set *set)
{
	struct sqlite3_stmt *stmt;

	for (int i = 0; i < set->n; i++) {
		int r = find(s, set, i, &stmt);

		if (r)
			return r;
	}
	return 0;
}

static bool is_null(struct sqlite3_stmt *stmt, int i)
{
	return sqlite3_column_type(stmt, i) == SQLITE_NULL;
}

char *col_text(struct sqlite3_stmt *stmt, int i, struct arena *arena)
{
	const char *text = (const char *)sqlite3_column_text(stmt, i);

	return text ? arena_strndup(arena, text, (size_t)sqlite3_column_bytes(stmt, i)) : NULL;
}

int col_word(struct sqlite3_stmt *stmt, int i, const char *const *words)
{
	int index = word_index(words, (const char *)sqlite3_column_text(stmt, i));

	if (index >= 0)
		return index;
	unknown_word_in = sqlite3_db_handle(stmt);
	return 0;
}

int col_word_or_none(struct sqlite3_stmt *stmt, int i, const char *const *words)
{
	return is_null(stmt, i) ? -1 : col_word(stmt, i, words);
}

int64_t col_int(struct sqlite3_stmt *stmt, int i)
{
	return sqlite3_column_int64(stmt, i);
}

int64_t col_instant(struct sqlite3_stmt *stmt, int i)
{
	return is_null(stmt, i) ? NO_INSTANT : sqlite3_column_int64(stmt, i);
}

int col_minute(struct sqlite3_stmt *stmt, int i)
{
	return is_null(stmt, i) ? ANY_MINUTE : sqlite3_column_int(stmt, i);
}

int32_t col_day(struct sqlite3_stmt *stmt, int i)
{
	return is_null(stmt, i) ? NO_DAY.n : sqlite3_column_int(stmt, i);
}

bool col_bool(struct sqlite3_stmt *stmt, int i)
{
	return sqlite3_column_int64(stmt, i) != 0;
}

int store_one_int(struct store *s, struct sqlite3_stmt *stmt, int64_t *ret)
{
	int r;

	r = store_step(s, stmt);
	if (r < 0)
		return r;
	*ret = r ? col_int(stmt, 0) : 0;
	store_reset(stmt);
	return 0;
}

int store_ints(struct store *s, struct sqlite3_stmt *stmt, int64_t *ret, int n)
{
	int r;

	r = store_step(s, stmt);
	for (int i = 0; i < n; i++)
		ret[i] = r == 1 ? col_int(stmt, i) : 0;
	if (r == 1)
		store_reset(stmt);
	return r < 0 ? r : 0;
}

int store_all_ints(struct store *s, struct sqlite3_stmt *stmt, struct arena *arena, int64_t **ret,
		   size_t *ret_n)
{
	int64_t *items = NULL;
	size_t n = 0, cap = 0;
	int r;

	while ((r = store_step(s, stmt)) == 1) {
		items = arena_grow(arena, items, n, &cap, sizeof *items);
		items[n++] = col_int(stmt, 0);
	}
	*ret = items;
	*ret_n = n;
	return r;
}
