/* Civil time and instants in the odd zones of the world. Days to come are left to zone_oracle.py:
 * laws change. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/civil.h"
#include "base/cleanup.h"
#include "base/zone.h"

static struct zone *must_load(const char *name)
{
	struct zone *z = NULL;

	assert_int_equal(zone_load(name, &z), 0);
	return z;
}

static const struct {
	const char *zone, *local, *instant;
	enum zone_fit fit;
} fits[] = {
	{"Europe/Berlin", "2024-07-01T09:00:00", "2024-07-01T07:00:00", ZONE_ONCE},
	{"Europe/Berlin", "2024-03-31T01:59:59", "2024-03-31T00:59:59", ZONE_ONCE},
	{"Europe/Berlin", "2024-03-31T02:00:00", "2024-03-31T01:00:00", ZONE_GAP},
	{"Europe/Berlin", "2024-03-31T02:59:59", "2024-03-31T01:00:00", ZONE_GAP},
	{"Europe/Berlin", "2024-03-31T03:00:00", "2024-03-31T01:00:00", ZONE_ONCE},
	{"Europe/Berlin", "2024-10-27T01:59:59", "2024-10-26T23:59:59", ZONE_ONCE},
	{"Europe/Berlin", "2024-10-27T02:00:00", "2024-10-27T00:00:00", ZONE_OVERLAP},
	{"Europe/Berlin", "2024-10-27T02:59:59", "2024-10-27T00:59:59", ZONE_OVERLAP},
	{"Europe/Berlin", "2024-10-27T03:00:00", "2024-10-27T02:00:00", ZONE_ONCE},
	/* saving time is negative: winter is the exception */
	{"Europe/Dublin", "2024-03-31T01:30:00", "2024-03-31T01:00:00", ZONE_GAP},
	{"Europe/Dublin", "2024-07-01T12:00:00", "2024-07-01T11:00:00", ZONE_ONCE},
	{"Europe/Dublin", "2024-10-27T01:30:00", "2024-10-27T00:30:00", ZONE_OVERLAP},
	{"Europe/Dublin", "2024-12-01T12:00:00", "2024-12-01T12:00:00", ZONE_ONCE},
	/* half an hour of saving time */
	{"Australia/Lord_Howe", "2024-10-06T02:15:00", "2024-10-05T15:30:00", ZONE_GAP},
	{"Australia/Lord_Howe", "2024-10-06T02:30:00", "2024-10-05T15:30:00", ZONE_ONCE},
	{"Australia/Lord_Howe", "2024-04-07T01:45:00", "2024-04-06T14:45:00", ZONE_OVERLAP},
	/* Ramadan */
	{"Africa/Casablanca", "2025-02-23T02:30:00", "2025-02-23T01:30:00", ZONE_OVERLAP},
	{"Africa/Casablanca", "2025-04-06T02:30:00", "2025-04-06T02:00:00", ZONE_GAP},
	{"Africa/El_Aaiun", "2025-04-06T02:30:00", "2025-04-06T02:00:00", ZONE_GAP},
	/* Friday 30 December 2011 was left out */
	{"Pacific/Apia", "2011-12-29T23:59:59", "2011-12-30T09:59:59", ZONE_ONCE},
	{"Pacific/Apia", "2011-12-30T00:00:00", "2011-12-30T10:00:00", ZONE_GAP},
	{"Pacific/Apia", "2011-12-30T23:59:59", "2011-12-30T10:00:00", ZONE_GAP},
	{"Pacific/Apia", "2011-12-31T00:00:00", "2011-12-30T10:00:00", ZONE_ONCE},
	{"Pacific/Kwajalein", "1993-08-21T12:00:00", "1993-08-21T12:00:00", ZONE_GAP},
	/* one day was lived twice */
	{"America/Juneau", "1867-10-18T20:00:00", "1867-10-18T04:57:41", ZONE_OVERLAP},
	/* days that begin at one o'clock */
	{"Asia/Beirut", "2024-03-31T00:00:00", "2024-03-30T22:00:00", ZONE_GAP},
	{"Asia/Beirut", "2024-03-31T00:59:59", "2024-03-30T22:00:00", ZONE_GAP},
	{"Asia/Beirut", "2024-10-26T23:30:00", "2024-10-26T20:30:00", ZONE_OVERLAP},
	{"America/Sao_Paulo", "2018-11-04T00:00:00", "2018-11-04T03:00:00", ZONE_GAP},
	{"America/Havana", "2024-03-10T00:00:00", "2024-03-10T05:00:00", ZONE_GAP},
	{"Africa/Cairo", "2024-04-26T00:10:00", "2024-04-25T22:00:00", ZONE_GAP},
	{"America/Santiago", "2024-09-08T00:30:00", "2024-09-08T04:00:00", ZONE_GAP},
	/* rules that count hours from another day, before and after it */
	{"America/Nuuk", "2025-03-29T22:30:00", "2025-03-30T00:30:00", ZONE_ONCE},
	{"America/Nuuk", "2025-03-29T23:30:00", "2025-03-30T01:00:00", ZONE_GAP},
	{"Asia/Jerusalem", "2025-03-28T02:30:00", "2025-03-28T00:00:00", ZONE_GAP},
	/* offsets that never change */
	{"Asia/Kathmandu", "2150-05-05T05:45:00", "2150-05-05T00:00:00", ZONE_ONCE},
	{"Pacific/Kiritimati", "2150-05-05T14:00:00", "2150-05-05T00:00:00", ZONE_ONCE},
	{"UTC", "2199-12-31T23:59:59", "2199-12-31T23:59:59", ZONE_ONCE},
};

