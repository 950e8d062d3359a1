/* Patterns: which command a line of words is, and what stands in its places. */
#include "match.h"

#include <string.h>

#include "base/str.h"
#include "pattern.h"
#include "place.h"

enum rank { RANK_LEFT_OVER, RANK_WORD_MISSING, RANK_MISSING, RANK_REFUSED };

struct matcher {
	const struct arg *args;
	size_t n;
	const struct node *root;
	const struct match_env *env;
	struct match *m;
	unsigned used; /* brackets taken, by their number */
};

/* Where in the pattern we stand, and where we go on when this bracket is done. */
struct frame {
	const struct node *node;
	const struct frame *up;
};

static bool step(struct matcher *x, struct frame at, size_t i);

static bool is_stopped(const struct matcher *x)
{
	return x->m->is_broken || x->m->has_two_readings;
}

static void note_failure(struct matcher *x, size_t at, enum rank rank, const char *why)
{
	struct match *m = x->m;

	if (m->fail_why && (at < m->fail_at || (at == m->fail_at && (int)rank <= m->fail_rank)))
		return;
	m->fail_at = at;
	m->fail_rank = (int)rank;
	m->fail_why = why;
}

static bool bind(struct matcher *x, const char *name, const char *text, int weight)
{
	struct match *m = x->m;

	if (m->n == MATCH_BINDINGS_MAX) {
		note_failure(x, x->n, RANK_REFUSED, "that is too much at once");
		return false;
	}
	m->items[m->n++] = (struct binding){.name = name, .text = text};
	m->weight += weight;
	return true;
}

static void unbind(struct matcher *x, int weight)
{
	x->m->n--;
	x->m->weight -= weight;
}

static void note_left_over(struct matcher *x, size_t i)
{
	note_failure(x, i, RANK_LEFT_OVER,
		     arena_printf(x->env->arena, "'%s' is not expected here", x->args[i].text));
}

/* The word before the argument, where it is what the refusal is about: 'score' wants 0 to 10. */
static const char *subject(const struct matcher *x, const struct node *node,
			   const struct place *place)
{
	const struct node *before = node->before;

	if (before && before->kind == NODE_WORD && before->before == NULL && node->is_inner)
		return arena_printf(x->env->arena, "'%s'", before->text);
	return place->name;
}

/* A word that begins a bracket is no free text: "done 12 score" forgot the score. */
static bool is_keyword(const struct matcher *x, const struct arg *arg)
{
	if (arg->is_literal)
		return false;
	for (const struct node *b = x->root; b; b = b->next)
		if (b->kind == NODE_BRACKET && b->child->kind == NODE_WORD &&
		    strcmp(b->child->text, arg->text) == 0)
			return true;
	return false;
}

static void refuse(struct matcher *x, const struct node *node, const struct place *place, size_t i)
{
	if (is_keyword(x, &x->args[i])) {
		note_left_over(x, i);
		return;
	}
	note_failure(x, i, RANK_REFUSED,
		     arena_printf(x->env->arena, "%s wants %s, not '%s'", subject(x, node, place),
				  place->wants, x->args[i].text));
}

/* A word that may be left out is not missed. */
static void note_no_word(struct matcher *x, const struct node *node, size_t i)
{
	struct arena *arena = x->env->arena;
	const struct arg *arg = &x->args[i];

	if (i == x->n)
		note_failure(x, i, RANK_WORD_MISSING,
			     arena_printf(arena, "'%s' is missing", node->text));
	else if (arg->is_literal && strcmp(arg->text, node->text) == 0)
		note_failure(
			x, i, RANK_WORD_MISSING,
			arena_printf(arena,
				     "behind -- every word is text, '%s' too: put the text last",
				     arg->text));
	else if (!node->is_inner && !arg->is_literal)
		note_failure(
			x, i, RANK_LEFT_OVER,
			arena_printf(arena, "'%s' is missing before '%s'", node->text, arg->text));
	else
		note_left_over(x, i);
}

