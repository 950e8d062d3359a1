/* Which groups of an address book a card is in: KIND:group (RFC 6350) and what Apple wrote before.
 */
#pragma once

#include "base/arena.h"

struct vcard_member {
	const char *uid, *group;
};

struct vcard_groups {
	struct vcard_member *items;
	size_t n, cap;
};

void vcard_groups_add(struct vcard_groups *g, struct arena *arena, const char *uid,
		      const char *group);
/* After the last was added, before the first is found. Who is twice in a group is in it once: else
 * a file of many cards with one uid would take the square of its size. */
void vcard_groups_sort(struct vcard_groups *g);
/* The first of a card's; *ret_n: how many there are, maybe 0. */
const struct vcard_member *vcard_groups_of(const struct vcard_groups *g, const char *uid,
					   size_t *ret_n);
