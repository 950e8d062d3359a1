/* A complaint: open -> resolved. What has gone wrong is put right by the plan 'repair'. */
#pragma once

#include <stdint.h>

#include "domain/day.h"

enum complaint_state { COMPLAINT_OPEN, COMPLAINT_RESOLVED };
extern const char *const complaint_states[];

struct complaint {
	int64_t id;
	int64_t version;
	int64_t contact, sale; /* sale 0: none */
	const char *text;
	enum complaint_state state;
	struct day day;
	int64_t entry; /* of the journal: orders what happened on one day */
	struct day resolved_day;
	int64_t resolved_entry;
	const char *note;
	int64_t created_at;
};

/* What a repair is for. */
enum repair_kind { REPAIR_COMPLAINT, REPAIR_SCORE, REPAIR_PROMISE };
extern const char *const repair_kinds[];
