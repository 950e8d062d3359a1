/* Cells of CSV that we write (RFC 4180), and the apostrophe that keeps a spreadsheet from taking
 * one for a formula. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* Appends one cell, quoted where it must be. One that begins with = + - @, a tab, a carriage
 * return, or one of ＝ ＋ － ＠ gets an apostrophe in front, unless is_raw; so does one that begins
 * with apostrophes and then such a character, so that reading takes away exactly what writing put.
 */
void csv_add_cell(struct str *out, const char *text, bool is_raw);
/* Whether it is one of those. */
bool csv_wants_guard(const char *text);
/* 1 where the text begins with an apostrophe that is such a guard, else 0. */
size_t csv_guard(const char *text);
