/* A plan's follow-up whose day was named a holiday after it was planned. */
#include "ops/day_off.h"

#include "ops/due.h"
#include "ops/flow.h"
#include "ops/gate.h"

int day_off_move(struct op *op, struct followup *f, bool *ret_is_over)
{
	const struct worktime *work = &op->env->work;
	const struct motive motive = MOTIVE(RULE_DAY_OFF);
	struct day today = due_told(op, f).day;
	struct moment to;
	int r = 0;

	if (!f->run || f->is_pinned || followup_is_promise(f) || !day_equal(today, op->today) ||
	    worktime_is_workday(work, today))
		return 0;
	to = (struct moment){worktime_workday_from(work, day_plus(today, 1)), f->due_minute};
	if (f->has_gate)
		r = gate_find_time(op, f, to, &to);
	if (r == 0)
		r = flow_let_go(op, f, to.day, to.minute, &motive);
	*ret_is_over = true;
	return r ? r : flow_facts(op, f->contact);
}
