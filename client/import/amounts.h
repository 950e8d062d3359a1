/* Amounts of money as other programs write them. Which of , and . stands before the decimals is
 * told from the column as a whole: 1,054.50 proves the point, 12,5 the comma; three digits behind
 * one mark are thousands, unless the currency has three decimals itself. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

#define AMOUNTS_TEXT_SIZE 64

/* What a column has shown so far; zero at the start. Lines are 0 where nothing was seen. */
struct amounts_column {
	int64_t point_line, comma_line, unclear_line;
	char point[AMOUNTS_TEXT_SIZE], comma[AMOUNTS_TEXT_SIZE], unclear[AMOUNTS_TEXT_SIZE];
};

/* Notes what a cell proves, of a currency with that many decimals. */
void amounts_look(struct amounts_column *column, const char *cell, int exponent, int64_t line);
/* The mark before the decimals. False with one sentence in `why` where both are proven, or none
 * and an amount has two readings. */
bool amounts_decide(const struct amounts_column *column, const char *name, char *ret,
		    struct str *why);
/* Minor units. A sign or code of the currency may stand before or behind; another's is refused.
 * False with what is wrong with the cell, said behind the column's name. */
bool amounts_read(const char *cell, char mark, int exponent, const char *currency, int64_t *ret,
		  struct str *why);
