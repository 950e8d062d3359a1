/* The gate at work: verdicts kept, asks let go and held back. */
#include "ops/gate.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/str.h"
#include "ops/ask.h"
#include "ops/cadence.h"
#include "ops/event.h"
#include "ops/flow.h"
#include "ops/refuse.h"
#include "ops/repair.h"
#include "store/ask.h"
#include "store/book.h"
#include "store/contact_fact.h"
#include "store/followup_clock.h"

#define FIRST_ASK "first-ask" /* the step of 'after-sale' that a compliment moves up */

static struct gate_rules rules_of(const struct op *op)
{
	const struct settings *s = op->settings;

	return (struct gate_rules){
		.score_min = s->gate_score,
		.rest_days = s->gate_rest_days,
		.asks_per_year = s->gate_asks_per_year,
		.gives_min = s->gate_gives,
		.complaint_days = s->gate_complaint_days,
		.promise_days = s->gate_promise_days,
		.score_age_days = s->gate_score_age_days,
	};
}

static int load_facts(struct op *op, int64_t contact, struct gate_facts *ret)
{
	const struct gate_rules rules = rules_of(op);

	return store_gate_facts(op->store, contact, &rules, op->today, op->arena, ret);
}

static void judge(const struct op *op, const struct gate_facts *facts,
		  const struct gate_question *question, struct gate_verdict *ret)
{
	const struct gate_rules rules = rules_of(op);

	gate_check(facts, &rules, question, ret);
}

/* What of a repair comes next: of those that wait, the first. */
static int find_step(struct op *op, int64_t contact, const struct followup **ret)
{
	struct repair repair;
	int r;

	r = op_repair_of(op, contact, &repair);
	if (r)
		return r;
	*ret = repair.n_steps ? &repair.steps[0] : NULL;
	for (size_t i = repair.n_steps; i-- > 0;)
		if (repair.steps[i].state == FOLLOWUP_SCHEDULED)
			*ret = &repair.steps[i];
	return 0;
}

int op_gate_judge(struct op *op, int64_t contact, const struct gate_question *question,
		  struct gate_verdict *ret)
{
	struct gate_question q = *question;
	struct gate_facts facts;
	int r;

	if (day_is_none(q.day))
		q.day = op->today;
	r = load_facts(op, contact, &facts);
	if (r)
		return r;
	judge(op, &facts, &q, ret);
	if (!gate_help_is_repair(ret->help))
		return 0;
	r = find_step(op, contact, &facts.step);
	if (r == 0 && facts.step && facts.step->contact != contact)
		r = store_gate_members(op->store, op->arena, &facts);
	if (r == 0 && facts.step)
		judge(op, &facts, &q, ret);
	return r;
}

int op_gate_check(struct op *op, int64_t contact, struct day day, int channel,
		  struct gate_verdict *ret)
{
	const struct gate_question q = {.day = day, .channel = channel};
	int r;

	if (!day_is_none(day) && day_before(day, op->today))
		return op_fail(op, VOUCH_E_CONFLICT, "day",
			       "the gate is judged today or on a day to come");
	r = op_gate_judge(op, contact, &q, ret);
	return op_not_found(op, r, "contact", "there is no contact %lld", (long long)contact);
}

int op_gate_list(struct op *op, const struct gate_filter *filter, struct gate_row **ret,
		 size_t *ret_n)
{
	return store_gate_list(op->store, filter, op->arena, ret, ret_n);
}

/* What is asked of the gate for an ask follow-up. */
static int question_of(struct op *op, const struct followup *f, struct day day,
		       struct gate_question *ret)
{
	struct ask ask;
	int r = 0;

	*ret = (struct gate_question){.day = day,
				      .channel = (int)followup_channel(f->kind, f->channel)};
	if (f->part_of)
		r = store_ask_of_followup(op->store, f->part_of, op->arena, &ask);
	if (r == 0 && f->part_of)
		ret->part_of = ask.id;
	return r;
}

int gate_of_followup(struct op *op, const struct followup *f, struct day day,
		     struct gate_verdict *ret)
{
	struct gate_question q;
	int r;

