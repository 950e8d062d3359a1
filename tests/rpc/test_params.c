/* Params: each type at its limits, twelve values of the wrong kind, and what is said of them. */
#include "rpc/params.h"

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
#include "vouch/limits.h"

struct place {
	const char *city, *country;
};
static const struct param place_params[] = {
	{.name = "city",
	 .type = PARAM_TEXT,
	 .offset = offsetof(struct place, city),
	 .min = 1,
	 .max = 5,
	 .flags = PARAM_REQUIRED,
	 .help = "city"},
	{.name = "country",
	 .type = PARAM_TEXT,
	 .offset = offsetof(struct place, country),
	 .max = 5,
	 .help = "country"},
	{0},
};

struct part {
	int64_t size;
};
static const struct param part_params[] = {
	{.name = "size",
	 .type = PARAM_INT,
	 .offset = offsetof(struct part, size),
	 .min = 1,
	 .max = 9,
	 .fallback = 4,
	 .flags = PARAM_NULLABLE,
	 .help = "size"},
	{0},
};

struct all {
	struct given given;
	const char *text;
	int64_t number;
	int64_t id;
	bool is_good;
	struct day day;
	struct due due;
	int64_t instant;
	int word;
	struct texts texts;
	struct id_list ids;
	struct place place;
	struct part part;
	struct object_list parts;
	const char *repeat;
	struct texts words;
};

static const char *const words[] = {"in", "out", "both", NULL};

#define ROW(n, t, member) .name = n, .type = t, .offset = offsetof(struct all, member), .help = n
static const struct param table[] = {
	{ROW("text", PARAM_TEXT, text), .min = 1, .max = 4},
	{ROW("number", PARAM_INT, number), .min = -2, .max = 5, .fallback = 3},
	{ROW("id", PARAM_ID, id)},
	{ROW("good", PARAM_BOOL, is_good), .fallback = 1},
	{ROW("day", PARAM_DAY, day), .flags = PARAM_NULLABLE},
	{ROW("due", PARAM_DUE, due)},
	{ROW("instant", PARAM_INSTANT, instant)},
	{ROW("word", PARAM_ENUM, word), .words = words},
	{ROW("texts", PARAM_TEXTS, texts), .max = 2, .fallback = 3},
	{ROW("ids", PARAM_IDS, ids), .max = 3},
	{ROW("place", PARAM_OBJECT, place), .fields = place_params, .size = sizeof(struct place)},
	{ROW("part", PARAM_OBJECT, part), .fields = part_params, .size = sizeof(struct part)},
	{ROW("parts", PARAM_OBJECTS, parts), .min = 1, .max = 2, .fields = part_params,
	 .size = sizeof(struct part)},
	{ROW("repeat", PARAM_REPEAT, repeat)},
	{ROW("words", PARAM_TEXTS, words), .max = 3, .words = words},
	{0},
};

struct reading {
	struct all all;
	struct arena *arena;
	struct param_faults faults;
	bool is_good;
};

static void read_json(struct reading *r, const struct param *params, const char *text)
{
	json_t *json = json_loads(text, JSON_DECODE_ANY, NULL);

	if (!json)
		fail_msg("no JSON: %s", text);
	memset(r, 0, sizeof *r);
	r->arena = arena_new();
	r->is_good = params_read(params, json, &r->all, r->arena, &r->faults);
	json_decref(json);
}

static void reading_deinit(struct reading *r)
{
	arena_free(r->arena);
}

/* {"name": value} */
static void read_one(struct reading *r, const char *name, const char *value)
{
	_cleanup_str_ struct str json = {0};

	str_addf(&json, "{\"%s\":%s}", name, value);
	read_json(r, table, str_text(&json));
}