static void a_civil_time_becomes_the_instant_of_the_policy(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(fits); i++) {
		struct zone *z = must_load(fits[i].zone);
		enum zone_fit fit;
		int64_t instant = zone_to_instant(z, civil(fits[i].local), &fit);

		if (instant != civil(fits[i].instant) || fit != fits[i].fit)
			fail_msg("%s %s: fit %d, %lld s from what was wanted", fits[i].zone,
				 fits[i].local, (int)fit,
				 (long long)(instant - civil(fits[i].instant)));
		zone_free(z);
	}
}

static const struct {
	const char *zone, *instant, *local;
	int32_t offset;
} clocks[] = {
	{"Europe/Berlin", "2024-03-31T00:59:59", "2024-03-31T01:59:59", 3600},
	{"Europe/Berlin", "2024-03-31T01:00:00", "2024-03-31T03:00:00", 7200},
	{"Europe/Berlin", "2024-10-27T00:59:59", "2024-10-27T02:59:59", 7200},
	{"Europe/Berlin", "2024-10-27T01:00:00", "2024-10-27T02:00:00", 3600},
	{"America/New_York", "1900-01-01T05:00:00", "1900-01-01T00:00:00", -18000},
	{"Australia/Sydney", "2023-12-31T13:00:00", "2024-01-01T00:00:00", 39600},
	{"Africa/Monrovia", "1970-01-01T00:00:00", "1969-12-31T23:15:30", -2670},
};

static void an_instant_shows_as_civil_time(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(clocks); i++) {
		struct zone *z = must_load(clocks[i].zone);

		assert_int_equal(zone_to_local(z, civil(clocks[i].instant)),
				 civil(clocks[i].local));
		assert_int_equal(zone_offset(z, civil(clocks[i].instant)), clocks[i].offset);
		zone_free(z);
	}
}

