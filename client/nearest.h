/* "Did you mean …?" */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* How far apart two words are: letters added, lost, changed or swapped with the next one. */
size_t nearest_distance(const char *a, const char *b);
/* May the one be a mistyped other? At most a third of the letters, and two, differ. */
bool nearest_is_close(const char *typed, const char *word);
