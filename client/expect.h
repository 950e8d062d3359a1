/* What may stand next on a line that is not finished: patterns, walked as far as it goes. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "pattern.h"

/* Told of each word or place that may come next; a word has its node's text and no place. */
typedef void (*expect_fn)(void *user, const struct node *node);

/* The words before the one that is typed, without the program's name. */
void expect_next(const char *pattern, const char *const *words, size_t n, struct arena *arena,
		 expect_fn tell, void *user);
/* Told of the first word of each bracket that may be given as --word. */
void expect_options(const char *pattern, struct arena *arena, expect_fn tell, void *user);
