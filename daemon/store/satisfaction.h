/* Satisfaction: scores and compliments. */
#pragma once

#include "base/arena.h"
#include "domain/satisfaction.h"
#include "store/db.h"

/* Each sets the id. */
int store_satisfaction_add(struct store *s, struct satisfaction *score);
int store_compliment_add(struct store *s, struct compliment *compliment);

struct praise_filter {
	int64_t contact;
	struct day before_day; /* of a page's last one */
	int64_t before_entry;
	int64_t before_id; /* 0: from the newest */
	int limit;
};
/* Newest first: by day, then by entry. */
int store_satisfaction_list(struct store *s, const struct praise_filter *filter,
			    struct arena *arena, struct satisfaction **ret, size_t *ret_n);
int store_compliment_list(struct store *s, const struct praise_filter *filter, struct arena *arena,
			  struct compliment **ret, size_t *ret_n);
