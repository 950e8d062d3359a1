/* Dates as people type them: a small strict grammar, and a sentence for what it refuses. */
#include "domain/datetext.h"

#include "domain/datefind.h"
#include "domain/datetext_reading.h"
#include "domain/datetext_words.h"

#define HOUR_MAX 23

static bool is_sign(const struct token *t, char sign)
{
	return t->kind == TOKEN_SIGN && t->value == sign;
}

static bool is_word(const struct token *t, enum word_kind word)
{
	return t->kind == TOKEN_WORD && t->word == word;
}

/* A number that is not the hour of a time like 9:30 or 9am. */
static bool is_count(const struct token *t)
{
	return t->kind == TOKEN_NUMBER && !is_sign(t + 1, ':') && !is_word(t + 1, WORD_HALF);
}

static bool is_year(const struct token *t)
{
	return is_count(t) && t->digits == 4;
}

static bool is_short(const struct token *t)
{
	return is_count(t) && t->digits <= 2;
}

/* 9:30 · 9am · 2:30pm */
static enum datetext_result parse_clock(struct reading *r)
{
	const struct token *t = r->at, *end = t + 1;
	int hour = t->value, minute = 0;
	bool is_right = t->digits <= 2;

	if (is_sign(t + 1, ':')) {
		minute = t[2].value;
		is_right = is_right && t[2].kind == TOKEN_NUMBER && t[2].digits == 2 && minute < 60;
		end = t + 3;
	}
	if (is_right && is_word(end, WORD_HALF)) {
		is_right = hour >= 1 && hour <= 12;
		hour = hour % 12 + end->value;
		end++;
	}
	if (!is_right || hour > HOUR_MAX)
		return reading_bad(
			r, "is no time of the day: write it like 14:30 or 2:30pm, up to 23:59");
	return reading_take_minute(r, (int)(end - t), hour * 60 + minute);
}

static enum datetext_result parse_hour(struct reading *r)
{
	if (r->at->digits > 2)
		return reading_bad_text(r);
	if (r->at->value > HOUR_MAX)
		return reading_bad(
			r,
			"has no hour of the day in %d: write a time like 14:30, or a day "
			"like 27 nov",
			r->at->value);
	return reading_take_minute(r, 1, r->at->value * 60);
}

static enum datetext_result parse_bare_hour(struct reading *r)
{
	r->is_bare = r->minute == ANY_MINUTE;
	return parse_hour(r);
}

static enum datetext_result parse_at(struct reading *r)
{
	const struct token *t = ++r->at;

	if (t->kind == TOKEN_NUMBER)
		return is_count(t) ? parse_hour(r) : parse_clock(r);
	if (is_word(t, WORD_NOON))
		return reading_take_minute(r, 1, 12 * 60);
	if (is_word(t, WORD_MIDNIGHT))
		return reading_take_midnight(r);
	return reading_bad_text(r);
}

/* "9 dec 15" may be either day, with the other number for the hour. */
static bool has_hour_on_either_side(const struct reading *r, struct day ret[2])
{
	const struct token *t = r->at;

	ret[0] = datefind_day_of_month(r->now.day, t[1].value, t[0].value);
	ret[1] = datefind_day_of_month(r->now.day, t[1].value, t[2].value);
	return t[0].value <= HOUR_MAX && t[0].value != t[2].value && !day_is_none(ret[0]) &&
	       !day_is_none(ret[1]);
}

/* 15 dec · 15 dec 2027 */
static enum datetext_result parse_day_month(struct reading *r)
{
	const struct token *t = r->at;
	struct civil c = {.year = NO_YEAR, .month = t[1].value, .day = t[0].value};
	struct day either[2];

	if (!is_short(t))
		return reading_bad_text(r);
	if (is_year(t + 2)) {
		c.year = t[2].value;
		return reading_take_civil(r, 3, c);
	}
	if (is_short(t + 2) && t[2].value > HOUR_MAX)
		return reading_bad(r,
				   "ends in no hour and in no year of four digits: write it like "
				   "15 dec 2027 or 15 dec 14:30");
	if (is_short(t + 2) && r->minute == ANY_MINUTE && has_hour_on_either_side(r, either))
		return reading_two_moments(r, (struct moment){either[0], t[2].value * 60},
					   (struct moment){either[1], t[0].value * 60});
	return reading_take_civil(r, 2, c);
}

