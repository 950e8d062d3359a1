/* A text being read as a date: what was found in it so far, and the sentences that refuse it. */
#include "domain/datetext_reading.h"

#include <stdarg.h>
#include <stdio.h>

#include "domain/datefind.h"

__attribute__((format(printf, 2, 3))) enum datetext_result reading_bad(struct reading *r,
								       const char *format, ...)
{
	char quoted[DATETEXT_QUOTE_SIZE];
	int n = snprintf(r->ret->why, DATETEXT_WHY_SIZE, "'%s' ", datetext_quote(r->text, quoted));
	va_list args;

	va_start(args, format);
	(void)vsnprintf(r->ret->why + n, DATETEXT_WHY_SIZE - (size_t)n, format, args);
	va_end(args);
	return DATETEXT_BAD;
}

enum datetext_result reading_bad_text(struct reading *r)
{
	return reading_bad(
		r, "is not understood: write a date like 2026-12-01, tomorrow, fri, 15 dec, "
		   "apr, +3d, +5bd or eom, and a time like 14:30 or 9am");
}

enum datetext_result reading_bad_range(struct reading *r)
{
	return reading_bad(
		r, "lies outside the days from 1900-01-01 to 2199-12-31: write a nearer date");
}

enum datetext_result reading_bad_second_day(struct reading *r)
{
	return reading_bad(r, "names two days: write one of them");
}

static enum datetext_result reading_bad_second_time(struct reading *r)
{
	return reading_bad(r, "names two times: write one of them");
}

const char *reading_moment_words(struct moment m, char to[SHORT_TEXT_SIZE])
{
	struct civil c = day_to_civil(m.day);
	char time[24] = "";

	if (m.minute != ANY_MINUTE)
		(void)snprintf(time, sizeof(time), " %02d:%02d", m.minute / 60, m.minute % 60);
	(void)snprintf(to, SHORT_TEXT_SIZE, "%s %d %s %d%s", weekday_short(day_weekday(m.day)),
		       c.day, month_short(c.month), c.year, time);
	return to;
}

/* "2026-11-27 09:00" */
static const char *moment_digits(struct moment m, char to[SHORT_TEXT_SIZE])
{
	char day[DAY_TEXT_SIZE], time[24] = "";

	if (m.minute != ANY_MINUTE)
		(void)snprintf(time, sizeof(time), " %02d:%02d", m.minute / 60, m.minute % 60);
	(void)snprintf(to, SHORT_TEXT_SIZE, "%s%s", day_format(m.day, day), time);
	return to;
}

enum datetext_result reading_two_moments(struct reading *r, struct moment a, struct moment b)
{
	char words[2][SHORT_TEXT_SIZE], written[2][SHORT_TEXT_SIZE];

	if (!day_in_range(a.day) || !day_in_range(b.day))
		return reading_bad_range(r);

	(void)reading_bad(r, "has two readings: %s or %s; write one of them as %s or %s",
			  reading_moment_words(a, words[0]), reading_moment_words(b, words[1]),
			  moment_digits(a, written[0]), moment_digits(b, written[1]));
	r->ret->readings[0] = a.day;
	r->ret->readings[1] = b.day;
	return DATETEXT_AMBIGUOUS;
}

enum datetext_result reading_two_days(struct reading *r, struct day a, struct day b)
{
	return reading_two_moments(r, (struct moment){a, ANY_MINUTE},
				   (struct moment){b, ANY_MINUTE});
}

enum datetext_result reading_take_day(struct reading *r, int n, enum found_day found,
				      struct day day)
{
	if (r->found != FOUND_NONE)
		return reading_bad_second_day(r);
	r->found = found;
	r->day = day;
	r->at += n;
	return DATETEXT_OK;
}

enum datetext_result reading_take_minute(struct reading *r, int n, int minute)
{
	if (r->minute != ANY_MINUTE || r->is_midnight)
		return reading_bad_second_time(r);
	r->minute = minute;
	r->at += n;
	return DATETEXT_OK;
}

enum datetext_result reading_take_midnight(struct reading *r)
{
	if (r->minute != ANY_MINUTE || r->is_midnight)
		return reading_bad_second_time(r);
	r->is_midnight = true;
	r->at++;
	return DATETEXT_OK;
}

static enum datetext_result bad_day_of_month(struct reading *r, struct civil c)
{
	const char *month = month_short(c.month);
	bool has_year = c.year != NO_YEAR;
	int last = day_of_month_last(has_year ? c.year : 2000, c.month);

	if (c.day < 1)
		return reading_bad(r, "is no date, since days count from 1: write 1 %s", month);
	if (has_year)
		return reading_bad(r, "is no date, since %s %d has %d days: write %04d-%02d-%02d",
				   month, c.year, last, c.year, c.month, last);
	if (c.month == 2)
		return reading_bad(r, "is no date, since Feb has 28 or 29 days: write 28 Feb");
	return reading_bad(r, "is no date, since %s has %d days: write %d %s", month, last, last,
			   month);
}

struct day reading_civil_day(const struct reading *r, struct civil c)
{
	if (c.year == NO_YEAR)
		return datefind_day_of_month(r->now.day, c.month, c.day);
	return day_is_civil(c.year, c.month, c.day) ? day_from_civil(c.year, c.month, c.day)
						    : NO_DAY;
}

enum datetext_result reading_take_civil(struct reading *r, int n, struct civil c)
{
	struct day day = reading_civil_day(r, c);

	if (c.month < 1 || c.month > 12)
		return reading_bad(r,
				   "is no date, since months run from 1 to 12: write 2026-12-01");
	if (day_is_none(day))
		return bad_day_of_month(r, c);
	return reading_take_day(r, n, FOUND_EXACT, day);
}
