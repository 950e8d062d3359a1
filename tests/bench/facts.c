/* The floor under sale.record: the rows of fact that one sale has made, written again and again by
 * SQLite alone, with the settings of vouchd when it is busy, without its journal, its derived
 * tables and its answer: bench_facts DB SALE SECONDS SALES-A-COMMIT CONTACTS. Prints sales a
 * second, the rows of each and the median of an fdatasync on the same disk, in microseconds. */
#define SQLITE_ENABLE_PREUPDATE_HOOK
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "store/db.h"

#define COLUMNS_MAX 64
#define ROWS_MAX 64
#define STRIDE 7919 /* as bench_load's */
#define SYNCS 200
#define PAGE 4096

enum role { COPY, CONTACT, SALE, RUN, FOLLOWUP, N_ROLES };

static const struct {
	const char *name, *where;
	enum role makes;
} kinds[] = {
	{"sale", "id = ?1", SALE},
	{"run", "sale = ?1", RUN},
	{"followup", "sale = ?1 ORDER BY id", FOLLOWUP},
	{"followup_move", "followup IN (SELECT id FROM followup WHERE sale = ?1) ORDER BY followup",
	 COPY},
};

struct row {
	sqlite3_stmt *insert;
	enum role makes;
	int n;
	struct {
		enum role role;
		sqlite3_value *value;
	} columns[COLUMNS_MAX];
};

struct bench {
	sqlite3 *db;
	sqlite3_stmt *begin, *commit, *inserts[ARRAY_LEN(kinds)];
	struct row *rows; /* in the order they are written */
	size_t n;
	int64_t ids[N_ROLES];
	int64_t n_contacts, n_sales;
};

static enum role role_of(const char *column)
{
	static const char *const names[N_ROLES] = {
		[CONTACT] = "contact", [SALE] = "sale", [RUN] = "run", [FOLLOWUP] = "followup"};

	for (int i = 0; i < N_ROLES; i++)
		if (names[i] && strcmp(names[i], column) == 0)
			return (enum role)i;
	return strcmp(column, "anchor_id") == 0 ? SALE : COPY;
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *stmt = NULL;

	if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL)) {
		(void)fprintf(stderr, "bench_facts: %s\n", sqlite3_errmsg(db));
		exit(1);
	}
	return stmt;
}

/* All columns but the first, which is the id. */
static sqlite3_stmt *prepare_insert(sqlite3 *db, const char *table, sqlite3_stmt *select)
{
	_cleanup_str_ struct str sql = {0};
	int n = sqlite3_column_count(select);

	str_addf(&sql, "INSERT INTO %s (", table);
	for (int i = 1; i < n; i++)
		str_addf(&sql, "%s\"%s\"", i > 1 ? ", " : "", sqlite3_column_name(select, i));
	str_add(&sql, ") VALUES (");
	for (int i = 1; i < n; i++)
		str_addf(&sql, "%s?%d", i > 1 ? ", " : "", i);
	str_add(&sql, ")");
	return prepare(db, str_text(&sql));
}

static void copy_row(struct row *row, sqlite3_stmt *select)
{
	row->n = sqlite3_column_count(select) - 1;
	for (int i = 0; i < row->n && i < COLUMNS_MAX; i++) {
		row->columns[i].role = role_of(sqlite3_column_name(select, i + 1));
		row->columns[i].value = sqlite3_value_dup(sqlite3_column_value(select, i + 1));
	}
}

static void load_kind(struct bench *b, size_t kind, sqlite3_int64 sale)
{
	_cleanup_str_ struct str sql = {0};
	sqlite3_stmt *select;

	str_addf(&sql, "SELECT * FROM %s WHERE %s", kinds[kind].name, kinds[kind].where);
	select = prepare(b->db, str_text(&sql));
	b->inserts[kind] = prepare_insert(b->db, kinds[kind].name, select);
	(void)sqlite3_bind_int64(select, 1, sale);
	while (b->n < ROWS_MAX && sqlite3_step(select) == SQLITE_ROW) {
		struct row *row = &b->rows[b->n++];

		row->insert = b->inserts[kind];
		row->makes = kinds[kind].makes;
		copy_row(row, select);
	}
	(void)sqlite3_finalize(select);
}

/* Each follow-up is written just before the move that says so. */
static void interleave(struct bench *b)
{
	struct row *sorted = xcalloc(ROWS_MAX, sizeof *sorted);
	size_t n_before = 0, n_each, n = 0;

	while (n_before < b->n && b->rows[n_before].makes != FOLLOWUP)
		n_before++;
	n_each = (b->n - n_before) / 2;
	memcpy(sorted, b->rows, n_before * sizeof *sorted);
	for (n = n_before; n + 1 < b->n; n += 2) {
		sorted[n] = b->rows[n_before + (n - n_before) / 2];
		sorted[n + 1] = b->rows[n_before + n_each + (n - n_before) / 2];
	}
	free(b->rows);
	b->rows = sorted;
}

