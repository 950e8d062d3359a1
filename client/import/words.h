/* The words that headers of other programs use for the fields of vouch. */
#pragma once

#include "import/map.h"

enum word_flag {
	WORD_CONTACTS = 1, /* in a file of contacts */
	WORD_SALES = 2,    /* in a file of sales */
	WORD_DECIDES = 4,  /* a file with this column is one of sales */
};

struct word {
	const char *text; /* lower case letters and digits only; null closes the table */
	enum map_field field;
	unsigned flags;
};

/* The best word of each field first. */
extern const struct word words[];

#define WORD_SIZE 128
/* "E-Mail" → "email": lower case, without accents, letters and digits only. */
void word_normalise(const char *header, char to[WORD_SIZE]);
