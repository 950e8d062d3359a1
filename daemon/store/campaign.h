/* Campaigns. */
#pragma once

#include "base/arena.h"
#include "domain/campaign.h"
#include "store/db.h"

struct campaigns {
	struct campaign *items;
	size_t n;
};

/* Sets c->id. */
int store_campaign_add(struct store *s, struct campaign *c);
/* Writes what can change and raises the version. */
int store_campaign_update(struct store *s, struct campaign *c);
/* VOUCH_E_NOT_FOUND where there is none. */
int store_campaign_get(struct store *s, int64_t id, struct arena *arena, struct campaign *ret);
/* By id, after `after`. */
int store_campaign_list(struct store *s, int64_t after, int limit, struct arena *arena,
			struct campaigns *ret);

/* When the daemon looks at it next; NO_DAY: never. */
int store_campaign_set_look(struct store *s, int64_t id, struct day day);
/* Those whose day to look at has come, the earliest first. */
int store_campaign_to_look_at(struct store *s, struct day today, int limit, struct arena *arena,
			      struct campaigns *ret);
/* The first such day; NO_DAY where there is none. */
int store_campaign_next_look(struct store *s, struct day *ret);
