/* A promise: something told to a client, by a day they heard and an earlier one of our own. */
#include "domain/promise.h"

#include <stddef.h>

const char *const promise_states[] = {"open", "kept", "broken", "withdrawn", NULL};
const char *const promise_standings[] = {"on-track", "at-risk", "overdue", NULL};

struct day promise_target(const struct worktime *w, struct day made, struct day due)
{
	struct day target = worktime_plus_workdays(w, due, -1);

	if (!day_before(target, made))
		return target;
	target = worktime_workday_from(w, made);
	if (day_before(due, target))
		target = made;
	return day_before(due, target) ? due : target;
}

struct day promise_risk_day(const struct worktime *w, struct day today)
{
	return worktime_plus_workdays(w, today, 1);
}

static bool is_past(const struct promise *p, struct day day)
{
	return day_before(p->due_day, day);
}

enum promise_standing promise_standing(const struct promise *p, const struct worktime *w,
				       struct day today)
{
	if (is_past(p, today))
		return PROMISE_OVERDUE;
	if (!day_before(today, p->target_day) ||
	    !day_before(promise_risk_day(w, today), p->due_day))
		return PROMISE_AT_RISK;
	return PROMISE_ON_TRACK;
}

int promise_margin(const struct promise *p)
{
	return p->due_day.n - p->ended_day.n;
}

/* Late, and right again in the same moment. */
static void mark_late(struct promise *p, struct day day, int64_t entry)
{
	p->is_late = true;
	p->trouble_day = day;
	p->trouble_entry = entry;
	p->righted_day = day;
	p->righted_entry = entry;
}

static bool end(struct promise *p, enum promise_state state, struct day day, int64_t entry)
{
	bool is_late = is_past(p, day);

	p->state = state;
	p->ended_day = day;
	if (is_late)
		mark_late(p, day, entry);
	return is_late;
}

bool promise_keep(struct promise *p, struct day day, int64_t entry)
{
	return end(p, PROMISE_KEPT, day, entry);
}

bool promise_withdraw(struct promise *p, struct day day, int64_t entry)
{
	return end(p, PROMISE_WITHDRAWN, day, entry);
}

void promise_break(struct promise *p, struct day day, int64_t entry)
{
	p->state = PROMISE_BROKEN;
	p->ended_day = day;
	p->trouble_day = day;
	p->trouble_entry = entry;
	p->righted_day = NO_DAY;
	p->righted_entry = 0;
}

bool promise_redate(struct promise *p, struct promise_redate *to, int64_t entry)
{
	to->promise = p->id;
	to->from_due = p->due_day;
	to->from_target = p->target_day;
	to->is_late = is_past(p, to->day);
	if (to->is_late)
		mark_late(p, to->day, entry);
	p->due_day = to->to_due;
	p->target_day = to->to_target;
	return to->is_late;
}