	r = question_of(op, f, day, &q);
	return r ? r : op_gate_judge(op, f->contact, &q, ret);
}

int gate_find_time(struct op *op, const struct followup *f, struct moment at, struct moment *ret)
{
	const struct worktime *work = &op->env->work;
	int64_t n = 0;
	int r = 0;

	for (bool is_first = true; r == 0 && !f->part_of && day_in_range(at.day);
	     is_first = false) {
		if (!is_first)
			at = (struct moment){worktime_workday_from(work, day_plus(at.day, 1)),
					     work->start};
		r = store_gate_asks_between(op->store, op_instant(op, at.day, 0),
					    op_instant(op, day_plus(at.day, 1), 0) - 1, &n);
		if (n < op->settings->asks_per_day)
			break;
	}
	*ret = at;
	return r;
}

/* What made it so, as the desktop says it. */
static const char *say_earned(struct op *op, const struct gate_facts *facts, int was_blocked_by)
{
	static const char *const others[N_GATE_CODES] = {
		[GATE_SALE_COMPLETED] = "the sale is completed",
		[GATE_PROMISES_KEPT] = "your last promise is kept",
		[GATE_NO_COMPLAINT] = "the complaint is put right",
		[GATE_RESTED] = "they have had their rest since the last ask",
		[GATE_GAVE_FIRST] = "you gave first",
		[GATE_LOOPS_CLOSED] = "whoever they sent is looked after",
		[GATE_CONTACTABLE] = "they may be contacted again",
	};
	const char *score = "they praised you";
	const char *other = was_blocked_by >= 0 ? others[was_blocked_by] : NULL;

	if (facts->is_partner)
		score = "they send you people";
	else if (!day_is_none(facts->newest.when.day))
		score = arena_printf(op->arena, "scored %d", facts->newest.score);
	if (!other && facts->n_promises)
		other = others[GATE_PROMISES_KEPT];
	if (!other)
		return arena_printf(op->arena, "%s: time to ask", score);
	return arena_printf(op->arena, "%s, and %s: time to ask", score, other);
}

static int let_go(struct op *op, struct followup *f, const struct gate_facts *facts,
		  int was_blocked_by)
{
	struct motive motive = MOTIVE(RULE_EARNED);
	struct moment at;
	int r;

	motive.reason = say_earned(op, facts, was_blocked_by);
	r = gate_find_time(op, f, worktime_next_open(&op->env->work, op->local), &at);
	return r ? r : flow_let_go(op, f, at.day, at.minute, &motive);
}

/* Its day has just come: it is due at its own time, unless enough are on that day; one that a
 * person named is kept as named. */
static int let_come(struct op *op, struct followup *f, const struct gate_facts *facts)
{
	struct motive motive = MOTIVE(RULE_EARNED);
	struct moment at;
	int r;

	motive.reason = say_earned(op, facts, -1);
	if (!f->run || f->is_pinned)
		return flow_let_go(op, f, f->due_day, f->due_minute, &motive);
	r = gate_find_time(op, f, (struct moment){f->due_day, f->due_minute}, &at);
	if (r == 0 && !day_equal(at.day, f->due_day))
		motive.rule = RULE_CAPPED;
	return r ? r : flow_let_go(op, f, at.day, at.minute, &motive);
}

int64_t gate_ask_expiry(const struct op *op, const struct followup *f)
{
	return op_instant(op, day_plus(f->due_day, op->settings->ask_expiry_days), f->due_minute);
}

/* One whose time the clock has not noticed yet, to come or slept through, is looked at then. */
static int close_again(struct op *op, struct followup *f, const struct gate_verdict *v)
{
	struct motive motive = MOTIVE(RULE_CLOSED);
	bool is_noticed = f->next_at == NO_INSTANT;
	int r;

	if (v->first_blocking >= 0)
		motive.reason = arena_strdup(op->arena, v->conditions[v->first_blocking].detail);
	r = flow_hold(op, f, WAIT_GATE, &motive);
	if (r || !is_noticed)
		return r;
	return store_followup_set_next(op->store, f->id, gate_ask_expiry(op, f));
}

