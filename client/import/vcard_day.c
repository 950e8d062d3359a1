/* Birthdays as vCards write them. */
#include "import/vcard_day.h"

#include <stdio.h>
#include <string.h>

#define FIRST_YEAR 1900
#define LAST_YEAR 2199
#define LEAP_YEAR 2000

/* n digits; -1 where they are not. */
static int take(const char **text, int n)
{
	int number = 0;

	for (int i = 0; i < n; i++, (*text)++) {
		if (**text < '0' || **text > '9')
			return -1;
		number = number * 10 + (**text - '0');
	}
	return number;
}

static int days_of(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
		return 29;
	return days[month - 1];
}

static bool is_unknown(int year)
{
	return year == 0 || year == 1604;
}

static bool is_day(int year, int month, int day)
{
	if (year != LEAP_YEAR && (year < FIRST_YEAR || year > LAST_YEAR))
		return false;
	return month >= 1 && month <= 12 && day >= 1 && day <= days_of(year, month);
}

/* Something of a date: it has a digit, and nothing but what dates have. */
static enum vcard_day other(const char *text)
{
	size_t n = strspn(text, "0123456789-");
	bool is_short = n <= strlen("1976-05") && strpbrk(text, "123456789");

	if (text[n] == '\0' && n > 0)
		return is_short && n != 6 ? VCARD_DAY_PART : VCARD_DAY_BAD;
	return text[0] >= '0' && text[0] <= '9' && strspn(text, "0123456789") >= 4 ? VCARD_DAY_BAD
										   : VCARD_DAY_PART;
}

enum vcard_day vcard_day_read(const char *text, bool is_yearless, char ret[VCARD_DAY_SIZE])
{
	const char *c = text;
	int year = 0, month, day;
	bool has_dash;

	if (strncmp(c, "--", 2) == 0)
		c += 2;
	else
		year = take(&c, 4);
	has_dash = *c == '-' && c[-1] != '-';
	c += has_dash;
	month = year < 0 ? -1 : take(&c, 2);
	c += month >= 0 && *c == '-';
	day = month < 0 ? -1 : take(&c, 2);
	if (day < 0 || (*c && *c != 'T' && *c != 't' && *c != ' '))
		return other(text);
	if (is_unknown(year) || is_yearless)
		year = 0;
	if (!is_day(year ? year : LEAP_YEAR, month, day))
		return VCARD_DAY_BAD;
	if (year)
		(void)snprintf(ret, VCARD_DAY_SIZE, "%04d-%02d-%02d", year % 10000, month % 100,
			       day % 100);
	else
		(void)snprintf(ret, VCARD_DAY_SIZE, "--%02d-%02d", month % 100, day % 100);
	return VCARD_DAY_GOOD;
}
