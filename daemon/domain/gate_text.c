/* What the gate says of each condition: one line that a salesperson reads, and its facts. */
#include <stdio.h>

#include "domain/gate_case.h"
#include "domain/gate_line.h"
#include "domain/satisfaction.h"

#define DAY(d) (gate_day_text(d).text)

static const char *plural(int64_t n)
{
	return n == 1 ? "" : "s";
}

/* " to Ben Lee of the household", and nothing where it is their own. */
static struct gate_whose whose(const struct gate_case *c, const char *before, int64_t contact,
			       const char *after)
{
	struct gate_whose ret = {.text = ""};

	if (contact != c->facts->contact)
		(void)snprintf(ret.text, sizeof ret.text, "%s%s%s", before,
			       gate_whose(c->facts, contact).text, after);
	return ret;
}

static void say_sale(const struct gate_case *c, struct gate_condition *condition)
{
	const struct gate_facts *f = c->facts;

	gate_fact(condition, "completed", GATE_FACT_NUMBER, f->n_completed);
	if (f->n_completed == 0) {
		gate_say(condition, f->is_partner ? "a partner need not have bought"
						  : "no sale is completed yet");
		return;
	}
	gate_say(condition, "%d sale%s completed", f->n_completed, plural(f->n_completed));
	if (day_is_none(f->first_completed_day))
		return;
	gate_say(condition, "%s on %s", f->n_completed == 1 ? "" : ", the first",
		 DAY(f->first_completed_day));
	gate_fact_day(condition, "first_completed_day", f->first_completed_day);
}

/* What they would have to say: "9, or 8 with a compliment, is enough". */
static void say_enough(const struct gate_case *c, struct gate_condition *condition)
{
	gate_say(condition, ": %d is enough", c->rules->score_min);
	if (c->rules->score_min > SCORE_SERVED)
		gate_say(condition, ", or %d with a compliment", c->rules->score_min - 1);
}

/* Why there is nothing to go by: no score, and no compliment that counts. */
static void say_unknown(const struct gate_case *c, struct gate_condition *condition)
{
	struct gate_when compliment = c->facts->compliment;

	gate_say(condition, "not scored yet");
	if (day_is_none(compliment.day))
		return;
	gate_say(condition, ", and the compliment of %s is ", DAY(compliment.day));
	if (gate_is_newer(compliment, c->trouble))
		gate_say(condition, "too old");
	else
		gate_say(condition, "not newer than what went wrong%s",
			 whose(c, " with ", c->trouble_of, "").text);
}

static void say_unsatisfied(const struct gate_case *c, enum gate_satisfaction why,
			    struct gate_condition *condition)
{
	const struct gate_score *newest = &c->facts->newest;

	if (why == UNSATISFIED_UNKNOWN) {
		say_unknown(c, condition);
		return;
	}
	if (why == UNSATISFIED_OTHER) {
		gate_say(condition, "%s scored %d on %s",
			 gate_whose(c->facts, c->facts->others_low.contact).text,
			 c->facts->others_low.score, DAY(c->facts->others_low.when.day));
		return;
	}
	gate_say(condition, "scored %d on %s", newest->score, DAY(newest->when.day));
	if (why == UNSATISFIED_LOW)
		say_enough(c, condition);
	if (why == UNSATISFIED_NEARLY)
		gate_say(condition, ": %d is enough, or a %scompliment with it",
			 c->rules->score_min, day_is_none(c->facts->compliment.day) ? "" : "new ");
	if (why == UNSATISFIED_TROUBLE)
		gate_say(condition, ", which is not newer than what went wrong%s on %s",
			 whose(c, " with ", c->trouble_of, "").text, DAY(c->trouble.day));
	if (why == UNSATISFIED_AGED)
		gate_say(condition, ": a score counts for %d days", c->rules->score_age_days);
}

