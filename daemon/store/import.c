/* Imports, and the contacts and sales that a row may be about. */
#include "store/import.h"

#include <assert.h>

#include "base/cleanup.h"
#include "domain/words.h"
#include "store/sets.h"
#include "store/tables.h"
#include "vouch/errors.h"

enum {
	ADD,
	UPDATE,
	GET,
	OF_GROUP,
	NEXT,
	NEXT_LEFT,
	ABORT_OLD,
	ABORT_BOOKS,
	BY_EMAIL,
	BY_PHONE,
	BY_NAME,
	HAS_EMAIL,
	HAS_PHONE,
	HAS_NAME,
	BY_EXTERNAL,
	SAME_SALE,
	CONTACT_SINCE,
	SALE_SINCE,
	N
};

/* The names of those who were merged into somebody, and into these. Few are there, and looking for
 * them costs more than all the rest: CASE, unlike AND, leaves out what it has no need of. */
#define MERGED_NAMES                                                                               \
	"(WITH RECURSIVE was (id, name_key) AS (SELECT m.id, m.name_key FROM contact m "           \
	" WHERE m.merged_into = c.id UNION SELECT m.id, m.name_key FROM was "                      \
	" CROSS JOIN contact m ON m.merged_into = was.id) SELECT name_key FROM was)"
#define CANDIDATES                                                                                 \
	"SELECT c.id, coalesce(c.name_key = ?2, 0), c.origin IS ?3, c.external_id IS NOT NULL, "   \
	"EXISTS (SELECT 1 FROM contact_email e WHERE e.contact = c.id), "                          \
	"EXISTS (SELECT 1 FROM contact_phone p WHERE p.contact = c.id), "                          \
	"CASE WHEN EXISTS (SELECT 1 FROM contact m WHERE m.merged_into = c.id) "                   \
	"THEN coalesce(?2 IN " MERGED_NAMES ", 0) ELSE 0 END FROM "
#define LIVE "c.state <> 'merged' AND c.state <> 'erased'"
#define SELECT                                                                                     \
	"SELECT id, version, source, kind, state, dry_run, strict, n_items, added, updated, "      \
	"unchanged, refused, journal, created_at, ended_at, not_taken FROM import "
#define SAME_BUSINESS                                                                              \
	"SELECT id FROM sale WHERE contact = ?1 AND product = ?2 "                                 \
	"AND opened_day IS ?3 AND amount IS ?4 "                                                   \
	"AND (?5 = 'open' OR state = 'open' OR CASE ?5 "                                           \
	"WHEN 'refunded' THEN state = 'completed' OR refunded_day IS ?6 "                          \
	"ELSE coalesce(completed_day, lost_day) IS ?6 "                                            \
	"AND state IN (?5, 'refunded') END) "
/* The first that happened to a row since an entry was that it was made. */
#define IS_SINCE(table, row, entry)                                                                \
	"(SELECT r.before IS NULL FROM journal_row r WHERE r.\"table\" = " table                   \
	" AND r.row = " row " AND r.journal > " entry " ORDER BY r.journal, r.id LIMIT 1) "
#define NEAREST " ORDER BY 2 DESC, 3 DESC, c.id LIMIT 20"

