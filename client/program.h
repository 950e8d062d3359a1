/* Programs that vouch starts and waits for: vouchd for what is done with files, an editor. */
#pragma once

#include <stdbool.h>

#include "base/str.h"

/* The vouchd that is installed with this vouch, or was built with it. */
void program_find_vouchd(struct str *path);
/* Runs a program with arguments (argv[0] its path, or its name on PATH; closed by null) and waits,
 * with the terminal that vouch has. Its standard output
 * goes to *ret (null: to ours), where `is_quiet` its errors go there too. The exit code, or -errno
 * where it could not be run; 128 + the signal that ended it. */
int program_run(const char *const *argv, bool is_quiet, struct str *ret);
