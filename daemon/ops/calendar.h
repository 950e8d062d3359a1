/* Dates as people type them, and the days off that move them. */
#pragma once

#include "domain/calendar.h"
#include "ops/op.h"

struct calendar_time {
	struct day day;
	int minute;      /* ANY_MINUTE: any time that day */
	int64_t instant; /* any time: the start of the working day */
};

/* Refused on "text": VOUCH_E_AMBIGUOUS_DATE with both readings, VOUCH_E_BAD_DATE. */
int op_calendar_parse(struct op *op, const char *text, struct calendar_time *ret);

struct calendar_change {
	size_t n; /* days of the source now */
	size_t n_added, n_removed;
};
/* Replaces the days of a source as a whole; none removes it. A day said twice with one name counts
 * once. Sorts `days`; their source is of no meaning. Refused: VOUCH_E_TOO_LARGE on "source". */
int op_calendar_put(struct op *op, const char *source, struct holidays *days,
		    struct calendar_change *ret);

struct calendar_page {
	struct day from, to;
	struct day after_day; /* NO_DAY: from the start */
	int64_t after_id;
	int limit;
};
int op_calendar_list(struct op *op, const struct calendar_page *page, struct holidays *ret);
int op_calendar_sources(struct op *op, struct holiday_source **ret, size_t *ret_n);

/* The stored days off are in force from the next operation on, whatever becomes of this one. */
void op_calendar_changed(struct op_env *env);
/* For op.c: at the begin of an operation, and of a group (the one before may not have lasted). */
int op_calendar_refresh(struct op *op);
void op_calendar_recheck(struct op_env *env);
void op_calendar_deinit(struct op_env *env);
