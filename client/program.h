/* Programs that vouch starts and waits for, with the terminal it has itself. */
#pragma once

#include "base/str.h"

/* Runs argv[0], found on PATH where it has no slash; its exit status, or -1 where it could not be
 * started or was ended by a signal. */
int program_run(char *const *argv);

/* The vouchd that belongs to this vouch: beside it as installed or as built, else by PATH. */
void program_find_vouchd(struct str *path);
