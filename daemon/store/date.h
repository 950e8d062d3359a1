/* Named days of contacts. */
#pragma once

#include "base/arena.h"
#include "domain/date.h"
#include "store/db.h"

struct dates {
	struct date *items;
	size_t n;
};

/* Sets d->id. */
int store_date_add(struct store *s, struct date *d);
/* Writes contact and removed_day, and raises the version. */
int store_date_update(struct store *s, struct date *d);
/* VOUCH_E_NOT_FOUND where there is none. */
int store_date_get(struct store *s, int64_t id, struct arena *arena, struct date *ret);
/* Those of a contact that hold, by id. */
int store_date_of_contact(struct store *s, int64_t contact, struct arena *arena, struct dates *ret);
/* Those of a sale that hold, by id. */
int store_date_of_sale(struct store *s, int64_t sale, struct arena *arena, struct dates *ret);
/* Those of a sale that were removed, by id. */
int store_date_removed_of_sale(struct store *s, int64_t sale, struct arena *arena,
			       struct dates *ret);

/* All that hold, by id. */
int store_date_from(struct store *s, int64_t after, int limit, struct arena *arena,
		    struct dates *ret);

/* A piece of one year. */
struct date_span {
	int year;
	int from_month, from_day; /* inclusive */
	int to_month, to_day;     /* inclusive */
	int64_t after;            /* of the rows on the first day only those with a higher id */
	int limit;
};
/* Those of living contacts that have a day in it, by the day as it was entered, then id. */
int store_date_in(struct store *s, const struct date_span *span, struct arena *arena,
		  struct dates *ret);
