/* agenda.spread: what is overdue, spread over working days. DESIGN section 5, "Absence". */
#pragma once

#include "domain/spread.h"
#include "ops/op.h"

struct spread_day {
	struct day day;
	size_t first, n; /* of `moved` */
};

struct spread {
	int cap;
	size_t n_overdue;
	/* Each in the order of the agenda, but `moved` by day, and on a day by rank, the oldest
	 * first. An item's follow-up is as it was. */
	const struct spread_item **moved, **kept, **expired;
	size_t n_moved, n_kept, n_expired;
	struct spread_day *days;
	size_t n_days;
};

/* What would become of what is overdue now; cap 0: as the settings have it. */
int op_agenda_spread(struct op *op, int cap, struct spread *ret);
/* Does it. */
int op_agenda_spread_apply(struct op *op, const struct spread *spread);
/* The same follow-up on its new day. */
struct followup spread_moved(struct op *op, const struct spread_item *item);
