/* Working time that is no touch. */
#pragma once

#include "base/arena.h"
#include "domain/time_log.h"
#include "store/db.h"

struct time_logs {
	struct time_log *items;
	size_t n;
};

/* Sets t->id. */
int store_time_log_add(struct store *s, struct time_log *t);

struct time_log_filter {
	struct day from, to;   /* inclusive */
	struct day before_day; /* of a page's last entry */
	int64_t before_id;     /* 0: from the newest */
	int limit;
};
/* Newest day first. */
int store_time_log_list(struct store *s, const struct time_log_filter *filter, struct arena *arena,
			struct time_logs *ret);
