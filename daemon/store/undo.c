/* Undo: the images of a journal entry put back. */
#include "store/undo.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include <sqlite3.h>

#include "base/cleanup.h"
#include "store/cadence.h"
#include "store/journal.h"
#include "store/loose.h"
#include "store/sets.h"
#include "store/store.h"
#include "vouch/errors.h"

enum { DEFER, ENFORCE, ROWS, NEWER, IN_GROUP, MADE_IN_GROUP, TOUCHED, MERGED, N };

#define OF_GROUP                                                                                   \
	"FROM journal_row r JOIN journal j ON j.id = r.journal WHERE r.\"table\" = ?1 "            \
	"AND r.row = ?2 AND j.group_id = ?3 AND j.undone_by IS NULL "

static const char *const sql[] = {
	[DEFER] = "PRAGMA defer_foreign_keys = ON",
	[ENFORCE] = "PRAGMA defer_foreign_keys = OFF",
	[ROWS] = "SELECT r.\"table\", r.row, r.before, r.after, j.schema FROM journal_row r "
		 "JOIN journal j ON j.id = r.journal WHERE r.journal = ?1 ORDER BY r.id DESC",
	[NEWER] = "SELECT r.\"table\", r.row, r.before, r.after, j.schema FROM journal_row r "
		  "JOIN journal j ON j.id = r.journal WHERE r.journal > ?1 "
		  "AND j.group_id IS NOT ?1 ORDER BY r.journal",
	[IN_GROUP] = "SELECT r.\"table\", r.row, r.before, r.after, j.schema " OF_GROUP
		     "ORDER BY r.journal DESC LIMIT 1",
	[MADE_IN_GROUP] = "SELECT 1 " OF_GROUP "AND r.before IS NULL LIMIT 1",
	[TOUCHED] = "SELECT 1 FROM journal_row r JOIN journal j ON j.id = r.journal "
		    "WHERE r.contact = ?1 AND j.group_id = ?2 LIMIT 1",
	[MERGED] = "SELECT 1 FROM contact c WHERE c.id = ?1 AND c.state = 'merged' AND EXISTS "
		   "(SELECT 1 FROM journal_row r JOIN journal j ON j.id = r.journal "
		   "WHERE r.\"table\" = ?2 AND r.row = ?1 AND r.journal > ?3 "
		   "AND j.undone_by IS NULL)",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_UNDO};
const struct stmt_set *const store_set_undo = &set;

/* Every statement is prepared anew after it, so once for a transaction. */
int undo_begin(struct store *s)
{
	int r;

	if (s->is_deferring)
		return 0;
	r = store_run(s, &set, DEFER, "");
	s->is_deferring = r == 0;
	return r;
}

int undo_end(struct store *s)
{
	s->is_deferring = false;
	return store_run(s, &set, ENFORCE, "");
}

static struct image_bytes read_image(struct sqlite3_stmt *stmt, int i, struct arena *arena)
{
	const void *bytes = sqlite3_column_blob(stmt, i);
	size_t size = (size_t)sqlite3_column_bytes(stmt, i);

	if (!bytes)
		return (struct image_bytes){0};
	return (struct image_bytes){arena_strndup(arena, bytes, size), size};
}

static bool fits(const struct table *t, const struct image_bytes *image)
{
	struct image_reader reader;
	size_t n;

	return !image->bytes ||
	       (image_open(&reader, image->bytes, image->size, &n) && n == table_columns(t));
}

/* False where the row was written before a migration of its table. */
static bool read_row(struct sqlite3_stmt *stmt, struct arena *arena, struct undo_row *row)
{
	*row = (struct undo_row){
		.table = table_by_number(sqlite3_column_int(stmt, 0)),
		.row = col_int(stmt, 1),
		.before = read_image(stmt, 2, arena),
		.after = read_image(stmt, 3, arena),
	};
	row->change = !row->before.bytes  ? UNDO_REMOVED
		      : !row->after.bytes ? UNDO_RETURNED
					  : UNDO_CHANGED;
	return row->table && row->table->migrated <= col_int(stmt, 4) &&
	       fits(row->table, &row->before) && fits(row->table, &row->after);
}

static int refuse(struct undo_conflict *conflict, enum undo_obstacle why,
		  const struct undo_row *row)
{
	*conflict = (struct undo_conflict){.why = why, .row = *row};
	return VOUCH_E_UNDO_CONFLICT;
}

