/* What is overdue, spread over working days. */
#include "domain/spread.h"

#define RANK_THANK_YOU 1 /* of followup_rank() */

static bool is_thank_you(const struct followup *f)
{
	return followup_rank(f) == RANK_THANK_YOU;
}

bool spread_is_stale(const struct followup *f, const struct spread_rules *rules)
{
	return f->run && f->gives && !f->score && !f->is_pinned && !is_thank_you(f) &&
	       !followup_is_promise(f) && rules->today.n - f->due_day.n > rules->stale_days;
}

static bool takes_any(const struct spread_rules *rules, struct day day)
{
	return worktime_is_workday(rules->work, day) &&
	       !(rules->away && away_is_on(rules->away, day));
}

/* A part of an ask comes with it, and is not one more. */
static bool is_counted_ask(const struct followup *f)
{
	return f->has_gate && !f->part_of;
}

static bool has_room(const struct spread_rules *rules, const struct spread_load *load,
		     const struct followup *f)
{
	if (is_thank_you(f))
		return true;
	return load->n < rules->cap && (!is_counted_ask(f) || load->asks < rules->asks_cap);
}

/* The first day from *at on that has room for it. */
static bool find_day(const struct spread_rules *rules, struct spread_load *loads, size_t n_days,
		     const struct followup *f, size_t *at)
{
	while (*at < n_days && (!takes_any(rules, day_plus(rules->first, (int)*at)) ||
				!has_room(rules, &loads[*at], f)))
		++*at;
	return *at < n_days;
}

/* A promise, a request with its last day, a birthday, the cards to be posted: on a later day it
 * would be of no use. */
static bool has_day_of_its_own(const struct followup *f)
{
	return followup_is_owed(f) || followup_is_of_date(f) ||
	       (f->about_id && f->about == ABOUT_CAMPAIGN);
}

static bool place(const struct spread_rules *rules, struct spread_load *loads, size_t n_days,
		  struct spread_item *item, size_t *at)
{
	const struct followup *f = item->followup;

	*item = (struct spread_item){f, SPREAD_KEPT, NO_DAY};
	if (has_day_of_its_own(f))
		return true;
	if (spread_is_stale(f, rules)) {
		item->fate = SPREAD_EXPIRED;
		return true;
	}
	if (!find_day(rules, loads, n_days, f, at))
		return false;
	item->fate = SPREAD_MOVED;
	item->day = day_plus(rules->first, (int)*at);
	if (is_thank_you(f))
		return true;
	loads[*at].n++;
	loads[*at].asks += is_counted_ask(f);
	return true;
}

bool spread_plan(const struct spread_rules *rules, struct spread_load *loads, size_t n_days,
		 struct spread_item *items, size_t n)
{
	for (int rank = 0; rank <= SPREAD_RANK_LAST; rank++) {
		size_t at = 0; /* what is older comes no later within its rank */

		for (size_t i = 0; i < n; i++)
			if (followup_rank(items[i].followup) == rank &&
			    !place(rules, loads, n_days, &items[i], &at))
				return false;
	}
	return true;
}
