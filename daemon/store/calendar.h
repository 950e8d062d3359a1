/* Holidays; each source is replaced as a whole. */
#pragma once

#include "base/arena.h"
#include "domain/day.h"
#include "store/db.h"

/* Sorted, each day once. */
int store_calendar_holidays(struct store *s, struct arena *arena, struct day **ret, size_t *ret_n);
