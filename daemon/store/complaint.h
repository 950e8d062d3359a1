/* Complaints. */
#pragma once

#include "base/arena.h"
#include "domain/complaint.h"
#include "store/db.h"

/* Sets c->id. */
int store_complaint_add(struct store *s, struct complaint *c);
/* Writes state, day and entry of the resolution, and the note; raises the version. */
int store_complaint_update(struct store *s, struct complaint *c);
/* VOUCH_E_NOT_FOUND where there is none. */
int store_complaint_get(struct store *s, int64_t id, struct arena *arena, struct complaint *ret);

struct complaint_filter {
	int64_t contact; /* 0: any */
	int state;       /* -1: any */
	int64_t before;  /* the id of a page's last; 0: from the newest */
	int limit;
};
/* The last entered first. */
int store_complaint_list(struct store *s, const struct complaint_filter *filter,
			 struct arena *arena, struct complaint **ret, size_t *ret_n);
/* Open ones of a contact's household, oldest first. */
int store_complaint_open_of_household(struct store *s, int64_t contact, struct arena *arena,
				      struct complaint **ret, size_t *ret_n);
