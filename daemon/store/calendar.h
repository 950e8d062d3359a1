/* Holidays; each source is replaced as a whole. */
#pragma once

#include "base/arena.h"
#include "domain/calendar.h"
#include "store/db.h"

/* Sorted, each day once. */
int store_calendar_holidays(struct store *s, struct arena *arena, struct day **ret, size_t *ret_n);
/* Of one source, by day and name; `source` of the items is null. */
int store_calendar_of_source(struct store *s, const char *source, struct arena *arena,
			     struct holidays *ret);
int store_calendar_add(struct store *s, const struct holiday *holiday);
int store_calendar_remove(struct store *s, int64_t id);

struct holiday_filter {
	struct day from, to;
	struct day after_day; /* NO_DAY: from the start; else what comes after it and after_id */
	int64_t after_id;
	int limit;
};
/* By day, then in the order in which they were stored. */
int store_calendar_list(struct store *s, const struct holiday_filter *filter, struct arena *arena,
			struct holidays *ret);
/* Every source by its name. */
int store_calendar_sources(struct store *s, struct arena *arena, struct holiday_source **ret,
			   size_t *ret_n);