static void what_is_absent_holds_its_default(void **state)
{
	static const char *const none[] = {"{}", "null"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(none); i++) {
		struct reading r;
		const struct all *a = &r.all;

		read_json(&r, table, none[i]);
		assert_true(r.is_good);
		assert_null(a->text);
		assert_int_equal(a->number, 3);
		assert_int_equal(a->id, 0);
		assert_true(a->is_good);
		assert_true(day_is_none(a->day));
		assert_true(day_is_none(a->due.day));
		assert_int_equal(a->due.minute, ANY_MINUTE);
		assert_true(a->instant == NO_INSTANT);
		assert_int_equal(a->word, -1);
		assert_int_equal(a->texts.n + a->ids.n + a->parts.n, 0);
		assert_null(a->place.city);
		assert_int_equal(a->part.size, 4);
		assert_null(a->repeat);
		assert_int_equal(a->given.present, 0);
		reading_deinit(&r);
	}
}

static void each_type_fills_its_member(void **state)
{
	struct reading r;
	const struct all *a = &r.all;

	(void)state;
	read_json(
		&r, table,
		"{\"text\":\" \\tab\\n\",\"number\":-2,\"id\":7,\"good\":false,"
		"\"day\":\"2026-12-01\",\"due\":\"2026-12-01T14:30\","
		"\"instant\":\"2026-12-01T12:00:01Z\",\"word\":\"both\",\"texts\":[\"a\",\" b \"],"
		"\"ids\":[3,1],\"place\":{\"city\":\"Lyon\"},\"part\":{\"size\":null},"
		"\"parts\":[{},{\"size\":9}],\"repeat\":180,\"words\":[\"out\"]}");
	assert_true(r.is_good);
	assert_string_equal(a->text, "ab");
	assert_int_equal(a->number, -2);
	assert_int_equal(a->id, 7);
	assert_false(a->is_good);
	assert_int_equal(a->day.n, 20788);
	assert_int_equal(a->due.day.n, 20788);
	assert_int_equal(a->due.minute, 870);
	assert_int_equal(a->instant, 1796126401);
	assert_int_equal(a->word, 2);
	assert_int_equal(a->texts.n, 2);
	assert_string_equal(a->texts.items[1], "b");
	assert_int_equal(a->ids.n, 2);
	assert_int_equal(a->ids.items[0], 3);
	assert_string_equal(a->place.city, "Lyon");
	assert_null(a->place.country);
	assert_int_equal(a->part.size, 4);
	assert_int_equal(a->parts.n, 2);
	assert_int_equal(((struct part *)a->parts.items)[0].size, 4);
	assert_int_equal(((struct part *)a->parts.items)[1].size, 9);
	assert_string_equal(a->repeat, "180");
	assert_string_equal(a->words.items[0], "out");
	reading_deinit(&r);
}

static void absent_given_and_cleared_are_told_apart(void **state)
{
	struct reading r;
	size_t day = offsetof(struct all, day);

	(void)state;
	read_json(&r, table, "{\"text\":\"a\"}");
	assert_true(params_present(table, &r.all, offsetof(struct all, text)));
	assert_false(params_cleared(table, &r.all, offsetof(struct all, text)));
	assert_false(params_present(table, &r.all, day));
	assert_false(params_cleared(table, &r.all, day));
	reading_deinit(&r);
	read_json(&r, table, "{\"day\":null}");
	assert_true(r.is_good);
	assert_true(params_present(table, &r.all, day));
	assert_true(params_cleared(table, &r.all, day));
	assert_true(day_is_none(r.all.day));
	reading_deinit(&r);
}

#define DAYS "must be a day from 1900-01-01 to 2199-12-31, like 2026-12-01"
#define DUES "must be a day like 2026-12-01, or with a time like 2026-12-01T09:00"
#define INSTANTS "must be an instant in UTC, like 2026-12-01T14:00:00Z"
#define REPEATS "must be a rule like FREQ=YEARLY, or a number of days"

