/* Which groups of an address book a card is in: KIND:group (RFC 6350) and what Apple wrote before.
 */
#include "import/vcard_groups.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* "urn:uuid:X" and "X" are one. */
static const char *bare(const char *uid)
{
	static const char scheme[] = "urn:uuid:";

	return strncasecmp(uid, scheme, sizeof scheme - 1) == 0 ? uid + sizeof scheme - 1 : uid;
}

void vcard_groups_add(struct vcard_groups *g, struct arena *arena, const char *uid,
		      const char *group)
{
	g->items = arena_grow(arena, g->items, g->n, &g->cap, sizeof *g->items);
	g->items[g->n++] = (struct vcard_member){arena_strdup(arena, bare(uid)), group};
}

static int compare(const void *a, const void *b)
{
	const struct vcard_member *x = a, *y = b;
	int order = strcasecmp(x->uid, y->uid);

	return order ? order : strcmp(x->group, y->group);
}

void vcard_groups_sort(struct vcard_groups *g)
{
	size_t n = 0;

	if (g->n)
		qsort(g->items, g->n, sizeof *g->items, compare);
	for (size_t i = 0; i < g->n; i++)
		if (n == 0 || compare(&g->items[n - 1], &g->items[i]) != 0)
			g->items[n++] = g->items[i];
	g->n = n;
}

const struct vcard_member *vcard_groups_of(const struct vcard_groups *g, const char *uid,
					   size_t *ret_n)
{
	size_t low = 0, high = g->n;

	*ret_n = 0;
	if (!g->n)
		return NULL;
	uid = bare(uid);
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcasecmp(g->items[middle].uid, uid) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	while (low + *ret_n < g->n && strcasecmp(g->items[low + *ret_n].uid, uid) == 0)
		++*ret_n;
	return g->items + low;
}
