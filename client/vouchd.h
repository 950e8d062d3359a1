/* Running vouchd for what is done with files: looking at a backup, putting one in place. */
#pragma once

#include <stdbool.h>

#include "base/str.h"

/* The vouchd that is installed with this vouch, or was built with it. */
void vouchd_find(struct str *path);
/* Runs a program with arguments (argv[0] its path; closed by null) and waits. Its standard output
 * goes to *ret (null: to ours), where `is_quiet` its errors go there too. The exit code, or -errno
 * where it could not be run; 128 + the signal that ended it. */
int vouchd_run(const char *const *argv, bool is_quiet, struct str *ret);
