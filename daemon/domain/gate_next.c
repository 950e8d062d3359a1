/* The days to come before the gate: when it may open, and when it changes, by time alone.
 *
 * Every comparison with a day flips once, on a day that the facts tell. Between two such days
 * nothing changes, so it is enough to look at those, one after the other. */
#include "domain/gate_case.h"

/* The earliest of the days after `after` that were considered. */
struct bound {
	struct day after, first;
};

static void consider(struct bound *b, struct day day)
{
	if (day_before(b->after, day) && day_before(day, b->first))
		b->first = day;
}

static void consider_promises(const struct gate_case *c, struct bound *b)
{
	for (size_t i = 0; i < c->facts->n_promises; i++) {
		const struct gate_promise *p = &c->facts->promises[i];

		if (p->state == PROMISE_OPEN)
			consider(b, gate_day_plus(p->due_day, 1));
		consider(b, gate_day_plus(p->trouble.day, c->rules->promise_days));
	}
}

static void consider_gives(const struct gate_case *c, struct bound *b)
{
	for (size_t i = 0; i < c->facts->n_gives; i++) {
		consider(b, c->facts->gives[i]);
		if (day_is_none(c->gives_from))
			consider(b, gate_day_plus(c->facts->gives[i], GATE_YEAR_DAYS));
	}
}

static void consider_loops(const struct gate_case *c, struct bound *b)
{
	for (size_t i = 0; i < c->facts->n_loops; i++) {
		const struct gate_loop *l = &c->facts->loops[i];

		consider(b, l->received_day);
		consider(b, gate_day_plus(l->received_day, REFERRAL_TELL_DAYS));
		consider(b, l->thanked_day);
		consider(b, l->told_contact_day);
		consider(b, l->told_outcome_day);
		consider(b, l->closed_day);
	}
}

/* The first day after this one on which any condition may be another; GATE_NEVER: none. */
static struct day bound_after(const struct gate_case *c, struct day day)
{
	struct bound b = {.after = day, .first = GATE_NEVER};
	int aged = c->rules->score_age_days + 1;

	consider(&b, gate_day_plus(c->facts->newest.when.day, aged));
	consider(&b, gate_day_plus(c->facts->compliment.day, aged));
	consider_promises(c, &b);
	for (size_t i = 0; i < c->facts->n_complaints; i++)
		consider(&b, gate_day_plus(c->facts->complaints[i].resolved.day,
					   c->rules->complaint_days));
	consider(&b, c->barrier_until);
	consider(&b, c->rest_until);
	consider_gives(c, &b);
	consider_loops(c, &b);
	return b.first;
}

void gate_case_next(const struct gate_case *c, struct gate_verdict *verdict)
{
	struct day day = c->question->day;

	verdict->next_possible_day = verdict->earned ? day : NO_DAY;
	verdict->next_change_day = NO_DAY;
	for (;;) {
		int first, n;

		day = bound_after(c, day);
		if (day_before(DAY_LAST, day))
			return;
		first = gate_case_blocking(c, day, &n);
		if (first < 0 && day_is_none(verdict->next_possible_day))
			verdict->next_possible_day = day;
		if ((first != verdict->first_blocking || n != verdict->n_blocking) &&
		    day_is_none(verdict->next_change_day))
			verdict->next_change_day = day;
		if (!day_is_none(verdict->next_possible_day) &&
		    !day_is_none(verdict->next_change_day))
			return;
	}
}
