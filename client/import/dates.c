/* Days as other programs write them, and the order of day and month in a column. */
#include "import/dates.h"

#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "vouch/limits.h"

struct numbers {
	int values[3];
	int digits[3];
	bool is_year_first;
};

enum dates_order dates_order_parse(const char *text)
{
	static const struct {
		const char *text;
		enum dates_order order;
	} orders[] = {{"dmy", DATES_DMY}, {"mdy", DATES_MDY}, {"ymd", DATES_YMD}};

	for (size_t i = 0; i < ARRAY_LEN(orders); i++)
		if (str_equal(text, orders[i].text))
			return orders[i].order;
	return DATES_UNKNOWN;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A run of one to four digits. */
static bool take_number(const char **text, int *ret, int *ret_digits)
{
	*ret = 0;
	*ret_digits = 0;
	for (; is_digit(**text) && *ret_digits < 4; (*text)++, (*ret_digits)++)
		*ret = *ret * 10 + (**text - '0');
	return *ret_digits > 0 && !is_digit(**text);
}

/* "", or a time of day: " 14:30", "T14:30:00.000Z", " 2:30 PM". */
static bool is_time(const char *text)
{
	if (!*text)
		return true;
	if ((*text != ' ' && *text != 'T') || !is_digit(text[1]))
		return false;
	return strspn(text + 1, "0123456789:.+-Z APMapm") == strlen(text + 1) && strchr(text, ':');
}

/* Three numbers with one kind of - / . between them, and one of them a year of four digits. */
static bool take_apart(const char *cell, struct numbers *ret)
{
	char between = '\0';

	for (int i = 0; i < 3; i++) {
		if (i > 0) {
			if (!*cell || !strchr("-/.", *cell) || (between && *cell != between))
				return false;
			between = *cell++;
		}
		if (!take_number(&cell, &ret->values[i], &ret->digits[i]))
			return false;
	}
	ret->is_year_first = ret->digits[0] == 4;
	return is_time(cell);
}

static bool has_good_digits(const struct numbers *n)
{
	int year = n->is_year_first ? 0 : 2, other = 2 - year;

	return n->digits[year] == 4 && n->digits[1] <= 2 && n->digits[other] <= 2;
}

static void note(int64_t *line, char text[DATES_TEXT_SIZE], const char *cell, int64_t at)
{
	if (*line)
		return;
	*line = at;
	str_copy(text, DATES_TEXT_SIZE, cell);
	text[strcspn(text, " T")] = '\0';
}

void dates_look(struct dates_column *column, const char *cell, int64_t line)
{
	struct numbers n;
	int a, b;

	if (!take_apart(cell, &n) || !has_good_digits(&n) || n.is_year_first)
		return;
	a = n.values[0];
	b = n.values[1];
	if (a < 1 || b < 1 || a > 31 || b > 31 || (a > 12 && b > 12) || a == b)
		return;
	if (a > 12)
		note(&column->dmy_line, column->dmy, cell, line);
	else if (b > 12)
		note(&column->mdy_line, column->mdy, cell, line);
	else
		note(&column->unclear_line, column->unclear, cell, line);
}

bool dates_decide(const struct dates_column *column, const char *name, enum dates_order asked,
		  enum dates_order *ret, struct str *why)
{
	if (asked != DATES_UNKNOWN) {
		*ret = asked;
		return true;
	}
	if (column->dmy_line && column->mdy_line) {
		str_addf(why,
			 "%s has days first (line %lld: %s) and months first (line %lld: %s); "
			 "one of the two must be put right",
			 name, (long long)column->dmy_line, column->dmy,
			 (long long)column->mdy_line, column->mdy);
		return false;
	}
	if (column->unclear_line && !column->dmy_line && !column->mdy_line) {
		str_addf(why,
			 "%s may have days or months first (line %lld: %s), and no row says "
			 "which; say --dates dmy or --dates mdy",
			 name, (long long)column->unclear_line, column->unclear);
		return false;
	}
	*ret = column->dmy_line ? DATES_DMY : column->mdy_line ? DATES_MDY : DATES_YMD;
	return true;
}

static int last_day(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (month == 2 && (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)))
		return 29;
	return days[month - 1];
}

static bool refuse(struct str *why, const char *cell, const char *reason)
{
	str_addf(why, "'%s' %s", cell, reason);
	return false;
}

/* Where no order is known every date of the column has the year first, or day and month alike. */
static bool put_in_order(const struct numbers *n, enum dates_order order, int ymd[3])
{
	bool is_alike = n->values[0] == n->values[1];

	ymd[0] = n->is_year_first ? n->values[0] : n->values[2];
	if (n->is_year_first) {
		ymd[1] = n->values[1];
		ymd[2] = n->values[2];
		return true;
	}
	ymd[1] = order == DATES_DMY ? n->values[1] : n->values[0];
	ymd[2] = order == DATES_DMY ? n->values[0] : n->values[1];
	return order == DATES_DMY || order == DATES_MDY || is_alike;
}

/* It would be a day if month and day changed places. */
static bool is_swapped(const struct numbers *n, const int ymd[3])
{
	return !n->is_year_first && ymd[1] > 12 && ymd[2] >= 1 && ymd[2] <= 12;
}

/* "45292" */
static bool is_count_of_days(const char *cell)
{
	return strlen(cell) == 5 && strspn(cell, "0123456789") == 5;
}

bool dates_read(const char *cell, enum dates_order order, char to[DATES_TEXT_SIZE], struct str *why)
{
	struct numbers n;
	int ymd[3];

	if (is_count_of_days(cell))
		return refuse(why, cell,
			      "is how a spreadsheet counts days; show the column as dates there, "
			      "2026-12-31, and save it anew");
	if (!take_apart(cell, &n))
		return refuse(why, cell, "is no date; 2026-12-31 would be right");
	if (n.digits[0] <= 2 && n.digits[2] <= 2)
		return refuse(why, cell, "has a year of two digits; four would be right");
	if (!has_good_digits(&n))
		return refuse(why, cell, "is no date; 2026-12-31 would be right");
	if (!put_in_order(&n, order, ymd) && (ymd[1] <= 12 || ymd[2] <= 12))
		return refuse(why, cell, "does not have its year first; 2026-12-31 would be right");
	if (is_swapped(&n, ymd))
		return refuse(why, cell,
			      order == DATES_DMY ? "has its month first, where days go first"
						 : "has its day first, where months go first");
	if (ymd[1] < 1 || ymd[1] > 12 || ymd[2] < 1 || ymd[2] > last_day(ymd[0], ymd[1]))
		return refuse(why, cell, "is not in the calendar");
	(void)snprintf(to, DATES_TEXT_SIZE, "%04u-%02u-%02u", (unsigned)ymd[0] % 10000,
		       (unsigned)ymd[1] % 100, (unsigned)ymd[2] % 100);
	if (strcmp(to, VOUCH_DAY_FIRST) < 0 || strcmp(to, VOUCH_DAY_LAST) > 0)
		return refuse(why, cell, "lies outside the years 1900 to 2199");
	return true;
}
