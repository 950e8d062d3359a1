/* The parsed form of a pattern, see match.h. */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "place.h"

#define PATTERN_EITHER_MAX 8

enum node_kind { NODE_WORD, NODE_PLACE, NODE_BRACKET };

struct node {
	enum node_kind kind;
	const char *text;                               /* the word, or the place as written */
	const struct place *places[PATTERN_EITHER_MAX]; /* the more specific first */
	bool is_repeated;
	bool is_inner;            /* stands in a bracket */
	unsigned number;          /* of a bracket, 0 to 31 */
	const struct node *child; /* of a bracket */
	const struct node *next;
	const struct node *before;
};

/* Patterns are ours: a faulty one aborts, and a test parses them all. */
const struct node *pattern_parse(const char *pattern, struct arena *arena);
