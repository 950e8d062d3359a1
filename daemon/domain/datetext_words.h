/* The words of the date grammar: a typed text as numbers, known words and signs. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define DATETEXT_LENGTH_MAX 100 /* bytes of a typed date */

enum token_kind { TOKEN_END, TOKEN_NUMBER, TOKEN_SIGN, TOKEN_WORD };

enum word_kind {
	WORD_UNKNOWN,
	WORD_WEEKDAY, /* value: enum weekday */
	WORD_MONTH,   /* value: 1 to 12 */
	WORD_UNIT,    /* value: enum date_unit */
	WORD_M,       /* minutes or months */
	WORD_H,       /* hours, or the hour of the day */
	WORD_BUSINESS,
	WORD_DAY,  /* today and its neighbours; value: days from today */
	WORD_END,  /* eow and the like; value: enum date_unit, UNIT_QUARTER included */
	WORD_HALF, /* am, pm; value: hours to add */
	WORD_NOON,
	WORD_MIDNIGHT,
	WORD_AT,
	WORD_IN,
	WORD_A,
	WORD_NEXT,
	WORD_THIS,
};

enum date_unit {
	UNIT_MINUTE,
	UNIT_HOUR,
	UNIT_DAY,
	UNIT_WORKDAY,
	UNIT_WEEK,
	UNIT_MONTH,
	UNIT_QUARTER,
	UNIT_YEAR,
};

struct token {
	enum token_kind kind;
	enum word_kind word;
	int value; /* a number's or a word's; a sign is its character */
	int digits;
};

/* Enough for any sentence of the grammar, and ends to look ahead at. */
#define TOKENS_MAX 16
#define TOKENS_AHEAD 6
struct token_list {
	struct token all[TOKENS_MAX + TOKENS_AHEAD];
};

/* False where the text is too long or has a character or a number the grammar cannot use.
 * A word that is not known is a token of WORD_UNKNOWN. */
bool datetext_split(const char *text, struct token_list *ret);

/* The text in at most DATETEXT_QUOTE_SIZE bytes, fit to be shown: a control or deceiving
 * character and each byte that is not UTF-8 becomes '?', and a long text ends in "...". */
#define DATETEXT_QUOTE_SIZE 44
const char *datetext_quote(const char *text, char to[DATETEXT_QUOTE_SIZE]);
