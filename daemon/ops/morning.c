/* The morning digest: whether today's is to be shown, and when the next one is. */
#include "ops/morning.h"

#include "base/clock.h"
#include "base/str.h"
#include "store/book.h"
#include "store/notice_hold.h"

#define LOOK_DAYS                                                                                  \
	21 /* working days; within a week there is one that always has something to say            \
	    */

/* The start of the working day, or the end of the quiet hours where that is later. */
static int morning_minute(const struct worktime *w)
{
	return worktime_is_quiet(w, w->start) ? w->quiet_end : w->start;
}

static int64_t instant_of(const struct op *op, struct day day)
{
	return op_instant(op, day, morning_minute(&op->env->work));
}

int64_t morning_instant(const struct op *op)
{
	return instant_of(op, op->today);
}

static int is_marked(struct op *op, struct day day, bool *ret)
{
	char text[DAY_TEXT_SIZE];
	const char *marked;
	int r;

	r = store_book_get(op->store, BOOK_MORNING, op->arena, &marked);
	*ret = r == 0 && str_equal(marked, day_format(day, text));
	return r;
}

int morning_mark(struct op *op)
{
	char text[DAY_TEXT_SIZE];

	return store_book_set(op->store, BOOK_MORNING, day_format(op->today, text));
}

static int is_away(struct op *op, struct day day, bool *ret)
{
	struct day until;
	int r;

	r = store_notice_away_until(op->store, day, &until);
	*ret = r == 0 && !day_is_none(until);
	return r;
}

int morning_has_come(struct op *op, bool *ret)
{
	const struct worktime *w = &op->env->work;
	bool is_over, away = false;
	int r;

	*ret = false;
	if (!worktime_is_workday(w, op->today) || op->local.minute >= w->end ||
	    worktime_is_quiet(w, op->local.minute) || op->now < morning_instant(op))
		return 0;
	r = is_marked(op, op->today, &is_over);
	if (r == 0 && !is_over)
		r = is_away(op, op->today, &away);
	*ret = r == 0 && !is_over && !away;
	return r;
}

bool morning_is_week_first(const struct worktime *work, struct day day)
{
	int past = ((int)day_weekday(day) - (int)worktime_week_start(work) + 7) % 7;

	return day_equal(worktime_workday_from(work, day_plus(day, -past)), day);
}

bool morning_is_quarter_first(const struct worktime *work, struct day day)
{
	struct civil c = day_to_civil(day);
	struct day first = day_from_civil(c.year, (c.month - 1) / 3 * 3 + 1, 1);

	return day_equal(worktime_workday_from(work, first), day);
}

/* Of a morning that has not come yet, what is entered until then is not known: what there is now
 * counts. What is entered later in the day makes no morning of it. */
static int has_news(struct op *op, struct day day, bool *ret)
{
	const struct worktime *w = &op->env->work;
	int64_t morning = instant_of(op, day), first;
	int r;

	if (op->settings->morning == MORNING_NO)
		return store_notice_has_quieted(op->store, op->now, morning, ret);
	*ret = false;
	r = store_notice_first_contact(op->store, &first);
	if (r == 0)
		*ret = first != NO_INSTANT && first <= morning &&
		       (morning_is_week_first(w, day) || morning_is_quarter_first(w, day));
	if (r || *ret)
		return r;
	return store_notice_was_due(op->store, op_instant(op, day_plus(day, 1), 0), morning, ret);
}

int morning_has_news(struct op *op, bool *ret)
{
	return has_news(op, op->today, ret);
}

/* The one of that day lies ahead, and is to be shown. */
static int will_speak(struct op *op, struct day day, bool *ret)
{
	bool is_over, away = false;
	int r;

	*ret = false;
	if (instant_of(op, day) <= op->now)
		return 0;
	r = is_marked(op, day, &is_over);
	if (r == 0)
		r = is_away(op, day, &away);
	return r || is_over || away ? r : has_news(op, day, ret);
}

/* Where there is no digest, what was closed is shown again, and that may be nothing: it is the
 * same on each day ahead, and looked for once. */
static int may_speak(struct op *op, bool *ret)
{
	*ret = true;
	if (op->settings->morning == MORNING_YES)
		return 0;
	return store_notice_has_quieted(op->store, op->now, INT64_MAX, ret);
}

int morning_next(struct op *op, int64_t *ret)
{
	const struct worktime *w = &op->env->work;
	struct day day = op->today, until = NO_DAY;
	bool speaks;
	int r;

	*ret = NO_INSTANT;
	r = may_speak(op, &speaks);
	if (r == 0 && speaks)
		r = store_notice_away_until(op->store, day, &until);
	if (r || !speaks)
		return r;
	day = worktime_workday_from(w, day_is_none(until) ? day : until);
	for (int i = 0; i < LOOK_DAYS; i++) {
		r = will_speak(op, day, &speaks);
		if (r)
			return r;
		if (speaks) {
			*ret = instant_of(op, day);
			return 0;
		}
		day = worktime_workday_from(w, day_plus(day, 1));
	}
	return 0;
}
