/* Days as other programs write them. A column has one order, told from all of it: 20-10-2016 proves
 * day first, 10/20/2016 month first; 05-06-2016 proves nothing and is never guessed at. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum dates_order {
	DATES_UNKNOWN,
	DATES_DMY,
	DATES_MDY,
	DATES_YMD, /* the year first, which every order takes too */
};

#define DATES_TEXT_SIZE 16

/* What a column has shown so far; zero at the start. Lines are 0 where nothing was seen. */
struct dates_column {
	int64_t dmy_line, mdy_line, unclear_line;
	char dmy[DATES_TEXT_SIZE], mdy[DATES_TEXT_SIZE], unclear[DATES_TEXT_SIZE];
};

/* "dmy", "mdy" or "ymd"; DATES_UNKNOWN for anything else. */
enum dates_order dates_order_parse(const char *text);

/* Notes what a cell proves; one that is no date proves nothing. */
void dates_look(struct dates_column *column, const char *cell, int64_t line);
/* The column's order: the one asked for, else the one proven. False with one sentence in `why`
 * where both are proven, or none and a date has two readings. DATES_YMD where none is needed. */
bool dates_decide(const struct dates_column *column, const char *name, enum dates_order asked,
		  enum dates_order *ret, struct str *why);
/* Writes "YYYY-MM-DD". A time of day behind the date is passed over. False with what is wrong with
 * the cell, said behind the column's name ("'31-02-2016' is not in the calendar"). */
bool dates_read(const char *cell, enum dates_order order, char to[DATES_TEXT_SIZE],
		struct str *why);
