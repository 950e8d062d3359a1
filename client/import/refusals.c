/* The rows that were not taken, each with its line, field and reason. */
#include "import/refusals.h"

#include <stdlib.h>
#include <string.h>

void refusals_add(struct refusals *list, const struct refusal *refusal)
{
	list->items =
		arena_grow(list->arena, list->items, list->n, &list->cap, sizeof *list->items);
	list->items[list->n++] = (struct refusal){
		.line = refusal->line,
		.field = arena_strdup(list->arena, refusal->field),
		.column = arena_strdup(list->arena, refusal->column),
		.reason = arena_strdup(list->arena, refusal->reason),
	};
}

static int compare(const void *a, const void *b)
{
	const struct refusal *x = a, *y = b;

	return (x->line > y->line) - (x->line < y->line);
}

void refusals_sort(struct refusals *list)
{
	if (list->n)
		qsort(list->items, list->n, sizeof *list->items, compare);
}

/* A reason names the cell between its first and its last '. */
static int compare_reasons(const char *a, const char *b)
{
	size_t n = strcspn(a, "'"), m = strcspn(b, "'");
	const char *a_end = strrchr(a, '\''), *b_end = strrchr(b, '\'');
	int c = strncmp(a, b, n < m ? n : m);

	if (c || n != m)
		return c ? c : (n > m) - (n < m);
	return strcmp(a_end ? a_end : a + n, b_end ? b_end : b + m);
}

static int compare_kinds(const struct refusal *x, const struct refusal *y)
{
	int c = strcmp(x->column ? x->column : "", y->column ? y->column : "");

	return c ? c : compare_reasons(x->reason, y->reason);
}

static int by_kind(const void *a, const void *b)
{
	int c = compare_kinds(a, b);

	return c ? c : compare(a, b);
}

static int by_first(const void *a, const void *b)
{
	const struct refusal *x = a, *y = b;
	int c = (x->first > y->first) - (x->first < y->first);

	return c ? c : by_kind(a, b);
}

/* Sorted by kind already. */
static size_t count_alike(const struct refusals *list, size_t i)
{
	size_t n = 1;

	while (i + n < list->n && compare_kinds(&list->items[i], &list->items[i + n]) == 0)
		n++;
	return n;
}

void refusals_sort_kinds(struct refusals *list)
{
	size_t n;

	if (!list->n)
		return;
	qsort(list->items, list->n, sizeof *list->items, by_kind);
	for (size_t i = 0; i < list->n; i += n) {
		n = count_alike(list, i);
		for (size_t k = 0; k < n; k++)
			list->items[i + k].first = list->items[n > REFUSALS_APART ? i : i + k].line;
	}
	qsort(list->items, list->n, sizeof *list->items, by_first);
}

size_t refusals_kind(const struct refusals *list, size_t i)
{
	size_t n = 1;

	while (i + n < list->n && list->items[i].first == list->items[i + n].first &&
	       compare_kinds(&list->items[i], &list->items[i + n]) == 0)
		n++;
	return n > REFUSALS_APART ? n : 1;
}
