/* Plans: steps with offsets from an anchor, and where they fall. DESIGN section 4. */
#include "domain/plan.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "domain/recur.h"

#define OFFSET_DAYS_MAX 3660
#define OFFSET_HOURS_MAX 400

const char *const step_tos[] = {"contact", "referrer", NULL};
const char *const step_whens[] = {"always",      "has-promises", "consent-unknown",
				  "not-reached", "gift-policy",  NULL};
const char *const step_gates[] = {"earned", NULL};

static bool parse_number(const char **text, int max, int *ret)
{
	const char *c = *text;
	int n = 0;

	if (!isdigit((unsigned char)*c))
		return false;
	for (; isdigit((unsigned char)*c); c++) {
		n = n * 10 + (*c - '0');
		if (n > max)
			return false;
	}
	*text = c;
	*ret = n;
	return true;
}

static bool parse_time(const char *c, int *ret)
{
	int hour, minute;

	if (!parse_number(&c, 23, &hour) || *c != ':' || strlen(++c) != 2)
		return false;
	if (!parse_number(&c, 59, &minute) || *c)
		return false;
	*ret = hour * 60 + minute;
	return true;
}

bool offset_parse(const char *text, struct offset *ret)
{
	struct offset o = {.unit = OFFSET_DAYS, .minute = ANY_MINUTE};
	const char *c = text;

	if (*c == '+')
		c++;
	if (!parse_number(&c, OFFSET_DAYS_MAX, &o.n))
		return false;
	if (strncmp(c, "bd", 2) == 0) {
		o.unit = OFFSET_WORKDAYS;
		c += 2;
	} else if (*c == 'h') {
		o.unit = OFFSET_HOURS;
		c++;
	}
	if (*c == ' ' && (o.unit == OFFSET_HOURS || !parse_time(c + 1, &o.minute)))
		return false;
	if (*c && *c != ' ')
		return false;
	if (o.unit == OFFSET_HOURS && o.n > OFFSET_HOURS_MAX)
		return false;
	*ret = o;
	return true;
}

int plan_step_index(const struct plan *plan, const char *key)
{
	if (!key)
		return -1;
	for (size_t i = 0; i < plan->n_steps; i++)
		if (strcmp(plan->steps[i].key, key) == 0)
			return (int)i;
	return -1;
}

/* A day that must not lie before today, with its time, as the last of the moving rules. */
static struct moment not_before_now(struct day day, int minute, const struct plan_clock *clock)
{
	struct moment m = {day, minute};
	int in_an_hour = clock->now.minute + 60;

	if (moment_compare(m, clock->now) > 0)
		return m;
	if (worktime_is_workday(clock->work, clock->now.day) && in_an_hour < 24 * 60 &&
	    !worktime_is_quiet(clock->work, in_an_hour))
		return (struct moment){clock->now.day, in_an_hour};
	if (worktime_is_workday(clock->work, clock->now.day) &&
	    clock->now.minute < clock->work->start)
		return (struct moment){clock->now.day, clock->work->start};
	return (struct moment){worktime_workday_from(clock->work, day_plus(clock->now.day, 1)),
			       clock->work->start};
}

struct placed plan_move(struct day day, int minute, struct day anchor, enum followup_kind kind,
			const struct plan_clock *clock)
{
	struct placed p = {.planned_day = day};
	struct day first = day_later(anchor, day_later(clock->entered, clock->now.day));
	struct day moved = worktime_workday_from(clock->work, day);

	p.planned_minute = minute == ANY_MINUTE ? clock->work->start : minute;
	if (kind == KIND_THANK_YOU) {
		struct moment earlier = {worktime_workday_until(clock->work, day),
					 p.planned_minute};

		if (!day_before(earlier.day, first) && moment_compare(earlier, clock->now) > 0)
			moved = earlier.day;
	}
	p.due = not_before_now(moved, p.planned_minute, clock);
	return p;
}

struct placed plan_place(const struct offset *offset, struct moment from, enum followup_kind kind,
			 const struct plan_clock *clock)
{
	struct placed p;

	switch (offset->unit) {
	case OFFSET_DAYS:
		return plan_move(day_plus(from.day, offset->n), offset->minute, from.day, kind,
				 clock);
	case OFFSET_WORKDAYS:
		return plan_move(worktime_plus_workdays(clock->work, from.day, offset->n),
				 offset->minute, from.day, kind, clock);
	case OFFSET_HOURS:
		break;
	}
	p.due = worktime_plus_minutes(clock->work, from, offset->n * 60);
	p.planned_day = p.due.day;
	p.planned_minute = p.due.minute;
	p.due = not_before_now(p.due.day, p.due.minute, clock);
	return p;
}

