/* The journal: before and after images of each row a request changed. */
#include "store/journal.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define SQLITE_ENABLE_PREUPDATE_HOOK
#include <sqlite3.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "store/db.h"
#include "store/derived.h"
#include "store/headcount.h"
#include "store/image.h"
#include "store/sets.h"
#include "store/tables.h"

#define SLOTS_MIN 64      /* a power of two */
#define CHANGES_KEPT 1024 /* room for more changes than this is given back after the request */

enum { NEWEST_ID, ADD, ADD_ROW, N };

static const char *const sql[] = {
	[NEWEST_ID] = "SELECT seq FROM sqlite_sequence WHERE name = 'journal'",
	[ADD] = "INSERT INTO journal (id, at, actor, method, schema, group_id, undoes, undone_by, "
		"summary) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
	[ADD_ROW] = "INSERT INTO journal_row (journal, \"table\", row, contact, before, after) "
		    "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_JOURNAL};
const struct stmt_set *const store_set_journal = &set;

struct image {
	char *bytes; /* null: the row is not there */
	size_t size, cap;
};

struct change {
	const struct table *table;
	int64_t row;
	struct image before, after;
};

struct journal {
	struct store *store;
	struct arena *images;
	struct str scratch;
	struct change *changes; /* in the order of the first change of each row */
	size_t n, cap;
	uint32_t *slots; /* open hashing; an index into changes plus 1, 0 is free */
	size_t n_slots;  /* a power of two, more than 2 n */
	const struct table *last_table;
	struct headcounter *heads;
	uint64_t n_seen; /* changes since the start of the process */
	int64_t next_id; /* 0: to be read */
	bool is_recording;
	bool has_failed;
};

static size_t slot_of(const struct journal *j, const struct table *table, int64_t row)
{
	uint64_t h = ((uint64_t)row * 64 + (uint64_t)table->number) * 0x9e3779b97f4a7c15;

	return (size_t)(h >> 32) & (j->n_slots - 1);
}

static void place(struct journal *j, size_t change)
{
	const struct change *c = &j->changes[change];
	size_t slot = slot_of(j, c->table, c->row);

	while (j->slots[slot])
		slot = (slot + 1) & (j->n_slots - 1);
	j->slots[slot] = (uint32_t)(change + 1);
}

static void make_slots(struct journal *j, size_t n_slots)
{
	free(j->slots);
	j->n_slots = n_slots;
	j->slots = xcalloc(n_slots, sizeof *j->slots);
	for (size_t i = 0; i < j->n; i++)
		place(j, i);
}

static struct change *find_change(const struct journal *j, const struct table *table, int64_t row)
{
	size_t slot = slot_of(j, table, row);

	for (; j->slots[slot]; slot = (slot + 1) & (j->n_slots - 1)) {
		struct change *c = &j->changes[j->slots[slot] - 1];

		if (c->row == row && c->table == table)
			return c;
	}
	return NULL;
}

/* The change of a row, begun if need be; ret_is_new tells that its before image is still owed. */
static struct change *change_of(struct journal *j, const struct table *table, int64_t row,
				bool *ret_is_new)
{
	struct change *c = find_change(j, table, row);

	*ret_is_new = !c;
	if (c)
		return c;
	j->changes = xgrow(j->changes, j->n, &j->cap, sizeof *j->changes);
	j->changes[j->n] = (struct change){.table = table, .row = row};
	place(j, j->n);
	j->n++;
	if (j->n * 2 > j->n_slots)
		make_slots(j, j->n_slots * 2);
	return &j->changes[j->n - 1];
}

static void keep_image(struct journal *j, struct image *image, const struct str *from)
{
	if (!image->bytes || image->cap < from->len) {
		image->bytes = arena_alloc(j->images, from->len);
		image->cap = from->len;
	}
	memcpy(image->bytes, from->data, from->len);
	image->size = from->len;
}

typedef int get_value(struct sqlite3 *db, int column, struct sqlite3_value **ret);

static void take_image(struct journal *j, struct sqlite3 *db, get_value *get, struct image *to)
{
	int n = sqlite3_preupdate_count(db);

	image_start(&j->scratch, (size_t)n);
	for (int i = 0; i < n; i++) {
		struct sqlite3_value *value;
		int code = get(db, i, &value);

		if (code == SQLITE_NOMEM)
			abort();
		if (code) {
			j->has_failed = true;
			return;
		}
		image_add(&j->scratch, value);
	}
	keep_image(j, to, &j->scratch);
}

static void record(struct journal *j, struct sqlite3 *db, int operation, const struct table *table,
		   int64_t row)
{
	bool is_new;
	struct change *c = change_of(j, table, row, &is_new);

	if (is_new && operation != SQLITE_INSERT)
		take_image(j, db, sqlite3_preupdate_old, &c->before);
	if (operation == SQLITE_DELETE)
		c->after = (struct image){0};
	else
		take_image(j, db, sqlite3_preupdate_new, &c->after);
}

static void row_changes(void *context, struct sqlite3 *db, int operation, const char *schema,
			const char *name, sqlite3_int64 old_row, sqlite3_int64 new_row)
{
	struct journal *j = context;

	if (strcmp(schema, "main") != 0)
		return;
	if (!j->last_table || strcmp(j->last_table->name, name) != 0)
		j->last_table = table_find(name);
	headcounter_follow(j->heads, db, operation, j->last_table);
	if (!j->is_recording || !j->last_table || !j->last_table->is_journaled)
		return;

	j->n_seen++;
	if (operation == SQLITE_UPDATE && old_row != new_row) {
		record(j, db, SQLITE_DELETE, j->last_table, old_row);
		record(j, db, SQLITE_INSERT, j->last_table, new_row);
		return;
	}
	record(j, db, operation, j->last_table, operation == SQLITE_INSERT ? new_row : old_row);
}

struct journal *journal_new(struct store *s)
{
	struct journal *j = xcalloc(1, sizeof *j);

	j->store = s;
	j->images = arena_new();
	j->heads = headcounter_new();
	make_slots(j, SLOTS_MIN);
	(void)sqlite3_preupdate_hook(store_db(s), row_changes, j);
	return j;
}

void journal_free(struct journal *j)
{
	if (!j)
		return;
	(void)sqlite3_preupdate_hook(store_db(j->store), NULL, NULL);
	headcounter_free(j->heads);
	arena_free(j->images);
	str_deinit(&j->scratch);
	free(j->changes);
	free(j->slots);
	free(j);
}

static void forget_changes(struct journal *j)
{
	j->is_recording = false;
	j->has_failed = false;
	if (j->n == 0)
		return;
	j->n = 0;
	arena_reset(j->images);
	if (j->cap > CHANGES_KEPT) {
		free(j->changes);
		j->changes = NULL;
		j->cap = 0;
		make_slots(j, SLOTS_MIN);
		return;
	}
	memset(j->slots, 0, j->n_slots * sizeof *j->slots);
}

void journal_drop(struct journal *j)
{
	forget_changes(j);
	headcounter_doubt(j->heads);
	j->next_id = 0;
}

struct headcounter *journal_headcounter(const struct journal *j)
{
	return j->heads;
}

/* AUTOINCREMENT's own count knows of every entry written in the open group and of none that was
 * rolled back. */
static int64_t read_next_id(struct journal *j)
{
	struct sqlite3_stmt *stmt;
	int64_t next = 0;
	int r;

	if (store_bind(j->store, &set, NEWEST_ID, &stmt, ""))
		return 0;
	r = store_step(j->store, stmt);
	if (r == 0)
		next = 1;
	if (r == 1)
		next = col_int(stmt, 0) + 1;
	store_reset(stmt);
	return next;
}

void journal_start(struct journal *j)
{
	forget_changes(j);
	if (!j->next_id)
		j->next_id = read_next_id(j);
	j->is_recording = true;
}

int64_t journal_id(const struct journal *j)
{
	return j->next_id;
}

uint64_t journal_mark(const struct journal *j)
{
	return j->n_seen;
}

void journal_taint(struct journal *j, uint64_t mark)
{
	headcounter_doubt(j->heads);
	if (j->is_recording && j->n_seen != mark)
		j->has_failed = true;
}

static bool same_value(const struct image_value *a, const struct image_value *b)
{
	if (a->type != b->type || a->integer != b->integer || a->size != b->size)
		return false;
	if (a->type == IMAGE_REAL)
		return a->real == b->real;
	return a->size == 0 || memcmp(a->bytes, b->bytes, a->size) == 0;
}

/* What is derived can be recomputed, and is no change worth an entry. */
static bool facts_differ(const struct change *c)
{
	struct image_reader before, after;
	size_t n_before, n_after;

	if (!image_open(&before, c->before.bytes, c->before.size, &n_before) ||
	    !image_open(&after, c->after.bytes, c->after.size, &n_after) || n_before != n_after)
		return true;
	for (size_t i = 0; i < n_before && c->table->columns[i].name; i++) {
		struct image_value a = {0}, b = {0};

		if (!image_next(&before, &a) || !image_next(&after, &b))
			return true;
		if (c->table->columns[i].tag != COLUMN_DERIVED && !same_value(&a, &b))
			return true;
	}
	return false;
}

static bool is_changed(const struct change *c)
{
	const struct image *a = &c->before, *b = &c->after;

	if (!a->bytes || !b->bytes)
		return a->bytes != b->bytes;
	if (a->size == b->size && memcmp(a->bytes, b->bytes, a->size) == 0)
		return false;
	return facts_differ(c);
}

bool journal_has_rows(const struct journal *j)
{
	for (size_t i = 0; i < j->n; i++)
		if (is_changed(&j->changes[i]))
			return true;
	return false;
}

static int64_t contact_of(const struct change *c)
{
	const struct image *image = c->after.bytes ? &c->after : &c->before;
	struct image_value value;
	int column;

	if (!c->table->contact)
		return 0;
	column = table_column(c->table, c->table->contact);
	if (column < 0 || !image_column(image->bytes, image->size, (size_t)column, &value))
		return 0;
	return value.integer;
}

int journal_each(struct journal *j, journal_test *test, void *context, bool *ret)
{
	int r = 0;

	*ret = false;
	for (size_t i = 0; r == 0 && !*ret && i < j->n; i++) {
		const struct change *c = &j->changes[i];

		if (is_changed(c))
			r = test(context, c->table, c->row, contact_of(c), ret);
	}
	return r;
}

size_t journal_changes(const struct journal *j)
{
	return j->n;
}

static struct journal_change tell(const struct change *c)
{
	return (struct journal_change){
		.table = c->table,
		.row = c->row,
		.before = {c->before.bytes, c->before.size},
		.after = {c->after.bytes, c->after.size},
	};
}

struct journal_change journal_change_at(const struct journal *j, size_t i)
{
	return tell(&j->changes[i]);
}

bool journal_change_of(const struct journal *j, const struct table *table, int64_t row,
		       struct journal_change *ret)
{
	const struct change *c = find_change(j, table, row);

	if (c)
		*ret = tell(c);
	return c != NULL;
}

static int write_row(struct journal *j, const struct change *c)
{
	return store_run(j->store, &set, ADD_ROW, "iniIxx", j->next_id, c->table->number, c->row,
			 contact_of(c), c->before.bytes, c->before.size, c->after.bytes,
			 c->after.size);
}

static int write_entry(struct journal *j, const struct journal_entry *entry)
{
	int r;

	r = store_run(j->store, &set, ADD, "iittnIIIt", j->next_id, entry->at,
		      journal_actors[entry->actor], entry->method, store_schema(j->store),
		      entry->group_id, entry->undoes, entry->undone_by, entry->summary);
	for (size_t i = 0; r == 0 && i < j->n; i++)
		if (is_changed(&j->changes[i]))
			r = write_row(j, &j->changes[i]);
	return r;
}

int journal_write(struct journal *j, const struct journal_entry *entry)
{
	int r;

	if (j->has_failed)
		return -ECANCELED;
	j->is_recording = false;
	if (!journal_has_rows(j)) {
		forget_changes(j);
		return 0;
	}
	if (!j->next_id)
		return -EIO;

	r = write_entry(j, entry);
	if (r == 0)
		r = store_derived_follow(j->store, j);
	if (r) {
		journal_drop(j);
		return r;
	}
	j->next_id++;
	forget_changes(j);
	return 0;
}

int journal_settle(struct journal *j)
{
	int r = 0;

	if (j->has_failed)
		return -ECANCELED;
	j->is_recording = false;
	if (journal_has_rows(j))
		r = store_derived_follow(j->store, j);
	forget_changes(j);
	return r;
}
