/* Zone files of hostile make: what does not add up is refused, what adds up is answered. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/civil.h"
#include "base/cleanup.h"
#include "base/str.h"
#include "base/tzif.h"
#include "base/zone.h"

/* A file to be written; counts may lie, at most four of each thing follow. */
struct made {
	char version; /* 0: '2' */
	int64_t leap, isstd, n_times, n_types, n_chars;
	int64_t times[4];
	int32_t offsets[4];
	unsigned char types[4];
	const char *footer; /* null: "\nUTC0\n" */
};

static const struct made empty = {.n_types = 1, .n_chars = 4};

static void add_be(struct str *s, uint64_t v, int n_bytes)
{
	for (int i = n_bytes - 1; i >= 0; i--)
		str_add_char(s, (char)(v >> (8 * i) & 0xFF));
}

static void add_header(struct str *s, const struct made *m)
{
	const int64_t counts[] = {0, m->isstd, m->leap, m->n_times, m->n_types, m->n_chars};

	str_add(s, "TZif");
	str_add_char(s, m->version ? m->version : '2');
	for (int i = 0; i < 15; i++)
		str_add_char(s, '\0');
	for (size_t i = 0; i < ARRAY_LEN(counts); i++)
		add_be(s, (uint64_t)counts[i], 4);
}

static void add_block(struct str *s, const struct made *m, int time_size)
{
	for (int64_t i = 0; i < m->n_times && i < 4; i++)
		add_be(s, (uint64_t)m->times[i], time_size);
	for (int64_t i = 0; i < m->n_times && i < 4; i++)
		str_add_char(s, (char)m->types[i]);
	for (int64_t i = 0; i < m->n_types && i < 4; i++) {
		add_be(s, (uint32_t)m->offsets[i], 4);
		add_be(s, 0, 2);
	}
	for (int64_t i = 0; i < m->n_chars && i < 8; i++)
		str_add_char(s, i < m->n_chars - 1 ? 'A' : '\0');
	for (int64_t i = 0; i < m->leap && i < 4; i++) {
		add_be(s, 0, time_size);
		add_be(s, 0, 4);
	}
	for (int64_t i = 0; i < m->isstd && i < 4; i++)
		str_add_char(s, '\0');
}

static void make(struct str *s, const struct made *m)
{
	add_header(s, &empty);
	add_block(s, &empty, 4);
	add_header(s, m);
	add_block(s, m, 8);
	str_add(s, m->footer ? m->footer : "\nUTC0\n");
}

static int parse(const struct made *m, struct zone **ret)
{
	_cleanup_str_ struct str s = {0};

	make(&s, m);
	return zone_parse("Test/Zone", (const unsigned char *)s.data, s.len, ret);
}

