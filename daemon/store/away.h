/* Absences: one row each, and what they hold back. */
#pragma once

#include "domain/away.h"
#include "store/followup.h"

int store_away_add(struct store *s, struct away *a);
int store_away_update(struct store *s, struct away *a);
/* The one that has not ended, planned or under way; ret->id 0 where there is none. */
int store_away_open(struct store *s, struct away *ret);
/* Another that has not ended either, beside this one; 0 where there is none, or where it has. */
int store_away_beside(struct store *s, int64_t id, int64_t *ret);

/* What an absence holds back, by the day it was due. */
int store_away_held(struct store *s, int limit, struct arena *arena, struct followups *ret);
int store_away_held_count(struct store *s, int64_t *ret);
/* What is due by then and no promise: an absence is to hold it. */
int store_away_to_hold(struct store *s, int64_t now, int limit, struct arena *arena,
		       struct followups *ret);
int store_away_to_hold_count(struct store *s, int64_t now, int64_t *ret);