/* At limit - 1, limit and limit + 1; `want` null: taken. */
static const struct {
	const char *name, *value, *want;
} limits[] = {
	{"text", "\"\"", "must be 1 to 4 characters"},
	{"text", "\" \\n\\t\\r \"", "must be 1 to 4 characters"},
	{"text", "\"a\"", NULL},
	{"text", "\"abc\"", NULL},
	{"text", "\"abcd\"", NULL},
	{"text", "\"abcde\"", "must be 1 to 4 characters"},
	{"text", "\"\\u00e9\\u4e2d\\ud83d\\ude00\\u00e9\"", NULL}, /* characters, not bytes */
	{"text", "\"  abcd  \"", NULL},
	{"text", "\"a\\nb\\t\"", NULL},
	{"text", "\"a\\rb\"", "must not hold the control character U+000D"},
	{"text", "\"a\\u001b[\"", "must not hold the control character U+001B"},
	{"text", "\"\\u007f\"", "must not hold the control character U+007F"},
	{"text", "\"\\u0085\"", "must not hold the control character U+0085"},
	{"text", "\"\\u00a0a\"", NULL},
	{"number", "-3", "must be -2 to 5"},
	{"number", "-2", NULL},
	{"number", "-1", NULL},
	{"number", "4", NULL},
	{"number", "5", NULL},
	{"number", "6", "must be -2 to 5"},
	{"number", "-0", NULL},
	{"number", "3.0", "must be a whole number"},
	{"number", "9223372036854775807", "must be -2 to 5"},
	{"number", "-9223372036854775808", "must be -2 to 5"},
	{"id", "0", "must be an id, a positive whole number"},
	{"id", "1", NULL},
	{"id", "9223372036854775807", NULL},
	{"day", "\"1899-12-31\"", DAYS},
	{"day", "\"1900-01-01\"", NULL},
	{"day", "\"1900-01-02\"", NULL},
	{"day", "\"2199-12-30\"", NULL},
	{"day", "\"2199-12-31\"", NULL},
	{"day", "\"2200-01-01\"", DAYS},
	{"day", "\"2026-02-29\"", DAYS},
	{"day", "\"2028-02-29\"", NULL},
	{"day", "\"2026-2-1\"", DAYS},
	{"day", "\" 2026-02-01\"", DAYS},
	{"day", "\"2026-12-01T00:00\"", DAYS},
	{"due", "\"2026-12-01\"", NULL},
	{"due", "\"2026-12-01T00:00\"", NULL},
	{"due", "\"2026-12-01T23:59\"", NULL},
	{"due", "\"2026-12-01T24:00\"", DUES},
	{"due", "\"2026-12-01T23:60\"", DUES},
	{"due", "\"2026-12-01T9:00\"", DUES},
	{"due", "\"2026-12-01 09:00\"", DUES},
	{"due", "\"2026-12-01T09:00:00\"", DUES},
	{"due", "\"2026-12-01T09:00Z\"", DUES},
	{"due", "\"2199-12-31T23:59\"", NULL},
	{"due", "\"2200-01-01\"", DUES},
	{"instant", "\"1900-01-01T00:00:00Z\"", NULL},
	{"instant", "\"1899-12-31T23:59:59Z\"", INSTANTS},
	{"instant", "\"2199-12-31T23:59:59Z\"", NULL},
	{"instant", "\"2026-12-01T14:00:60Z\"", INSTANTS},
	{"instant", "\"2026-12-01T14:00:00.5Z\"", INSTANTS},
	{"instant", "\"2026-12-01T14:00:00+00:00\"", INSTANTS},
	{"instant", "\"2026-12-01T14:00Z\"", INSTANTS},
	{"instant", "\"2026-12-01\"", INSTANTS},
	{"word", "\"in\"", NULL},
	{"word", "\"In\"", "must be one of in, out, both"},
	{"texts", "[]", NULL},
	{"texts", "[\"abc\",\"abc\"]", NULL},
	{"texts", "[\"a\",\"b\",\"c\"]", "must have 0 to 2 items"},
	{"texts[1]", "[\"a\",\"abcd\"]", "must be 1 to 3 characters"},
	{"texts[0]", "[\"\",\"a\"]", "must be 1 to 3 characters"},
	{"texts[0]", "[7]", "must be text"},
	{"words", "[\"in\",\"out\"]", NULL},
	{"words[1]", "[\"in\",\"up\"]", "must be one of in, out, both"},
	{"words[0]", "[0]", "must be one of in, out, both"},
	{"ids", "[]", "must have 1 to 3 items"},
	{"ids", "[1]", NULL},
	{"ids", "[1,2,3]", NULL},
	{"ids", "[1,2,3,4]", "must have 1 to 3 items"},
	{"ids[2]", "[1,2,1]", "must not be named twice"},
	{"ids[1]", "[1,0]", "must be an id, a positive whole number"},
	{"parts", "[]", "must have 1 to 2 items"},
	{"parts", "[{},{}]", NULL},
	{"parts", "[{},{},{}]", "must have 1 to 2 items"},
	{"parts[1].size", "[{},{\"size\":10}]", "must be 1 to 9"},
	{"parts[0]", "[7]", "must be an object"},
	{"parts[0].sise", "[{\"sise\":1}]", "unknown; did you mean 'size'?"},
	{"place.city", "{}", "is required"},
	{"place.city", "{\"city\":null}", "must be text, not null"},
	{"place.zip", "{\"city\":\"a\",\"zip\":1}", "unknown"},
	{"repeat", "0", "must be 1 to 3660 days"},
	{"repeat", "1", NULL},
	{"repeat", "3660", NULL},
	{"repeat", "3661", "must be 1 to 3660 days"},
	{"repeat", "\"FREQ=YEARLY\"", NULL},
	{"repeat", "\" \"", "must be 1 to 255 characters"},
};

