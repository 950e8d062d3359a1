/* Recipients of an edition on their way to a printer: CSV, labels as text, a sheet of labels. What
 * people are called is inert in each of them. */
#pragma once

#include <jansson.h>
#include <stdbool.h>

#include "base/str.h"

/* By the names of the contacts, in place. */
void mailing_sort(json_t *items);
/* Items of edition.recipients to whom it goes and that were not skipped. A new array. */
json_t *mailing_goes_to(const json_t *items);

/* RFC 4180 with a line of names, UTF-8. A cell that a spreadsheet would take for a formula (one
 * that begins with = + - @, a tab or a carriage return) gets an apostrophe in front. With `is_all`
 * also why not. */
void mailing_csv(struct str *out, const json_t *items, bool is_all);
/* One label after the other, an empty line between them. */
void mailing_labels(struct str *out, const json_t *items);
/* A page of HTML for A4 label sheets of 3 by 8 (70 by 37 mm). Any browser prints it to the
 * millimetre, it needs no font of ours, and nothing in it runs or is fetched. */
void mailing_sheet(struct str *out, const json_t *items);
