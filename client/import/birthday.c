/* Birthdays as other programs write them, with and without a year. */
#include "import/birthday.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"

#define NO_YEAR "1604" /* a leap year, so that 29 February is in it */

bool birthday_is_none(const char *cell)
{
	return strspn(cell, "0/-. ") == strlen(cell) && strchr(cell, '0');
}

/* "--05-03", "--0503", "1604-05-03" */
static bool has_no_year(const char *cell, char month_day[6])
{
	if (str_starts_with(cell, NO_YEAR "-"))
		cell += 4;
	else if (str_starts_with(cell, "--"))
		cell++;
	else
		return false;
	cell++;
	if (strspn(cell, "0123456789") == 4 && !cell[4])
		(void)snprintf(month_day, 6, "%.2s-%.2s", cell, cell + 2);
	else
		str_copy(month_day, 6, strlen(cell) == 5 ? cell : "");
	return true;
}

bool birthday_read(const char *cell, enum dates_order order, char to[DATES_TEXT_SIZE],
		   struct str *why)
{
	_cleanup_str_ struct str full = {0}, unused = {0};
	char month_day[6], day[DATES_TEXT_SIZE];

	if (!has_no_year(cell, month_day))
		return dates_read(cell, order, to, why);
	str_addf(&full, "2000-%s", month_day);
	if (!*month_day || !dates_read(full.data, DATES_YMD, day, &unused)) {
		str_addf(why, "'%s' is no day of the year; --12-31 would be right", cell);
		return false;
	}
	(void)snprintf(to, DATES_TEXT_SIZE, "-%s", day + 4);
	return true;
}