/* One contact under judgement. */
struct settling {
	struct op *op;
	int64_t contact;
	struct gate_facts facts;
	struct gate_verdict verdict; /* on an ask by call */
	struct gate_row old;
	struct day recheck;
	int64_t own_time; /* the ask whose day has just come: it keeps its time */
	bool has_moved;
};

static void look_again(struct settling *s, struct day day)
{
	if (!day_is_none(day) && (day_is_none(s->recheck) || day_before(day, s->recheck)))
		s->recheck = day;
}

static int settle_ask(struct settling *s, struct followup *f)
{
	struct op *op = s->op;
	struct gate_question q;
	struct gate_verdict own;
	const struct gate_verdict *v = &s->verdict;
	int r;

	/* One that the clock has not looked at yet is its to let go. */
	if (f->state == FOLLOWUP_WAITING && f->next_at == f->due_at && f->id != s->own_time)
		return 0;
	r = question_of(op, f, op->today, &q);
	if (r)
		return r;
	if (q.part_of || q.channel != CHANNEL_CALL) {
		judge(op, &s->facts, &q, &own);
		v = &own;
	}
	look_again(s, v->next_change_day);
	if (v->earned == (f->state == FOLLOWUP_SCHEDULED))
		return 0;
	s->has_moved = true;
	if (!v->earned)
		return close_again(op, f, v);
	if (f->id == s->own_time)
		return let_come(op, f, &s->facts);
	return let_go(op, f, &s->facts, s->old.contact ? s->old.first_blocking : -1);
}

/* A step that somebody can take, or time will: not so for the dead, or after "never". */
static bool is_one_short(const struct gate_verdict *v)
{
	return v->n_blocking == 1 && (v->helps[0] || !day_is_none(v->next_possible_day));
}

static struct gate_row row_of(const struct settling *s)
{
	const struct gate_verdict *v = &s->verdict;
	struct gate_row row = {
		.contact = s->contact,
		.state = v->earned         ? GATE_OPEN
			 : is_one_short(v) ? GATE_ONE_SHORT
					   : GATE_BLOCKED,
		.first_blocking = v->first_blocking,
		.n_blocking = v->n_blocking,
		.is_asked = s->facts.n_asks > 0,
		.since = s->op->today,
		.next_day = v->earned ? NO_DAY : v->next_possible_day,
		.recheck_day = s->recheck,
	};

	if (s->old.contact && s->old.first_blocking == row.first_blocking &&
	    s->old.state == row.state)
		row.since = s->old.since;
	return row;
}

static bool same_row(const struct gate_row *a, const struct gate_row *b)
{
	return a->contact == b->contact && a->state == b->state &&
	       a->first_blocking == b->first_blocking && a->n_blocking == b->n_blocking &&
	       a->is_asked == b->is_asked && day_equal(a->since, b->since) &&
	       day_equal(a->next_day, b->next_day) && day_equal(a->recheck_day, b->recheck_day);
}

static int keep_row(struct settling *s)
{
	const struct gate_row row = row_of(s);
	struct op *op = s->op;
	bool was_open = s->old.contact && s->old.state == GATE_OPEN;
	bool is_open = row.state == GATE_OPEN;
	int r;

	if (same_row(&row, &s->old))
		return 0;
	op->env->is_stepped = true; /* the alarm minds the recheck day */
	r = store_gate_put(op->store, &row);
	if (r || was_open == is_open)
		return r;
	return op_event(op, is_open ? EVENT_GATE_OPENED : EVENT_GATE_CLOSED, s->contact,
			s->contact);
}

static bool is_gone(enum contact_state state)
{
	return state == CONTACT_MERGED || state == CONTACT_ERASED;
}

