/* What would help with the first condition that blocks, as one would say it. */
#include <stdio.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "domain/gate_case.h"
#include "domain/gate_line.h"
#include "domain/satisfaction.h"

/* Is something still wrong, so that a score would only say so? */
static bool is_unrighted(const struct gate_case *c)
{
	for (size_t i = 0; i < c->facts->n_complaints; i++)
		if (day_is_none(c->facts->complaints[i].resolved.day))
			return true;
	for (size_t i = 0; i < c->facts->n_promises; i++)
		if (c->facts->promises[i].state == PROMISE_BROKEN &&
		    day_is_none(c->facts->promises[i].righted.day))
			return true;
	return false;
}

static enum gate_help help_satisfied(const struct gate_case *c)
{
	enum gate_help score = is_unrighted(c) ? GATE_HELP_REPAIR : GATE_HELP_SCORE;

	switch (gate_satisfaction(c, c->question->day)) {
	case UNSATISFIED_LOW:
		return c->facts->newest.score <= SCORE_TROUBLE ? GATE_HELP_REPAIR : score;
	case UNSATISFIED_OTHER:
		return GATE_HELP_REPAIR;
	case UNSATISFIED_TROUBLE:
	case UNSATISFIED_UNKNOWN:
	case UNSATISFIED_NEARLY:
	case UNSATISFIED_AGED:
		return score;
	case SATISFIED_WAIVED:
	case SATISFIED_BY_SCORE:
	case SATISFIED_BY_BOTH:
	case SATISFIED_BY_COMPLIMENT:
		break;
	}
	return GATE_HELP_NONE;
}

/* One that is open can be kept; one that was late or broken can be answered by a good score. */
static enum gate_help help_promises(const struct gate_case *c)
{
	enum gate_fault fault;
	const struct gate_promise *worst = gate_worst_promise(c, &fault);

	if (!worst || fault != FAULT_LATE)
		return GATE_HELP_PROMISE;
	return day_is_none(worst->righted.day) ? GATE_HELP_REPAIR : GATE_HELP_SCORE;
}

static enum gate_help help_complaint(const struct gate_case *c)
{
	for (size_t i = 0; i < c->facts->n_complaints; i++)
		if (day_is_none(c->facts->complaints[i].resolved.day))
			return GATE_HELP_COMPLAINT;
	return GATE_HELP_SCORE;
}

static enum gate_help help_contactable(const struct gate_case *c)
{
	if (!day_equal(c->barrier_until, GATE_NEVER))
		return GATE_HELP_WAIT;
	return c->barrier == BARRIER_PAUSE ? GATE_HELP_RESUME : GATE_HELP_NONE;
}

/* Nothing that is done now makes a part other than it was on the day of its ask. */
static enum gate_help help_of(const struct gate_case *c, enum gate_code code)
{
	switch (code) {
	case GATE_SALE_COMPLETED:
		return GATE_HELP_COMPLETE;
	case GATE_SATISFIED:
		return help_satisfied(c);
	case GATE_PROMISES_KEPT:
		return help_promises(c);
	case GATE_NO_COMPLAINT:
		return help_complaint(c);
	case GATE_RESTED:
		return c->ask || c->rest == REST_NEVER ? GATE_HELP_NONE : GATE_HELP_WAIT;
	case GATE_GAVE_FIRST:
		return c->ask ? GATE_HELP_NONE : GATE_HELP_GIVE;
	case GATE_LOOPS_CLOSED:
		return GATE_HELP_LOOP;
	case GATE_CONTACTABLE:
		return help_contactable(c);
	case GATE_TALK_HELD:
	case N_GATE_CODES:
		break;
	}
	return GATE_HELP_NONE;
}

bool gate_help_is_repair(enum gate_help help)
{
	return help == GATE_HELP_SCORE || help == GATE_HELP_REPAIR || help == GATE_HELP_COMPLAINT;
}

/* A repair that runs has its order: no score is asked for before it is put right, and none is put
 * right twice. */
static void heed_step(const struct gate_case *c, struct gate_verdict *verdict)
{
	if (!c->facts->step || !gate_help_is_repair(verdict->help))
		return;
	verdict->step = c->facts->step;
	if (verdict->help != GATE_HELP_COMPLAINT)
		verdict->help = verdict->step->score ? GATE_HELP_SCORE : GATE_HELP_REPAIR;
}

/* Whose trouble a repair, or a score, would end: the contact's own, or of the household's. */
static int64_t troubled(const struct gate_case *c, const struct gate_verdict *verdict)
{
	enum gate_fault fault;
	const struct gate_promise *worst = gate_worst_promise(c, &fault);

	if (verdict->step)
		return verdict->step->contact;
	if (verdict->first_blocking == GATE_PROMISES_KEPT && worst)
		return worst->contact;
	if (gate_satisfaction(c, c->question->day) == UNSATISFIED_OTHER)
		return c->facts->others_low.contact;
	return c->facts->contact;
}

/* With whom, where it is another of the household. */
static void say_whom(const struct gate_case *c, struct gate_verdict *verdict)
{
	const int64_t whom = troubled(c, verdict);
	const struct gate_whose name = gate_whose(c->facts, whom);

	if (whom == c->facts->contact)
		return;
	if (verdict->help == GATE_HELP_REPAIR)
		(void)snprintf(verdict->helps, sizeof verdict->helps,
			       "put it right with %s, then ask how satisfied they are", name.text);
	else if (verdict->help == GATE_HELP_SCORE && verdict->step)
		(void)snprintf(verdict->helps, sizeof verdict->helps, "ask how satisfied %s is",
			       name.text);
}

static void say_give(const struct gate_case *c, char to[GATE_DETAIL_SIZE])
{
	static const char *const calls[] = {"a useful call",     "one useful call",
					    "two useful calls",  "three useful calls",
					    "four useful calls", "five useful calls"};
	int missing = c->rules->gives_min - gate_gives(c, c->question->day);

	(void)snprintf(to, GATE_DETAIL_SIZE, "%s first",
		       calls[missing < (int)ARRAY_LEN(calls) ? missing : 0]);
}

void gate_case_help(const struct gate_case *c, struct gate_verdict *verdict)
{
	static const char *const texts[] = {
		[GATE_HELP_NONE] = "",
		[GATE_HELP_COMPLETE] = "complete a sale first",
		[GATE_HELP_SCORE] = "ask how satisfied they are",
		[GATE_HELP_PROMISE] = "keep the promise, or agree on another day",
		[GATE_HELP_REPAIR] = "put it right, then ask how satisfied they are",
		[GATE_HELP_COMPLAINT] = "resolve the complaint",
		[GATE_HELP_WAIT] = "",
		[GATE_HELP_GIVE] = "",
		[GATE_HELP_LOOP] = "",
		[GATE_HELP_RESUME] = "end the pause",
	};
	enum gate_code code = (enum gate_code)verdict->first_blocking;
	struct day until = code == GATE_RESTED ? c->rest_until : c->barrier_until;

	if (verdict->earned)
		return;
	verdict->help = help_of(c, code);
	heed_step(c, verdict);
	str_copy(verdict->helps, sizeof verdict->helps, texts[verdict->help]);
	say_whom(c, verdict);
	if (verdict->help == GATE_HELP_GIVE)
		say_give(c, verdict->helps);
	if (verdict->help == GATE_HELP_LOOP)
		gate_case_help_loop(c, verdict->helps);
	if (verdict->help == GATE_HELP_WAIT)
		(void)snprintf(verdict->helps, sizeof verdict->helps, "wait until %s",
			       gate_day_text(until).text);
}