static bool match_word(struct matcher *x, struct frame at, size_t i)
{
	const struct node *node = at.node;
	const struct arg *arg = &x->args[i];
	bool fits;

	if (i == x->n || arg->is_literal || strcmp(arg->text, node->text) != 0) {
		note_no_word(x, node, i);
		return false;
	}
	if (!bind(x, node->text, node->text, 8))
		return false;
	fits = step(x, (struct frame){node->next, at.up}, i + 1);
	if (!fits)
		unbind(x, 8);
	return fits;
}

/* Arguments joined by spaces. */
static const char *join(const struct matcher *x, size_t from, size_t n)
{
	const char *text = x->args[from].text;

	for (size_t i = 1; i < n; i++)
		text = arena_printf(x->env->arena, "%s %s", text, x->args[from + i].text);
	return text;
}

static size_t count_date_words(const struct matcher *x, size_t i)
{
	size_t n = 0;

	while (n < MATCH_DATE_WORDS_MAX && i + n < x->n && !x->args[i + n].is_option)
		n++;
	return n;
}

/* The most words that are a date. Why none is: of all words where nothing may follow. */
static bool match_date(struct matcher *x, struct frame at, const struct place *place, size_t i)
{
	size_t longest = count_date_words(x, i);
	const char *no_date = NULL;

	for (size_t n = longest; n > 0 && !is_stopped(x); n--) {
		const char *text = join(x, i, n), *why = NULL;
		int weight = (int)n * place_weight(place);

		switch (x->env->date(x->env->user, text, &why)) {
		case MATCH_DATE_YES:
			if (!bind(x, place->name, text, weight))
				return false;
			if (step(x, (struct frame){at.node->next, at.up}, i + n))
				return true;
			unbind(x, weight);
			break;
		case MATCH_DATE_TWO_READINGS:
			note_failure(x, i + n, RANK_REFUSED, why);
			x->m->has_two_readings = true;
			break;
		case MATCH_DATE_NO:
			if (n == longest || at.node->next)
				no_date = why;
			break;
		case MATCH_DATE_BROKEN:
			x->m->is_broken = true;
			break;
		}
	}
	if (no_date)
		note_failure(x, i, RANK_REFUSED, no_date);
	return false;
}

/* One argument, or with three dots as many as will do. */
static bool match_argument(struct matcher *x, struct frame at, const struct place *place, size_t i)
{
	int weight = place_weight(place);
	bool fits = false;

	if (!place_accepts(place, x->args[i].text) ||
	    ((place_is_free(place) || place->type == PLACE_ONE || at.node->is_repeated) &&
	     is_keyword(x, &x->args[i]))) {
		refuse(x, at.node, place, i);
		return false;
	}
	if (!bind(x, place->name, x->args[i].text, weight))
		return false;
	x->m->items[x->m->n - 1].is_literal = x->args[i].is_literal;
	if (at.node->is_repeated && i + 1 < x->n && !x->args[i + 1].is_option)
		fits = match_argument(x, at, place, i + 1);
	if (!fits)
		fits = step(x, (struct frame){at.node->next, at.up}, i + 1);
	if (!fits)
		unbind(x, weight);
	return fits;
}

static bool match_place(struct matcher *x, struct frame at, size_t i)
{
	const struct node *node = at.node;

	if (i == x->n) {
		note_failure(x, i, RANK_MISSING,
			     arena_printf(x->env->arena, "%s is missing: %s", node->text,
					  node->places[0]->wants));
		return false;
	}
	for (size_t k = 0; k < PATTERN_EITHER_MAX && node->places[k]; k++) {
		const struct place *place = node->places[k];

		if (place->type == PLACE_WHEN ? match_date(x, at, place, i)
					      : match_argument(x, at, place, i))
			return true;
	}
	return false;
}

