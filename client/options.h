/* The command line: our own options wherever they stand, and the words left. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "cli.h"
#include "match.h"

struct options {
	bool wants_help, wants_version;
	struct arg args[MATCH_ARGS_MAX];
	size_t n;
	/* `import` hands everything behind its name on, see import.h. */
	char *const *rest;
	size_t n_rest;
};

/* Fills the options and those of the cli. 0, or VOUCH_EXIT_USAGE after it has said why. */
int options_read(int argc, char **argv, struct cli *cli, struct options *ret);