static void load(struct bench *b, sqlite3_int64 sale)
{
	b->rows = xcalloc(ROWS_MAX, sizeof *b->rows);
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		load_kind(b, i, sale);
	interleave(b);
	b->begin = prepare(b->db, "BEGIN");
	b->commit = prepare(b->db, "COMMIT");
}

static void unload(struct bench *b)
{
	for (size_t i = 0; i < b->n; i++)
		for (int k = 0; k < b->rows[i].n; k++)
			sqlite3_value_free(b->rows[i].columns[k].value);
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		(void)sqlite3_finalize(b->inserts[i]);
	(void)sqlite3_finalize(b->begin);
	(void)sqlite3_finalize(b->commit);
	free(b->rows);
}

static void step(struct bench *b, sqlite3_stmt *stmt)
{
	if (sqlite3_step(stmt) != SQLITE_DONE) {
		(void)fprintf(stderr, "bench_facts: %s\n", sqlite3_errmsg(b->db));
		exit(1);
	}
	(void)sqlite3_reset(stmt);
}

static void write_row(struct bench *b, const struct row *row)
{
	for (int i = 0; i < row->n; i++) {
		enum role role = row->columns[i].role;

		if (role == COPY || sqlite3_value_type(row->columns[i].value) == SQLITE_NULL)
			(void)sqlite3_bind_value(row->insert, i + 1, row->columns[i].value);
		else
			(void)sqlite3_bind_int64(row->insert, i + 1, b->ids[role]);
	}
	step(b, row->insert);
	b->ids[row->makes] = sqlite3_last_insert_rowid(b->db);
}

static void write_sales(struct bench *b, int64_t n)
{
	step(b, b->begin);
	for (; n > 0; n--) {
		b->ids[CONTACT] = b->n_sales++ * STRIDE % b->n_contacts + 1;
		for (size_t i = 0; i < b->n; i++)
			write_row(b, &b->rows[i]);
	}
	step(b, b->commit);
}

static int compare(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* A page, written over one that is there already. */
static uint64_t median_sync(const char *db)
{
	_cleanup_str_ struct str path = {0};
	char page[PAGE] = {0};
	uint64_t took[SYNCS];
	int fd;

	str_addf(&path, "%s-sync", db);
	fd = open(str_text(&path), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	for (int i = 0; i < SYNCS; i++) {
		uint64_t begun = clock_monotonic_us();

		page[0] = (char)i;
		if (pwrite(fd, page, sizeof page, 0) != PAGE || fdatasync(fd)) {
			perror("bench_facts");
			exit(1);
		}
		took[i] = clock_monotonic_us() - begun;
	}
	(void)close(fd);
	(void)unlink(str_text(&path));
	qsort(took, SYNCS, sizeof took[0], compare);
	return took[SYNCS / 2];
}

int main(int argc, char **argv)
{
	struct store_options options = {.path = argc > 1 ? argv[1] : NULL};
	struct bench b = {.n = 0};
	struct store *store = NULL;
	char why[STORE_WHY_SIZE];
	uint64_t begun, took;

	if (argc != 6) {
		(void)fprintf(stderr,
			      "usage: bench_facts DB SALE SECONDS SALES-A-COMMIT CONTACTS\n");
		return 2;
	}
	if (store_open(&options, &store, why)) {
		(void)fprintf(stderr, "bench_facts: %s\n", why);
		return 1;
	}
	store_set_pace(store, STORE_BUSY); /* as vouchd has it while it is busy */
	b.db = store_db(store);
	b.n_contacts = strtoll(argv[5], NULL, 10);
	(void)sqlite3_preupdate_hook(b.db, NULL, NULL);
	(void)sqlite3_wal_autocheckpoint(b.db, 1000);
	load(&b, strtoll(argv[2], NULL, 10));
	begun = clock_monotonic_us();
	do {
		write_sales(&b, strtoll(argv[4], NULL, 10));
		took = clock_monotonic_us() - begun;
	} while ((double)took < strtod(argv[3], NULL) * 1e6);
	(void)printf("%.1f %zu %llu\n", (double)b.n_sales * 1e6 / (double)took, b.n,
		     (unsigned long long)median_sync(argv[1]));
	unload(&b);
	store_close(store);
	return 0;
}
