/* vouch NOUN VERB [ID] [NAME=VALUE]…: every method of vouchd, without a word of its own. */
#pragma once

#include <stddef.h>

#include "cli.h"
#include "match.h"

/* Is args[0] a noun and args[1] one of its verbs? Quietly: vouchd may not be there to say. */
bool noun_has_verb(struct cli *cli, const struct arg *args, size_t n);
/* args[0] is the noun; alone it lists its verbs. The exit code. */
int noun_run(struct cli *cli, const struct arg *args, size_t n);
/* The same with --help: what it can do, or what params a verb takes. */
int noun_help(struct cli *cli, const struct arg *args, size_t n);
