/* A look at request JSON before it is parsed: is it too deep or too wide? */
#pragma once

#include <stddef.h>

#define SCAN_KEYS_MAX 256 /* members of one object */

/* Null where the text may be parsed, else why not (static text). */
const char *scan_json(const char *text, size_t n);
