/* Sales. */
#pragma once

#include "base/arena.h"
#include "domain/sale.h"
#include "store/db.h"

/* Sets sale->id. -EEXIST where origin and external id are taken. */
int store_sale_add(struct store *s, struct sale *sale);
/* Writes every fact and raises the version. */
int store_sale_update(struct store *s, struct sale *sale);
/* VOUCH_E_NOT_FOUND where there is none. */
int store_sale_get(struct store *s, int64_t id, struct arena *arena, struct sale *ret);

struct sale_filter {
	int64_t contact;     /* 0: any */
	int state, source;   /* -1: any */
	struct day from, to; /* of the day it was last decided, else opened; NO_DAY: open end */
	int64_t before;      /* ids below this one; 0: from the newest */
	int limit;
};
/* Newest first. */
int store_sale_list(struct store *s, const struct sale_filter *filter, struct arena *arena,
		    struct sale **ret, size_t *ret_n);
/* 0 where there is none. */
int store_sale_by_external(struct store *s, const char *origin, const char *external_id,
			   int64_t *ret);
/* The contact's newest completed sale, of those completed by the day if there are any; 0: none. */
int store_sale_newest_completed(struct store *s, int64_t contact, struct day day, int64_t *ret);