static void say_satisfied(const struct gate_case *c, struct gate_condition *condition)
{
	const struct gate_facts *f = c->facts;
	enum gate_satisfaction why = gate_satisfaction(c, c->question->day);

	if (why == SATISFIED_WAIVED)
		gate_say(condition, "a partner need not have scored");
	else if (why == SATISFIED_BY_COMPLIMENT)
		gate_say(condition, "not scored yet, but praised on %s", DAY(f->compliment.day));
	else if (!condition->holds)
		say_unsatisfied(c, why, condition);
	else
		gate_say(condition, "scored %d on %s", f->newest.score, DAY(f->newest.when.day));
	if (why == SATISFIED_BY_BOTH)
		gate_say(condition, ", and praised on %s", DAY(f->compliment.day));

	if (why == UNSATISFIED_OTHER) {
		gate_fact(condition, "contact", GATE_FACT_ID, f->others_low.contact);
		gate_fact(condition, "score", GATE_FACT_NUMBER, f->others_low.score);
		gate_fact_day(condition, "score_day", f->others_low.when.day);
		return;
	}
	if (!day_is_none(f->newest.when.day)) {
		gate_fact(condition, "score", GATE_FACT_NUMBER, f->newest.score);
		gate_fact_day(condition, "score_day", f->newest.when.day);
	}
	gate_fact_day(condition, "compliment_day", f->compliment.day);
	gate_fact_day(condition, "trouble_day", c->trouble.day);
}

/* Of two with one fault: the longest overdue, the one that counts longest, the one due first. */
static bool is_more_telling(enum gate_fault fault, const struct gate_promise *a,
			    const struct gate_promise *b)
{
	return fault == FAULT_LATE ? gate_is_newer(a->trouble, b->trouble)
				   : day_before(a->due_day, b->due_day);
}

static const char *how_late(enum promise_state state)
{
	static const char *const words[] = {
		[PROMISE_OPEN] = "re-dated late",
		[PROMISE_KEPT] = "kept late",
		[PROMISE_BROKEN] = "broken",
		[PROMISE_WITHDRAWN] = "withdrawn",
	};

	return words[state];
}

static void say_fault(const struct gate_case *c, enum gate_fault fault,
		      const struct gate_promise *p, struct gate_condition *condition)
{
	int64_t n_overdue = (int64_t)c->question->day.n - p->due_day.n;
	struct day until = gate_day_plus(p->trouble.day, c->rules->promise_days);

	gate_say(condition, "promise%s%s", gate_quote(p->text).text,
		 whose(c, " to ", p->contact, "").text);
	gate_fact(condition, "promise", GATE_FACT_ID, p->id);
	gate_fact_day(condition, "due_day", p->due_day);
	if (fault == FAULT_OVERDUE) {
		gate_say(condition, " is %lld day%s overdue", (long long)n_overdue,
			 plural(n_overdue));
		gate_fact(condition, "days_overdue", GATE_FACT_NUMBER, n_overdue);
	} else if (fault == FAULT_LATE) {
		gate_say(condition, " was %s on %s: it counts until a good score, or until %s",
			 how_late(p->state), DAY(p->trouble.day), DAY(until));
		gate_fact_day(condition, "trouble_day", p->trouble.day);
		gate_fact_day(condition, "until", until);
	} else {
		gate_say(condition, " is still open for the completed sale, due %s",
			 DAY(p->due_day));
		gate_fact_day(condition, "completed_day", p->completed_day);
	}
}

const struct gate_promise *gate_worst_promise(const struct gate_case *c, enum gate_fault *ret)
{
	const struct gate_promise *worst = NULL;

	*ret = FAULT_NONE;
	for (size_t i = 0; i < c->facts->n_promises; i++) {
		const struct gate_promise *p = &c->facts->promises[i];
		enum gate_fault fault = gate_promise_fault(c, p, c->question->day);

		if (fault > *ret || (worst && fault == *ret && is_more_telling(fault, p, worst))) {
			worst = p;
			*ret = fault;
		}
	}
	return worst;
}

static void say_promises(const struct gate_case *c, struct gate_condition *condition)
{
	enum gate_fault fault;
	const struct gate_promise *worst = gate_worst_promise(c, &fault);
	int n_open = 0, n_faults = 0;

	for (size_t i = 0; i < c->facts->n_promises; i++) {
		const struct gate_promise *p = &c->facts->promises[i];

		n_open += p->state == PROMISE_OPEN;
		n_faults += gate_promise_fault(c, p, c->question->day) != FAULT_NONE;
	}
	if (worst) {
		say_fault(c, fault, worst, condition);
		if (n_faults > 1)
			gate_say(condition, " (and %d more)", n_faults - 1);
		return;
	}
	if (n_open > 0)
		gate_say(condition, "%d promise%s open, none past its day", n_open, plural(n_open));
	else
		gate_say(condition, "no promise is open");
	gate_fact(condition, "open", GATE_FACT_NUMBER, n_open);
}