static void each_type_is_held_to_its_limits(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(limits); i++) {
		struct reading r;
		char name[16];

		str_copy(name, sizeof name, limits[i].name);
		name[strcspn(name, ".[")] = '\0';
		read_one(&r, name, limits[i].value);
		if (r.is_good != !limits[i].want)
			fail_msg("%s %s: %s", name, limits[i].value,
				 r.is_good ? "was taken" : r.faults.items[0].reason);
		assert_int_equal(r.is_good, r.faults.n == 0);
		if (limits[i].want) {
			assert_string_equal(r.faults.items[0].field, limits[i].name);
			assert_string_equal(r.faults.items[0].reason, limits[i].want);
		}
		reading_deinit(&r);
	}
}

/* 'x': of the wrong kind for this type, in the order of `values`. */
static const char *const values[] = {
	"null",   "true", "0",  "-1",        "1.5", "1e308",
	"\"?!\"", "\"\"", "[]", "[[\"a\"]]", "{}",  "{\"a\":1}",
};
static const struct {
	const char *name, *kinds;
} kinds[] = {
	{"text", "xxxxxx.xxxxx"},    {"number", "xx..xxxxxxxx"}, {"id", "xxxxxxxxxxxx"},
	{"good", "x.xxxxxxxxxx"},    {"day", ".xxxxxxxxxxx"},    {"due", "xxxxxxxxxxxx"},
	{"instant", "xxxxxxxxxxxx"}, {"word", "xxxxxxxxxxxx"},   {"texts", "xxxxxxxx.xxx"},
	{"ids", "xxxxxxxxxxxx"},     {"place", "xxxxxxxxxxxx"},  {"part", "xxxxxxxxxx.x"},
	{"parts", "xxxxxxxxxxxx"},   {"repeat", "xxxxxx.xxxxx"}, {"words", "xxxxxxxx.xxx"},
};

static void values_of_the_wrong_kind_are_refused_by_every_type(void **state)
{
	(void)state;
	assert_int_equal(ARRAY_LEN(values), 12);
	assert_int_equal(ARRAY_LEN(kinds), ARRAY_LEN(table) - 1);
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		assert_string_equal(kinds[i].name, table[i].name);
		for (size_t j = 0; j < ARRAY_LEN(values); j++) {
			struct reading r;

			read_one(&r, kinds[i].name, values[j]);
			if (r.is_good != (kinds[i].kinds[j] == '.'))
				fail_msg("%s: %s", kinds[i].name, values[j]);
			if (!r.is_good)
				assert_int_equal(strncmp(r.faults.items[0].field, kinds[i].name,
							 strlen(kinds[i].name)),
						 0);
			reading_deinit(&r);
		}
	}
}