static const struct {
	const char *why;
	struct made made;
	int r;
} files[] = {
	{"no transitions, a rule", {.n_types = 1, .n_chars = 4}, 0},
	{"no rule", {.n_types = 1, .n_chars = 4, .footer = "\n\n"}, 0},
	{"version 3", {.version = '3', .n_types = 1, .n_chars = 4}, 0},
	{"version 9", {.version = '9', .n_types = 1, .n_chars = 4}, 0},
	{"two transitions",
	 {.n_types = 2, .n_chars = 4, .n_times = 2, .times = {5, 6}, .types = {1, 0}},
	 0},
	{"times from end to end",
	 {.n_types = 1, .n_chars = 4, .n_times = 2, .times = {INT64_MIN, INT64_MAX}},
	 0},
	{"text after the footer", {.n_types = 1, .n_chars = 4, .footer = "\nUTC0\nmore"}, 0},
	{"version 1", {.version = '1', .n_types = 1, .n_chars = 4}, -EINVAL},
	{"no types", {.n_types = 0, .n_chars = 4}, -EINVAL},
	{"no names", {.n_types = 1, .n_chars = 0}, -EINVAL},
	{"more types than bytes", {.n_types = 200, .n_chars = 4}, -EINVAL},
	{"257 types", {.n_types = 257, .n_chars = 4}, -EINVAL},
	{"four thousand million types", {.n_types = UINT32_MAX, .n_chars = 4}, -EINVAL},
	{"four thousand million times",
	 {.n_times = UINT32_MAX, .n_types = 1, .n_chars = 4},
	 -EINVAL},
	{"counts whose sum wraps 32 bits",
	 {.n_times = 0x1C71C71D, .n_types = 1, .n_chars = 4},
	 -EINVAL},
	{"leap seconds", {.leap = 1, .n_types = 1, .n_chars = 4}, -EINVAL},
	{"more marks than types", {.isstd = 2, .n_types = 1, .n_chars = 4}, -EINVAL},
	{"times that stand still",
	 {.n_types = 1, .n_chars = 4, .n_times = 2, .times = {5, 5}},
	 -EINVAL},
	{"times that go back",
	 {.n_types = 1, .n_chars = 4, .n_times = 2, .times = {5, -5}},
	 -EINVAL},
	{"a type that is not there",
	 {.n_types = 1, .n_chars = 4, .n_times = 1, .types = {1}},
	 -EINVAL},
	{"an offset just allowed, east", {.n_types = 1, .n_chars = 4, .offsets = {93599}}, 0},
	{"an offset of 26 hours, east", {.n_types = 1, .n_chars = 4, .offsets = {93600}}, -EINVAL},
	{"an offset just allowed, west", {.n_types = 1, .n_chars = 4, .offsets = {-93599}}, 0},
	{"an offset of 26 hours, west", {.n_types = 1, .n_chars = 4, .offsets = {-93600}}, -EINVAL},
	{"the smallest number as offset",
	 {.n_types = 1, .n_chars = 4, .offsets = {INT32_MIN}},
	 -EINVAL},
	{"no footer", {.n_types = 1, .n_chars = 4, .footer = ""}, -EINVAL},
	{"half a footer", {.n_types = 1, .n_chars = 4, .footer = "\nUTC0"}, -EINVAL},
	{"a lone newline", {.n_types = 1, .n_chars = 4, .footer = "\n"}, -EINVAL},
	{"no newline before it", {.n_types = 1, .n_chars = 4, .footer = "UTC0\n"}, -EINVAL},
	{"a footer of rubbish", {.n_types = 1, .n_chars = 4, .footer = "\nRubbish\n"}, -EINVAL},
};

static void a_file_must_add_up(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		struct zone *z = NULL;
		int r = parse(&files[i].made, &z);

		if (r != files[i].r)
			fail_msg("%s: %d instead of %d", files[i].why, r, files[i].r);
		zone_free(z);
	}
}

static void a_file_of_more_than_64_kib_is_refused(void **state)
{
	_cleanup_str_ struct str s = {0};
	struct zone *z = NULL;

	(void)state;
	make(&s, &empty);
	while (s.len < TZIF_MAX_BYTES)
		str_add_char(&s, 'x');
	assert_int_equal(zone_parse("a", (const unsigned char *)s.data, s.len, &z), 0);
	zone_free(z);
	str_add_char(&s, 'x');
	assert_int_equal(zone_parse("a", (const unsigned char *)s.data, s.len, &z), -EINVAL);
}

static void an_empty_footer_keeps_the_last_offset_for_ever(void **state)
{
	static const struct made m = {.n_types = 2,
				      .n_chars = 4,
				      .n_times = 1,
				      .times = {1000},
				      .types = {1},
				      .offsets = {3600, 7200},
				      .footer = "\n\n"};
	struct zone *z;

	(void)state;
	assert_int_equal(parse(&m, &z), 0);
	assert_int_equal(zone_offset(z, 999), 3600);
	assert_int_equal(zone_offset(z, 1000), 7200);
	assert_int_equal(zone_offset(z, 8000000000), 7200);
	zone_free(z);
}

