/* From words to a command: daily words first, then the nouns that vouchd knows. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "cli.h"
#include "match.h"

/* The exit code; no words are the agenda. */
int dispatch(struct cli *cli, const struct arg *args, size_t n);
/* What was typed is no command: says what may have been meant. `nouns` may be null, else an
 * array of texts that may be meant too. VOUCH_EXIT_USAGE. */
int dispatch_unknown(const char *word, const json_t *nouns);
/* May it be a mistyped daily word? */
bool dispatch_is_close(const char *word);
