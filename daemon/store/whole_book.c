/* What a book is beside its tables, and the items of one on their way in. */
#include <assert.h>

#include <sqlite3.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "store/book.h"
#include "store/sets.h"
#include "store/whole.h"
#include "vouch/errors.h"

enum { NOTES, FORGET, SEQUENCE, RAISE, ADD_SEQUENCE, MARK, STAGE, STAGED, STAGED_LAST, REFUSE, N };

#define ITEM "SELECT id, line, what, document FROM import_item "

static const char *const sql[] = {
	[NOTES] = "SELECT key, value FROM book WHERE key > '' ORDER BY key",
	[FORGET] = "DELETE FROM book WHERE key = ?1",
	[SEQUENCE] = "SELECT seq FROM sqlite_sequence WHERE name = ?1",
	[RAISE] = "UPDATE sqlite_sequence SET seq = ?2 WHERE name = ?1",
	[ADD_SEQUENCE] = "INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)",
	[MARK] = "SELECT sum(seq) FROM sqlite_sequence WHERE name IN ('journal', 'erasure', "
		 "'forgotten')",
	[STAGE] = "INSERT INTO import_item (state, import, line, what, document) "
		  "VALUES ('staged', ?1, ?2, ?3, ?4)",
	[STAGED] = ITEM "WHERE import = ?1 AND state = 'staged' AND id > ?2 ORDER BY id LIMIT ?3",
	[STAGED_LAST] = ITEM "WHERE import = ?1 AND state = 'staged' ORDER BY id DESC LIMIT 1",
	[REFUSE] = "UPDATE import_item SET state = 'refused', field = ?2, refusal = ?3, "
		   "what = NULL, document = NULL WHERE id = ?1",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_WHOLE};
const struct stmt_set *const store_set_whole = &set;

bool whole_is_note(const char *key)
{
	/* By which numbers and in which zone things were worked out goes along with what was. */
	static const char *const passing[] = {
		BOOK_UUID,    BOOK_UNDO,   BOOK_UNDO_WHY, BOOK_DERIVED, BOOK_SEEN,
		BOOK_MORNING, BOOK_TAKING, BOOK_PRUNED,   BOOK_ERASED,  BOOK_IN_USE,
	};

	for (size_t i = 0; i < ARRAY_LEN(passing); i++)
		if (str_equal(passing[i], key))
			return false;
	return true;
}

int whole_notes(struct store *s, struct arena *arena, struct whole_notes *ret)
{
	struct sqlite3_stmt *stmt;
	size_t cap = 0;
	int r;

	*ret = (struct whole_notes){0};
	r = store_bind(s, &set, NOTES, &stmt, "");
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		const char *key = col_text(stmt, 0, arena);

		if (!whole_is_note(key))
			continue;
		ret->pairs = arena_grow(arena, ret->pairs, ret->n * 2, &cap, sizeof *ret->pairs);
		ret->pairs =
			arena_grow(arena, ret->pairs, ret->n * 2 + 1, &cap, sizeof *ret->pairs);
		ret->pairs[ret->n * 2] = key;
		ret->pairs[ret->n * 2 + 1] = col_text(stmt, 1, arena);
		ret->n++;
	}
	return r;
}

int whole_forget_note(struct store *s, const char *key)
{
	return store_run(s, &set, FORGET, "t", key);
}

int whole_sequence(struct store *s, const char *table, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, SEQUENCE, &stmt, "t", table);
	return r ? r : store_one_int(s, stmt, ret);
}

int whole_set_sequence(struct store *s, const char *table, int64_t last)
{
	int r;

	r = store_run(s, &set, RAISE, "ti", table, last);
	if (r || store_changes(s) || !last)
		return r;
	return store_run(s, &set, ADD_SEQUENCE, "ti", table, last);
}

int whole_mark(struct store *s, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, MARK, &stmt, "");
	return r ? r : store_one_int(s, stmt, ret);
}

int whole_stage(struct store *s, int64_t import, const struct whole_item *item)
{
	return store_run(s, &set, STAGE, "iitx", import, item->line, item->item, item->image.bytes,
			 item->image.size);
}

static void read_item(struct sqlite3_stmt *stmt, struct arena *arena, struct whole_item *to)
{
	const void *bytes = sqlite3_column_blob(stmt, 3);
	size_t size = (size_t)sqlite3_column_bytes(stmt, 3);

	to->id = col_int(stmt, 0);
	to->line = col_int(stmt, 1);
	to->item = col_text(stmt, 2, arena);
	to->image = (struct image_bytes){arena_strndup(arena, bytes ? bytes : "", size), size};
}

int whole_staged(struct store *s, int64_t import, int64_t after, int limit, struct arena *arena,
		 struct whole_items *ret)
{
	struct sqlite3_stmt *stmt;
	size_t cap = 0;
	int r;

	*ret = (struct whole_items){0};
	r = store_bind(s, &set, STAGED, &stmt, "iin", import, after, limit);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		ret->items = arena_grow(arena, ret->items, ret->n, &cap, sizeof *ret->items);
		read_item(stmt, arena, &ret->items[ret->n++]);
	}
	return r;
}

int whole_staged_last(struct store *s, int64_t import, struct arena *arena, struct whole_item *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, STAGED_LAST, &stmt, "i", import);
	if (r == 0)
		r = store_step(s, stmt);
	if (r <= 0)
		return r ? r : VOUCH_E_NOT_FOUND;
	read_item(stmt, arena, ret);
	store_reset(stmt);
	return 0;
}

int whole_refuse(struct store *s, int64_t id, const char *field, const char *refusal)
{
	return store_run(s, &set, REFUSE, "itt", id, field, refusal);
}
