/* Plans and their versions, step by step. */
#pragma once

#include "base/arena.h"
#include "domain/plan.h"
#include "store/db.h"

/* Stores the plan as the newest version of its name; sets id, version_id and version. */
int store_plan_put(struct store *s, struct plan *plan, int64_t now);
/* version 0: the newest. VOUCH_E_NOT_FOUND where there is none. */
int store_plan_get(struct store *s, const char *name, int version, struct arena *arena,
		   struct plan *ret);
int store_plan_by_version_id(struct store *s, int64_t version_id, struct arena *arena,
			     struct plan *ret);

/* The newest version of each, by name after `after` (null: from the start); steps without
 * n_steps' texts: `steps` is null. */
int store_plan_list(struct store *s, const char *after, int limit, struct arena *arena,
		    struct plan **ret, size_t *ret_n);
