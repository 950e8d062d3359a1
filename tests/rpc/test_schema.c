/* Params described as JSON Schema: what is said is what is taken. */
#include "rpc/params.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"

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

static const char *const words[] = {"in", "out", "both", NULL};

#define ROW(n, t) .name = n, .type = t, .help = n
static const struct param table[] = {
	{ROW("text", PARAM_TEXT), .min = 1, .max = 4},
	{ROW("number", PARAM_INT), .min = -2, .max = 5, .fallback = 3},
	{ROW("id", PARAM_ID)},
	{ROW("good", PARAM_BOOL), .fallback = 1},
	{ROW("day", PARAM_DAY), .flags = PARAM_NULLABLE},
	{ROW("word", PARAM_ENUM), .words = words},
	{ROW("texts", PARAM_TEXTS), .max = 2, .fallback = 3},
	{ROW("ids", PARAM_IDS), .max = 3},
	{ROW("repeat", PARAM_REPEAT)},
	{0},
};

/* Every type's schema allows what the reader takes: spot checks of each. */
static void each_type_is_described_by_its_schema(void **state)
{
	static const struct {
		const char *name, *want;
	} cases[] = {
		{"text", "{\"type\":\"string\",\"minLength\":1,\"maxLength\":4,"
			 "\"x-type\":\"text\"}"},
		{"number", "{\"type\":\"integer\",\"minimum\":-2,\"maximum\":5,\"default\":3,"
			   "\"x-type\":\"int\"}"},
		{"id", "{\"type\":\"integer\",\"minimum\":1,\"x-type\":\"id\"}"},
		{"good", "{\"type\":\"boolean\",\"default\":true,\"x-type\":\"bool\"}"},
		{"day", "{\"type\":[\"string\",\"null\"],\"format\":\"date\","
			"\"pattern\":\"^[0-9]{4}-[0-9]{2}-[0-9]{2}$\",\"x-type\":\"day\"}"},
		{"word", "{\"type\":\"string\",\"enum\":[\"in\",\"out\",\"both\"],"
			 "\"x-type\":\"word\"}"},
		{"texts", "{\"type\":\"array\",\"items\":{\"type\":\"string\",\"minLength\":1,"
			  "\"maxLength\":3},\"maxItems\":2,\"x-type\":\"texts\"}"},
		{"ids", "{\"type\":\"array\",\"items\":{\"type\":\"integer\",\"minimum\":1},"
			"\"minItems\":1,\"maxItems\":3,\"uniqueItems\":true,\"x-type\":\"ids\"}"},
		{"repeat", "{\"type\":[\"string\",\"integer\"],\"maxLength\":255,\"minimum\":1,"
			   "\"x-type\":\"repeat\"}"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		for (const struct param *p = table; p->name; p++) {
			_cleanup_free_ char *text = NULL;
			json_t *schema;

			if (strcmp(p->name, cases[i].name) != 0)
				continue;
			schema = params_schema(p);
			text = json_dumps(schema, JSON_COMPACT);
			json_decref(schema);
			assert_string_equal(text, cases[i].want);
		}
}

static void an_object_is_described_with_what_it_requires(void **state)
{
	_cleanup_free_ char *text = NULL;
	json_t *schema = params_object_schema(place_params);

	(void)state;
	text = json_dumps(schema, JSON_COMPACT);
	json_decref(schema);
	assert_string_equal(text, "{\"type\":\"object\",\"properties\":{"
				  "\"city\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":5,"
				  "\"x-type\":\"text\",\"description\":\"city\"},"
				  "\"country\":{\"type\":\"string\",\"maxLength\":5,"
				  "\"x-type\":\"text\",\"description\":\"country\"}},"
				  "\"required\":[\"city\"],\"additionalProperties\":false}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_type_is_described_by_its_schema),
		cmocka_unit_test(an_object_is_described_with_what_it_requires),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