/* How one step fared, for the steps after it. */
enum fate {
	FATE_NOT_MADE,
	FATE_MADE,
	FATE_PASSED, /* its `when` does not hold: counts as skipped on its day */
	FATE_ENDED,  /* expired or cancelled: what follows is cancelled */
};

struct laying {
	const struct plan *plan;
	const struct plan_context *context;
	struct plan_row *rows;
	size_t n_rows;
	enum fate fates[VOUCH_STEPS_MAX];
	struct placed at[VOUCH_STEPS_MAX];
	int rounds[VOUCH_STEPS_MAX]; /* which round of a series was made last */
	bool is_served_only;         /* an import whose first score lies in the past */
};

static int step_wait(const struct plan_step *step)
{
	const struct followup_holds holds = {
		.is_before_open = step->after != NULL,
		.is_part_open = step->part_of != NULL,
		.is_gate_closed = step->has_gate,
	};

	return followup_hold(&holds);
}

static struct plan_row *add_row(struct laying *l, size_t i, enum move_rule rule)
{
	const struct plan_step *step = &l->plan->steps[i];
	struct plan_row *row = &l->rows[l->n_rows++];
	int wait = step_wait(step);

	*row = (struct plan_row){
		.step = i,
		.state = wait < 0 ? FOLLOWUP_SCHEDULED : FOLLOWUP_WAITING,
		.waits_for = wait,
		.rule = rule,
		.at = l->at[i],
		.series_day = step->repeat ? l->at[i].planned_day : NO_DAY,
		.occurrence = l->rounds[i],
	};
	return row;
}

static void end_row(struct plan_row *row, enum followup_state state, enum move_rule rule)
{
	row->state = state;
	row->waits_for = -1;
	row->rule = rule;
}

static void lay_past(struct laying *l, size_t i, struct day series_day);
static bool is_past(const struct laying *l, const struct plan_step *step, struct day day);

/* What follows a step that ended is cancelled, on the day it would have had. */
static void lay_cancelled(struct laying *l, size_t i, size_t before)
{
	struct offset offset = {0};
	struct placed *at = &l->at[i];

	(void)offset_parse(l->plan->steps[i].offset, &offset);
	at->planned_day =
		day_plus(l->at[before].planned_day, offset.unit == OFFSET_HOURS ? 0 : offset.n);
	at->planned_minute = l->at[before].planned_minute;
	at->due = (struct moment){at->planned_day, at->planned_minute};
	end_row(add_row(l, i, RULE_PLANTED), FOLLOWUP_CANCELLED, RULE_BEFORE_ENDED);
}

/* The step before it does not apply: nothing is to be waited for. */
static void lay_at_once(struct laying *l, size_t i)
{
	const struct plan_step *step = &l->plan->steps[i];
	const struct followup_holds holds = {.is_part_open = step->part_of != NULL,
					     .is_gate_closed = step->has_gate};
	struct plan_row *row;

	if (is_past(l, step, l->at[i].planned_day)) {
		lay_past(l, i, l->at[i].planned_day);
		return;
	}
	row = add_row(l, i, RULE_PLANTED);
	row->waits_for = followup_hold(&holds);
	row->state = row->waits_for < 0 ? FOLLOWUP_SCHEDULED : FOLLOWUP_WAITING;
}

static void lay_after(struct laying *l, size_t i, size_t before)
{
	const struct plan_step *step = &l->plan->steps[i];
	struct moment from = l->at[before].due;
	struct offset offset = {0};

	l->rounds[i] = l->rounds[before];
	l->fates[i] = l->fates[before];
	if (l->fates[before] == FATE_NOT_MADE)
		return;
	if (l->fates[before] == FATE_ENDED) {
		lay_cancelled(l, i, before);
		return;
	}
	(void)offset_parse(step->offset, &offset);
	if (l->fates[before] == FATE_PASSED)
		from.day = l->at[before].planned_day;
	l->at[i] = plan_place(&offset, from, step->kind, &l->context->clock);
	l->fates[i] = FATE_MADE;
	if (step->when == WHEN_HAS_PROMISES && !l->context->has_promises)
		l->fates[i] = FATE_PASSED;
	else if (!day_in_range(l->at[i].due.day))
		l->fates[i] = FATE_NOT_MADE;
	else if (l->fates[before] == FATE_PASSED)
		lay_at_once(l, i);
	else
		add_row(l, i, RULE_PLANTED);
}