static const char *const sql[] = {
	[ADD] = "INSERT INTO import (source, kind, state, dry_run, strict, created_at) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
	[UPDATE] = "UPDATE import SET version = version + 1, state = ?2, n_items = ?3, added = ?4, "
		   "updated = ?5, unchanged = ?6, refused = ?7, journal = ?8, ended_at = ?9, "
		   "not_taken = ?10 "
		   "WHERE id = ?1",
	[GET] = SELECT "WHERE id = ?1",
	[OF_GROUP] = SELECT "WHERE journal = ?1",
	[NEXT] = "SELECT min(id) FROM import WHERE state IN ('checking', 'applying', 'planting')",
	[NEXT_LEFT] = "SELECT min(id) FROM import m WHERE m.state IN ('refused', 'aborted') "
		      "AND EXISTS (SELECT 1 FROM import_item i WHERE i.import = m.id "
		      "AND i.state = 'staged')",
	[ABORT_OLD] = "UPDATE import SET version = version + 1, state = 'aborted', ended_at = ?2 "
		      "WHERE state = 'open' AND created_at < ?1",
	[ABORT_BOOKS] = "UPDATE import SET version = version + 1, state = 'aborted', "
			"ended_at = ?1 WHERE kind = 'book' AND state = 'open'",
	[BY_EMAIL] = CANDIDATES "contact_email k CROSS JOIN contact c ON c.id = k.contact "
				"WHERE k.address_key = ?1 AND " LIVE " AND NOT EXISTS (SELECT 1 "
				"FROM contact_email o WHERE o.address_key = ?1 "
				"AND o.id < k.id AND +o.contact = k.contact)" NEAREST,
	[BY_PHONE] = CANDIDATES "contact_phone k CROSS JOIN contact c ON c.id = k.contact "
				"WHERE k.digits = ?1 AND " LIVE " AND NOT EXISTS (SELECT 1 "
				"FROM contact_phone o WHERE o.digits = ?1 "
				"AND o.id < k.id AND +o.contact = k.contact)" NEAREST,
	[BY_NAME] = CANDIDATES
	"contact c WHERE " LIVE
	" AND c.id IN (WITH RECURSIVE named (id) AS (SELECT id FROM contact WHERE name_key = ?1 "
	" UNION SELECT m.merged_into FROM named CROSS JOIN contact m ON m.id = named.id "
	" WHERE m.merged_into IS NOT NULL) SELECT id FROM named)" NEAREST,
	[HAS_EMAIL] = "SELECT 1 FROM contact_email WHERE address_key = ?1 LIMIT 1",
	[HAS_PHONE] = "SELECT 1 FROM contact_phone WHERE digits = ?1 LIMIT 1",
	[HAS_NAME] = "SELECT 1 FROM contact WHERE name_key = ?1 LIMIT 1",
	[BY_EXTERNAL] = "SELECT id FROM contact WHERE origin = ?1 AND external_id = ?2",
	[SAME_SALE] = SAME_BUSINESS "ORDER BY state = ?5 DESC, id LIMIT 1",
	[CONTACT_SINCE] =
		"SELECT id FROM contact c WHERE name_key = ?1 AND id <> ?2 "
		"AND state <> 'erased' AND NOT (?4 IS NOT NULL AND origin IS ?3 "
		"AND external_id IS NOT NULL) AND " IS_SINCE("?5", "c.id", "?6") "LIMIT 1",
	[SALE_SINCE] = SAME_BUSINESS "AND id <> ?7 AND " IS_SINCE("?8", "sale.id", "?9") "LIMIT 1",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_IMPORT};
const struct stmt_set *const store_set_import = &set;

int store_import_add(struct store *s, struct import *import)
{
	int r;

	r = store_run(s, &set, ADD, "tttbbi", import->source, import_kinds[import->kind],
		      import_states[import->state], import->is_dry_run, import->is_strict,
		      import->created_at);
	if (r)
		return r;
	import->id = store_last_id(s);
	import->version = 1;
	return 0;
}

int store_import_update(struct store *s, struct import *import)
{
	int r;

	r = store_run(s, &set, UPDATE, "itiiiiiIwi", import->id, import_states[import->state],
		      import->n_items, import->added, import->updated, import->unchanged,
		      import->refused, import->journal, import->ended_at, import->not_taken);
	if (r)
		return r;
	import->version++;
	return 0;
}

static int read_one(struct store *s, int statement, int64_t id, struct arena *arena,
		    struct import *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, statement, &stmt, "i", id);
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r <= 0)
		return r ? r : VOUCH_E_NOT_FOUND;
	*ret = (struct import){
		.id = col_int(stmt, 0),
		.version = col_int(stmt, 1),
		.source = col_text(stmt, 2, arena),
		.kind = (enum import_kind)col_word(stmt, 3, import_kinds),
		.state = (enum import_state)col_word(stmt, 4, import_states),
		.is_dry_run = col_bool(stmt, 5),
		.is_strict = col_bool(stmt, 6),
		.n_items = col_int(stmt, 7),
		.added = col_int(stmt, 8),
		.updated = col_int(stmt, 9),
		.unchanged = col_int(stmt, 10),
		.refused = col_int(stmt, 11),
		.journal = col_int(stmt, 12),
		.created_at = col_int(stmt, 13),
		.ended_at = col_instant(stmt, 14),
		.not_taken = col_int(stmt, 15),
	};
	store_reset(stmt);
	return 0;
}

