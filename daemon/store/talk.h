/* Talks with their answers. */
#pragma once

#include "base/arena.h"
#include "domain/talk.h"
#include "store/db.h"

/* With its answers. Sets t->id. */
int store_talk_add(struct store *s, struct talk *t);
/* The newest first (day, then id), with their answers in the order they were given. */
int store_talk_list(struct store *s, int64_t contact, int limit, struct arena *arena,
		    struct talk **ret, size_t *ret_n);