static bool enter(struct matcher *x, const struct node *bracket, struct frame back, size_t i)
{
	if (x->used & 1u << bracket->number)
		return false;
	x->used |= 1u << bracket->number;
	if (step(x, (struct frame){bracket->child, &back}, i))
		return true;
	x->used &= ~(1u << bracket->number);
	return false;
}

/* Free text is tried last, so that it takes only what is nothing else. */
static bool is_free(const struct node *bracket)
{
	const struct node *first = bracket->child;

	return first->kind == NODE_PLACE && place_is_free(first->places[0]);
}

static bool match_brackets(struct matcher *x, struct frame at, size_t i)
{
	const struct node *end = at.node;

	while (end && end->kind == NODE_BRACKET)
		end = end->next;
	for (int free_text = 0; free_text < 2; free_text++) {
		for (const struct node *b = at.node; b != end && i < x->n; b = b->next)
			if (is_free(b) == (free_text == 1) && enter(x, b, at, i))
				return true;
		if (free_text == 0 && step(x, (struct frame){end, at.up}, i))
			return true;
	}
	return false;
}

/* An option stands for the bracket that begins with its word, wherever it is given. */
static bool match_option(struct matcher *x, struct frame at, size_t i)
{
	const char *name = x->args[i].text;

	for (const struct node *b = x->root; b; b = b->next)
		if (b->kind == NODE_BRACKET && b->child->kind == NODE_WORD &&
		    strcmp(b->child->text, name) == 0)
			return enter(x, b, at, i);
	note_failure(x, i, RANK_REFUSED,
		     arena_printf(x->env->arena, "there is no option --%s here", name));
	return false;
}

static bool step(struct matcher *x, struct frame at, size_t i)
{
	if (is_stopped(x))
		return false;
	if (i < x->n && x->args[i].is_option &&
	    !(at.node && at.node->kind == NODE_WORD && at.node->is_inner))
		return match_option(x, at, i);
	if (!at.node && at.up)
		return step(x, *at.up, i);
	if (!at.node) {
		if (i < x->n)
			note_left_over(x, i);
		return i == x->n;
	}
	switch (at.node->kind) {
	case NODE_WORD:
		return match_word(x, at, i);
	case NODE_PLACE:
		return match_place(x, at, i);
	case NODE_BRACKET:
		return match_brackets(x, at, i);
	}
	return false;
}

bool match_pattern(const char *pattern, const struct arg *args, size_t n,
		   const struct match_env *env, struct match *ret)
{
	struct matcher x = {
		.args = args,
		.n = n,
		.root = pattern_parse(pattern, env->arena),
		.env = env,
		.m = ret,
	};

	*ret = (struct match){0};
	return step(&x, (struct frame){x.root, NULL}, 0);
}

bool match_begins(const char *pattern, const char *word)
{
	size_t n = strcspn(pattern, " ");

	return strlen(word) == n && strncmp(pattern, word, n) == 0;
}

static const struct binding *find(const struct match *m, const char *name)
{
	for (size_t i = 0; i < m->n; i++)
		if (strcmp(m->items[i].name, name) == 0)
			return &m->items[i];
	return NULL;
}

const char *match_text(const struct match *m, const char *name)
{
	const struct binding *binding = find(m, name);

	return binding ? binding->text : NULL;
}

bool match_is_literal(const struct match *m, const char *name)
{
	const struct binding *binding = find(m, name);

	return binding && binding->is_literal;
}

bool match_has(const struct match *m, const char *word)
{
	return match_text(m, word) != NULL;
}

const char *match_all(const struct match *m, const char *name, const char *separator,
		      struct arena *arena)
{
	const char *all = NULL;

	for (size_t i = 0; i < m->n; i++)
		if (strcmp(m->items[i].name, name) == 0)
			all = all ? arena_printf(arena, "%s%s%s", all, separator, m->items[i].text)
				  : m->items[i].text;
	return all;
}
