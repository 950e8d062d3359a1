/* The rule a zone follows beyond its table of transitions: a TZ string of POSIX, with the hours
 * of -167 to 167 that RFC 8536 (section 3.3.1) adds. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum posixtz_kind {
	POSIXTZ_JULIAN,  /* Jn: day 1 to 365, 29 February is never counted */
	POSIXTZ_ORDINAL, /* n: day 0 to 365, 29 February is counted */
	POSIXTZ_WEEKDAY, /* Mm.w.d: the w-th weekday d of month m, w = 5 the last */
};

struct posixtz_date {
	enum posixtz_kind kind;
	int32_t day, month, week; /* day: of the year, or of the week with Sunday 0 */
	int32_t time;             /* seconds after local midnight, may be negative */
};

/* Offsets are seconds east of UTC. Daylight saving time may lie west of standard time. */
struct posixtz {
	int32_t standard, daylight;
	bool has_daylight;
	struct posixtz_date start, end; /* of daylight saving time */
};

/* A stretch of time with one offset: start <= instant < end. */
struct posixtz_span {
	int64_t start, end;
	int32_t offset;
};

/* "EST5EDT,M3.2.0,M11.1.0", "<+03>-3", …; -EINVAL for anything else. A daylight name without
 * its two dates is refused: which country's dates would they be? */
int posixtz_parse(const char *text, size_t n, struct posixtz *ret);

/* The stretch an instant lies in, by the rule alone; |instant| must be below 2^56. */
struct posixtz_span posixtz_span(const struct posixtz *rule, int64_t instant);