static int load(struct store *s, int64_t entry, struct arena *arena, struct undo_rows *ret,
		struct undo_conflict *conflict)
{
	struct sqlite3_stmt *stmt;
	size_t cap = 0;
	int r;

	*ret = (struct undo_rows){0};
	r = store_bind(s, &set, ROWS, &stmt, "i", entry);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		struct undo_row *row;

		ret->items = arena_grow(arena, ret->items, ret->n, &cap, sizeof *ret->items);
		row = &ret->items[ret->n++];
		if (read_row(stmt, arena, row))
			continue;
		store_reset(stmt);
		return refuse(conflict, OBSTACLE_OLD, row);
	}
	return r;
}

/* Is the row still as the entry left it? */
static int check_row(struct store *s, const struct undo_row *row, struct undo_conflict *conflict)
{
	enum row_match match;
	int r;

	r = restore_compare(s, row->table, row->row, &row->after, &match);
	if (r)
		return r;
	if (match == (row->after.bytes ? ROW_SAME : ROW_ABSENT))
		return 0;
	return refuse(conflict, match == ROW_ABSENT ? OBSTACLE_GONE : OBSTACLE_CHANGED, row);
}

static int put_back(struct store *s, const struct undo_row *row)
{
	switch (row->change) {
	case UNDO_REMOVED:
		return restore_delete(s, row->table, row->row);
	case UNDO_CHANGED:
		return restore_update(s, row->table, &row->before);
	case UNDO_RETURNED:
		return restore_insert(s, row->table, &row->before);
	}
	return 0;
}

static int refuse_taken(struct store *s, const struct undo_row *row, struct undo_conflict *conflict)
{
	struct reference other;
	int r;

	r = restore_find_rival(s, row->table, row->row, &row->before, &other);
	if (r)
		return r;
	r = refuse(conflict, OBSTACLE_TAKEN, row);
	if (other.row)
		conflict->other = other;
	return r;
}

/* What was made goes first, so that what must be unique is free again for what comes back. */
static int apply(struct store *s, const struct undo_rows *rows, struct undo_conflict *conflict)
{
	static const enum undo_change order[] = {UNDO_REMOVED, UNDO_CHANGED, UNDO_RETURNED};

	for (size_t pass = 0; pass < ARRAY_LEN(order); pass++)
		for (size_t i = 0; i < rows->n; i++) {
			int r = 0;

			if (rows->items[i].change == order[pass])
				r = put_back(s, &rows->items[i]);
			if (r == -EEXIST)
				return refuse_taken(s, &rows->items[i], conflict);
			if (r)
				return r;
		}
	return 0;
}

static bool has_broken_references(struct store *s)
{
	int now = 0, highest;

	(void)sqlite3_db_status(store_db(s), SQLITE_DBSTATUS_DEFERRED_FKS, &now, &highest, 0);
	return now != 0;
}

static int find_broken(struct store *s, const struct reference_way *way,
		       const struct undo_rows *rows, struct undo_conflict *conflict)
{
	for (size_t i = 0; i < rows->n; i++) {
		const struct undo_row *row = &rows->items[i];
		bool is_removed = row->change == UNDO_REMOVED;
		struct reference other;
		int r;

		if (is_removed)
			r = way->find_child(s, row->table, row->row, &other);
		else
			r = way->find_parent(s, row->table, &row->before, restore_is_lost, s,
					     &other);
		if (r)
			return r;
		if (!other.row)
			continue;
		r = refuse(conflict, is_removed ? OBSTACLE_USED : OBSTACLE_LOST, row);
		conflict->other = other;
		return r;
	}
	return 0;
}

struct since {
	struct store *s;
	int64_t entry;
};

static int is_merged(void *context, const struct table *parent, int64_t row, bool *ret)
{
	const struct since *since = context;
	struct sqlite3_stmt *stmt;
	int64_t found = 0;
	int r;

	*ret = false;
	if (parent != table_find("contact"))
		return 0;
	r = store_bind(since->s, &set, MERGED, &stmt, "ini", row, parent->number, since->entry);
	if (r == 0)
		r = store_one_int(since->s, stmt, &found);
	*ret = found != 0;
	return r;
}

