/* Requests of people about what is held of them. */
#include "ops/request.h"

#include "ops/event.h"
#include "ops/flow.h"
#include "ops/promise_lines.h"
#include "ops/refuse.h"
#include "store/followup.h"

#define DAYS 30     /* GDPR, article 12: within one month */
#define DAYS_LEFT 7 /* when it falls due: time enough to do it, and to ask back */

/* The last working day that leaves time enough; today where that is past. */
static struct day task_day(const struct op *op, const struct request *x)
{
	struct day day = worktime_workday_until(&op->env->work, day_plus(x->due_day, -DAYS_LEFT));

	return day_later(day, op->today);
}

static int plant_task(struct op *op, const struct request *x)
{
	static const char *const titles[] = {
		[REQUEST_EXPORT] = "Give them a copy of what you keep about them",
		[REQUEST_ERASE] = "Erase what you keep about them",
		[REQUEST_CORRECT] = "Correct what you keep about them",
		[REQUEST_OBJECT] = "See to it that they are not contacted",
	};
	const struct motive motive = {RULE_REQUEST, CAUSE_REQUEST, x->id, NULL};
	struct day day = task_day(op, x);
	struct followup f = {
		.contact = x->contact,
		.occurrence = 1,
		.kind = KIND_TASK,
		.channel = -1,
		.title = titles[x->kind],
		.series_day = NO_DAY,
		.state = FOLLOWUP_SCHEDULED,
		.waits_for = -1,
		.planned_day = day,
		.planned_minute = ANY_MINUTE,
		.due_day = day,
		.due_minute = ANY_MINUTE,
		.outcome = -1,
		.ended_day = NO_DAY,
		.about = ABOUT_REQUEST,
		.about_id = x->id,
	};

	return flow_add(op, &f, &motive);
}

static int end_task(struct op *op, const struct request *x)
{
	const struct motive motive = {RULE_REQUEST_DONE, CAUSE_REQUEST, x->id, NULL};
	struct followups rows;
	int r;

	r = store_followup_about(op->store, ABOUT_REQUEST, x->id, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++) {
		struct followup *f = &rows.items[i];

		if (!followup_is_open(f->state))
			continue;
		f->ended_day = x->done_day;
		f->outcome = (int)OUTCOME_DONE;
		r = flow_end(op, f, FOLLOWUP_DONE, &motive);
	}
	return r;
}

static int changed(struct op *op, const struct request *x)
{
	int r;

	r = flow_facts(op, x->contact);
	return r ? r : op_event(op, EVENT_CONTACT_CHANGED, x->contact, x->contact);
}

static int check_new(struct op *op, const struct request *x)
{
	struct contact contact;
	struct requests rows;
	char day[DAY_TEXT_SIZE];
	int r;

	r = op_live_contact(op, x->contact, &contact);
	if (r == 0)
		r = op_not_after_today(op, x->day, "day");
	if (r == 0)
		r = store_request_of_contact(op->store, x->contact, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++)
		if (rows.items[i].kind == x->kind && day_is_none(rows.items[i].done_day))
			r = op_fail(op, VOUCH_E_DUPLICATE, "kind",
				    "they asked for that already, on %s (request %lld)",
				    day_format(rows.items[i].day, day),
				    (long long)rows.items[i].id);
	return r;
}

int op_request_add(struct op *op, struct request *x)
{
	int r;

	if (day_is_none(x->day))
		x->day = op->today;
	r = check_new(op, x);
	if (r)
		return r;
	x->due_day = day_plus(x->day, DAYS);
	x->done_day = NO_DAY;
	x->created_at = op->now;
	r = store_request_add(op->store, x);
	if (r == 0)
		r = plant_task(op, x);
	return r ? r : changed(op, x);
}

static int check_done(struct op *op, const struct request *x, struct day day)
{
	char text[DAY_TEXT_SIZE];

	if (!day_is_none(x->done_day))
		return op_fail(op, VOUCH_E_REQUEST_STATE, "id",
			       "request %lld was answered already, on %s", (long long)x->id,
			       day_format(x->done_day, text));
	if (day_before(day, x->day))
		return op_fail(op, VOUCH_E_CONFLICT, "day", "they asked for it later, on %s",
			       day_format(x->day, text));
	return op_not_after_today(op, day, "day");
}

static int answer(struct op *op, struct request *x, struct day day)
{
	int r;

	r = store_request_done(op->store, x->id, day);
	if (r)
		return r;
	x->version++;
	x->done_day = day;
	return end_task(op, x);
}

int op_request_get(struct op *op, int64_t id, struct request *ret)
{
	int r;

	r = store_request_get(op->store, id, op->arena, ret);
	return op_not_found(op, r, "id", "there is no request %lld", (long long)id);
}

int op_request_done(struct op *op, int64_t id, struct day day, struct request *ret)
{
	int r;

	r = op_request_get(op, id, ret);
	if (r)
		return r;
	if (day_is_none(day))
		day = op->today;
	r = check_done(op, ret, day);
	if (r == 0)
		r = answer(op, ret, day);
	return r ? r : changed(op, ret);
}

int op_request_followed(struct op *op, const struct followup *f)
{
	struct request x;
	int r;

	r = store_request_get(op->store, f->about_id, op->arena, &x);
	if (r || !day_is_none(x.done_day))
		return r;
	r = check_done(op, &x, f->ended_day);
	return r ? r : answer(op, &x, f->ended_day);
}

const char *op_request_reason(struct op *op, int64_t id)
{
	struct request x;

	if (store_request_get(op->store, id, op->arena, &x))
		return "they asked about their data";
	return arena_printf(op->arena, "they asked on %s; to be answered by %s", say_day(op, x.day),
			    say_day(op, x.due_day));
}

int op_request_open(struct op *op, const int64_t after[2], int limit, struct requests *ret)
{
	return store_request_open(op->store, after[0], after[1], limit, op->arena, ret);
}

int op_request_answer(struct op *op, int64_t contact, enum request_kind kind, int64_t *ret_n)
{
	struct requests rows;
	int r;

	*ret_n = 0;
	r = store_request_of_contact(op->store, contact, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++) {
		if (rows.items[i].kind != kind || !day_is_none(rows.items[i].done_day))
			continue;
		r = answer(op, &rows.items[i], op->today);
		++*ret_n;
	}
	return r;
}
