/* A run: one version of a plan applied to one anchor. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "domain/day.h"

enum anchor_kind {
	ANCHOR_CONTACT,
	ANCHOR_SALE,
	ANCHOR_REFERRAL,
	ANCHOR_COMPLAINT,
	ANCHOR_SCORE,
	ANCHOR_PROMISE,
};
extern const char *const anchor_kinds[];

enum run_state { RUN_ACTIVE, RUN_ENDED, RUN_STOPPED };
extern const char *const run_states[];

struct run {
	int64_t id;
	int64_t version;
	int64_t plan, plan_version;
	const char *plan_name;
	int plan_number; /* the plan's version as people count it */
	enum anchor_kind anchor_kind;
	int64_t anchor_id;
	int64_t contact, sale; /* sale 0: none */
	struct day anchor_day;
	int anchor_minute; /* ANY_MINUTE: the start of the working day */
	enum run_state state;
	bool is_imported;
	const char *reason;
	int64_t created_at;
};

/* Of two runs of one plan for one contact, whether a is the newer: the later anchor day, then
 * the higher id (DESIGN section 4, "One run of a plan per anchor"). */
bool run_is_newer(const struct run *a, const struct run *b);