/* A merge moves all there is of somebody. What it could not move, since it was taken back then,
 * would be of nobody now: a stop among it would stop nothing. */
static int check_merged(struct store *s, int64_t entry, const struct undo_rows *rows,
			struct undo_conflict *conflict)
{
	struct since since = {s, entry};

	for (size_t i = 0; i < rows->n; i++) {
		const struct undo_row *row = &rows->items[i];
		struct reference gone;
		int r;

		if (row->change == UNDO_REMOVED)
			continue;
		r = restore_find_parent(s, row->table, &row->before, is_merged, &since, &gone);
		if (r)
			return r;
		if (!gone.row)
			continue;
		r = refuse(conflict, OBSTACLE_MERGED, row);
		conflict->other = gone;
		return r;
	}
	return 0;
}

static bool is_merged_in(const struct table *contact, const struct image_bytes *image)
{
	struct image_value v;

	return image_column(image->bytes, image->size, (size_t)table_column(contact, "state"),
			    &v) &&
	       v.type == IMAGE_TEXT && v.size == strlen("merged") &&
	       memcmp(v.bytes, "merged", v.size) == 0;
}

/* Somebody who was merged, was not for a while, and is to be again. */
static bool is_merged_again(const struct undo_row *row)
{
	return row->table == table_find("contact") && row->change == UNDO_CHANGED &&
	       is_merged_in(row->table, &row->before) && !is_merged_in(row->table, &row->after);
}

/* The merge moves what there was of them when it was made: what came since would stay with who is
 * no more. */
static int check_left(struct store *s, const struct undo_rows *rows, struct undo_conflict *conflict)
{
	for (size_t i = 0; i < rows->n; i++) {
		const struct undo_row *row = &rows->items[i];
		struct reference left;
		int r;

		if (!is_merged_again(row))
			continue;
		r = restore_find_child(s, row->table, row->row, &left);
		if (r)
			return r;
		if (!left.row)
			continue;
		r = refuse(conflict, OBSTACLE_LEFT, row);
		conflict->other = left;
		return r;
	}
	return 0;
}

/* The clock plans calls to keep in touch with whoever is in the book: they go with them. */
static int forget_contacts(struct store *s, const struct undo_rows *rows, struct arena *arena)
{
	const struct table *contact = table_find("contact");
	int r = 0;

	for (size_t i = 0; r == 0 && i < rows->n; i++)
		if ((rows->items[i].table == contact && rows->items[i].change == UNDO_REMOVED) ||
		    is_merged_again(&rows->items[i]))
			r = store_cadence_forget(s, rows->items[i].row, arena);
	return r;
}

int undo_entry(struct store *s, int64_t entry, struct arena *arena, struct undo_rows *ret,
	       struct undo_conflict *ret_conflict)
{
	int r;

	r = load(s, entry, arena, ret, ret_conflict);
	for (size_t i = 0; r == 0 && i < ret->n; i++)
		r = check_row(s, &ret->items[i], ret_conflict);
	if (r == 0)
		r = apply(s, ret, ret_conflict);
	if (r == 0)
		r = forget_contacts(s, ret, arena);
	if (r == 0 && has_broken_references(s)) {
		r = find_broken(s, &restore_by_key, ret, ret_conflict);
		r = r ? r : -EINVAL; /* SQLite has counted them */
	}
	if (r == 0)
		r = find_broken(s, &loose_by_word, ret, ret_conflict);
	if (r == 0)
		r = check_left(s, ret, ret_conflict);
	return r ? r : check_merged(s, entry, ret, ret_conflict);
}

struct group {
	struct store *s;
	int64_t id;
};

static int is_made_in_group(void *context, const struct table *parent, int64_t row, bool *ret)
{
	const struct group *g = context;
	struct sqlite3_stmt *stmt;
	int64_t found = 0;
	int r;

	r = store_bind(g->s, &set, MADE_IN_GROUP, &stmt, "nii", parent->number, row, g->id);
	if (r == 0)
		r = store_one_int(g->s, stmt, &found);
	*ret = found != 0;
	return r;
}

