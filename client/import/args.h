/* The options of vouch import. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "cli.h"
#include "import/rows.h"

#define ARGS_WISHES_MAX 64

struct args {
	bool wants_help, wants_version;
	bool is_dry_run, is_strict;
	const char *source;   /* null: the file's name tells */
	const char *currency; /* null: the one in vouchd's settings */
	struct map_wish wishes[ARGS_WISHES_MAX];
	struct rows_ask ask;
	char *const *files; /* n of them */
	size_t n_files;
};

/* Fills the args and the options of the cli. The texts of --map and --where are cut in two where
 * they stand. 0, or VOUCH_EXIT_USAGE after it has said why. */
int args_read(int argc, char **argv, struct cli *cli, struct args *ret);
void args_help(void);
