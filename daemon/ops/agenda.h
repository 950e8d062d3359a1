/* The agenda: what is overdue, due and next, in the order to do it. */
#pragma once

#include "domain/followup.h"
#include "ops/op.h"
#include "store/followup_list.h"
#include "store/promise.h"

/* agenda.due: scheduled ones due or overdue at an instant. */
int op_agenda_due(struct op *op, const struct agenda_filter *filter, struct followups *ret);
/* How many they are on all pages, counted up to `most`. */
int op_agenda_due_count(struct op *op, const struct agenda_filter *filter, int most, int64_t *ret);

#define AGENDA_ROWS_MAX 200 /* of each part; the counts are whole */

struct agenda {
	struct day day;
	int days;
	struct followups overdue, due, coming, waiting;
	int64_t n_overdue, n_due, n_coming, n_waiting;
	struct promises promises; /* at risk or overdue today */
	int64_t n_promises;
	int64_t next_due_at; /* after now; NO_INSTANT: nothing is scheduled */
};
int op_agenda_get(struct op *op, struct day day, int days, struct agenda *ret);
/* The next due instant after now; NO_INSTANT where nothing is scheduled. */
int op_agenda_next(struct op *op, int64_t *ret);

/* One line: why this follow-up is there. */
const char *op_agenda_reason(struct op *op, const struct followup *f);
