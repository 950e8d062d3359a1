/* What became of a file: for people, for scripts and as JSON. */
#pragma once

#include <stdbool.h>

#include "cli.h"
#include "import/file.h"
#include "import/refusals.h"
#include "import/rows.h"
#include "import/upload.h"

struct report {
	struct cli *cli;
	const struct map *map;  /* of the columns; null: the file has none */
	const char *one, *many; /* "row", "rows" */
	const char *remark;     /* " 3 photos were left out.", or "" */
	const struct rows_counts *counts;
	const struct upload *upload;
	struct refusals *refusals; /* those found here */
};

/* Before the import, for people only: the encoding, where it is not UTF-8. */
void report_encoding(const struct cli *cli, const char *path, const struct file *file);
/* Likewise: which column is taken for what. */
void report_mapping(const struct cli *cli, const char *path, const struct rows *rows);
/* Adds vouchd's refusals to ours and says all. The exit code: 0 where something was taken or there
 * was nothing to take. */
int report_end(const struct report *report);