/* dec 15 · dec 15 2027 · dec · dec 2027 */
static enum datetext_result parse_month(struct reading *r)
{
	const struct token *t = r->at;
	struct civil c = {.year = NO_YEAR, .month = t[0].value, .day = t[1].value};
	struct day first;

	if (is_short(t + 1)) {
		c.year = is_year(t + 2) ? t[2].value : NO_YEAR;
		return reading_take_civil(r, is_year(t + 2) ? 3 : 2, c);
	}
	if (!is_year(t + 1))
		return reading_take_day(r, 1, FOUND_WORDED,
					datefind_month(r->work, r->now.day, c.month));

	first = day_from_civil(t[1].value, c.month, 1);
	return reading_take_day(r, 2, FOUND_WORDED, worktime_workday_from(r->work, first));
}

/* 1/2/2026, 1.2.2026, 1-2-2026, 2026/2/1: refused, with what may be meant. */
static enum datetext_result refuse_numbers(struct reading *r)
{
	const struct token *t = r->at;
	bool has_third = t[3].kind == TOKEN_SIGN && t[4].kind == TOKEN_NUMBER;
	struct civil day_first = {NO_YEAR, t[2].value, t[0].value};
	struct day a, b;
	char text[DAY_TEXT_SIZE];

	if (t[2].kind != TOKEN_NUMBER || t[2].digits > 2)
		return reading_bad_text(r);
	if (has_third)
		day_first.year = t[4].value + (t[4].digits == 2 ? 2000 : 0);
	if (t[0].digits == 4)
		day_first = (struct civil){t[0].value, t[2].value, has_third ? t[4].value : 1};

	a = reading_civil_day(r, day_first);
	b = reading_civil_day(r, (struct civil){day_first.year, day_first.day, day_first.month});
	if (t[0].digits == 4 || day_is_none(b))
		b = a;
	if (day_is_none(a))
		a = b;
	if (day_is_none(a) || !day_in_range(a))
		return reading_bad_text(r);
	if (!day_equal(a, b))
		return reading_two_days(r, a, b);
	return reading_bad(r, "is not a way to write a date here: write %s", day_format(a, text));
}

/* A number, a sign, a number. */
static enum datetext_result parse_numbers(struct reading *r)
{
	const struct token *t = r->at;
	bool is_iso = t[0].digits == 4 && is_sign(t + 1, '-') && is_sign(t + 3, '-') &&
		      t[2].kind == TOKEN_NUMBER && t[2].digits <= 2 && is_short(t + 4);

	if (is_iso)
		return reading_take_civil(r, 5, (struct civil){t[0].value, t[2].value, t[4].value});
	return refuse_numbers(r);
}

static enum datetext_result take_later(struct reading *r, int n, enum date_unit unit)
{
	struct moment later = datefind_later(r->work, r->now, n, unit);
	enum datetext_result result;

	if (unit != UNIT_MINUTE && unit != UNIT_HOUR)
		return reading_take_day(r, 1, FOUND_WORDED, later.day);
	result = reading_take_minute(r, 1, later.minute);
	if (result != DATETEXT_OK)
		return result;
	return reading_take_day(r, 0, FOUND_INSTANT, later.day);
}

/* The unit after an amount n. "9 h" without "in" or "+" may be an hour of the day, which is the
 * same just after midnight. */
static enum datetext_result parse_unit(struct reading *r, int n, bool is_amount)
{
	const struct token *t = r->at;
	struct moment now = r->now;

	if (is_word(t, WORD_UNIT))
		return take_later(r, n, (enum date_unit)t->value);
	if (is_word(t, WORD_BUSINESS) && is_word(t + 1, WORD_UNIT) && t[1].value == UNIT_DAY) {
		r->at++;
		return take_later(r, n, UNIT_WORKDAY);
	}
	if (is_word(t, WORD_M))
		return reading_two_moments(
			r, datefind_later(r->work, now, n, UNIT_MINUTE),
			(struct moment){datefind_later(r->work, now, n, UNIT_MONTH).day,
					ANY_MINUTE});
	if (is_word(t, WORD_H) && !is_amount && n <= HOUR_MAX && now.minute != 0)
		return reading_two_moments(r, (struct moment){now.day, n * 60},
					   datefind_later(r->work, now, n, UNIT_HOUR));
	if (is_word(t, WORD_H))
		return take_later(r, n, UNIT_HOUR);
	return reading_bad(
		r, "has an amount without its unit: write +3d, +2w, +1mo, +1y, +5bd, +2h or "
		   "+30min");
}

