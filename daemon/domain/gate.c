/* The earned gate: each condition as DESIGN section 3 has it. */
#include "domain/gate.h"

#include "domain/gate_case.h"
#include "domain/satisfaction.h"

const char *const gate_codes[] = {
	"sale-completed", "satisfied",    "promises-kept", "no-complaint", "rested",
	"gave-first",     "loops-closed", "contactable",   "talk-held",    NULL,
};

bool gate_is_newer(struct gate_when a, struct gate_when b)
{
	if (day_is_none(a.day))
		return false;
	if (!day_equal(a.day, b.day))
		return day_before(b.day, a.day);
	return a.entry > b.entry;
}

bool gate_ask_is_counted(const struct gate_ask *asks, size_t i)
{
	size_t n_running = 1;

	if (asks[i].outcome != ASK_LATER)
		return true;
	while (i-- > 0 && asks[i].outcome == ASK_LATER)
		n_running++;
	return n_running % 3 == 0; /* it is a declined one, and the next later is a first again */
}

struct day gate_day_plus(struct day day, int days)
{
	int64_t n = (int64_t)day.n + days;

	if (day_is_none(day))
		return day;
	return n < GATE_NEVER.n ? (struct day){(int32_t)n} : GATE_NEVER;
}

/* Less than so many days after it; false for what never was. */
static bool is_within(struct day day, struct day from, int days)
{
	return day_before(day, gate_day_plus(from, days));
}

/* A score or a compliment of exactly the age still counts. */
static bool is_in_time(const struct gate_case *c, struct gate_when when, struct day day)
{
	return is_within(day, when.day, c->rules->score_age_days + 1);
}

static bool has_compliment(const struct gate_case *c, struct gate_when since, struct day day)
{
	return is_in_time(c, c->facts->compliment, day) &&
	       gate_is_newer(c->facts->compliment, since);
}

/* Has a `satisfied` score come since? It need not be the newest: what it answered stays answered
 * when they are a little less content later, which `satisfied` sees to by itself. A score that is
 * newer than a trouble of these days needs no age of its own. */
static bool is_answered(const struct gate_case *c, struct gate_when since, struct day day)
{
	if (gate_is_newer(c->facts->enough.when, since))
		return true;
	return gate_is_newer(c->facts->nearly.when, since) && has_compliment(c, since, day);
}

struct gate_when gate_promise_righted(const struct gate_promise *p)
{
	return day_is_none(p->righted.day) ? p->trouble : p->righted;
}

static void take_trouble(struct gate_case *c, struct gate_when when, int64_t contact)
{
	if (!gate_is_newer(when, c->trouble))
		return;
	c->trouble = when;
	c->trouble_of = contact;
}

/* The last complaint, and the last promise put right: of every member, since trouble is shared. A
 * promise withdrawn late is trouble as well, though none that promises-kept looks at. */
static void find_trouble(struct gate_case *c)
{
	const struct gate_facts *f = c->facts;

	c->trouble = (struct gate_when){.day = NO_DAY};
	for (size_t i = 0; i < f->n_complaints; i++)
		take_trouble(c, f->complaints[i].made, f->complaints[i].contact);
	for (size_t i = 0; i < f->n_promises; i++)
		take_trouble(c, gate_promise_righted(&f->promises[i]), f->promises[i].contact);
}

static enum gate_satisfaction own_satisfaction(const struct gate_case *c, struct day day)
{
	const struct gate_score *newest = &c->facts->newest;
	int nearly =
		c->rules->score_min - 1 > SCORE_SERVED ? c->rules->score_min - 1 : SCORE_SERVED;

	if (day_is_none(newest->when.day))
		return has_compliment(c, c->trouble, day) ? SATISFIED_BY_COMPLIMENT
							  : UNSATISFIED_UNKNOWN;
	if (newest->score < nearly)
		return UNSATISFIED_LOW;
	if (!gate_is_newer(newest->when, c->trouble))
		return UNSATISFIED_TROUBLE;
	if (!is_in_time(c, newest->when, day))
		return UNSATISFIED_AGED;
	if (newest->score >= c->rules->score_min)
		return SATISFIED_BY_SCORE;
	return has_compliment(c, c->trouble, day) ? SATISFIED_BY_BOTH : UNSATISFIED_NEARLY;
}

/* A partner sends people and need not buy: there is nothing of ours to be satisfied with, and what
 * others of their household make of it is not theirs to answer. */
enum gate_satisfaction gate_satisfaction(const struct gate_case *c, struct day day)
{
	enum gate_satisfaction own;

