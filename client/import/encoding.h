/* Text of other encodings as UTF-8. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* Appends UTF-16 without its mark as UTF-8. False where a character is cut in two or is none;
 * *ret_at is where, in bytes. */
bool encoding_from_utf16(const char *bytes, size_t n, bool is_big, struct str *out, size_t *ret_at);
/* Appends windows-1252 as UTF-8. False at a byte that stands for nothing there. */
bool encoding_from_1252(const char *bytes, size_t n, struct str *out, size_t *ret_at);
/* Whether a character of several bytes stands anywhere in it: then it was meant to be UTF-8. */
bool encoding_has_utf8(const char *bytes, size_t n);
