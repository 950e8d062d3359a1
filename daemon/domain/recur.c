/* Recurrence: what a rule says, by libical, with months that clamp and a start that counts. */
#include "domain/recur.h"

#include <libical/ical.h>

#include "domain/recur_rule.h"

static size_t count_of(const short *list, size_t max)
{
	size_t n = 0;

	while (n < max && list[n] != ICAL_RECURRENCE_ARRAY_MAX)
		n++;
	return n;
}

static int magnitude(int n)
{
	return n < 0 ? -n : n;
}

/* "6MO" in a month, "54MO" in a year, "2MO" in a week: no such weekday. */
static bool check_weekdays(const struct icalrecurrencetype *r, char why[RECUR_WHY_SIZE])
{
	bool is_of_month =
		r->freq == ICAL_MONTHLY_RECURRENCE || count_of(r->by_month, ICAL_BY_MONTH_SIZE) > 0;
	bool is_numbered = r->freq == ICAL_MONTHLY_RECURRENCE || r->freq == ICAL_YEARLY_RECURRENCE;
	bool has_monthdays = count_of(r->by_month_day, ICAL_BY_MONTHDAY_SIZE) > 0;
	int most = is_of_month ? 5 : 53;

	for (size_t i = 0; i < count_of(r->by_day, ICAL_BY_DAY_SIZE); i++) {
		int position = magnitude(icalrecurrencetype_day_position(r->by_day[i]));

		if (position && r->freq == ICAL_MONTHLY_RECURRENCE && has_monthdays)
			return recur_wrong(why, "BYDAY with numbers and BYMONTHDAY contradict");
		if (position && !is_numbered)
			return recur_wrong(why,
					   "BYDAY has numbers in MONTHLY and YEARLY rules only");
		if (position > most)
			return recur_wrong(why, "BYDAY counts to %d weekdays here, not to %d", most,
					   position);
	}
	return true;
}

/* The most days a MONTHLY rule can have in a month, for BYSETPOS to choose from. */
static size_t days_in_month(const struct icalrecurrencetype *r)
{
	size_t n_monthdays = count_of(r->by_month_day, ICAL_BY_MONTHDAY_SIZE);
	size_t n = 0;

	for (size_t i = 0; i < count_of(r->by_day, ICAL_BY_DAY_SIZE); i++)
		n += icalrecurrencetype_day_position(r->by_day[i]) ? 1 : 5;
	return n_monthdays && (n == 0 || n_monthdays < n) ? n_monthdays : n;
}

static bool check_positions(const struct icalrecurrencetype *r, char why[RECUR_WHY_SIZE])
{
	size_t n = count_of(r->by_set_pos, ICAL_BY_SETPOS_SIZE);
	size_t most = r->freq == ICAL_MONTHLY_RECURRENCE ? days_in_month(r) : 366;

	if (n && r->freq != ICAL_MONTHLY_RECURRENCE && r->freq != ICAL_YEARLY_RECURRENCE)
		return recur_wrong(why, "BYSETPOS is for MONTHLY and YEARLY rules");
	for (size_t i = 0; i < n; i++)
		if ((size_t)magnitude(r->by_set_pos[i]) > most)
			return recur_wrong(why, "BYSETPOS chooses from %zu days at most, not %d",
					   most, r->by_set_pos[i]);
	return true;
}

static bool check_lists(const struct recur_rule *rule, char why[RECUR_WHY_SIZE])
{
	struct icalrecurrencetype r = icalrecurrencetype_from_string(rule->text);

	icalerror_clear_errno();
	if (r.freq == ICAL_NO_RECURRENCE)
		return recur_wrong(why,
				   "a part of the rule has no right value: see RFC 5545, 3.3.10");
	return check_weekdays(&r, why) && check_positions(&r, why);
}

static struct icaltimetype to_ical(struct day d)
{
	struct civil c = day_to_civil(d);

	/* Not icaltime_null_date(), whose hour of -1 makes a daily rule never end. */
	return (struct icaltimetype){.year = c.year, .month = c.month, .day = c.day, .is_date = 1};
}