/* Those that block before those that do not, open ones before resolved ones, then the newest. */
static const struct gate_complaint *most_telling(const struct gate_case *c)
{
	const struct gate_complaint *found = NULL;
	int found_rank = 0;

	for (size_t i = 0; i < c->facts->n_complaints; i++) {
		const struct gate_complaint *complaint = &c->facts->complaints[i];
		int rank = day_is_none(complaint->resolved.day)                    ? 2
			   : gate_complaint_blocks(c, complaint, c->question->day) ? 1
										   : 0;

		if (!found || rank > found_rank ||
		    (rank == found_rank &&
		     (rank == 2 ? gate_is_newer(complaint->made, found->made)
				: gate_is_newer(complaint->resolved, found->resolved)))) {
			found = complaint;
			found_rank = rank;
		}
	}
	return found;
}

static void say_complaint(const struct gate_case *c, struct gate_condition *condition)
{
	const struct gate_complaint *complaint = most_telling(c);
	struct day until;

	if (!complaint) {
		gate_say(condition, "no complaint");
		return;
	}
	gate_say(condition, "complaint%s of %s%s", gate_quote(complaint->text).text,
		 DAY(complaint->made.day), whose(c, " (", complaint->contact, ")").text);
	gate_fact(condition, "complaint", GATE_FACT_ID, complaint->id);
	gate_fact_day(condition, "made_day", complaint->made.day);
	if (day_is_none(complaint->resolved.day)) {
		gate_say(condition, " is open");
		return;
	}
	gate_say(condition, " was resolved on %s", DAY(complaint->resolved.day));
	gate_fact_day(condition, "resolved_day", complaint->resolved.day);
	if (condition->holds)
		return;
	until = gate_day_plus(complaint->resolved.day, c->rules->complaint_days);
	gate_say(condition, ": it counts until a good score, or until %s", DAY(until));
	gate_fact_day(condition, "until", until);
}

/* "as on Mon 2 Nov 2026: ", for a part. */
static void say_as_on(const struct gate_case *c, struct gate_condition *condition)
{
	if (!c->ask)
		return;
	gate_say(condition, "as on %s, the day of its ask: ", DAY(c->ask->when.day));
	gate_fact(condition, "part_of", GATE_FACT_ID, c->ask->id);
}

static void say_not_rested(const struct gate_case *c, struct gate_condition *condition)
{
	struct gate_day_text asked = gate_day_text(c->rest_ask->when.day);

	switch (c->rest) {
	case REST_NOT_ASKED:
		break;
	case REST_AFTER_ASK:
		gate_say(condition, "rests until %s: last asked %s", DAY(c->rest_until),
			 asked.text);
		break;
	case REST_YEAR:
		gate_say(condition, "rests until %s: asked %d time%s in %d days",
			 DAY(c->rest_until), c->rules->asks_per_year,
			 plural(c->rules->asks_per_year), GATE_YEAR_DAYS);
		break;
	case REST_LATER:
		gate_say(condition, "asked %s, they said later: not before %s", asked.text,
			 DAY(c->rest_until));
		break;
	case REST_NEVER:
		gate_say(condition, "asked %s, they said never again", asked.text);
		break;
	}
}

static void say_rested(const struct gate_case *c, struct gate_condition *condition)
{
	const struct gate_ask *ask = c->rest_ask;

	say_as_on(c, condition);
	if (condition->holds && c->n_asks > 0)
		ask = &c->facts->asks[c->n_asks - 1];
	if (!ask) {
		gate_say(condition, c->ask ? "not asked before" : "not asked yet");
		return;
	}
	if (condition->holds)
		gate_say(condition, "last asked %s", DAY(ask->when.day));
	else
		say_not_rested(c, condition);
	gate_say(condition, "%s", whose(c, " (", ask->contact, ")").text);
	gate_fact(condition, "ask", GATE_FACT_ID, ask->id);
	gate_fact_day(condition, "ask_day", ask->when.day);
	gate_fact_day(condition, "rest_until", c->rest_until);
}

