/* Dates as people type them. */
#pragma once

#include "ops/op.h"

struct calendar_time {
	struct day day;
	int minute;      /* ANY_MINUTE: any time that day */
	int64_t instant; /* any time: the start of the working day */
};

/* Refused on "text": VOUCH_E_AMBIGUOUS_DATE with both readings, VOUCH_E_BAD_DATE. */
int op_calendar_parse(struct op *op, const char *text, struct calendar_time *ret);

/* Holidays of every source, sorted, each day once. */
int op_calendar_holidays(struct op *op, struct day **ret, size_t *ret_n);