/* A series being walked. Not to be copied: libical points into it. */
struct series {
	char calendar[16];
	icalrecur_iterator *it;
};

/* False where libical does not take the rule, or finds no day for it. */
static bool series_init(struct series *s, const struct recur_rule *rule, struct day start)
{
	struct icalrecurrencetype r = icalrecurrencetype_from_string(rule->text);

	*s = (struct series){.calendar = "GREGORIAN"};
	if (r.freq != ICAL_NO_RECURRENCE) {
		/* RFC 7529: where a month lacks the day, its last one is meant. Set here, since
		 * libical leaks the name of the calendar that it reads from a rule. */
		r.rscale = s->calendar;
		r.skip = ICAL_SKIP_BACKWARD;
		r.interval = (short)rule->interval;
		s->it = icalrecur_iterator_new(r, to_ical(start));
	}
	icalerror_clear_errno();
	return s->it;
}

static void series_deinit(struct series *s)
{
	if (s->it)
		icalrecur_iterator_free(s->it);
}

static struct day series_next(struct series *s)
{
	struct icaltimetype t = icalrecur_iterator_next(s->it);

	return icaltime_is_null_time(t) ? NO_DAY : day_from_civil(t.year, t.month, t.day);
}

/* libical searches up to its year 2582 for a rule that gives no day. These 42 years before it
 * hold each of the 14 kinds of year, so a rule that gives no day in them gives none. */
#define PROBE_YEAR 2540

static bool gives_a_day(const struct recur_rule *rule)
{
	struct series series;
	bool r = series_init(&series, rule, day_from_civil(PROBE_YEAR, 1, 1)) &&
		 !day_is_none(series_next(&series));

	series_deinit(&series);
	return r;
}

bool recur_check(const char *rule, char why[RECUR_WHY_SIZE])
{
	struct recur_rule read;

	why[0] = '\0';
	if (!recur_read(rule, &read, why))
		return false;
	if (read.every_days)
		return true;
	if (!check_lists(&read, why))
		return false;

	/* A rule that gives no day each time gives none every third time. */
	read.interval = 1;
	if (!gives_a_day(&read))
		return recur_wrong(why, "the rule never gives a day");
	return true;
}

/* The first day of the series after `after`; the start is the first of them all. */
static struct day search(struct series *series, const struct recur_rule *rule, struct day start,
			 struct day after)
{
	struct day last = start;
	int n = 1;

	for (;;) {
		struct day d = series_next(series);

		if (!day_in_range(d))
			return NO_DAY;
		if (!day_before(last, d))
			continue;
		last = d;
		n++;
		if (rule->count && n > rule->count)
			return NO_DAY;
		if (!day_is_none(rule->until) && day_before(rule->until, d))
			return NO_DAY;
		if (day_before(after, d))
			return d;
	}
}

static struct day next_number(int every_days, struct day start, struct day after)
{
	int n = (after.n - start.n) / every_days + 1;
	struct day d = day_plus(start, n * every_days);

	return day_in_range(d) ? d : NO_DAY;
}

/* Goes to a day at or before `after`, a whole number of intervals and weeks from the start:
 * inside a week that the interval leaves out, libical would walk all the way. */
static void series_jump(struct series *s, int interval, struct day start, struct day after)
{
	int days = interval * 7;

	after.n -= (after.n - start.n) % days;
	(void)icalrecur_iterator_set_start(s->it, to_ical(after));
}

struct day recur_next(const char *rule, struct day start, struct day after)
{
	char why[RECUR_WHY_SIZE];
	struct recur_rule read;
	struct series series;
	struct day d = NO_DAY;

	if (!day_in_range(start) || !recur_read(rule, &read, why))
		return NO_DAY;
	if (day_before(after, start))
		return start;
	if (!day_before(after, DAY_LAST))
		return NO_DAY;
	if (read.every_days)
		return next_number(read.every_days, start, after);

	/* COUNT needs each day from the start on; else libical jumps. */
	if (series_init(&series, &read, start)) {
		if (!read.count)
			series_jump(&series, read.interval, start, after);
		d = search(&series, &read, start, after);
	}
	series_deinit(&series);
	return d;
}
