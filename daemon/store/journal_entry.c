/* Journal entries, read; and which of them are undone. */
#include "store/journal_entry.h"

#include <assert.h>

#include <sqlite3.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "domain/words.h"
#include "store/sets.h"
#include "store/tables.h"
#include "vouch/errors.h"

enum {
	GET,
	NEWEST_TO_UNDO,
	LIST,
	LIST_OF_CONTACT,
	GROUP_LIVE,
	GROUP_NEWEST,
	GROUP_LEFT,
	GROUP_ROWS,
	GROUP_ERASED,
	CONTACTS,
	IMAGE_OF,
	LATER,
	UNDO_OF,
	MARK,
	MARK_GROUP,
	N
};

#define MEMBERS                                                                                    \
	"j.id, j.at, j.actor, j.method, j.summary, j.group_id, j.undoes, j.undone_by, "            \
	"(SELECT count(*) FROM journal_row r WHERE r.journal = j.id), j.schema, j.is_erased "
#define LIVE_OF_GROUP "FROM journal WHERE group_id = ?1 AND undone_by IS NULL"

static const char *const sql[] = {
	[GET] = "SELECT " MEMBERS "FROM journal j WHERE j.id = ?1",
	[NEWEST_TO_UNDO] = "SELECT id FROM journal WHERE undone_by IS NULL AND undoes IS NULL "
			   "AND actor <> 'clock' AND is_erased = 0 ORDER BY id DESC LIMIT 1",
	[LIST] = "SELECT " MEMBERS "FROM journal j WHERE j.id < ?1 "
		 "AND (j.group_id IS NULL OR j.group_id = j.id) ORDER BY j.id DESC LIMIT ?2",
	[LIST_OF_CONTACT] = "SELECT " MEMBERS "FROM (SELECT DISTINCT journal FROM journal_row "
			    "WHERE contact = ?3 AND journal < ?1 ORDER BY journal DESC LIMIT ?2) m "
			    "JOIN journal j ON j.id = m.journal ORDER BY m.journal DESC",
	[GROUP_LIVE] = "SELECT id " LIVE_OF_GROUP " ORDER BY id DESC",
	[GROUP_NEWEST] = "SELECT id " LIVE_OF_GROUP " ORDER BY id DESC LIMIT 1",
	[GROUP_LEFT] = "SELECT count(*) " LIVE_OF_GROUP,
	[GROUP_ROWS] = "SELECT count(*) FROM (SELECT 1 FROM journal_row WHERE journal IN "
		       "(SELECT id " LIVE_OF_GROUP ") LIMIT ?2)",
	[GROUP_ERASED] = "SELECT count(*) " LIVE_OF_GROUP " AND is_erased = 1",
	[CONTACTS] = "SELECT DISTINCT contact FROM journal_row WHERE journal = ?1 "
		     "AND contact IS NOT NULL LIMIT ?2",
	[IMAGE_OF] = "SELECT coalesce(after, before) FROM journal_row WHERE \"table\" = ?1 "
		     "AND row = ?2 ORDER BY journal DESC LIMIT 1",
	[LATER] = "SELECT " MEMBERS "FROM journal_row w JOIN journal j ON j.id = w.journal "
		  "WHERE w.\"table\" = ?1 AND w.row = ?2 AND w.journal > ?3 "
		  "AND j.undone_by IS NULL AND j.group_id IS NOT ?4 ORDER BY j.undoes IS NOT NULL, "
		  "w.journal DESC LIMIT 1",
	[UNDO_OF] = "SELECT id FROM journal WHERE undoes = ?1 ORDER BY id DESC LIMIT 1",
	[MARK] = "UPDATE journal SET undone_by = ?2 WHERE id = ?1",
	[MARK_GROUP] = "UPDATE journal SET undone_by = ?2 WHERE group_id = ?1",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_JOURNAL_ENTRY};
const struct stmt_set *const store_set_journal_entry = &set;

const char *const journal_actors[] = {
	[ACTOR_USER] = "user",     [ACTOR_CLOCK] = "clock",   [ACTOR_DESKTOP] = "desktop",
	[ACTOR_IMPORT] = "import", [ACTOR_IMPORT + 1] = NULL,
};

static void load(struct sqlite3_stmt *stmt, struct arena *arena, struct journal_entry *e)
{
	*e = (struct journal_entry){
		.id = col_int(stmt, 0),
		.at = col_int(stmt, 1),
		.actor = (enum journal_actor)col_word(stmt, 2, journal_actors),
		.method = col_text(stmt, 3, arena),
		.summary = col_text(stmt, 4, arena),
		.group_id = col_int(stmt, 5),
		.undoes = col_int(stmt, 6),
		.undone_by = col_int(stmt, 7),
		.n_rows = (int)col_int(stmt, 8),
		.schema = (int)col_int(stmt, 9),
		.is_erased = col_bool(stmt, 10),
	};
}

