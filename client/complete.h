/* vouch __complete -- WORDS…: what the last of the words may become, a line each, for shells. */
#pragma once

#include <stdbool.h>

#include "cli.h"

/* How long a Tab may wait for vouchd; what it does not say in time is left out. */
#define COMPLETE_MS 300

bool complete_is_asked(int argc, char **argv);
/* Prints "word", or "word<Tab>what it is", and "<Tab>files" where a file may stand. What begins
 * with --name= or ends with = is to be typed on. Never says that something is wrong. */
int complete_run(struct cli *cli, int argc, char **argv);
