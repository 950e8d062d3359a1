/* What the book says in numbers: shares, rates, medians, and how far things came.
 * DESIGN section 6, "Numbers". Sentences for them are in domain/numbers_text.h. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/contact.h"
#include "domain/day.h"
#include "domain/sale.h"

/* Both days belong to it. */
struct numbers_range {
	struct day from, to;
};

#define NUMBERS_YEAR_DAYS 365
/* The days asked for, each NO_DAY where none was: the 12 months that end today, or (is_month) the
 * month of its last day so far. */
struct numbers_range numbers_range(struct day from, struct day to, struct day today, bool is_month);
/* How many calendar months it touches, and which of them, from 0, a day of it lies in. */
size_t numbers_months(const struct numbers_range *range);
size_t numbers_month_of(const struct numbers_range *range, struct day day);

/* So many of so many, in ten-thousandths, rounded; -1 where there is nothing to divide by. */
int numbers_share(int64_t n, int64_t of);
/* The same in hundredths, but never all of it, and never nothing, where that is not so. */
int numbers_percent(int64_t n, int64_t of);
/* Twice the median, so that it is a whole number; -1 of none. Puts the values in another order. */
int64_t numbers_median(int32_t *values, size_t n);

/* Completed sales of one day, one source and one currency. */
struct sales_row {
	struct day day;
	int source;           /* enum sale_source or -1 */
	const char *currency; /* null: no amount was noted */
	int exponent;
	int64_t n, amount;
};

#define N_NUMBERS_SOURCES (SOURCE_OTHER + 2) /* the last: none was noted */

struct money_sum {
	const char *currency;
	int exponent;
	int64_t amount;
};

struct sources_numbers {
	int64_t sales, of[N_NUMBERS_SOURCES];
	size_t n_months, n_currencies;
	/* By currency; room for as many as there are rows, filled by numbers_sources. */
	struct money_sum *revenue;
	int64_t *amounts;  /* of a source and a currency: [source * n_currencies + currency] */
	int64_t *by_month; /* sales of a source and a month: [source * n_months + month] */
};

/* The currencies of the rows, by code; `to` has room for n. How many there are. */
size_t numbers_currencies(const struct sales_row *rows, size_t n, struct money_sum *to);
/* Adds the rows up; revenue, n_currencies and n_months are set, the arrays zero. */
void numbers_sources(const struct sales_row *rows, size_t n, const struct numbers_range *range,
		     struct sources_numbers *to);

struct coverage_numbers {
	int64_t customers, talk_held, earned_now, asked, referred;
};

enum funnel_stage {
	FUNNEL_ASKS,
	FUNNEL_NAMES,
	FUNNEL_CONTACTED,
	FUNNEL_MEETING,
	FUNNEL_WON,
	FUNNEL_COMPLETED,
	N_FUNNEL_STAGES,
};
extern const char *const funnel_stages[];

/* Somebody who was named: the day of each stage, NO_DAY where it is not known or not reached. A
 * later stage was not reached without the ones before it. */
struct funnel_row {
	struct day days[N_FUNNEL_STAGES];
	bool is_received; /* with permission */
};

struct asks_numbers {
	int64_t made, counted, overridden;
	int64_t with_names; /* answered with names */
};

struct funnel_numbers {
	struct asks_numbers asks;
	int64_t n[N_FUNNEL_STAGES];
	int64_t medians[N_FUNNEL_STAGES]; /* twice the days since the stage before, -1: unknown */
	int64_t received;                 /* of those named, whom we may contact */
	int64_t hours_n, hours_median, within_an_hour; /* working minutes, the median twice */
};

/* How far those came who were named; `scratch` has room for n. Sets n, medians and received, but
 * nothing of asks. */
void numbers_funnel(const struct funnel_row *rows, size_t n, int32_t *scratch,
		    struct funnel_numbers *to);
/* Working minutes to the first contact; puts them in another order. */
void numbers_hours(int32_t *minutes, size_t n, struct funnel_numbers *to);
/* A stage as a share of the one before, in ten-thousandths: of asks those answered with names,
 * since one ask may bring several. -1 where there is none. */
int numbers_rate(const struct funnel_numbers *f, enum funnel_stage stage);

struct promises_numbers {
	int64_t kept_on_time, kept_late, broken, withdrawn;
	int64_t days_early; /* of those kept, together */
	int64_t open, overdue;
};
/* Tenths of a day, rounded. Of no meaning where none was kept. */
int64_t numbers_mean_early(const struct promises_numbers *p);

/* One class of those who should hear from us: yellow when they have not for all of its days, red
 * beyond half as much again. */
struct cadence_numbers {
	int days;
	int64_t contacts, never, yellow, red;
};
struct day numbers_yellow_day(struct day today, int days); /* silent since it or longer: yellow */
struct day numbers_red_day(struct day today, int days);    /* silent since it or longer: red */

#define NUMBERS_QUIETEST 10 /* so many are named */

struct quiet_contact {
	int64_t contact;
	enum cadence cadence;
	struct day last_two_way_day;
};

#define NUMBERS_CASES_MIN 20 /* below, nothing is said of a step */

struct step_numbers {
	const char *plan, *step, *offset;
	int64_t done, named;
};
/* Puts those of NUMBERS_CASES_MIN or more first, by how often they led to a name. How many those
 * are. */
size_t numbers_steps(struct step_numbers *steps, size_t n);

struct time_numbers {
	int64_t serving, prospecting; /* minutes */
	int64_t sales, by_referral;
};
