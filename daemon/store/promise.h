/* Promises, and the days they were re-dated. */
#pragma once

#include "base/arena.h"
#include "domain/promise.h"
#include "store/db.h"

/* Sets p->id. */
int store_promise_add(struct store *s, struct promise *p);
/* Writes all that can change and raises the version. */
int store_promise_update(struct store *s, struct promise *p);
/* A broken one was put right: the fix of its repair was done. */
int store_promise_set_righted(struct store *s, int64_t id, struct day day, int64_t entry);
/* VOUCH_E_NOT_FOUND where there is none. */
int store_promise_get(struct store *s, int64_t id, struct arena *arena, struct promise *ret);

struct promises {
	struct promise *items;
	size_t n;
};

struct promise_filter {
	int64_t contact; /* 0: any */
	int state;       /* -1: any */
	int64_t before;  /* ids below this one; 0: from the newest */
	int limit;
};
/* Newest first. */
int store_promise_list(struct store *s, const struct promise_filter *filter, struct arena *arena,
		       struct promises *ret);
/* Open ones whose target day has come, or due by `soon`: by due day, then id. */
int store_promise_at_risk(struct store *s, struct day today, struct day soon, int limit,
			  struct arena *arena, struct promises *ret);
int store_promise_at_risk_count(struct store *s, struct day today, struct day soon, int64_t *ret);
/* Open ones of a contact that are of that sale or of none (sale 0: of any), by id. */
int store_promise_open_of(struct store *s, int64_t contact, int64_t sale, struct arena *arena,
			  struct promises *ret);
/* All of a sale, in whichever state, by id. */
int store_promise_of_sale(struct store *s, int64_t sale, struct arena *arena, struct promises *ret);
/* How many are open, and how many of these were due before today. */
int store_promise_count(struct store *s, struct day today, int64_t *ret_open, int64_t *ret_overdue);

/* Sets r->id. */
int store_redate_add(struct store *s, struct promise_redate *r);

struct redates {
	struct promise_redate *items;
	size_t n;
};
/* Oldest first. */
int store_redate_list(struct store *s, int64_t promise, struct arena *arena, struct redates *ret);