static void say_gives(const struct gate_case *c, struct gate_condition *condition)
{
	static const char *const words[] = {"", "one", "two", "three", "four", "five"};
	int n = gate_gives(c, c->question->day), needed = c->rules->gives_min;
	int missing = needed - n;

	say_as_on(c, condition);
	if (n == 0)
		gate_say(condition, "nothing given ");
	else
		gate_say(condition, "given %d time%s ", n, plural(n));
	if (c->counted)
		gate_say(condition, "since the last ask on %s", DAY(c->counted->when.day));
	else if (day_is_none(c->gives_from))
		gate_say(condition, "in %d days", GATE_YEAR_DAYS);
	else
		gate_say(condition, "since the first completion on %s", DAY(c->gives_from));
	if (missing > 0 && missing <= 5)
		gate_say(condition, ": %s %suseful touch%s needed", words[missing],
			 n > 0 ? "more " : "", missing == 1 ? " is" : "es are");
	gate_fact(condition, "gives", GATE_FACT_NUMBER, n);
	gate_fact(condition, "needed", GATE_FACT_NUMBER, needed);
	gate_fact_day(condition, "since", c->gives_from);
}

static const char *final_state(enum contact_state state)
{
	if (state == CONTACT_DECEASED)
		return "has died";
	return state == CONTACT_MERGED ? "was merged into another contact" : "was erased";
}

static void say_contactable(const struct gate_case *c, struct gate_condition *condition)
{
	static const char *const stopped[] = {
		[SUPPRESS_CALL] = "not to be called",
		[SUPPRESS_MESSAGE] = "for no messages",
		[SUPPRESS_EMAIL] = "for no e-mail",
		[SUPPRESS_MAIL] = "for no mail",
		[SUPPRESS_VISIT] = "for no visits",
		[SUPPRESS_NEWSLETTER] = "for no newsletter",
		[SUPPRESS_CARD] = "for no cards",
		[SUPPRESS_ASK] = "not to be asked for referrals",
		[SUPPRESS_ALL] = "not to be contacted",
	};

	if (condition->holds) {
		gate_say(condition, "nothing speaks against it");
		return;
	}
	switch (c->barrier) {
	case BARRIER_NONE:
		break;
	case BARRIER_STATE:
		gate_say(condition, "the contact %s", final_state(c->facts->state));
		break;
	case BARRIER_STOP:
		gate_say(condition, "they asked %s", stopped[c->stop->channel]);
		break;
	case BARRIER_PAUSE:
		gate_say(condition, "the contact is paused");
		break;
	case BARRIER_DEATH:
		gate_say(condition, "there was a death in the household on %s",
			 DAY(c->facts->death_in_household));
		break;
	}
	if (!day_equal(c->barrier_until, GATE_NEVER))
		gate_say(condition, "%s until %s",
			 c->barrier == BARRIER_DEATH ? ": nobody is asked" : "",
			 DAY(c->barrier_until));
	gate_fact_day(condition, "until", c->barrier_until);
}

static void say_talk(const struct gate_case *c, struct gate_condition *condition)
{
	if (!condition->holds) {
		gate_say(condition, "the talk was not held: it helps, and blocks nothing");
		return;
	}
	gate_say(condition, "the talk was held on %s", DAY(c->facts->talk_day));
	gate_fact_day(condition, "talk_day", c->facts->talk_day);
}

void gate_case_say(const struct gate_case *c, struct gate_condition *condition)
{
	switch (condition->code) {
	case GATE_SALE_COMPLETED:
		say_sale(c, condition);
		break;
	case GATE_SATISFIED:
		say_satisfied(c, condition);
		break;
	case GATE_PROMISES_KEPT:
		say_promises(c, condition);
		break;
	case GATE_NO_COMPLAINT:
		say_complaint(c, condition);
		break;
	case GATE_RESTED:
		say_rested(c, condition);
		break;
	case GATE_GAVE_FIRST:
		say_gives(c, condition);
		break;
	case GATE_LOOPS_CLOSED:
		gate_case_say_loops(c, condition);
		break;
	case GATE_CONTACTABLE:
		say_contactable(c, condition);
		break;
	case GATE_TALK_HELD:
		say_talk(c, condition);
		break;
	case N_GATE_CODES:
		break;
	}
}