/* +3d */
static enum datetext_result parse_plus(struct reading *r)
{
	const struct token *t = r->at;

	if (!is_sign(t, '+') || t[1].kind != TOKEN_NUMBER)
		return reading_bad_text(r);
	r->at += 2;
	return parse_unit(r, t[1].value, true);
}

/* in 3 days · in a month · a week */
static enum datetext_result parse_in(struct reading *r)
{
	const struct token *t = is_word(r->at, WORD_IN) ? r->at + 1 : r->at;

	if (t->kind != TOKEN_NUMBER && !is_word(t, WORD_A))
		return reading_bad_text(r);
	r->at = t + 1;
	return parse_unit(r, t->kind == TOKEN_NUMBER ? t->value : 1, true);
}

static bool is_unit(const struct token *t)
{
	return is_word(t, WORD_UNIT) || is_word(t, WORD_BUSINESS) || is_word(t, WORD_M) ||
	       is_word(t, WORD_H);
}

static enum datetext_result parse_number(struct reading *r)
{
	const struct token *t = r->at;

	if (is_sign(t + 1, ':') || is_word(t + 1, WORD_HALF))
		return parse_clock(r);
	if (is_sign(t + 1, '-') || is_sign(t + 1, '/') || is_sign(t + 1, '.'))
		return parse_numbers(r);
	if (is_word(t + 1, WORD_MONTH))
		return parse_day_month(r);
	if (is_unit(t + 1)) {
		r->at++;
		return parse_unit(r, t->value, false);
	}
	return parse_bare_hour(r);
}

static enum datetext_result parse_weekday(struct reading *r)
{
	if (r->weekday != NO_WEEKDAY)
		return reading_bad_second_day(r);
	r->weekday = r->at->value;
	r->at++;
	return DATETEXT_OK;
}

/* next friday · next week: the first one to come, or the one of the calendar's next week? */
static enum datetext_result parse_next(struct reading *r)
{
	const struct token *t = r->at + 1;
	struct day today = r->now.day, first, second;
	enum date_unit unit;

	if (is_word(t, WORD_WEEKDAY)) {
		first = datefind_weekday_after(today, (enum weekday)t->value);
		return reading_two_days(r, first, day_plus(first, 7));
	}
	if (!is_word(t, WORD_UNIT))
		return reading_bad_text(r);

	unit = (enum date_unit)t->value;
	if (unit != UNIT_WEEK && unit != UNIT_MONTH && unit != UNIT_YEAR)
		return reading_bad_text(r);
	first = datefind_next_period(r->work, today, unit);
	second = datefind_later(r->work, r->now, 1, unit).day;
	if (day_equal(first, second))
		return reading_take_day(r, 2, FOUND_WORDED, first);
	return reading_two_days(r, first, second);
}

/* this friday: clear only while this week's is still to come. */
static enum datetext_result parse_this(struct reading *r)
{
	const struct token *t = r->at + 1;
	struct day today = r->now.day, day;

	if (!is_word(t, WORD_WEEKDAY))
		return reading_bad_text(r);
	day = day_plus(today, t->value - (int)day_weekday(today));
	if (!day_before(today, day))
		return reading_two_days(r, day, day_plus(day, 7));
	return reading_take_day(r, 2, FOUND_WORDED, day);
}

static enum datetext_result parse_word(struct reading *r)
{
	const struct token *t = r->at;
	struct day today = r->now.day;

