/* Text on its way to a notification server: cut, cleaned, escaped. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

enum markup_lines { MARKUP_ONE_LINE, MARKUP_LINES };

/* Appends at most `max` characters. What is longer ends in "…", never in the middle of a
 * character and its combining marks. Characters that deceive or that markup forbids (controls,
 * bidi overrides) are left out; tabs, and line ends where one line is asked for, become
 * spaces; bytes that are no UTF-8 become U+FFFD. */
void markup_cut(struct str *to, const char *text, size_t max, enum markup_lines lines);
/* Appends the text with & < > as entities, and no others: some servers show numeric entities
 * as they are. */
void markup_escape(struct str *to, const char *text);
