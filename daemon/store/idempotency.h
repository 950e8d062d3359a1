/* Results of keyed writes, so that a request sent twice is done once. */
#pragma once

#include "store/db.h"

/* *ret_result null where the key is not known since `after` (unix seconds). */
int store_idempotency_get(struct store *s, const char *key, int64_t after, struct arena *arena,
			  int64_t *ret_hash, const char **ret_result);
/* Keeps a result, in the place of an older one with the same key. */
int store_idempotency_put(struct store *s, const char *key, int64_t hash, const char *result,
			  int64_t at);
/* Forgets results older than `before`, a few at a time. */
int store_idempotency_expire(struct store *s, int64_t before);
