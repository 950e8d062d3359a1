/* The parsed form of a pattern, see match.h. */
#include "pattern.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct parser {
	const char *at;
	struct arena *arena;
	unsigned n_brackets;
};

static const struct node *parse_list(struct parser *p, bool is_inner);

/* "CONTACT|SALE": sorted so that the more specific is tried first. */
static void read_places(struct node *node)
{
	size_t n = 0;

	for (const char *name = node->text;; name++) {
		size_t length = strcspn(name, "|"), i = n++;
		const struct place *place = place_find(name, length);

		if (n > PATTERN_EITHER_MAX)
			abort();
		for (; i > 0 && place_weight(node->places[i - 1]) < place_weight(place); i--)
			node->places[i] = node->places[i - 1];
		node->places[i] = place;
		name += length;
		if (!*name)
			return;
	}
}

static void parse_bracket(struct parser *p, struct node *node)
{
	p->at++;
	node->kind = NODE_BRACKET;
	node->number = p->n_brackets++;
	node->child = parse_list(p, true);
	if (*p->at != ']' || !node->child || node->number > 31)
		abort();
	p->at++;
}

static void parse_word(struct parser *p, struct node *node)
{
	size_t n = strcspn(p->at, " []");

	if (n > 3 && strncmp(p->at + n - 3, "...", 3) == 0)
		node->is_repeated = true;
	node->text = arena_strndup(p->arena, p->at, node->is_repeated ? n - 3 : n);
	node->kind = isupper((unsigned char)*p->at) ? NODE_PLACE : NODE_WORD;
	if (node->kind == NODE_PLACE)
		read_places(node);
	p->at += n;
}

static const struct node *parse_list(struct parser *p, bool is_inner)
{
	struct node *first = NULL, *last = NULL;

	for (;;) {
		struct node *node;

		p->at += strspn(p->at, " ");
		if (!*p->at || *p->at == ']')
			return first;
		node = arena_alloc(p->arena, sizeof *node);
		node->is_inner = is_inner;
		node->before = last;
		if (*p->at == '[')
			parse_bracket(p, node);
		else
			parse_word(p, node);
		if (last)
			last->next = node;
		else
			first = node;
		last = node;
	}
}

const struct node *pattern_parse(const char *pattern, struct arena *arena)
{
	struct parser p = {.at = pattern, .arena = arena};
	const struct node *root = parse_list(&p, false);

	if (*p.at)
		abort();
	return root;
}