	if (c->facts->is_partner)
		return SATISFIED_WAIVED;
	own = own_satisfaction(c, day);
	if (own <= SATISFIED_BY_COMPLIMENT && !day_is_none(c->facts->others_low.when.day))
		return UNSATISFIED_OTHER;
	return own;
}

enum gate_fault gate_promise_fault(const struct gate_case *c, const struct gate_promise *p,
				   struct day day)
{
	bool is_open = p->state == PROMISE_OPEN;
	bool was_late = p->is_late && (is_open || p->state == PROMISE_KEPT);

	if (is_open && day_before(p->due_day, day))
		return FAULT_OVERDUE;
	if ((p->state == PROMISE_BROKEN || was_late) &&
	    is_within(day, p->trouble.day, c->rules->promise_days) &&
	    !is_answered(c, gate_promise_righted(p), day))
		return FAULT_LATE;
	if (is_open && is_within(p->due_day, p->completed_day, GATE_DONE_DAYS + 1))
		return FAULT_OPEN;
	return FAULT_NONE;
}

bool gate_complaint_blocks(const struct gate_case *c, const struct gate_complaint *complaint,
			   struct day day)
{
	if (day_is_none(complaint->resolved.day))
		return true;
	return is_within(day, complaint->resolved.day, c->rules->complaint_days) &&
	       !is_answered(c, complaint->resolved, day);
}

static void rest(struct gate_case *c, enum gate_rest why, const struct gate_ask *ask,
		 struct day until)
{
	if (c->rest != REST_NOT_ASKED && until.n <= c->rest_until.n)
		return;
	c->rest = why;
	c->rest_ask = ask;
	c->rest_until = until;
}

/* Each rule of `rested` says from which day on it holds, so that one day says it for all. Fewer
 * than N counted asks in a year is the same as: the Nth last is a year past. */
static void weigh_asks(struct gate_case *c)
{
	const struct gate_ask *asks = c->facts->asks;
	int n_counted = 0;

	for (size_t i = c->n_asks; i-- > 0 && n_counted < c->rules->asks_per_year;) {
		if (!gate_ask_is_counted(asks, i))
			continue;
		if (n_counted++ == 0) {
			c->counted = &asks[i];
			rest(c, REST_AFTER_ASK, &asks[i],
			     gate_day_plus(asks[i].when.day, c->rules->rest_days));
		}
		if (n_counted == c->rules->asks_per_year)
			rest(c, REST_YEAR, &asks[i],
			     gate_day_plus(asks[i].when.day, GATE_YEAR_DAYS));
	}
	if (c->n_asks > 0 && !gate_ask_is_counted(asks, c->n_asks - 1))
		rest(c, REST_LATER, &asks[c->n_asks - 1], asks[c->n_asks - 1].later_day);
	/* "Never" is heard whenever it was said, also after the ask whose part is asked for. */
	for (size_t i = 0; i < c->facts->n_asks; i++)
		if (asks[i].outcome == ASK_NEVER)
			rest(c, REST_NEVER, &asks[i], GATE_NEVER);
}

/* A part is judged as its ask was, that is, without it and what came after. */
static void take_asks(struct gate_case *c)
{
	const struct gate_facts *f = c->facts;

	c->n_asks = f->n_asks;
	for (size_t i = 0; c->question->part_of && i < f->n_asks; i++) {
		if (f->asks[i].id != c->question->part_of)
			continue;
		c->ask = &f->asks[i];
		c->n_asks = i;
		return;
	}
}

/* What was given on the day of the last ask may have come before it, so it does not count; what
 * was given on the day of the completion does. */
static void take_gives(struct gate_case *c)
{
	const struct gate_facts *f = c->facts;

	if (c->counted)
		c->gives_from = gate_day_plus(c->counted->when.day, 1);
	else if (!f->is_partner)
		c->gives_from = f->first_completed_day;
}

static bool bar(struct gate_case *c, enum gate_barrier why, struct day until)
{
	if (c->barrier != BARRIER_NONE && until.n <= c->barrier_until.n)
		return false;
	c->barrier = why;
	c->barrier_until = until;
	return true;
}

/* Of several without an end the first is told: a pause last, since that one can be ended. */
static void find_barriers(struct gate_case *c)
{
	const struct gate_facts *f = c->facts;

	if (!contact_is_live(f->state))
		(void)bar(c, BARRIER_STATE, GATE_NEVER);
	for (size_t i = 0; i < f->n_stops; i++) {
		const struct gate_stop *stop = &f->stops[i];

		if (!suppression_covers(stop->channel, KIND_ASK, c->question->channel))
			continue;
		if (bar(c, BARRIER_STOP, day_is_none(stop->until) ? GATE_NEVER : stop->until))
			c->stop = stop;
	}
	if (f->state == CONTACT_PAUSED)
		(void)bar(c, BARRIER_PAUSE,
			  day_is_none(f->paused_until) ? GATE_NEVER : f->paused_until);
	if (!day_is_none(f->death_in_household))
		(void)bar(c, BARRIER_DEATH, gate_day_plus(f->death_in_household, GATE_MOURN_DAYS));
}