static const struct {
	const char *footer, *local, *instant;
	enum zone_fit fit;
} centuries[] = {
	{"\nCET-1CEST,M3.5.0,M10.5.0/3\n", "1900-07-01T02:00:00", "1900-07-01T00:00:00", ZONE_ONCE},
	{"\nCET-1CEST,M3.5.0,M10.5.0/3\n", "2100-03-28T02:30:00", "2100-03-28T01:00:00", ZONE_GAP},
	{"\nCET-1CEST,M3.5.0,M10.5.0/3\n", "2199-10-27T02:30:00", "2199-10-27T00:30:00",
	 ZONE_OVERLAP},
	{"\nIST-1GMT0,M10.5.0,M3.5.0/1\n", "2199-07-01T12:00:00", "2199-07-01T11:00:00", ZONE_ONCE},
	{"\nIST-1GMT0,M10.5.0,M3.5.0/1\n", "2199-12-01T12:00:00", "2199-12-01T12:00:00", ZONE_ONCE},
	{"\nIST-1GMT0,M10.5.0,M3.5.0/1\n", "2100-03-28T01:30:00", "2100-03-28T01:00:00", ZONE_GAP},
	{"\nEET-2EEST,M3.5.0/0,M10.5.0/0\n", "2100-03-28T00:30:00", "2100-03-27T22:00:00",
	 ZONE_GAP},
	{"\n<+1030>-10:30<+11>-11,M10.1.0,M4.1.0\n", "2100-10-03T02:15:00", "2100-10-02T15:30:00",
	 ZONE_GAP},
	{"\n<+1030>-10:30<+11>-11,M10.1.0,M4.1.0\n", "2100-04-04T01:45:00", "2100-04-03T14:45:00",
	 ZONE_OVERLAP},
	{"\n<-02>2<-01>,M3.5.0/-1,M10.5.0/0\n", "2050-03-26T23:30:00", "2050-03-27T01:00:00",
	 ZONE_GAP},
	{"\nEET-2EEST,M3.4.4/50,M10.4.4/50\n", "2050-03-26T02:30:00", "2050-03-26T00:00:00",
	 ZONE_GAP},
	{"\n<+03>-3\n", "2199-12-31T23:59:59", "2199-12-31T20:59:59", ZONE_ONCE},
};

static void a_footer_alone_rules_all_time(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(centuries); i++) {
		struct made m = {.n_types = 1, .n_chars = 4, .footer = centuries[i].footer};
		enum zone_fit fit;
		struct zone *z;

		assert_int_equal(parse(&m, &z), 0);
		assert_int_equal(zone_to_instant(z, civil(centuries[i].local), &fit),
				 civil(centuries[i].instant));
		assert_int_equal(fit, centuries[i].fit);
		zone_free(z);
	}
}

/* 50 1/2 hours forward at 1,000,000 and back at 2,000,000. */
static void a_shift_of_more_than_a_day_keeps_to_the_policy(void **state)
{
	static const int32_t west = -25 * 3600, east = 25 * 3600 + 1800;
	const struct made m = {.n_types = 2,
			       .n_chars = 4,
			       .n_times = 2,
			       .times = {1000000, 2000000},
			       .types = {1, 0},
			       .offsets = {west, east},
			       .footer = "\n\n"};
	enum zone_fit fit;
	struct zone *z;

	(void)state;
	assert_int_equal(parse(&m, &z), 0);
	assert_int_equal(zone_to_instant(z, 1000000 + west - 1, &fit), 999999);
	assert_int_equal(fit, ZONE_ONCE);
	assert_int_equal(zone_to_instant(z, 1000000 + west, &fit), 1000000);
	assert_int_equal(fit, ZONE_GAP);
	assert_int_equal(zone_to_instant(z, 1000000 + east - 1, &fit), 1000000);
	assert_int_equal(fit, ZONE_GAP);
	assert_int_equal(zone_to_instant(z, 1000000 + east, &fit), 1000000);
	assert_int_equal(fit, ZONE_ONCE);
	assert_int_equal(zone_to_instant(z, 2000000 + west, &fit), 2000000 + west - east);
	assert_int_equal(fit, ZONE_OVERLAP);
	assert_int_equal(zone_to_instant(z, 2000000 + east - 1, &fit), 1999999);
	assert_int_equal(fit, ZONE_OVERLAP);
	assert_int_equal(zone_to_instant(z, 2000000 + east, &fit), 2000000 + east - west);
	assert_int_equal(fit, ZONE_ONCE);
	zone_free(z);
}

