/* agenda.spread: what is overdue, spread over working days. */
#include "ops/spread.h"

#include <stdlib.h>

#include "ops/due.h"
#include "ops/flow.h"
#include "store/away.h"
#include "store/contact_fact.h"
#include "store/followup_clock.h"
#include "store/gate.h"
#include "store/spread.h"

#define WINDOW_DAYS 64 /* that are looked at first, beside what the overdue ones need */

/* After working hours today takes no more. */
static struct day first_day(const struct op *op)
{
	return worktime_next_open(&op->env->work, op->local).day;
}

/* Asks that were made on that day count for it too. */
static int read_loads(struct op *op, const struct spread_rules *rules, struct spread_load *loads,
		      size_t n_days)
{
	int64_t start = op_instant(op, rules->first, 0), asks;
	int r;

	for (size_t i = 0; i < n_days; i++)
		loads[i] = (struct spread_load){0};
	r = store_spread_loads(op->store, start,
			       op_instant(op, day_plus(rules->first, (int)n_days), 0) - 1,
			       rules->first, loads, n_days);
	if (r == 0)
		r = store_gate_asks_between(
			op->store, start, op_instant(op, day_plus(rules->first, 1), 0) - 1, &asks);
	if (r == 0)
		loads[0].asks = (int)asks;
	return r;
}

/* More and more days, until there is room for all. */
static int plan(struct op *op, const struct spread_rules *rules, struct spread_item *items,
		size_t n)
{
	size_t n_days = WINDOW_DAYS + 2 * n / (size_t)rules->cap;
	struct spread_load *loads;
	int r;

	for (;; n_days *= 2) {
		if (!day_in_range(day_plus(rules->first, (int)n_days)))
			return op_fail(op, VOUCH_E_CONFLICT, "cap",
				       "so few a day never come to an end; allow more");
		loads = arena_array(op->arena, n_days, sizeof *loads);
		r = read_loads(op, rules, loads, n_days);
		if (r || spread_plan(rules, loads, n_days, items, n))
			return r;
	}
}

static void sort_fates(struct op *op, const struct spread_item *items, struct spread *ret)
{
	size_t n = ret->n_overdue;

	ret->kept = arena_array(op->arena, n, sizeof(const struct spread_item *));
	ret->expired = arena_array(op->arena, n, sizeof(const struct spread_item *));
	for (size_t i = 0; i < n; i++) {
		if (items[i].fate == SPREAD_KEPT)
			ret->kept[ret->n_kept++] = &items[i];
		else if (items[i].fate == SPREAD_EXPIRED)
			ret->expired[ret->n_expired++] = &items[i];
	}
	ret->n_moved = n - ret->n_kept - ret->n_expired;
}

/* How many come to each day, the days being counted from `first`. */
static size_t *count_days(struct op *op, const struct spread_item *items, size_t n,
			  struct day first, size_t *ret_n)
{
	size_t *counts, last = 0;

	for (size_t i = 0; i < n; i++)
		if (items[i].fate == SPREAD_MOVED && (size_t)(items[i].day.n - first.n) > last)
			last = (size_t)(items[i].day.n - first.n);
	counts = arena_array(op->arena, last + 1, sizeof *counts);
	for (size_t i = 0; i <= last; i++)
		counts[i] = 0;
	for (size_t i = 0; i < n; i++)
		if (items[i].fate == SPREAD_MOVED)
			counts[items[i].day.n - first.n]++;
	*ret_n = last + 1;
	return counts;
}

/* By day, then by rank; what is older comes first already. */
static void sort_days(struct op *op, const struct spread_item *items, struct day first,
		      struct spread *ret)
{
	size_t n = ret->n_overdue, n_counts;
	size_t *at = count_days(op, items, n, first, &n_counts), before = 0;

