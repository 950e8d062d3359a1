/* Runs of plans. */
#pragma once

#include "base/arena.h"
#include "domain/run.h"
#include "store/db.h"

/* Sets run->id. -EEXIST where the plan already runs on this anchor. */
int store_run_add(struct store *s, struct run *run);
/* Writes state, reason, contact, anchor day and minute, plan version; raises the version. */
int store_run_update(struct store *s, struct run *run);
int store_run_get(struct store *s, int64_t id, struct arena *arena, struct run *ret);
/* ret->id is 0 where there is none. */
int store_run_find(struct store *s, int64_t plan, enum anchor_kind kind, int64_t anchor_id,
		   struct arena *arena, struct run *ret);
/* The runs anchored at one thing, oldest first. */
int store_run_of_anchor(struct store *s, enum anchor_kind kind, int64_t id, struct arena *arena,
			struct run **ret, size_t *ret_n);
struct run_filter {
	int64_t contact; /* 0: any */
	int state;       /* enum run_state, -1: any */
	int64_t before;  /* ids below this one; 0: from the newest */
	int limit;
};
/* Newest first. */
int store_run_list(struct store *s, const struct run_filter *filter, struct arena *arena,
		   struct run **ret, size_t *ret_n);
