/* Zone files: refused, or a zone whose two directions agree at every instant. */
#include "base/posixtz.h"
#include "base/zone.h"
#include "fuzz/fuzz.h"

#define OFFSET_MAX 93600 /* 26 hours, as base/tzif.h has it */
#define FARTHEST ((int64_t)1 << 55)

static void check_instant(const struct zone *zone, int64_t instant)
{
	int64_t local = zone_to_local(zone, instant), back;
	enum zone_fit fit;

	CLAIM(zone_offset(zone, instant) < OFFSET_MAX && zone_offset(zone, instant) > -OFFSET_MAX);
	if (instant > FARTHEST - 2 * OFFSET_MAX || instant < 2 * OFFSET_MAX - FARTHEST) {
		(void)zone_to_instant(zone, local, &fit);
		return;
	}
	CLAIM(local == instant + zone_offset(zone, instant));
	back = zone_to_instant(zone, local, &fit);
	CLAIM(fit != ZONE_GAP); /* a clock has shown it */
	CLAIM(zone_to_local(zone, back) == local);
	CLAIM(fit == ZONE_ONCE ? back == instant : back <= instant);
}

/* A civil time has its instant, or is in a gap and the instant is the first after it. */
static void check_local(const struct zone *zone, int64_t local)
{
	enum zone_fit fit;
	int64_t instant = zone_to_instant(zone, local, &fit);

	if (local > FARTHEST - 2 * OFFSET_MAX || local < 2 * OFFSET_MAX - FARTHEST)
		return;
	if (fit != ZONE_GAP) {
		CLAIM(zone_to_local(zone, instant) == local);
		return;
	}
	CLAIM(zone_to_local(zone, instant) > local);
	CLAIM(zone_to_local(zone, instant - 1) < local);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const int64_t extremes[] = {0, INT64_MAX, INT64_MIN, FARTHEST, -FARTHEST};
	int64_t instant = (int64_t)fuzz_take(&bytes, &n, 8);
	struct posixtz rule;
	struct zone *zone;

	(void)posixtz_parse((const char *)bytes, n, &rule);
	if (zone_parse("fuzz", bytes, n, &zone))
		return 0;
	for (size_t i = 0; i < sizeof extremes / sizeof extremes[0]; i++) {
		check_instant(zone, extremes[i]);
		check_local(zone, extremes[i]);
	}
	check_instant(zone, instant);
	check_local(zone, instant);
	for (int64_t at = INT32_MIN; at < INT64_C(5000000000); at += 100000019) {
		check_instant(zone, at);
		check_local(zone, at + instant % 86400);
	}
	zone_free(zone);
	return 0;
}