static void later_civil_times_are_never_earlier_instants(void **state)
{
	static const char *const names[] = {
		"Europe/Dublin", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia",
		"Asia/Beirut",   "America/Nuuk",        "America/Sao_Paulo",
	};
	int64_t end = civil("2041-01-01T00:00:00");

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct zone *z = must_load(names[i]);
		int64_t before = INT64_MIN;

		for (int64_t local = civil("2008-01-01T00:00:00"); local < end; local += 4999) {
			enum zone_fit fit;
			int64_t instant = zone_to_instant(z, local, &fit);

			assert_true(instant >= before);
			if (fit != ZONE_GAP)
				assert_int_equal(zone_to_local(z, instant), local);
			before = instant;
		}
		zone_free(z);
	}
}

static void numbers_without_end_have_answers(void **state)
{
	static const int64_t numbers[] = {INT64_MIN, INT64_MIN + 1, -1,
					  0,         INT64_MAX - 1, INT64_MAX};
	struct zone *z = must_load("Europe/Dublin");

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
		int64_t local = zone_to_local(z, numbers[i]);

		assert_in_range(zone_offset(z, numbers[i]) + 7200, 0, 14400);
		assert_true(zone_to_local(z, zone_to_instant(z, local, NULL)) - local <= 3600);
	}
	zone_free(z);
}

static const struct {
	const char *name;
	int r;
} names[] = {
	{"Europe/Berlin", 0},
	{"Etc/GMT+12", 0},
	{"America/Argentina/Buenos_Aires", 0},
	{"", -EINVAL},
	{"/etc/localtime", -EINVAL},
	{"../zoneinfo/UTC", -EINVAL},
	{"Europe/../UTC", -EINVAL},
	{"Europe//Berlin", -EINVAL},
	{"Europe/", -EINVAL},
	{"./UTC", -EINVAL},
	{"Europe/Berlin\n", -EINVAL},
	{"Europe Berlin", -EINVAL},
	{"M\xc3\xbcnchen", -EINVAL},
	{"tzdata.zi", -EINVAL}, /* it is there, and no TZif */
	{"Europe", -ENOENT},
	{"Europe/Atlantis", -ENOENT},
	{"UTC/Berlin", -ENOENT},
};

static void a_name_stays_inside_zoneinfo(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct zone *z = NULL;
		int r = zone_load(names[i].name, &z);

		if (r != names[i].r)
			fail_msg("%s: %d instead of %d", names[i].name, r, names[i].r);
		if (!r)
			assert_string_equal(zone_name(z), names[i].name);
		zone_free(z);
	}
}

static void a_name_of_any_length_is_answered(void **state)
{
	char name[6000];
	struct zone *z = NULL;

	(void)state;
	for (size_t i = 0; i < sizeof name; i++)
		name[i] = i % 2 ? '/' : 'a';
	name[sizeof name - 1] = '\0';
	assert_int_equal(zone_load(name, &z), -EINVAL);
	name[255] = '\0';
	assert_int_equal(zone_load(name, &z), -ENOENT);
}

static void zones_with_the_same_rules_share_a_stamp_and_others_do_not(void **state)
{
	struct zone *berlin = must_load("Europe/Berlin"), *again = must_load("Europe/Berlin");
	struct zone *etc = must_load("Etc/UTC"), *utc = must_load("UTC");

	(void)state;
	assert_true(zone_stamp(berlin) == zone_stamp(again));
	assert_true(zone_stamp(etc) == zone_stamp(utc));
	assert_true(zone_stamp(berlin) != zone_stamp(utc));
	zone_free(berlin);
	zone_free(again);
	zone_free(etc);
	zone_free(utc);
	zone_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_civil_time_becomes_the_instant_of_the_policy),
		cmocka_unit_test(an_instant_shows_as_civil_time),
		cmocka_unit_test(later_civil_times_are_never_earlier_instants),
		cmocka_unit_test(numbers_without_end_have_answers),
		cmocka_unit_test(a_name_stays_inside_zoneinfo),
		cmocka_unit_test(a_name_of_any_length_is_answered),
		cmocka_unit_test(zones_with_the_same_rules_share_a_stamp_and_others_do_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