static void every_fault_is_told_the_unknown_first(void **state)
{
	struct reading r;

	(void)state;
	read_json(&r, table, "{\"id\":0,\"dey\":\"2026-12-01\",\"number\":9,\"zzz\":1}");
	assert_false(r.is_good);
	assert_int_equal(r.faults.n, 4);
	assert_string_equal(r.faults.items[0].field, "dey");
	assert_string_equal(r.faults.items[0].reason, "unknown; did you mean 'day'?");
	assert_string_equal(r.faults.items[1].field, "zzz");
	assert_string_equal(r.faults.items[1].reason, "unknown");
	assert_string_equal(r.faults.items[2].field, "number");
	assert_string_equal(r.faults.items[3].field, "id");
	reading_deinit(&r);
}

static void faults_beyond_the_maximum_are_not_told(void **state)
{
	_cleanup_str_ struct str json = {0};
	struct reading r;

	(void)state;
	for (int i = 0; i <= PARAM_FAULTS_MAX; i++)
		str_addf(&json, "%c\"unknown%d\":1", i ? ',' : '{', i);
	str_add_char(&json, '}');
	read_json(&r, table, str_text(&json));
	assert_false(r.is_good);
	assert_int_equal(r.faults.n, PARAM_FAULTS_MAX);
	reading_deinit(&r);
}

static void a_long_unknown_name_is_cut(void **state)
{
	_cleanup_str_ struct str json = {0};
	struct reading r;

	(void)state;
	str_add(&json, "{\"");
	for (int i = 0; i < 1000; i++)
		str_add(&json, "\xc3\xa9");
	str_add(&json, "\":1}");
	read_json(&r, table, str_text(&json));
	assert_int_equal(r.faults.n, 1);
	assert_int_equal(strlen(r.faults.items[0].field), 128);
	reading_deinit(&r);
}

static void a_struct_that_begins_with_a_param_can_be_read_alone(void **state)
{
	struct param_faults faults = {.n = 0};
	struct arena *arena = arena_new();
	json_t *json = json_object();
	struct place place = {0};

	(void)state;
	(void)json_object_set_new(json, "city", json_string("Lyon"));
	assert_true(params_read(place_params, json, &place, arena, &faults));
	assert_string_equal(place.city, "Lyon");
	json_decref(json);
	arena_free(arena);
}

static void a_method_without_params_takes_none(void **state)
{
	struct reading r;

	(void)state;
	read_json(&r, NULL, "{}");
	assert_true(r.is_good);
	reading_deinit(&r);
	read_json(&r, NULL, "{\"day\":1}");
	assert_false(r.is_good);
	assert_string_equal(r.faults.items[0].field, "day");
	reading_deinit(&r);
}

static void an_enum_may_have_a_default(void **state)
{
	static const struct param params[] = {
		{ROW("word", PARAM_ENUM, word), .words = words, .fallback = 2}, {0}};
	struct reading r;

	(void)state;
	read_json(&r, params, "{}");
	assert_int_equal(r.all.word, 1);
	reading_deinit(&r);
}

static void what_is_required_must_be_there(void **state)
{
	static const struct param params[] = {{ROW("id", PARAM_ID, id), .flags = PARAM_REQUIRED},
					      {0}};
	struct reading r;

	(void)state;
	read_json(&r, params, "null");
	assert_false(r.is_good);
	assert_string_equal(r.faults.items[0].field, "id");
	assert_string_equal(r.faults.items[0].reason, "is required");
	reading_deinit(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_absent_holds_its_default),
		cmocka_unit_test(each_type_fills_its_member),
		cmocka_unit_test(absent_given_and_cleared_are_told_apart),
		cmocka_unit_test(each_type_is_held_to_its_limits),
		cmocka_unit_test(values_of_the_wrong_kind_are_refused_by_every_type),
		cmocka_unit_test(every_fault_is_told_the_unknown_first),
		cmocka_unit_test(faults_beyond_the_maximum_are_not_told),
		cmocka_unit_test(a_long_unknown_name_is_cut),
		cmocka_unit_test(a_struct_that_begins_with_a_param_can_be_read_alone),
		cmocka_unit_test(a_method_without_params_takes_none),
		cmocka_unit_test(an_enum_may_have_a_default),
		cmocka_unit_test(what_is_required_must_be_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
