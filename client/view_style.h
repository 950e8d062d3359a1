/* What the view's own files share: the sequences behind the styles, widths and wrapping. */
#pragma once

#include "base/str.h"
#include "view.h"

/* What switches a style on; "" for the normal one. "\033[0m" ends it. */
const char *view_style_start(enum view_style style);

/* Columns that n bytes take on a terminal. */
size_t view_columns_of(const char *text, size_t n);
/* Adds one line of text, broken between words where it is wider than `width`. */
void view_wrap(struct str *out, const char *line, size_t n, size_t width);
