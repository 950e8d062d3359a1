/* Who was erased, as the book remembers it: by number alone. */
#pragma once

#include "base/arena.h"
#include "store/db.h"

int store_erased(struct store *s, struct arena *arena, int64_t **ret, size_t *ret_n);
