/* Touches: one logged contact with a person. */
#pragma once

#include "base/arena.h"
#include "domain/touch.h"
#include "store/db.h"

/* Sets t->id. */
int store_touch_add(struct store *s, struct touch *t);
struct touch_filter {
	int64_t contact;
	struct day before_day; /* of a page's last touch */
	int64_t before_id;     /* 0: from the newest */
	int limit;
};
/* Newest day first. */
int store_touch_list(struct store *s, const struct touch_filter *filter, struct arena *arena,
		     struct touch **ret, size_t *ret_n);