void gate_case_init(struct gate_case *c, const struct gate_facts *facts,
		    const struct gate_rules *rules, const struct gate_question *question)
{
	*c = (struct gate_case){
		.facts = facts,
		.rules = rules,
		.question = question,
		.rest_until = NO_DAY,
		.gives_from = NO_DAY,
		.barrier_until = NO_DAY,
	};
	find_trouble(c);
	take_asks(c);
	weigh_asks(c);
	take_gives(c);
	find_barriers(c);
}

struct day gate_ask_day(const struct gate_case *c, struct day day)
{
	return c->ask ? c->ask->when.day : day;
}

int gate_gives(const struct gate_case *c, struct day day)
{
	struct day on = gate_ask_day(c, day);
	int n = 0;

	for (size_t i = 0; i < c->facts->n_gives; i++) {
		struct day give = c->facts->gives[i];

		if (day_before(on, give))
			continue;
		if (day_is_none(c->gives_from) ? is_within(on, give, GATE_YEAR_DAYS)
					       : !day_before(give, c->gives_from))
			n++;
	}
	return n;
}

static bool are_promises_kept(const struct gate_case *c, struct day day)
{
	for (size_t i = 0; i < c->facts->n_promises; i++)
		if (gate_promise_fault(c, &c->facts->promises[i], day) != FAULT_NONE)
			return false;
	return true;
}

static bool is_without_complaint(const struct gate_case *c, struct day day)
{
	for (size_t i = 0; i < c->facts->n_complaints; i++)
		if (gate_complaint_blocks(c, &c->facts->complaints[i], day))
			return false;
	return true;
}

static bool are_loops_closed(const struct gate_case *c, struct day day)
{
	for (size_t i = 0; i < c->facts->n_loops; i++)
		if (gate_loop_owed(&c->facts->loops[i], day) != OWED_NOTHING)
			return false;
	return true;
}

bool gate_case_holds(const struct gate_case *c, enum gate_code code, struct day day)
{
	switch (code) {
	case GATE_SALE_COMPLETED:
		return c->facts->is_partner || c->facts->n_completed > 0;
	case GATE_SATISFIED:
		return gate_satisfaction(c, day) <= SATISFIED_BY_COMPLIMENT;
	case GATE_PROMISES_KEPT:
		return are_promises_kept(c, day);
	case GATE_NO_COMPLAINT:
		return is_without_complaint(c, day);
	case GATE_RESTED:
		return !day_before(gate_ask_day(c, day), c->rest_until);
	case GATE_GAVE_FIRST:
		return gate_gives(c, day) >= c->rules->gives_min;
	case GATE_LOOPS_CLOSED:
		return are_loops_closed(c, day);
	case GATE_CONTACTABLE:
		return !day_before(day, c->barrier_until);
	case GATE_TALK_HELD:
		return !day_is_none(c->facts->talk_day);
	case N_GATE_CODES:
		break;
	}
	return true;
}

int gate_case_blocking(const struct gate_case *c, struct day day, int *ret_n)
{
	int first = -1;

	*ret_n = 0;
	for (int code = 0; code < GATE_TALK_HELD; code++)
		if (!gate_case_holds(c, (enum gate_code)code, day) && (*ret_n)++ == 0)
			first = code;
	return first;
}

void gate_check(const struct gate_facts *facts, const struct gate_rules *rules,
		const struct gate_question *question, struct gate_verdict *ret)
{
	struct gate_case c;

	gate_case_init(&c, facts, rules, question);
	*ret = (struct gate_verdict){.first_blocking = -1};
	for (int code = 0; code < N_GATE_CODES; code++) {
		struct gate_condition *condition = &ret->conditions[code];

		condition->code = (enum gate_code)code;
		condition->holds = gate_case_holds(&c, condition->code, question->day);
		condition->is_blocking = !condition->holds && code != GATE_TALK_HELD;
		if (condition->is_blocking && ret->n_blocking++ == 0)
			ret->first_blocking = code;
		gate_case_say(&c, condition);
	}
	ret->earned = ret->n_blocking == 0;
	gate_case_next(&c, ret);
	gate_case_help(&c, ret);
}
