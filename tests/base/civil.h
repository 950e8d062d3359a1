/* Dates and times of tests as they are written: "2026-03-29T02:30:00". */
#pragma once

#include <stdint.h>
#include <stdio.h>

/* Seconds from 1970-01-01T00:00:00; for years after 1600, by counting months from March. */
static inline int64_t civil(const char *text)
{
	long long year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;

	(void)sscanf(text, "%lld-%lld-%lldT%lld:%lld:%lld", &year, &month, &day, &hour, &minute,
		     &second);
	year -= month < 3;
	month = (month + 9) % 12;
	day += 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 - 719469;
	return day * 86400 + hour * 3600 + minute * 60 + second;
}