	ret->moved = arena_array(op->arena, n, sizeof(const struct spread_item *));
	ret->days = arena_array(op->arena, n_counts, sizeof *ret->days);
	for (size_t i = 0; i < n_counts; i++) {
		size_t count = at[i];

		if (count)
			ret->days[ret->n_days++] =
				(struct spread_day){day_plus(first, (int)i), before, count};
		at[i] = before;
		before += count;
	}
	for (int rank = 0; rank <= SPREAD_RANK_LAST; rank++)
		for (size_t i = 0; i < n; i++)
			if (items[i].fate == SPREAD_MOVED &&
			    followup_rank(items[i].followup) == rank)
				ret->moved[at[items[i].day.n - first.n]++] = &items[i];
}

int op_agenda_spread(struct op *op, int cap, struct spread *ret)
{
	struct spread_rules rules = {
		.work = &op->env->work,
		.today = op->today,
		.first = first_day(op),
		.cap = cap ? cap : op->settings->calls_per_day,
		.asks_cap = op->settings->asks_per_day,
		.stale_days = op->settings->stale_days,
	};
	struct followups rows;
	struct spread_item *items;
	struct away away;
	int r;

	r = store_away_open(op->store, &away);
	if (r == 0)
		r = store_spread_overdue(op->store, op_instant(op, op->today, 0), op->arena, &rows);
	if (r)
		return r;
	rules.away = &away;
	*ret = (struct spread){.cap = rules.cap, .n_overdue = rows.n};
	items = arena_array(op->arena, rows.n, sizeof *items);
	for (size_t i = 0; i < rows.n; i++)
		items[i] = (struct spread_item){.followup = &rows.items[i]};
	r = plan(op, &rules, items, rows.n);
	if (r)
		return r;
	sort_fates(op, items, ret);
	sort_days(op, items, rules.first, ret);
	return 0;
}

struct followup spread_moved(struct op *op, const struct spread_item *item)
{
	struct followup f = *item->followup;

	f.due_day = item->day;
	if (day_equal(f.due_day, op->today) && f.due_minute <= op->local.minute)
		f.due_minute = ANY_MINUTE;
	f.is_pinned = false;
	(void)due_instant(op, &f, &f.due_at); /* as it was, where the machine fails */
	return f;
}

/* What is moved to today was told of already: it is on the agenda, and no pop-up comes again. */
static int move(struct op *op, const struct spread_item *item)
{
	const struct motive motive = MOTIVE(RULE_SPREAD);
	struct followup f = *item->followup, to = spread_moved(op, item);
	int r;

	f.is_pinned = false;
	r = flow_let_go(op, &f, to.due_day, to.due_minute, &motive);
	if (r == 0 && f.state == FOLLOWUP_SCHEDULED && f.due_at <= op->now)
		r = store_followup_set_next(op->store, f.id, NO_INSTANT);
	return r;
}

static int expire(struct op *op, const struct spread_item *item)
{
	const struct motive motive = MOTIVE(RULE_OUTDATED);
	struct followup f = *item->followup;
	int r;

	r = flow_end(op, &f, FOLLOWUP_EXPIRED, &motive);
	return r ? r : flow_facts(op, f.contact);
}

static int compare_ids(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* What is next for each contact, once a contact. */
static int refresh(struct op *op, const struct spread *spread)
{
	int64_t *ids = arena_array(op->arena, spread->n_moved, sizeof *ids), before = 0;
	int r = 0;

	for (size_t i = 0; i < spread->n_moved; i++)
		ids[i] = spread->moved[i]->followup->contact;
	if (spread->n_moved)
		qsort(ids, spread->n_moved, sizeof *ids, compare_ids);
	for (size_t i = 0; r == 0 && i < spread->n_moved; i++) {
		if (ids[i] != before)
			r = store_contact_fact_refresh(op->store, ids[i]);
		before = ids[i];
	}
	return r;
}

int op_agenda_spread_apply(struct op *op, const struct spread *spread)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < spread->n_moved; i++)
		r = move(op, spread->moved[i]);
	if (r == 0)
		r = refresh(op, spread);
	for (size_t i = 0; r == 0 && i < spread->n_expired; i++)
		r = expire(op, spread->expired[i]);
	return r;
}
