/* The published JSON Schema of plan documents is what the params table says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "base/embedded.h"
#include "rpc/plan_document.h"

#define SCHEMA TEST_SOURCE_DIR "/../daemon/plans/plan.schema.json"

extern const struct embedded plans[];

static json_t *made_from_the_table(void)
{
	json_t *schema = json_object(), *body = params_object_schema(document_params);

	assert_non_null(body);
	(void)json_object_set_new(schema, "$schema",
				  json_string("http://json-schema.org/draft-07/schema#"));
	(void)json_object_set_new(schema, "title", json_string("A plan of vouch"));
	(void)json_object_update(schema, body);
	json_decref(body);
	return schema;
}

/* PLAN_SCHEMA_UPDATE=1 writes it anew. */
static void the_published_schema_is_made_from_the_table(void **state)
{
	json_t *schema = made_from_the_table(), *published;

	(void)state;
	if (getenv("PLAN_SCHEMA_UPDATE"))
		assert_int_equal(json_dump_file(schema, SCHEMA, JSON_INDENT(2)), 0);
	published = json_load_file(SCHEMA, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(published);
	assert_true(json_equal(schema, published));
	json_decref(published);
	json_decref(schema);
}

static void the_built_in_plans_have_no_members_the_schema_does_not_know(void **state)
{
	json_t *schema = made_from_the_table();
	json_t *steps = json_object_get(json_object_get(schema, "properties"), "steps");
	json_t *known = json_object_get(json_object_get(steps, "items"), "properties");
	int n = 0;

	(void)state;
	assert_non_null(known);
	for (const struct embedded *file = plans; file->name; file++, n++) {
		json_t *plan = json_loads(file->text, 0, NULL), *step, *value;
		const char *key;
		size_t i;

		assert_non_null(plan);
		json_array_foreach (json_object_get(plan, "steps"), i, step) {
			json_object_foreach (step, key, value) {
				if (!json_object_get(known, key))
					fail_msg("%s: %s", file->name, key);
			}
		}
		json_decref(plan);
	}
	assert_int_equal(n, 7);
	json_decref(schema);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_published_schema_is_made_from_the_table),
		cmocka_unit_test(the_built_in_plans_have_no_members_the_schema_does_not_know),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
