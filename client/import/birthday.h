/* Birthdays as other programs write them, with and without a year. */
#pragma once

#include <stdbool.h>

#include "import/dates.h"

/* What Outlook writes where it knows none: 0/0/00. */
bool birthday_is_none(const char *cell);
/* Writes "1976-05-03", or "--05-03" where the year is not known: --0503, and the year 1604, which
 * stands for none in address books. False with what is wrong, as dates_read says it. */
bool birthday_read(const char *cell, enum dates_order order, char to[DATES_TEXT_SIZE],
		   struct str *why);
