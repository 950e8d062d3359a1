/* Working days and hours, and where they move a day or a moment to. */
#include "domain/worktime.h"

/* Days off running for longer than this are no holiday but a mistake in the calendar: they
 * count as working days, which bounds every search below. */
#define DAYS_OFF_MAX 399

#define MINUTES_PER_DAY 1440
#define EVERY_DAY 0x7f

bool worktime_is_holiday(const struct worktime *w, struct day d)
{
	size_t low = 0, high = w->holidays ? w->n_holidays : 0;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (day_before(w->holidays[middle], d))
			low = middle + 1;
		else
			high = middle;
	}
	return w->holidays && low < w->n_holidays && day_equal(w->holidays[low], d);
}

static bool is_day_off(const struct worktime *w, struct day d)
{
	unsigned bit = 1U << day_weekday(d);

	return !(w->week & bit) || worktime_is_holiday(w, d);
}

/* The neighbour of a day; the ends of counting are their own neighbours. */
static struct day neighbour(struct day d, int step)
{
	if (step < 0 ? d.n <= INT32_MIN + 1 : d.n == INT32_MAX)
		return d;
	return day_plus(d, step);
}

/* How many days off follow each other from d on, d included; stops counting at the limit. */
static int count_days_off(const struct worktime *w, struct day d, int step)
{
	int n = 0;

	for (; n <= DAYS_OFF_MAX && is_day_off(w, d); n++)
		d = neighbour(d, step);
	return n;
}

bool worktime_is_workday(const struct worktime *w, struct day d)
{
	if (!(w->week & EVERY_DAY) || !is_day_off(w, d))
		return true;
	return count_days_off(w, d, 1) + count_days_off(w, d, -1) - 1 > DAYS_OFF_MAX;
}

static struct day workday_towards(const struct worktime *w, struct day d, int step)
{
	while (!worktime_is_workday(w, d))
		d = neighbour(d, step);
	return d;
}

struct day worktime_workday_from(const struct worktime *w, struct day d)
{
	return day_is_none(d) ? d : workday_towards(w, d, 1);
}

struct day worktime_workday_until(const struct worktime *w, struct day d)
{
	return day_is_none(d) ? d : workday_towards(w, d, -1);
}

struct day worktime_plus_workdays(const struct worktime *w, struct day d, int n)
{
	int step = n < 0 ? -1 : 1;

	if (n == 0)
		return worktime_workday_from(w, d);
	for (; n != 0 && day_in_range(d); n -= step)
		d = workday_towards(w, neighbour(d, step), step);
	return d;
}

static int days_off_before(unsigned week, int weekday)
{
	int n = 0;

	while (n < 6 && !(week & (1U << ((weekday + 6 - n) % 7))))
		n++;
	return n;
}

enum weekday worktime_week_start(const struct worktime *w)
{
	enum weekday best = MONDAY;
	int longest = 0;

	for (int weekday = MONDAY; weekday <= SUNDAY; weekday++) {
		bool is_worked = w->week & (1U << weekday);
		int n = days_off_before(w->week, weekday);

		if (is_worked && n > longest) {
			best = (enum weekday)weekday;
			longest = n;
		}
	}
	return best;
}

struct hours {
	int start, end;
};

/* The working hours, within the day; a start that is not before the end means all day. */
static struct hours working_hours(const struct worktime *w)
{
	struct hours h = {
		.start = w->start < 0 ? 0 : w->start,
		.end = w->end > MINUTES_PER_DAY ? MINUTES_PER_DAY : w->end,
	};

	return h.start < h.end ? h : (struct hours){0, MINUTES_PER_DAY};
}

bool worktime_is_open(const struct worktime *w, struct moment m)
{
	struct hours h = working_hours(w);

	return m.minute >= h.start && m.minute < h.end && worktime_is_workday(w, m.day);
}

struct moment worktime_next_open(const struct worktime *w, struct moment m)
{
	struct hours h = working_hours(w);

	if (worktime_is_open(w, m))
		return m;
	if (m.minute >= h.end)
		m.day = neighbour(m.day, 1);
	return (struct moment){worktime_workday_from(w, m.day), h.start};
}

struct moment worktime_plus_minutes(const struct worktime *w, struct moment from, int minutes)
{
	struct hours h = working_hours(w);
	struct moment m = worktime_next_open(w, from);
	int length = h.end - h.start;
	int64_t worked = m.minute - h.start;

	if (minutes > 0)
		worked += minutes;
	if (worked >= length)
		m.day = worktime_plus_workdays(w, m.day, (int)(worked / length));
	m.minute = h.start + (int)(worked % length);
	return m;
}

/* How many of a day's working minutes are over at m. */
static int worked_by(const struct worktime *w, struct moment m)
{
	struct hours h = working_hours(w);

	if (m.minute <= h.start || !worktime_is_workday(w, m.day))
		return 0;
	return (m.minute < h.end ? m.minute : h.end) - h.start;
}

int worktime_minutes_between(const struct worktime *w, struct moment from, struct moment to)
{
	struct hours h = working_hours(w);
	int n = worked_by(w, to) - worked_by(w, from);

	if (moment_compare(to, from) <= 0 || !day_in_range(from.day) || !day_in_range(to.day))
		return 0;
	for (struct day d = from.day; day_before(d, to.day); d = day_plus(d, 1))
		n += worktime_is_workday(w, d) ? h.end - h.start : 0;
	return n;
}

bool worktime_is_quiet(const struct worktime *w, int minute)
{
	if (w->quiet_start <= w->quiet_end)
		return minute >= w->quiet_start && minute < w->quiet_end;
	return minute >= w->quiet_start || minute < w->quiet_end;
}

int moment_compare(struct moment a, struct moment b)
{
	if (!day_equal(a.day, b.day))
		return day_before(a.day, b.day) ? -1 : 1;
	return (a.minute > b.minute) - (a.minute < b.minute);
}
