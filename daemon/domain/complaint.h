/* A complaint: open -> resolved. What has gone wrong is put right by the plan 'repair'. */
#pragma once

#include <stdbool.h>
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

/* What has gone wrong: a complaint, a score of 6 or less, a promise late or broken. */
struct repair_cause {
	enum repair_kind kind;
	int64_t id; /* of the complaint, satisfaction or promise */
	int64_t contact;
	int64_t sale; /* 0: none */
	struct day day;
	/* As it is stored; nobody else sets these. */
	int64_t run;
	int occurrence;   /* of the run's steps: a promise may go wrong twice */
	const char *text; /* in words */
	bool is_open;     /* not put right: a complaint not resolved, a broken promise */
};
