/* Asks. */
#pragma once

#include "base/arena.h"
#include "domain/ask.h"
#include "store/db.h"

/* Sets a->id. */
int store_ask_add(struct store *s, struct ask *a);
/* Writes outcome, later day, note and override reason; raises the version. */
int store_ask_update(struct store *s, struct ask *a);
/* The ask that a follow-up was; ret->id 0 where there is none. */
int store_ask_of_followup(struct store *s, int64_t followup, struct arena *arena, struct ask *ret);
/* The contact's newest ask, where its answer is not yet noted; ret->id 0 where it is, or there is
 * none. */
int store_ask_pending(struct store *s, int64_t contact, struct arena *arena, struct ask *ret);

struct ask_filter {
	int64_t contact; /* 0: any */
	int64_t before;  /* ids below this one; 0: from the newest */
	int limit;
};
/* Newest first. */
int store_ask_list(struct store *s, const struct ask_filter *filter, struct arena *arena,
		   struct ask **ret, size_t *ret_n);
