/* The records of a CSV text (RFC 4180 and its dialects), each with the line it begins on. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CSV_CELL_MAX ((size_t)64 * 1024) /* bytes */
#define CSV_COLUMNS_MAX 256
#define CSV_RECORD_MAX ((size_t)1024 * 1024) /* bytes, as it stands in the file */

struct csv_text {
	const char *text;
	size_t len;
	char delimiter; /* , ; or tab */
	size_t begin;   /* where the header begins: behind a first line "sep=;" */
	int64_t begin_line;
	bool is_exact; /* spaces around cells are part of them */
};

/* Lives as long as the call that is given it. Cells are without spaces around them, newlines in
 * them are \n, and an apostrophe that guards against formulas is taken away. */
struct csv_record {
	int64_t line; /* of the file, from 1 */
	char *const *cells;
	size_t n;
	char delimiter;
	const char *fault; /* why it cannot be read, else null; then there are no cells */
	size_t fault_at; /* the number of the cell that has it, from 1; 0: the record as a whole */
};

/* Tells the delimiter from the first line. */
void csv_open(struct csv_text *csv, const char *text, size_t len);
/* Calls `take` for each record, the header included, but not for empty lines and for rows of empty
 * cells, until it answers other than 0, which is returned. After a record with a fault reading
 * goes on with the line below the one it began on, so that no row is swallowed. Each line is
 * read twice at most. */
int csv_each(const struct csv_text *csv, int (*take)(const struct csv_record *, void *user),
	     void *user);
