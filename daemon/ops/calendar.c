/* Dates as people type them, and the days off that move them. */
#include "ops/calendar.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "domain/datetext.h"
#include "store/calendar.h"
#include "vouch/limits.h"

int op_calendar_parse(struct op *op, const char *text, struct calendar_time *ret)
{
	struct datetext_context context = {.now = op->local, .work = &op->env->work};
	struct datetext found;

	switch (datetext_parse(text, &context, &found)) {
	case DATETEXT_AMBIGUOUS:
		return op_fail(op, VOUCH_E_AMBIGUOUS_DATE, "text", "%s", found.why);
	case DATETEXT_BAD:
		return op_fail(op, VOUCH_E_BAD_DATE, "text", "%s", found.why);
	case DATETEXT_OK:
		break;
	}
	*ret = (struct calendar_time){
		.day = found.day,
		.minute = found.minute,
		.instant = op_instant(op, found.day, found.minute),
	};
	return 0;
}

/* As the store sorts them. */
static int compare(const void *a, const void *b)
{
	const struct holiday *x = a, *y = b;

	if (!day_equal(x->day, y->day))
		return day_before(x->day, y->day) ? -1 : 1;
	return strcmp(x->name, y->name);
}

static void sort(struct holidays *days)
{
	size_t n = 0;

	if (days->n)
		qsort(days->items, days->n, sizeof *days->items, compare);
	for (size_t i = 0; i < days->n; i++)
		if (n == 0 || compare(&days->items[n - 1], &days->items[i]) != 0)
			days->items[n++] = days->items[i];
	days->n = n;
}

/* Both sorted: what is in one alone is added or removed, so that the journal holds no more. */
static int replace(struct op *op, const char *source, const struct holidays *old,
		   const struct holidays *new, struct calendar_change *ret)
{
	size_t i = 0, k = 0;
	int r = 0;

	while (r == 0 && (i < old->n || k < new->n)) {
		int order = i == old->n   ? 1
			    : k == new->n ? -1
					  : compare(&old->items[i], &new->items[k]);
		struct holiday added;

		if (order < 0) {
			r = store_calendar_remove(op->store, old->items[i].id);
			ret->n_removed++;
		} else if (order > 0) {
			added = new->items[k];
			added.source = source;
			r = store_calendar_add(op->store, &added);
			ret->n_added++;
		}
		i += order <= 0;
		k += order >= 0;
	}
	return r;
}

/* One more source must not be one too many. */
static int check_sources(struct op *op)
{
	struct holiday_source *sources;
	size_t n;
	int r;

	r = store_calendar_sources(op->store, op->arena, &sources, &n);
	if (r || n < VOUCH_CALENDAR_SOURCES_MAX)
		return r;
	return op_fail(op, VOUCH_E_TOO_LARGE, "source",
		       "days off of %d sources are kept; remove one of them first",
		       VOUCH_CALENDAR_SOURCES_MAX);
}

int op_calendar_put(struct op *op, const char *source, struct holidays *days,
		    struct calendar_change *ret)
{
	struct holidays old;
	int r;

	*ret = (struct calendar_change){0};
	sort(days);
	r = store_calendar_of_source(op->store, source, op->arena, &old);
	if (r == 0 && old.n == 0 && days->n)
		r = check_sources(op);
	if (r == 0)
		r = replace(op, source, &old, days, ret);
	ret->n = days->n;
	op_calendar_changed(op->env);
	return r;
}

int op_calendar_list(struct op *op, const struct calendar_page *page, struct holidays *ret)
{
	const struct holiday_filter filter = {
		.from = page->from,
		.to = page->to,
		.after_day = page->after_day,
		.after_id = page->after_id,
		.limit = page->limit,
	};

	return store_calendar_list(op->store, &filter, op->arena, ret);
}

int op_calendar_sources(struct op *op, struct holiday_source **ret, size_t *ret_n)
{
	return store_calendar_sources(op->store, op->arena, ret, ret_n);
}

void op_calendar_changed(struct op_env *env)
{
	env->are_holidays_stale = true;
	env->are_holidays_new = true;
}

void op_calendar_recheck(struct op_env *env)
{
	env->are_holidays_stale |= env->are_holidays_new;
	env->are_holidays_new = false;
}

int op_calendar_refresh(struct op *op)
{
	struct op_env *env = op->env;
	struct day *days;
	size_t n;
	int r;

	if (!env->are_holidays_stale)
		return 0;
	r = store_calendar_holidays(op->store, op->arena, &days, &n);
	if (r)
		return r;
	op_calendar_deinit(env);
	if (n) {
		env->holidays = xcalloc(n, sizeof *days);
		memcpy(env->holidays, days, n * sizeof *days);
	}
	env->work.holidays = env->holidays;
	env->work.n_holidays = n;
	env->are_holidays_stale = false;
	return 0;
}

void op_calendar_deinit(struct op_env *env)
{
	free(env->holidays);
	env->holidays = NULL;
	env->work.holidays = NULL;
	env->work.n_holidays = 0;
}
