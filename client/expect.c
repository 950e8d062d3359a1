/* What may stand next on a line that is not finished: patterns, walked as far as it goes. */
#include "expect.h"

#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "match.h"

#define STEPS_MAX 20000 /* of one pattern: a Tab is answered at once or not at all */

struct walk {
	const char *const *words;
	size_t n;
	unsigned steps;
	expect_fn tell;
	void *user;
};

/* What follows a list of nodes once it is through; done: brackets that are. */
struct rest {
	const struct node *node;
	const struct rest *up;
};

static void walk(struct walk *w, size_t at, const struct node *node, unsigned done,
		 const struct rest *up);

static bool takes_all(const struct node *node)
{
	return node->is_repeated;
}

static bool fits(const struct node *node, const char *word)
{
	if (node->kind == NODE_WORD)
		return strcasecmp(node->text, word) == 0;
	for (size_t i = 0; i < PATTERN_EITHER_MAX && node->places[i]; i++)
		if (place_accepts(node->places[i], word))
			return true;
	return false;
}

static bool is_date(const struct node *node)
{
	return node->kind == NODE_PLACE && node->places[0]->type == PLACE_WHEN;
}

static void walk_one(struct walk *w, size_t at, const struct node *node, unsigned done,
		     const struct rest *up)
{
	size_t most = is_date(node) ? MATCH_DATE_WORDS_MAX : takes_all(node) ? w->n : 1;

	if (at == w->n) {
		w->tell(w->user, node);
		return;
	}
	for (size_t i = 0; i < most && at + i < w->n && fits(node, w->words[at + i]); i++) {
		if (at + i + 1 == w->n && i + 1 < most && takes_all(node))
			w->tell(w->user, node);
		walk(w, at + i + 1, node->next, done, up);
	}
	if (at + 1 == w->n && takes_all(node) && fits(node, w->words[at]))
		w->tell(w->user, node);
}

/* Brackets that follow each other come in any order, each once. */
static void walk_brackets(struct walk *w, size_t at, const struct node *first, unsigned done,
			  const struct rest *up)
{
	const struct node *node = first;
	const struct rest back = {.node = first, .up = up};

	for (; node && node->kind == NODE_BRACKET; node = node->next)
		if (!(done & 1u << node->number))
			walk(w, at, node->child, done | 1u << node->number, &back);
	walk(w, at, node, done, up);
}

static void walk(struct walk *w, size_t at, const struct node *node, unsigned done,
		 const struct rest *up)
{
	if (++w->steps > STEPS_MAX)
		return;
	if (!node && up)
		walk(w, at, up->node, done, up->up);
	else if (node && node->kind == NODE_BRACKET)
		walk_brackets(w, at, node, done, up);
	else if (node)
		walk_one(w, at, node, done, up);
}

/* The bracket that --name stands for; null for none. */
static const struct node *find_option(const struct node *node, const char *name, size_t n)
{
	for (; node; node = node->next) {
		const struct node *inner;

		if (node->kind != NODE_BRACKET)
			continue;
		if (node->child->kind == NODE_WORD && strlen(node->child->text) == n &&
		    strncmp(node->child->text, name, n) == 0)
			return node;
		inner = find_option(node->child, name, n);
		if (inner)
			return inner;
	}
	return NULL;
}

/* Takes the options out of the words. True where the last one still wants its value. */
static bool take_options(const struct node *root, struct walk *w, const char **kept)
{
	size_t n = 0;

	for (size_t i = 0; i < w->n; i++) {
		const char *name = w->words[i] + 2;
		const struct node *found;

		if (strncmp(w->words[i], "--", 2) != 0) {
			kept[n++] = w->words[i];
			continue;
		}
		found = find_option(root, name, strcspn(name, "="));
		if (!found || !found->child->next || strchr(name, '='))
			continue;
		if (++i < w->n)
			continue;
		w->tell(w->user, found->child->next);
		return true;
	}
	w->words = kept;
	w->n = n;
	return false;
}

void expect_next(const char *pattern, const char *const *words, size_t n, struct arena *arena,
		 expect_fn tell, void *user)
{
	struct walk w = {.words = words, .n = n, .tell = tell, .user = user};
	const struct node *root = pattern_parse(pattern, arena);
	const char **kept = arena_alloc(arena, (n + 1) * sizeof *kept);

	if (!take_options(root, &w, kept))
		walk(&w, 0, root, 0, NULL);
}

static void tell_options(const struct node *node, expect_fn tell, void *user)
{
	for (; node; node = node->next) {
		if (node->kind != NODE_BRACKET)
			continue;
		if (node->child->kind == NODE_WORD)
			tell(user, node->child);
		tell_options(node->child, tell, user);
	}
}

void expect_options(const char *pattern, struct arena *arena, expect_fn tell, void *user)
{
	tell_options(pattern_parse(pattern, arena), tell, user);
}
