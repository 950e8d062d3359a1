/* The daily cap on value calls. */
#include "ops/value_call.h"

#include <limits.h>

#include "ops/cadence.h"
#include "ops/flow.h"
#include "store/db.h"
#include "store/followup_clock.h"

int value_call_count(struct op *op, struct day day, int64_t *ret)
{
	return store_followup_values_of(op->store, day, INT_MAX, ret);
}

/* A day is counted once, and each that comes after that is added: many may come on one. */
static int count_come(struct op *op, struct day day)
{
	struct value_days *v = &op->values;
	int r;

	if (day_equal(v->come, day))
		return 0;
	r = store_followup_values_come(op->store, day, op->settings->calls_per_day, &v->n_come);
	if (r == 0)
		v->come = day;
	return r;
}

/* The days from `from` on, to before `to`, are known to be full: many that overflow one day do not
 * each count them again. */
static int find_room(struct op *op, struct day day, struct day *ret)
{
	const struct worktime *work = &op->env->work;
	struct day at = worktime_workday_from(work, day_plus(day, 1));
	const int most = op->settings->calls_per_day;
	int64_t n = 0;
	int r = 0;

	if (!day_equal(op->values.from, at))
		op->values.from = op->values.to = at;
	at = op->values.to;
	while (r == 0 && day_in_range(at)) {
		r = store_followup_values_of(op->store, at, most, &n);
		if (n < most)
			break;
		at = worktime_workday_from(work, day_plus(at, 1));
	}
	op->values.to = at;
	*ret = at;
	return r;
}

int value_call_cap(struct op *op, struct followup *f, bool *ret_is_over)
{
	const struct motive motive = MOTIVE(RULE_CAPPED);
	struct day day;
	int r;

	if (!followup_is_value_call(f))
		return 0;
	r = count_come(op, f->due_day);
	if (r)
		return r;
	if (!f->run || f->is_pinned || op->values.n_come < op->settings->calls_per_day) {
		op->values.n_come++;
		return 0;
	}
	r = find_room(op, f->due_day, &day);
	if (r || !day_in_range(day))
		return r;
	*ret_is_over = true;
	r = flow_schedule(op, f, day, f->due_minute, &motive);
	if (r)
		return r;
	/* Another day alone changes nothing for the gate; what is next for them follows at the end.
	 */
	return f->state == FOLLOWUP_SCHEDULED ? cadence_settle(op, f->contact)
					      : flow_facts(op, f->contact);
}

void value_call_remember(const struct op *op)
{
	op->env->values = op->values;
	op->env->values_day = op->today;
	op->env->values_changes = store_all_changes(op->store);
}

void value_call_recall(struct op *op)
{
	const struct op_env *env = op->env;

	if (env->values_changes == store_all_changes(op->store) &&
	    day_equal(env->values_day, op->today))
		op->values = env->values;
}

void value_call_forget(struct op_env *env)
{
	env->values_changes = -1;
}
