/* Touches: one logged contact with a person. */
#pragma once

#include "base/arena.h"
#include "domain/touch.h"
#include "store/db.h"

/* Sets t->id. */
int store_touch_add(struct store *s, struct touch *t);
/* Writes follow-up, gave, text and minutes; raises the version. */
int store_touch_update(struct store *s, struct touch *t);
/* The newest touch like t (contact, day, channel, direction) that belongs to no follow-up and was
 * logged at `since` or later; ret->id is 0 where there is none. */
int store_touch_find_loose(struct store *s, const struct touch *t, int64_t since,
			   struct arena *arena, struct touch *ret);

struct touch_filter {
	int64_t contact;
	struct day before_day; /* of a page's last touch */
	int64_t before_id;     /* 0: from the newest */
	int limit;
};
/* Newest day first. */
int store_touch_list(struct store *s, const struct touch_filter *filter, struct arena *arena,
		     struct touch **ret, size_t *ret_n);
