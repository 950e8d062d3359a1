/* "system.check": does the database keep its promises? */
#pragma once

#include <stdbool.h>

#include "base/arena.h"

struct store;

#define CHECK_PROBLEMS_MAX 100 /* more are not looked for */

/* Looks at what must always hold between rows; `full` adds SQLite's own checks of pages, indexes
 * and references, which stand still for seconds at a million rows. Changes nothing. Each problem
 * is one sentence with ids and without names; in the arena. */
int store_check(struct store *s, bool full, struct arena *arena, const char ***ret_problems,
		int *ret_n);
