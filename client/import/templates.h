/* The headers that other programs write, and what is in their columns. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "import/map.h"
#include "import/words.h"

#define TEMPLATE_MARKS_MAX 5

struct template_column {
	const char *header; /* in the way of word_normalise; null closes the list */
	enum map_field field;
	unsigned char rank; /* of several columns of one field the lowest that is filled; an address
			     * is all of one rank */
};

struct template
{
	const char *name;  /* as --template has it; null closes the table */
	const char *title; /* "Google Contacts" */
	enum map_kind kind;
	/* Written by us: cells are as they stand, lists have "; ", days and amounts one form. */
	bool is_ours;
	const char *refusal;                   /* why a file of this kind is not taken; else null */
	const char *marks[TEMPLATE_MARKS_MAX]; /* headers that tell it, all of them */
	const struct template_column *columns;
};

/* The first of those that tell the same wins. */
extern const struct template templates[];
/* Asked for where only the words are to tell. */
extern const struct template template_none;

/* By its name; null for none. */
const struct template *template_find(const char *name);
/* The one whose marks are among the headers; null for none. */
const struct template *template_tell(const char (*headers)[WORD_SIZE], size_t n);
/* What is in the column; null where it is of no use. */
const struct template_column *template_column(const struct template *t, const char *header);
