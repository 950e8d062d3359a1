/* vouch import: handed on to the helper that links the format libraries. */
#pragma once

#include "cli.h"

/* Replaces this process; returns an exit code only where that fails. `args` are those behind
 * the word import, untouched, closed by null. */
int import_exec(const struct cli *cli, char *const *args, size_t n);