/* The first of a series that lies today or later, for a first one too long past. */
static void lay_next_of_series(struct laying *l, size_t i, struct day series_day)
{
	const struct plan_step *step = &l->plan->steps[i];
	const struct plan_clock *clock = &l->context->clock;
	struct day next = recur_next(step->repeat, series_day, day_plus(clock->now.day, -1));
	struct plan_row *row;

	if (day_is_none(next))
		return;
	l->at[i] =
		plan_move(next, l->at[i].planned_minute, l->context->anchor.day, step->kind, clock);
	l->fates[i] = FATE_MADE;
	l->rounds[i] = 2;
	row = add_row(l, i, RULE_PLANTED);
	row->series_day = series_day;
}

static void lay_past(struct laying *l, size_t i, struct day series_day)
{
	const struct plan_step *step = &l->plan->steps[i];

	l->fates[i] = FATE_NOT_MADE;
	if (!l->context->is_import) {
		l->fates[i] = FATE_ENDED;
		l->at[i].due = (struct moment){l->at[i].planned_day, l->at[i].planned_minute};
		end_row(add_row(l, i, RULE_PLANTED), FOLLOWUP_EXPIRED, RULE_STALE);
	}
	if (step->repeat)
		lay_next_of_series(l, i, series_day);
}

bool plan_is_stale(enum followup_kind kind, int age, int stale_days, int stale_days_thank)
{
	return age > (kind == KIND_THANK_YOU ? stale_days_thank : stale_days);
}

static bool is_past(const struct laying *l, const struct plan_step *step, struct day day)
{
	int age = l->context->clock.now.day.n - day.n;

	if (l->context->is_import)
		return age > 0;
	return plan_is_stale(step->kind, age, l->context->stale_days, l->context->stale_days_thank);
}

static void lay_step(struct laying *l, size_t i)
{
	const struct plan_step *step = &l->plan->steps[i];
	int before = plan_step_index(l->plan, step->after);
	struct offset offset = {0};

	l->fates[i] = FATE_NOT_MADE;
	l->rounds[i] = 1;
	if (step->to == TO_REFERRER ? !l->context->has_referrer : l->context->is_for_referrer)
		return;
	if (l->context->is_taken && l->context->is_taken[i])
		return;
	if (before >= 0) {
		lay_after(l, i, (size_t)before);
		return;
	}
	(void)offset_parse(step->offset, &offset);
	l->at[i] = plan_place(&offset, l->context->anchor, step->kind, &l->context->clock);
	if (step->when == WHEN_HAS_PROMISES && !l->context->has_promises) {
		l->fates[i] = FATE_PASSED;
		return;
	}
	if (!day_in_range(l->at[i].due.day))
		return;
	if (l->is_served_only && (step->scope != SCOPE_CONTACT || !step->gives))
		return;
	if (is_past(l, step, l->at[i].planned_day)) {
		lay_past(l, i, l->at[i].planned_day);
		return;
	}
	l->fates[i] = FATE_MADE;
	add_row(l, i, RULE_PLANTED);
}

/* DESIGN section 4: an imported run whose first score lies in the past makes only what serves
 * the contact from now on (its giving steps and what follows these). */
static bool import_serves_only(const struct plan *plan, const struct plan_context *context)
{
	struct offset offset;

	if (!context->is_import)
		return false;
	for (size_t i = 0; i < plan->n_steps; i++) {
		const struct plan_step *step = &plan->steps[i];

		if (!step->score || step->after || !offset_parse(step->offset, &offset))
			continue;
		return day_before(plan_place(&offset, context->anchor, step->kind, &context->clock)
					  .planned_day,
				  context->clock.now.day);
	}
	return false;
}

size_t plan_lay(const struct plan *plan, const struct plan_context *context,
		struct plan_row rows[PLAN_ROWS_MAX])
{
	struct laying l = {.plan = plan, .context = context, .rows = rows};

	l.is_served_only = import_serves_only(plan, context);
	for (size_t i = 0; i < plan->n_steps && i < VOUCH_STEPS_MAX; i++)
		lay_step(&l, i);
	return l.n_rows;
}
