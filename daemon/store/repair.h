/* Repairs: what stands in a household, and what a repair is for. */
#pragma once

#include "base/arena.h"
#include "domain/complaint.h"
#include "store/db.h"

/* What stands in the household of a contact; 0: none. */
struct household_trouble {
	int64_t run;       /* the repair that runs */
	int64_t complaint; /* the oldest open one */
	int64_t n_held;    /* follow-ups that wait because of it */
};
int store_repair_trouble(struct store *s, int64_t contact, struct household_trouble *ret);
/* The repairs that run in the household: more than one where two households with
 * trouble have become one. */
int store_repair_running(struct store *s, int64_t contact, struct arena *arena, int64_t **ret,
			 size_t *ret_n);
/* The latest anchor day of the household's repairs, NO_DAY where it had none. */
int store_repair_last_day(struct store *s, int64_t contact, struct day *ret);

/* Stores a cause of a run; run and occurrence must be set. */
int store_repair_cause_add(struct store *s, const struct repair_cause *cause, int64_t now);
/* The causes of one round of a run, in the order they came. */
int store_repair_causes(struct store *s, int64_t run, int occurrence, struct arena *arena,
			struct repair_cause **ret, size_t *ret_n);
/* The running repair that a complaint belongs to, and the round of it; *ret_run 0: none. */
int store_repair_of_complaint(struct store *s, int64_t complaint, int64_t *ret_run,
			      int *ret_occurrence);