/* The row as the group left it, where it is one of the group's: is it so still? */
static int check_in_group(struct group *g, const struct undo_row *newer, struct arena *arena,
			  bool *ret_is_in_group, struct undo_conflict *conflict)
{
	struct sqlite3_stmt *stmt;
	struct undo_row row;
	bool is_known;
	int r;

	*ret_is_in_group = false;
	r = store_bind(g->s, &set, IN_GROUP, &stmt, "nii", newer->table->number, newer->row, g->id);
	if (r == 0)
		r = store_step(g->s, stmt);
	if (r != 1)
		return r;
	*ret_is_in_group = true;
	is_known = read_row(stmt, arena, &row);
	store_reset(stmt);
	return is_known ? check_row(g->s, &row, conflict) : refuse(conflict, OBSTACLE_OLD, &row);
}

/* A newer row that stands as it was written must not refer to one that is to go. */
static int check_references(struct group *g, const struct undo_row *newer,
			    struct undo_conflict *conflict)
{
	struct undo_row made = {.change = UNDO_REMOVED};
	struct reference parent;
	enum row_match match;
	bool is_spare;
	int r;

	if (!newer->after.bytes)
		return 0;
	r = restore_compare(g->s, newer->table, newer->row, &newer->after, &match);
	if (r || match != ROW_SAME)
		return r;
	r = store_cadence_is_spare(g->s, newer->table, newer->row, &is_spare);
	if (r || is_spare)
		return r;
	r = restore_find_parent(g->s, newer->table, &newer->after, is_made_in_group, g, &parent);
	if (r == 0 && !parent.row)
		r = loose_by_word.find_parent(g->s, newer->table, &newer->after, is_made_in_group,
					      g, &parent);
	if (r || !parent.row)
		return r;
	made.table = parent.table;
	made.row = parent.row;
	r = refuse(conflict, OBSTACLE_USED, &made);
	conflict->other = (struct reference){newer->table, newer->row};
	return r;
}

/* Somebody of whom the group has rows, and who was merged since: see check_merged. */
static int check_merged_since(struct group *g, const struct undo_row *newer,
			      struct undo_conflict *conflict)
{
	struct since since = {g->s, g->id};
	struct sqlite3_stmt *stmt;
	int64_t is_touched = 0;
	bool is_gone;
	int r;

	r = is_merged(&since, newer->table, newer->row, &is_gone);
	if (r || !is_gone)
		return r;
	r = store_bind(g->s, &set, TOUCHED, &stmt, "ii", newer->row, g->id);
	if (r == 0)
		r = store_one_int(g->s, stmt, &is_touched);
	if (r || !is_touched)
		return r;
	r = refuse(conflict, OBSTACLE_MERGED, newer);
	conflict->other = (struct reference){newer->table, newer->row};
	return r;
}

int undo_check_group(struct store *s, int64_t group, struct arena *arena,
		     struct undo_conflict *ret_conflict)
{
	struct arena *scratch = arena_new();
	struct group g = {s, group};
	struct sqlite3_stmt *stmt = NULL;
	struct undo_row newer;
	bool is_in_group;
	int r, step = 0;

	r = store_bind(s, &set, NEWER, &stmt, "i", group);
	while (r == 0 && (step = store_step(s, stmt)) == 1) {
		arena_reset(scratch);
		if (!read_row(stmt, scratch, &newer))
			continue; /* of an older schema than the group's */
		r = check_in_group(&g, &newer, arena, &is_in_group, ret_conflict);
		if (r == 0)
			r = check_merged_since(&g, &newer, ret_conflict);
		if (r == 0 && !is_in_group)
			r = check_references(&g, &newer, ret_conflict);
	}
	store_reset(stmt);
	arena_free(scratch);
	return r ? r : step;
}

static int is_touched(void *context, const struct table *table, int64_t row, int64_t contact,
		      bool *ret)
{
	const struct group *g = context;
	struct sqlite3_stmt *stmt;
	int64_t found = 0;
	int r;

	if (contact)
		r = store_bind(g->s, &set, TOUCHED, &stmt, "ii", contact, g->id);
	else
		r = store_bind(g->s, &set, IN_GROUP, &stmt, "nii", table->number, row, g->id);
	if (r == 0)
		r = store_one_int(g->s, stmt, &found);
	*ret = found != 0;
	return r;
}

int undo_meets_group(struct store *s, int64_t group, bool *ret)
{
	struct group g = {s, group};

	return journal_each(store_journal(s), is_touched, &g, ret);
}