/* The gap closes ten minutes after it opened, and what it skipped is lived after all. */
static void a_time_that_exists_is_preferred_to_a_gap_before_it(void **state)
{
	static const struct made m = {.n_types = 2,
				      .n_chars = 4,
				      .n_times = 2,
				      .times = {1000000, 1000600},
				      .types = {1, 0},
				      .offsets = {0, 3600},
				      .footer = "\n\n"};
	enum zone_fit fit;
	struct zone *z;

	(void)state;
	assert_int_equal(parse(&m, &z), 0);
	assert_int_equal(zone_to_instant(z, 1000700, &fit), 1000700);
	assert_int_equal(fit, ZONE_ONCE);
	assert_int_equal(zone_to_instant(z, 1000300, &fit), 1000000);
	assert_int_equal(fit, ZONE_GAP);
	zone_free(z);
}

static size_t read_zone(unsigned char *to, size_t size)
{
	FILE *f = fopen("/usr/share/zoneinfo/Europe/Dublin", "re");
	size_t n;

	assert_non_null(f);
	n = fread(to, 1, size, f);
	assert_int_equal(fclose(f), 0);
	return n;
}

/* In memory of its exact size, so that a sanitizer sees the first byte read too far. */
static int parse_copy(const unsigned char *bytes, size_t n, struct zone **ret)
{
	unsigned char *copy = malloc(n ? n : 1);
	int r;

	assert_non_null(copy);
	memcpy(copy, bytes, n);
	r = zone_parse("Test/Zone", copy, n, ret);
	free(copy);
	return r;
}

static void a_file_cut_anywhere_is_refused(void **state)
{
	unsigned char bytes[8192];
	size_t n = read_zone(bytes, sizeof bytes);
	struct zone *z = NULL;

	(void)state;
	for (size_t cut = 0; cut < n; cut++)
		assert_int_equal(parse_copy(bytes, cut, &z), -EINVAL);
	assert_int_equal(parse_copy(bytes, n, &z), 0);
	zone_free(z);
}

static void a_file_with_any_byte_changed_is_refused_or_answered(void **state)
{
	static const int64_t numbers[] = {INT64_MIN,  -4000000000, 0,
					  1782864000, 4000000000,  INT64_MAX};
	static const unsigned char masks[] = {0x01, 0x80, 0xFF};
	unsigned char bytes[8192];
	size_t n = read_zone(bytes, sizeof bytes);

	(void)state;
	for (size_t i = 0; i < n * ARRAY_LEN(masks); i++) {
		struct zone *z = NULL;

		bytes[i / ARRAY_LEN(masks)] ^= masks[i % ARRAY_LEN(masks)];
		if (parse_copy(bytes, n, &z) == 0) {
			for (size_t k = 0; k < ARRAY_LEN(numbers); k++) {
				int64_t local = zone_to_local(z, numbers[k]);

				assert_in_range(zone_offset(z, numbers[k]) + TZIF_MAX_OFFSET, 1,
						2 * TZIF_MAX_OFFSET - 1);
				assert_true(zone_to_instant(z, local, NULL) - local <=
					    2 * TZIF_MAX_OFFSET);
			}
		}
		zone_free(z);
		bytes[i / ARRAY_LEN(masks)] ^= masks[i % ARRAY_LEN(masks)];
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_must_add_up),
		cmocka_unit_test(a_file_of_more_than_64_kib_is_refused),
		cmocka_unit_test(an_empty_footer_keeps_the_last_offset_for_ever),
		cmocka_unit_test(a_footer_alone_rules_all_time),
		cmocka_unit_test(a_shift_of_more_than_a_day_keeps_to_the_policy),
		cmocka_unit_test(a_time_that_exists_is_preferred_to_a_gap_before_it),
		cmocka_unit_test(a_file_cut_anywhere_is_refused),
		cmocka_unit_test(a_file_with_any_byte_changed_is_refused_or_answered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
