/* Birthdays as vCards write them. */
#pragma once

#include <stdbool.h>

#define VCARD_DAY_SIZE 16

enum vcard_day {
	VCARD_DAY_GOOD,
	VCARD_DAY_PART, /* a year, a month, or words: a note */
	VCARD_DAY_BAD,  /* no day of the calendar, or one before 1900 */
};

/* "1976-05-03", "19760503", "--0503", each with a time or without, as "1976-05-03" or "--05-03".
 * Years 0000 and 1604 stand for one that is not known, as does is_yearless. */
enum vcard_day vcard_day_read(const char *text, bool is_yearless, char ret[VCARD_DAY_SIZE]);
