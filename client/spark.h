/* Numbers as pictures a line high: a row of columns, and a bar. Block characters, or ASCII where
 * the locale has no others; both take the same width. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* One column a value, as high as it is of `max`. Only 0 (and less) has none; what is above `max`,
 * and anything where that is 0, is as high as can be. */
void spark_add(struct str *out, const long long *values, size_t n, long long max, bool is_ascii);
/* As long as `value` is of `max`, which takes the whole width. Above 0 something is seen; nothing
 * is padded. */
void spark_add_bar(struct str *out, long long value, long long max, size_t width, bool is_ascii);
/* The largest value, 0 where there is none above. */
long long spark_max(const long long *values, size_t n);
