/* The army as it stands: ranks, what is owed, and whose gate is open. */
#pragma once

#include "base/arena.h"
#include "domain/army.h"
#include "store/db.h"

struct army_counts {
	int64_t ranks[N_ARMY_RANKS];
	int64_t size;
	int64_t ready; /* their gate is open */
};
int store_army_count(struct store *s, struct army_counts *ret);

struct army_members {
	struct army_member *items;
	size_t n;
};

/* Where a page begins: behind this member of the order. */
struct army_place {
	int64_t rank;       /* enum army_rank; N_ARMY_RANKS: from the start */
	int64_t served_day; /* ARMY_NEVER_SERVED where there is none */
	int64_t contact;
};
#define ARMY_NEVER_SERVED (-1000000)
/* By rank, the highest first, and who was not served for longest. Without households. */
int store_army_list(struct store *s, const struct army_place *after, struct day today, int limit,
		    struct arena *arena, struct army_members *ret);
/* All whose gate is open, by contact. */
int store_army_ready(struct store *s, struct day today, struct arena *arena,
		     struct army_members *ret);