static int settle_one(struct op *op, int64_t contact, int64_t own_time)
{
	const struct gate_question q = {.day = op->today, .channel = -1};
	struct settling s = {.op = op, .contact = contact, .own_time = own_time};
	struct followups asks;
	int r;

	r = load_facts(op, contact, &s.facts);
	if (r == 0 && is_gone(s.facts.state))
		return store_gate_remove(op->store, contact);
	if (r == 0)
		r = store_gate_get(op->store, contact, &s.old);
	if (r == 0)
		r = store_gate_asks(op->store, contact, op->now, op->arena, &asks);
	if (r)
		return r;
	judge(op, &s.facts, &q, &s.verdict);
	s.recheck = s.verdict.next_change_day;
	for (size_t i = 0; r == 0 && i < asks.n; i++)
		r = settle_ask(&s, &asks.items[i]);
	if (r == 0)
		r = keep_row(&s);
	/* A call to keep in touch may have been silent for an ask that waits now. */
	if (r == 0 && s.has_moved)
		r = cadence_settle(op, contact);
	return r || !s.has_moved ? r : store_contact_fact_refresh(op->store, contact);
}

int gate_settle(struct op *op, int64_t contact)
{
	int64_t *ids;
	size_t n;
	int r;

	r = store_gate_household(op->store, contact, op->arena, &ids, &n);
	for (size_t i = 0; r == 0 && i < n; i++)
		r = settle_one(op, ids[i], 0);
	return r;
}

int gate_ask_has_come(struct op *op, struct followup *f)
{
	return settle_one(op, f->contact, f->id);
}

int gate_praised(struct op *op, int64_t contact)
{
	struct followups open;
	struct gate_facts facts;
	struct gate_verdict v;
	int r;

	r = store_followup_open_of_contact(op->store, contact, op->arena, &open);
	for (size_t i = 0; r == 0 && i < open.n; i++) {
		struct followup *f = &open.items[i];

		if (!f->has_gate || f->state != FOLLOWUP_WAITING || f->waits_for != WAIT_GATE ||
		    !str_equal(f->step, FIRST_ASK))
			continue;
		r = gate_of_followup(op, f, NO_DAY, &v);
		if (r == 0 && v.earned)
			r = load_facts(op, contact, &facts);
		if (r == 0 && v.earned)
			r = let_go(op, f, &facts, -1);
	}
	if (r == 0)
		r = op_ask_one_at_a_time(op, contact);
	return r ? r : store_contact_fact_refresh(op->store, contact);
}

/* Other numbers in the settings make other verdicts: the whole book is looked at again. */
static int heed_rules(struct op *op)
{
	const struct gate_rules now = rules_of(op);
	const char *old, *text;
	int r;

	text = arena_printf(op->arena, "%d %d %d %d %d %d %d", now.score_min, now.rest_days,
			    now.asks_per_year, now.gives_min, now.complaint_days, now.promise_days,
			    now.score_age_days);
	r = store_book_get(op->store, BOOK_GATE, op->arena, &old);
	if (r || str_equal(old, text))
		return r;
	r = store_gate_recheck_all(op->store, op->today);
	return r ? r : store_book_set(op->store, BOOK_GATE, text);
}

int gate_judge_again(struct op *op)
{
	return store_gate_recheck_all(op->store, op->today);
}

/* After a step of the clock back, or a journey west over the date line, a verdict may stand that
 * counts on days which are ahead again. */
static int heed_clock(struct op *op)
{
	const char *old, *text = arena_printf(op->arena, "%d", op->today.n);
	int r;

	r = store_book_get(op->store, BOOK_GATE_DAY, op->arena, &old);
	if (r || str_equal(old, text))
		return r;
	if (old && strtol(old, NULL, 10) > op->today.n)
		r = gate_judge_again(op);
	return r ? r : store_book_set(op->store, BOOK_GATE_DAY, text);
}

int gate_tick(struct op *op, int limit, bool *ret_more)
{
	int64_t *ids;
	size_t n, i = 0;
	int r;

	r = heed_rules(op);
	if (r == 0)
		r = heed_clock(op);
	if (r == 0)
		r = store_gate_to_recheck(op->store, op->today, limit, op->arena, &ids, &n);
	while (r == 0 && i < n && !(i && op_is_slice_over(op)))
		r = settle_one(op, ids[i++], 0);
	*ret_more = r == 0 && (i < n || n == (size_t)limit);
	return r;
}
