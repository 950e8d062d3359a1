/* Touches: one logged contact with a person. */
#pragma once

#include "base/arena.h"
#include "domain/touch.h"
#include "store/db.h"

/* Sets t->id. */
int store_touch_add(struct store *s, struct touch *t);
/* Newest day first; before a (day, id) pair, id 0: from the newest. */
int store_touch_list(struct store *s, int64_t contact, struct day before_day, int64_t before_id,
		     int limit, struct arena *arena, struct touch **ret, size_t *ret_n);
