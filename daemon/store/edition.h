/* Editions of campaigns, and how many of each got it. */
#pragma once

#include "base/arena.h"
#include "domain/campaign.h"
#include "store/db.h"

struct editions {
	struct edition *items;
	size_t n;
};

/* Sets e->id. */
int store_edition_add(struct store *s, struct edition *e);
/* Writes state, frozen and ended day; raises the version. */
int store_edition_update(struct store *s, struct edition *e);
/* Of one that has no recipients. */
int store_edition_remove(struct store *s, int64_t id);
/* VOUCH_E_NOT_FOUND where there is none. */
int store_edition_get(struct store *s, int64_t id, struct edition *ret);
/* The one with the last day; ret->id 0 where there is none. */
int store_edition_latest(struct store *s, int64_t campaign, struct edition *ret);

struct edition_filter {
	int64_t campaign;
	struct day before; /* of a page's last edition; NO_DAY: from the newest */
	int limit;
};
/* Newest day first. */
int store_edition_list(struct store *s, const struct edition_filter *filter, struct arena *arena,
		       struct editions *ret);
/* How many editions the campaign has had up to a day: the round that one is. */
int store_edition_round(struct store *s, int64_t campaign, struct day day, int64_t *ret);

struct edition_counts {
	int64_t recipients, sent, returned, received, skipped;
};
/* Of its fixed recipients. */
int store_edition_counts(struct store *s, int64_t id, struct edition_counts *ret);
