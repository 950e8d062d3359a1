/* Recurrence rules: days that only go forward, the same however one comes to them. */
#include "base/cleanup.h"
#include "domain/recur.h"
#include "fuzz/fuzz.h"

#define DAYS_MAX 8

/* The day is the first one after the day before it, too. */
static struct day follow(const char *rule, struct day start, struct day after)
{
	struct day next = recur_next(rule, start, after);

	if (day_is_none(next))
		return next;
	CLAIM(day_before(after, next) && !day_before(next, start));
	CLAIM(day_in_range(next));
	CLAIM(day_equal(recur_next(rule, start, day_plus(next, -1)), next));
	return next;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct day start = {DAY_FIRST.n + (int32_t)fuzz_take(&bytes, &n, 2)};
	struct day after = {start.n + (int32_t)(int16_t)fuzz_take(&bytes, &n, 2)};
	_cleanup_free_ char *rule = fuzz_text(bytes, n);
	char why[RECUR_WHY_SIZE] = "";

	if (!recur_check(rule, why)) {
		CLAIM(why[0] && memchr(why, '\0', sizeof why));
		(void)recur_next(rule, start, after);
		return 0;
	}
	CLAIM(day_equal(recur_next(rule, start, day_plus(start, -1)), start));
	for (int i = 0; i < DAYS_MAX && !day_is_none(after); i++)
		after = follow(rule, start, after);
	return 0;
}
