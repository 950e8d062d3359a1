/* The daily cap on value calls. */
#include "ops/value_call.h"

#include "ops/flow.h"
#include "store/followup_clock.h"

int value_call_count(struct op *op, struct day day, int64_t *ret)
{
	return store_followup_values_of(op->store, day, ret);
}

/* A day that was found full stays so for as long as the operation lasts. */
static int is_full(struct op *op, struct day day, bool *ret)
{
	int64_t n = 0;
	int r = 0;

	*ret = day_equal(op->full.come, day);
	if (!*ret)
		r = store_followup_values_come(op->store, day, &n);
	if (r == 0 && n >= op->settings->calls_per_day) {
		op->full.come = day;
		*ret = true;
	}
	return r;
}

/* The days from `from` on, to before `to`, are known to be full: many that overflow one day do not
 * each count them again. */
static int find_room(struct op *op, struct day day, struct day *ret)
{
	const struct worktime *work = &op->env->work;
	struct day at = worktime_workday_from(work, day_plus(day, 1));
	int64_t n = 0;
	int r = 0;

	if (!day_equal(op->full.from, at))
		op->full.from = op->full.to = at;
	at = op->full.to;
	while (r == 0 && day_in_range(at)) {
		r = value_call_count(op, at, &n);
		if (n < op->settings->calls_per_day)
			break;
		at = worktime_workday_from(work, day_plus(at, 1));
	}
	op->full.to = at;
	*ret = at;
	return r;
}

int value_call_cap(struct op *op, struct followup *f, bool *ret_is_over)
{
	const struct motive motive = MOTIVE(RULE_CAPPED);
	struct day day;
	bool full;
	int r;

	if (!followup_is_value_call(f) || !f->run || f->is_pinned)
		return 0;
	r = is_full(op, f->due_day, &full);
	if (r || !full)
		return r;
	r = find_room(op, f->due_day, &day);
	if (r || !day_in_range(day))
		return r;
	*ret_is_over = true;
	r = flow_schedule(op, f, day, f->due_minute, &motive);
	return r ? r : flow_facts(op, f->contact);
}
