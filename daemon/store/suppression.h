/* Suppressions: who is not to be contacted, how, and until when. */
#pragma once

#include "base/arena.h"
#include "domain/suppression.h"
#include "store/db.h"

struct suppressions {
	struct suppression *items;
	size_t n;
};

/* Sets x->id. */
int store_suppression_add(struct store *s, struct suppression *x);
/* Writes when and why it was lifted; raises the version. */
int store_suppression_update(struct store *s, struct suppression *x);
/* VOUCH_E_NOT_FOUND where there is none. */
int store_suppression_get(struct store *s, int64_t id, struct arena *arena,
			  struct suppression *ret);
/* Those of a contact that hold on a day, oldest first. */
int store_suppression_in_force(struct store *s, int64_t contact, struct day day,
			       struct arena *arena, struct suppressions *ret);
/* Those whose end day has come and that were not lifted, by that day. */
int store_suppression_over(struct store *s, struct day today, struct arena *arena, int64_t **ret,
			   size_t *ret_n);
/* The first day on which one ends; NO_DAY where none does. */
int store_suppression_next_end(struct store *s, struct day *ret);

struct suppression_filter {
	int64_t contact;   /* 0: any */
	int64_t before_id; /* of a page's last; 0: from the newest */
	int limit;
};
/* Newest first. */
int store_suppression_list(struct store *s, const struct suppression_filter *filter,
			   struct arena *arena, struct suppressions *ret);

/* A cancelled follow-up, and what cancelled it. */
struct stopped {
	int64_t followup;
	bool is_by_suppression; /* else by the follow-up before it */
	int64_t by;
};
/* Those of a contact, in the order in which they were cancelled. */
int store_suppression_stopped(struct store *s, int64_t contact, struct arena *arena,
			      struct stopped **ret, size_t *ret_n);
