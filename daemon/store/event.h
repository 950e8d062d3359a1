/* What subscribers are told: one row an event, the newest VOUCH_EVENTS_KEPT kept. */
#pragma once

#include "store/db.h"

struct event_row {
	int64_t id;
	int64_t at;
	const char *kind;
	int64_t about;   /* of the noun */
	int64_t contact; /* 0: none */
};

/* Adds one and lets the oldest go. row->id is ignored. */
int store_event_add(struct store *s, const struct event_row *row, int64_t *ret_id);
/* The ids of the oldest and the newest, 0 and 0 where there is none. */
int store_event_range(struct store *s, int64_t *ret_oldest, int64_t *ret_newest);
/* Those with ids above `since`, oldest first, at most `limit`. */
int store_event_since(struct store *s, int64_t since, int limit, struct arena *arena,
		      struct event_row **ret, int *ret_n);
