/* Answers: nulls for what is none, text that always comes through, pages that end early. */
#include "rpc/render.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "vouch/limits.h"

static void what_is_none_is_null(void **state)
{
	_cleanup_free_ char *text = NULL;
	json_t *o = json_object();

	(void)state;
	set_text(o, "text", NULL);
	set_int(o, "int", 0);
	set_id(o, "id", 0);
	set_day(o, "day", NO_DAY);
	set_due(o, "due", NO_DAY, 540);
	set_instant(o, "instant", NO_INSTANT);
	set_minute(o, "minute", ANY_MINUTE);
	set_bool(o, "bool", false);
	set_object(o, "object", NULL);
	text = json_dumps(o, JSON_COMPACT);
	json_decref(o);
	assert_string_equal(text, "{\"text\":null,\"int\":0,\"id\":null,\"day\":null,"
				  "\"due\":null,\"instant\":null,\"minute\":null,"
				  "\"bool\":false,\"object\":null}");
}

static void what_is_there_is_written_as_the_contract_says(void **state)
{
	_cleanup_free_ char *text = NULL;
	struct day day = day_from_civil(2026, 12, 1);
	json_t *o = json_object();

	(void)state;
	set_text(o, "text", "a\"\n\x1b");
	set_id(o, "id", 7);
	set_day(o, "day", day);
	set_due(o, "due", day, ANY_MINUTE);
	set_due(o, "at", day, 545);
	set_instant(o, "instant", 1796133600);
	set_minute(o, "minute", 0);
	set_bool(o, "bool", true);
	text = json_dumps(o, JSON_COMPACT);
	json_decref(o);
	assert_string_equal(text, "{\"text\":\"a\\\"\\n\\u001B\",\"id\":7,"
				  "\"day\":\"2026-12-01\",\"due\":\"2026-12-01\","
				  "\"at\":\"2026-12-01T09:05\","
				  "\"instant\":\"2026-12-01T14:00:00Z\",\"minute\":0,"
				  "\"bool\":true}");
}

static void bad_bytes_become_replacement_characters(void **state)
{
	static const struct {
		const char *from, *want;
	} cases[] = {
		{"Jos\xe9", "Jos\xef\xbf\xbd"},                           /* Latin-1 */
		{"\xc3\xa9\xff!", "\xc3\xa9\xef\xbf\xbd!"},               /* é, a bad byte */
		{"\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"}, /* a surrogate */
		{"\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80"},
		{"", ""},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		json_t *o = json_object();

		set_text(o, "t", cases[i].from);
		assert_string_equal(json_string_value(json_object_get(o, "t")), cases[i].want);
		json_decref(o);
	}
}

static uint32_t random_char(uint32_t *seed)
{
	static const uint32_t tops[] = {0x80, 0x80, 0x800, 0x10000, 0x110000};
	uint32_t c;

	do {
		*seed = *seed * 1664525 + 1013904223;
		c = (*seed >> 8) % tops[(*seed >> 3) % ARRAY_LEN(tops)];
	} while (c == 0 || (c >= 0xd800 && c < 0xe000));
	return c;
}

static void any_text_comes_through_unchanged(void **state)
{
	uint32_t seed = 1;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		_cleanup_str_ struct str text = {0};
		_cleanup_free_ char *line = NULL;
		json_t *o = json_object(), *again;

		for (int k = 0; k < i % 20; k++) {
			char bytes[4];

			str_add_n(&text, bytes, utf8_encode(random_char(&seed), bytes));
		}
		set_text(o, "t", str_text(&text));
		line = json_dumps(o, JSON_COMPACT);
		json_decref(o);
		for (const char *c = line; *c; c++)
			assert_true((unsigned char)*c >= 0x20);
		again = json_loads(line, 0, NULL);
		assert_string_equal(json_string_value(json_object_get(again, "t")),
				    str_text(&text));
		json_decref(again);
	}
}

