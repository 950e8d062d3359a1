/* What a text becomes, in words that a test can compare. */
#pragma once

#include "base/str.h"
#include "import/rows.h"

/* "2 taken", then "; line 3: account is missing" for each row refused; or "file: …" with why it
 * was refused as a whole. The currency is USD, unless the ask says otherwise. With `ret_items`
 * also the items, one JSON text a line. */
void reading_of(const char *text, size_t len, const struct rows_ask *ask, struct str *ret,
		struct str *ret_items);

/* For cases_run(): "2 taken of 3.", a line for each refusal, and the items, one JSON text a line;
 * or "file: …". Options of rows are "dates dmy", "map name=Who", "where town=Delft",
 * "template google", a line each. The year in which calendars are read is 2026. */
void reading_of_rows(const char *options, const char *text, size_t len, struct str *out);
void reading_of_cards(const char *options, const char *text, size_t len, struct str *out);
void reading_of_calendar(const char *options, const char *text, size_t len, struct str *out);
