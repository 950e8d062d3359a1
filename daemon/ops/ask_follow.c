/* What an answer means for what comes next. */
#include "ops/ask_follow.h"

#include "ops/flow.h"
#include "ops/gate.h"
#include "store/followup.h"

#define LATER_TITLE "Ask again: this is the day they named"
#define LATER_REASON "they asked to be asked again on this day"

static int date_part(struct op *op, struct followup *part, const struct followup *whole,
		     struct day day)
{
	const struct motive motive = {RULE_ANSWERED, CAUSE_FOLLOWUP, whole->id, NULL};
	const struct plan_clock clock = flow_clock(op);
	const struct moment from = {day, op->env->work.start};
	const struct plan_step *step;
	struct offset offset = {0};
	struct placed at;
	int r;

	r = flow_step(op, part, &step);
	if (r)
		return r;
	if (step)
		(void)offset_parse(step->offset, &offset);
	at = plan_place(&offset, from, part->kind, &clock);
	part->planned_day = at.planned_day;
	part->planned_minute = at.planned_minute;
	return flow_schedule(op, part, at.due.day, at.due.minute, &motive);
}

static bool still_waits(const struct followup *part)
{
	return followup_waits_for_answer(part) ||
	       (part->state == FOLLOWUP_WAITING && part->waits_for == WAIT_AFTER);
}

int ask_release_parts(struct op *op, const struct followup *whole, struct day day)
{
	struct followups parts;
	int r;

	r = store_followup_parts(op->store, whole->id, op->arena, &parts);
	for (size_t i = 0; r == 0 && i < parts.n; i++)
		if (still_waits(&parts.items[i]))
			r = date_part(op, &parts.items[i], whole, day);
	return r;
}

static bool is_open(const struct followup *part)
{
	return followup_is_open(part->state);
}

static int cancel_parts(struct op *op, int64_t whole, bool (*goes)(const struct followup *part))
{
	const struct motive motive = {RULE_TURNED_DOWN, CAUSE_FOLLOWUP, whole, NULL};
	struct followups parts;
	int r;

	r = store_followup_parts(op->store, whole, op->arena, &parts);
	for (size_t i = 0; r == 0 && i < parts.n; i++)
		if (goes(&parts.items[i]))
			r = flow_end(op, &parts.items[i], FOLLOWUP_CANCELLED, &motive);
	return r;
}

/* The parts go with the ask that was planted for later. */
static int move_parts(struct op *op, const struct followup *whole, const struct followup *later)
{
	const struct motive motive = {RULE_LATER, CAUSE_FOLLOWUP, later->id, NULL};
	struct followups parts;
	int r;

	r = store_followup_parts(op->store, whole->id, op->arena, &parts);
	for (size_t i = 0; r == 0 && i < parts.n; i++) {
		struct followup *part = &parts.items[i];

		if (!followup_is_open(part->state))
			continue;
		part->part_of = later->id;
		r = flow_schedule(op, part, later->due_day, part->due_minute, &motive);
	}
	return r;
}

static int plant_later(struct op *op, const struct ask *ask, const struct followup *whole,
		       struct followup *ret)
{
	const struct motive motive = {RULE_LATER, CAUSE_ASK, ask->id, NULL};
	int r;

	*ret = (struct followup){
		.contact = ask->contact,
		.sale = ask->sale,
		.occurrence = 1,
		.kind = KIND_ASK,
		.channel = whole->id ? whole->channel : -1,
		.title = whole->id ? whole->title : LATER_TITLE,
		.reason = LATER_REASON,
		.scope = SCOPE_CONTACT,
		.has_gate = true,
		.series_day = NO_DAY,
		.state = FOLLOWUP_WAITING,
		.waits_for = WAIT_GATE,
		.planned_day = ask->later_day,
		.planned_minute = ANY_MINUTE,
		.due_day = ask->later_day,
		.due_minute = ANY_MINUTE,
		.outcome = -1,
		.ended_day = NO_DAY,
		.about = ABOUT_ASK,
		.about_id = ask->id,
	};
	r = flow_add(op, ret, &motive);
	return r || !whole->id ? r : move_parts(op, whole, ret);
}

/* The third `later` running counts as declined. */
static int is_counted(struct op *op, const struct ask *ask, bool *ret)
{
	const struct gate_rules rules = {.score_min = 9};
	struct gate_facts facts;
	int r;

	*ret = false;
	r = store_gate_facts(op->store, ask->contact, &rules, op->today, op->arena, &facts);
	for (size_t i = 0; r == 0 && i < facts.n_asks; i++)
		if (facts.asks[i].id == ask->id)
			*ret = gate_ask_is_counted(facts.asks, i);
	return r;
}

/* They do not want to be asked again, and the household is asked as one. */
static int cancel_asks(struct op *op, const struct ask *ask)
{
	const struct motive motive = {RULE_NEVER, CAUSE_ASK, ask->id, NULL};
	struct followups open;
	int64_t *ids;
	size_t n;
	int r;

	r = store_gate_household(op->store, ask->contact, op->arena, &ids, &n);
	for (size_t i = 0; r == 0 && i < n; i++) {
		r = store_followup_open_of_contact(op->store, ids[i], op->arena, &open);
		for (size_t k = 0; r == 0 && k < open.n; k++) {
			struct followup f;

			/* Read again: an ask before it may have taken it along. */
			r = store_followup_get(op->store, open.items[k].id, op->arena, &f);
			if (r == 0 && f.has_gate && followup_is_open(f.state))
				r = flow_end(op, &f, FOLLOWUP_CANCELLED, &motive);
		}
		if (r == 0 && ids[i] != ask->contact)
			r = flow_facts(op, ids[i]);
	}
	return r;
}

int ask_follow(struct op *op, const struct ask *ask, const struct followup *whole,
	       struct followup *ret_later)
{
	bool is_declined;
	int r;

	switch ((enum ask_outcome)ask->outcome) {
	case ASK_NAMES_GIVEN:
	case ASK_WILLING:
		return whole->id ? ask_release_parts(op, whole, ask->day) : 0;
	case ASK_LATER:
		r = is_counted(op, ask, &is_declined);
		if (r)
			return r;
		if (!is_declined)
			return plant_later(op, ask, whole, ret_later);
		return whole->id ? cancel_parts(op, whole->id, is_open) : 0;
	case ASK_DECLINED:
		return whole->id ? cancel_parts(op, whole->id, is_open) : 0;
	case ASK_NEVER:
		r = cancel_asks(op, ask);
		/* Parts that are no asks; what a yes let go before stays. */
		return r || !ask->followup ? r : cancel_parts(op, ask->followup, still_waits);
	}
	return 0;
}
