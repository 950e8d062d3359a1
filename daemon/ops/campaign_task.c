/* The tasks of an edition: follow-ups of the user's own. */
#include "ops/campaign_task.h"

#include "base/str.h"
#include "ops/promise_lines.h"
#include "ops/title.h"
#include "store/edition.h"
#include "store/followup.h"

/* "Order the cards: Holiday cards, 12 households" */
static const char *title_of(struct op *op, const struct issue *i, const struct campaign_task *task,
			    int64_t n)
{
	static const char *const ones[] = {
		[CAMPAIGN_CARD] = "household", [CAMPAIGN_NEWSLETTER] = "reader"};

	return op_title(op,
			arena_printf(op->arena, "%s: %s, %lld %s%s", task->what, i->campaign.name,
				     (long long)n, ones[i->campaign.kind], n == 1 ? "" : "s"));
}

static int plant(struct op *op, const struct issue *i, const struct campaign_task *task,
		 int64_t round, int64_t n)
{
	static const char *const ones[] = {
		[CAMPAIGN_CARD] = "the cards", [CAMPAIGN_NEWSLETTER] = "the newsletter"};
	const struct motive motive = {RULE_CAMPAIGN, CAUSE_CAMPAIGN, i->campaign.id, NULL};
	const struct plan_clock clock = flow_clock(op);
	struct placed at = plan_move(task->day, ANY_MINUTE, op->today, KIND_TASK, &clock);
	struct followup f = {
		.step = task->key,
		.occurrence = (int)round,
		.kind = KIND_TASK,
		.channel = -1,
		.title = title_of(op, i, task, n),
		.reason = arena_printf(op->arena, "for %s of %s", ones[i->campaign.kind],
				       say_day(op, i->edition.day)),
		.series_day = NO_DAY,
		.state = FOLLOWUP_SCHEDULED,
		.waits_for = -1,
		.planned_day = at.planned_day,
		.planned_minute = at.planned_minute,
		.due_day = at.due.day,
		.due_minute = at.due.minute,
		.outcome = -1,
		.ended_day = NO_DAY,
		.about = ABOUT_CAMPAIGN,
		.about_id = i->campaign.id,
	};

	return flow_add(op, &f, &motive);
}

static bool is_settled(const struct followups *rows, const char *key, int64_t round)
{
	for (size_t i = 0; i < rows->n; i++) {
		const struct followup *f = &rows->items[i];

		if (str_equal(f->step, key) && f->occurrence == round &&
		    (f->state == FOLLOWUP_DONE || f->state == FOLLOWUP_SKIPPED))
			return true;
	}
	return false;
}

int campaign_tasks_plant(struct op *op, const struct issue *i)
{
	struct campaign_task tasks[CAMPAIGN_TASKS_MAX];
	struct edition_counts counts = {0};
	struct followups rows;
	int64_t round;
	size_t n;
	int r;

	n = campaign_tasks(i->campaign.kind, i->edition.day, i->campaign.lead_days, op->today,
			   tasks);
	r = store_edition_round(op->store, i->campaign.id, i->edition.day, &round);
	if (r == 0)
		r = store_followup_about(op->store, ABOUT_CAMPAIGN, i->campaign.id, op->arena,
					 &rows);
	if (r == 0)
		r = recipients_count(op, i, &counts);
	for (size_t k = 0; r == 0 && k < n; k++)
		if (!is_settled(&rows, tasks[k].key, round))
			r = plant(op, i, &tasks[k], round, counts.recipients);
	return r;
}

int campaign_tasks_open(struct op *op, int64_t campaign, struct followup **ret, size_t *ret_n)
{
	struct followups rows;
	size_t n = 0;
	int r;

	r = store_followup_about(op->store, ABOUT_CAMPAIGN, campaign, op->arena, &rows);
	if (r)
		return r;
	for (size_t i = 0; i < rows.n; i++)
		if (followup_is_open(rows.items[i].state))
			rows.items[n++] = rows.items[i];
	*ret = rows.items;
	*ret_n = n;
	return 0;
}

int campaign_tasks_end(struct op *op, int64_t campaign, struct day until, enum followup_state state,
		       const char *reason)
{
	const struct motive motive = {RULE_CAMPAIGN_OVER, CAUSE_CAMPAIGN, campaign, reason};
	struct followup *open;
	int64_t round;
	size_t n;
	int r;

	r = store_edition_round(op->store, campaign, until, &round);
	if (r == 0)
		r = campaign_tasks_open(op, campaign, &open, &n);
	for (size_t i = 0; r == 0 && i < n; i++) {
		if (open[i].occurrence > round)
			continue;
		if (state == FOLLOWUP_DONE)
			open[i].outcome = (int)OUTCOME_DONE;
		r = flow_end(op, &open[i], state, &motive);
	}
	return r;
}
