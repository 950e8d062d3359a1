/* The rows that were not taken, each with its line, field and reason. */
#include "import/refusals.h"

#include <stdlib.h>

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