int journal_get(struct store *s, int64_t id, struct arena *arena, struct journal_entry *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, GET, &stmt, "i", id);
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r <= 0)
		return r ? r : VOUCH_E_NOT_FOUND;
	load(stmt, arena, ret);
	store_reset(stmt);
	return 0;
}

int journal_newest_to_undo(struct store *s, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, NEWEST_TO_UNDO, &stmt, "");
	return r ? r : store_one_int(s, stmt, ret);
}

int journal_list(struct store *s, const struct journal_filter *f, struct arena *arena,
		 struct journal_entry **ret, size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	struct journal_entry *entries = NULL;
	int64_t before = f->before ? f->before : INT64_MAX;
	size_t n = 0, cap = 0;
	int r;

	r = f->contact ? store_bind(s, &set, LIST_OF_CONTACT, &stmt, "ini", before, f->limit,
				    f->contact)
		       : store_bind(s, &set, LIST, &stmt, "in", before, f->limit);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		entries = arena_grow(arena, entries, n, &cap, sizeof *entries);
		load(stmt, arena, &entries[n++]);
	}
	if (r)
		return r;

	*ret = entries;
	*ret_n = n;
	return 0;
}

int journal_group_live(struct store *s, int64_t group, struct arena *arena, int64_t **ret,
		       size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, GROUP_LIVE, &stmt, "i", group);
	return r ? r : store_all_ints(s, stmt, arena, ret, ret_n);
}

static int number_of(struct store *s, int statement, int64_t id, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, statement, &stmt, "i", id);
	return r ? r : store_one_int(s, stmt, ret);
}

int journal_group_newest(struct store *s, int64_t group, int64_t *ret)
{
	return number_of(s, GROUP_NEWEST, group, ret);
}

int journal_group_left(struct store *s, int64_t group, int64_t *ret)
{
	return number_of(s, GROUP_LEFT, group, ret);
}

int journal_group_erased(struct store *s, int64_t group, int64_t *ret)
{
	return number_of(s, GROUP_ERASED, group, ret);
}

int journal_group_rows(struct store *s, int64_t group, int limit, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, GROUP_ROWS, &stmt, "in", group, limit);
	return r ? r : store_one_int(s, stmt, ret);
}

int journal_contacts(struct store *s, int64_t entry, int limit, struct arena *arena, int64_t **ret,
		     size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, CONTACTS, &stmt, "in", entry, limit);
	return r ? r : store_all_ints(s, stmt, arena, ret, ret_n);
}

int journal_image_of(struct store *s, const struct table *t, int64_t row, struct arena *arena,
		     struct image_bytes *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	*ret = (struct image_bytes){0};
	r = store_bind(s, &set, IMAGE_OF, &stmt, "ni", t->number, row);
	if (r == 0)
		r = store_step(s, stmt);
	if (r != 1)
		return r;
	ret->bytes = sqlite3_column_blob(stmt, 0);
	ret->size = (size_t)sqlite3_column_bytes(stmt, 0);
	if (ret->bytes)
		ret->bytes = arena_strndup(arena, ret->bytes, ret->size);
	store_reset(stmt);
	return 0;
}

int journal_later(struct store *s, const struct journal_entry *than, const struct table *t,
		  int64_t row, struct arena *arena, struct journal_entry *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	*ret = (struct journal_entry){0};
	r = store_bind(s, &set, LATER, &stmt, "niii", t->number, row, than->id, than->group_id);
	if (r == 0)
		r = store_step(s, stmt);
	if (r != 1)
		return r;
	load(stmt, arena, ret);
	store_reset(stmt);
	return 0;
}

int journal_undo_of(struct store *s, int64_t id, int64_t *ret)
{
	return number_of(s, UNDO_OF, id, ret);
}

int journal_mark_undone(struct store *s, int64_t by, const struct journal_marks *m)
{
	int64_t mark = m->is_redo ? 0 : by;
	int r;

	r = store_run(s, &set, MARK, "iI", m->target, by);
	if (r == 0 && m->tip)
		r = store_run(s, &set, MARK, "iI", m->tip, by);
	if (r == 0 && m->group)
		return store_run(s, &set, MARK_GROUP, "iI", m->group, mark);
	if (r == 0 && (m->is_redo || m->base != m->target))
		r = store_run(s, &set, MARK, "iI", m->base, mark);
	return r;
}