static void instants_read_back(void **state)
{
	static const struct {
		int64_t instant;
		const char *text;
	} cases[] = {
		{0, "1970-01-01T00:00:00Z"},           {-1, "1969-12-31T23:59:59Z"},
		{-60, "1969-12-31T23:59:00Z"},         {1796133600, "2026-12-01T14:00:00Z"},
		{4294967296, "2106-02-07T06:28:16Z"},  {7258118399, "2199-12-31T23:59:59Z"},
		{-2208988800, "1900-01-01T00:00:00Z"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char text[INSTANT_TEXT_SIZE];
		int64_t instant;

		assert_string_equal(instant_format(cases[i].instant, text), cases[i].text);
		assert_true(instant_parse(cases[i].text, &instant));
		assert_int_equal(instant, cases[i].instant);
	}
}

static void other_spellings_of_an_instant_are_refused(void **state)
{
	static const char *const bad[] = {
		"",
		"2026-12-01",
		"2026-12-01T14:00Z",
		"2026-12-01T14:00:00",
		"2026-12-01t14:00:00z",
		"2026-12-01 14:00:00Z",
		"2026-12-01T14:00:00.0Z",
		"2026-12-01T14:00:00+01:00",
		"2026-12-01T24:00:00Z",
		"2026-12-01T14:60:00Z",
		"2026-12-01T14:00:60Z",
		"2026-02-30T14:00:00Z",
		"1899-12-31T23:59:59Z",
		"2200-01-01T00:00:00Z",
		"2026-12-01T1a:00:00Z",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		int64_t instant = 5;

		if (instant_parse(bad[i], &instant))
			fail_msg("%s", bad[i]);
		assert_int_equal(instant, 5);
	}
}

static json_t *item_of(size_t bytes)
{
	_cleanup_str_ struct str text = {0};

	for (size_t i = 0; i < bytes - 2; i++) /* two quotes */
		str_add_char(&text, 'x');
	return json_string(str_text(&text));
}

static void a_page_ends_early_at_its_limit(void **state)
{
	size_t half = VOUCH_PAGE_BYTES_MAX / 2 - 1; /* and a comma */
	struct page p;
	json_t *page;

	(void)state;
	page_open(&p);
	assert_true(page_add(&p, item_of(half)));
	assert_true(page_add(&p, item_of(half)));
	assert_false(page_add(&p, item_of(2)));
	page = page_close(&p, "2.7");
	assert_int_equal(json_array_size(json_object_get(page, "items")), 2);
	assert_string_equal(json_string_value(json_object_get(page, "next")), "2.7");
	json_decref(page);
}

/* Of escapes, each of which takes more bytes than it has characters. */
static void a_page_of_many_items_ends_at_its_limit_too(void **state)
{
	struct page p;
	size_t n = 0;
	json_t *page;

	(void)state;
	page_open(&p);
	while (page_add(&p, json_pack("{s:s,s:i}", "a\"b", "\x01\x02 and a \\", "n", 7)))
		n++;
	page = page_close(&p, NULL);
	/* {"a\"b":"\u0001\u0002 and a \\","n":7} and a comma */
	assert_int_equal(n, VOUCH_PAGE_BYTES_MAX / 39);
	assert_int_equal(json_array_size(json_object_get(page, "items")), n);
	json_decref(page);
}

static void a_page_takes_at_least_one_item(void **state)
{
	struct page p;
	json_t *page;

	(void)state;
	page_open(&p);
	assert_true(page_add(&p, item_of(2 * VOUCH_PAGE_BYTES_MAX)));
	assert_false(page_add(&p, item_of(2)));
	page = page_close(&p, NULL);
	assert_int_equal(json_array_size(json_object_get(page, "items")), 1);
	assert_true(json_is_null(json_object_get(page, "next")));
	json_decref(page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_none_is_null),
		cmocka_unit_test(what_is_there_is_written_as_the_contract_says),
		cmocka_unit_test(bad_bytes_become_replacement_characters),
		cmocka_unit_test(any_text_comes_through_unchanged),
		cmocka_unit_test(instants_read_back),
		cmocka_unit_test(other_spellings_of_an_instant_are_refused),
		cmocka_unit_test(a_page_ends_early_at_its_limit),
		cmocka_unit_test(a_page_of_many_items_ends_at_its_limit_too),
		cmocka_unit_test(a_page_takes_at_least_one_item),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
