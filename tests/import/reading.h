/* What a CSV text becomes, as one line that a test can compare. */
#pragma once

#include "base/str.h"
#include "import/rows.h"

/* "2 taken", then "; line 3: account is missing" for each row refused; or "file: …" with why it
 * was refused as a whole. The currency is USD, unless the ask says otherwise. With `ret_items`
 * also the items, one JSON text a line. */
void reading_of(const char *text, size_t len, const struct rows_ask *ask, struct str *ret,
		struct str *ret_items);