int store_import_get(struct store *s, int64_t id, struct arena *arena, struct import *ret)
{
	return read_one(s, GET, id, arena, ret);
}

int store_import_of_group(struct store *s, int64_t group, struct arena *arena, struct import *ret)
{
	return read_one(s, OF_GROUP, group, arena, ret);
}

/* The first column of the first row, 0 where there is none. */
static int one_id(struct store *s, struct sqlite3_stmt *stmt, int64_t *ret)
{
	int r;

	r = store_step(s, stmt);
	if (r < 0)
		return r;
	*ret = r ? col_int(stmt, 0) : 0;
	store_reset(stmt);
	return 0;
}

int store_import_next(struct store *s, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, NEXT, &stmt, "");
	return r ? r : one_id(s, stmt, ret);
}

int store_import_next_left(struct store *s, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, NEXT_LEFT, &stmt, "");
	return r ? r : one_id(s, stmt, ret);
}

int store_import_abort_old(struct store *s, int64_t before, int64_t now)
{
	return store_run(s, &set, ABORT_OLD, "ii", before, now);
}

int store_import_abort_books(struct store *s, int64_t now)
{
	return store_run(s, &set, ABORT_BOOKS, "i", now);
}

/* Most rows are about somebody new: of them this is all that is read. */
static int has_any(struct store *s, const struct import_clue *clue, bool *ret)
{
	static const int statements[] = {HAS_EMAIL, HAS_PHONE, HAS_NAME};
	struct sqlite3_stmt *stmt;
	int64_t one;
	int r;

	r = store_bind(s, &set, statements[clue->way], &stmt, "t", clue->key);
	if (r == 0)
		r = store_one_int(s, stmt, &one);
	if (r == 0)
		*ret = one != 0;
	return r;
}

int store_import_candidates(struct store *s, const struct import_clue *clue, struct arena *arena,
			    struct import_candidates *ret)
{
	static const int statements[] = {BY_EMAIL, BY_PHONE, BY_NAME};
	struct sqlite3_stmt *stmt;
	bool is_known;
	size_t cap = 0;
	int r;

	*ret = (struct import_candidates){0};
	r = has_any(s, clue, &is_known);
	if (r || !is_known)
		return r;
	r = store_bind(s, &set, statements[clue->way], &stmt, "ttt", clue->key, clue->name_key,
		       clue->origin);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		ret->items = arena_grow(arena, ret->items, ret->n, &cap, sizeof *ret->items);
		ret->items[ret->n++] = (struct import_candidate){
			.contact = col_int(stmt, 0),
			.is_same_name = col_bool(stmt, 1),
			.is_same_origin = col_bool(stmt, 2),
			.has_external_id = col_bool(stmt, 3),
			.has_emails = col_bool(stmt, 4),
			.has_phones = col_bool(stmt, 5),
			.is_merged_name = col_bool(stmt, 6),
		};
	}
	return r;
}

int store_import_contact(struct store *s, const char *origin, const char *external_id, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, BY_EXTERNAL, &stmt, "tt", origin, external_id);
	return r ? r : one_id(s, stmt, ret);
}

int store_import_same_sale(struct store *s, const struct sale *sale, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, SAME_SALE, &stmt, "itdwtd", sale->contact, sale->product,
		       sale->opened_day, sale->amount, sale_states[sale->state],
		       sale_closed_day(sale));
	return r ? r : one_id(s, stmt, ret);
}

int store_import_contact_since(struct store *s, const struct contact *c, const char *name_key,
			       int64_t entry, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, CONTACT_SINCE, &stmt, "tittni", name_key, c->id, c->origin,
		       c->external_id, table_find("contact")->number, entry);
	return r ? r : one_id(s, stmt, ret);
}

int store_import_sale_since(struct store *s, const struct sale *sale, int64_t entry, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	*ret = 0;
	if (sale->external_id)
		return 0;
	r = store_bind(s, &set, SALE_SINCE, &stmt, "itdwtdini", sale->contact, sale->product,
		       sale->opened_day, sale->amount, sale_states[sale->state],
		       sale_closed_day(sale), sale->id, table_find("sale")->number, entry);
	return r ? r : one_id(s, stmt, ret);
}