	switch (t->word) {
	case WORD_WEEKDAY:
		return parse_weekday(r);
	case WORD_MONTH:
		return parse_month(r);
	case WORD_DAY:
		return reading_take_day(r, 1, FOUND_WORDED, day_plus(today, t->value));
	case WORD_END:
		return reading_take_day(
			r, 1, FOUND_WORDED,
			datefind_period_end(r->work, today, (enum date_unit)t->value));
	case WORD_NOON:
		return reading_take_minute(r, 1, 12 * 60);
	case WORD_MIDNIGHT:
		return reading_take_midnight(r);
	case WORD_AT:
		return parse_at(r);
	case WORD_IN:
	case WORD_A:
		return parse_in(r);
	case WORD_NEXT:
		return parse_next(r);
	case WORD_THIS:
		return parse_this(r);
	case WORD_UNKNOWN:
	case WORD_UNIT:
	case WORD_M:
	case WORD_H:
	case WORD_BUSINESS:
	case WORD_HALF:
		break;
	}
	return reading_bad_text(r);
}

static enum datetext_result parse_items(struct reading *r)
{
	enum datetext_result result = DATETEXT_OK;

	while (result == DATETEXT_OK && r->at->kind != TOKEN_END) {
		if (r->at->kind == TOKEN_NUMBER)
			result = parse_number(r);
		else if (r->at->kind == TOKEN_WORD)
			result = parse_word(r);
		else
			result = parse_plus(r);
	}
	return result;
}

/* "9": the hour or the day of the month; "fri 9": Friday at nine, or Friday the 9th? */
static bool is_hour_or_day(const struct reading *r, struct day *ret_nth)
{
	int n = r->minute / 60;

	if (!r->is_bare || n == 0)
		return false;
	*ret_nth = datefind_nth(r->now.day, n);
	return r->weekday == NO_WEEKDAY || (int)day_weekday(*ret_nth) == r->weekday;
}

/* The day of a text that has only a weekday or a time. */
static enum datetext_result settle_day(struct reading *r)
{
	bool has_passed = r->minute != ANY_MINUTE && r->minute <= r->now.minute;
	struct day nth;

	if (r->weekday != NO_WEEKDAY)
		r->day = datefind_weekday_after(r->now.day, (enum weekday)r->weekday);
	else
		r->day = day_plus(r->now.day, has_passed);
	if (r->is_bare && r->minute == 0 && r->weekday == NO_WEEKDAY)
		return reading_bad(r, "is a number alone: write 00:00 for the start of a day");
	if (is_hour_or_day(r, &nth))
		return reading_two_moments(r, (struct moment){r->day, r->minute},
					   (struct moment){nth, ANY_MINUTE});
	return DATETEXT_OK;
}

static enum datetext_result check_weekday(struct reading *r)
{
	char text[SHORT_TEXT_SIZE];

	if (r->weekday == NO_WEEKDAY || (int)day_weekday(r->day) == r->weekday)
		return DATETEXT_OK;
	return reading_bad(r, "has the wrong weekday: write %s, or the day you mean",
			   reading_moment_words((struct moment){r->day, ANY_MINUTE}, text));
}

static enum datetext_result settle(struct reading *r)
{
	enum datetext_result result = DATETEXT_OK;

	if (r->found == FOUND_NONE)
		result = settle_day(r);
	else if (r->found != FOUND_EXACT && r->weekday != NO_WEEKDAY)
		result = reading_bad_second_day(r);
	if (result != DATETEXT_OK)
		return result;
	if (!day_in_range(r->day))
		return reading_bad_range(r);
	if (r->is_midnight)
		return reading_two_moments(r, (struct moment){r->day, 0},
					   (struct moment){day_plus(r->day, 1), 0});
	return check_weekday(r);
}

static bool is_empty(const struct token_list *tokens)
{
	return tokens->all[0].kind == TOKEN_END;
}

enum datetext_result datetext_parse(const char *text, const struct datetext_context *context,
				    struct datetext *ret)
{
	struct token_list tokens;
	struct reading r = {
		.text = text ? text : "",
		.at = tokens.all,
		.now = context->now,
		.work = context->work,
		.ret = ret,
		.weekday = NO_WEEKDAY,
		.minute = ANY_MINUTE,
	};
	enum datetext_result result;

	*ret = (struct datetext){NO_DAY, ANY_MINUTE, "", {NO_DAY, NO_DAY}};
	if (!datetext_split(r.text, &tokens) || is_empty(&tokens))
		return reading_bad_text(&r);

	result = parse_items(&r);
	if (result == DATETEXT_OK)
		result = settle(&r);
	if (result == DATETEXT_OK) {
		ret->day = r.day;
		ret->minute = r.minute;
	}
	return result;
}
