/* A text being read as a date: what was found in it so far, and the sentences that refuse it. */
#pragma once

#include "domain/datetext.h"
#include "domain/datetext_words.h"

#define NO_YEAR (-1)
#define NO_WEEKDAY (-1)

enum found_day {
	FOUND_NONE,
	FOUND_EXACT,   /* a date of the calendar, with which a weekday may stand */
	FOUND_WORDED,  /* tomorrow, eom, +3d */
	FOUND_INSTANT, /* +2h: a day and its time */
};

struct reading {
	const char *text;
	const struct token *at; /* the first token not taken yet */
	struct moment now;
	const struct worktime *work;
	struct datetext *ret;
	enum found_day found;
	struct day day;
	int weekday;      /* enum weekday or NO_WEEKDAY */
	int minute;       /* or ANY_MINUTE */
	bool is_bare;     /* the time was a number alone */
	bool is_midnight; /* refused once the day is known */
};

/* Each refusal writes its sentence, which begins with the quoted text, and returns the result
 * to return. */
enum datetext_result reading_bad(struct reading *r, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
enum datetext_result reading_bad_text(struct reading *r); /* not of the grammar */
enum datetext_result reading_bad_range(struct reading *r);
enum datetext_result reading_bad_second_day(struct reading *r);
/* Refuses as ambiguous, or as out of range where one of the two is. */
enum datetext_result reading_two_moments(struct reading *r, struct moment a, struct moment b);
enum datetext_result reading_two_days(struct reading *r, struct day a, struct day b);

/* Each takes n tokens for a day or a time, of which a text has at most one. */
enum datetext_result reading_take_day(struct reading *r, int n, enum found_day found,
				      struct day day);
enum datetext_result reading_take_minute(struct reading *r, int n, int minute);
enum datetext_result reading_take_midnight(struct reading *r);
/* Without a year (NO_YEAR) the first such day on or after today. */
enum datetext_result reading_take_civil(struct reading *r, int n, struct civil c);
/* The same day; NO_DAY where there is none. */
struct day reading_civil_day(const struct reading *r, struct civil c);

#define SHORT_TEXT_SIZE 64
/* "Fri 27 Nov 2026 09:00" */
const char *reading_moment_words(struct moment m, char to[SHORT_TEXT_SIZE]);
