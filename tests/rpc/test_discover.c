/* rpc.discover: a whole OpenRPC document, and tables that keep their own rules. */
#include "rpc/method.h"

#include "base/cleanup.h"
#include "rpc/stack.h"

/* The document; to be released. */
static json_t *discover(struct stack *s)
{
	json_t *reply = json_loads(
		send(s, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"rpc.discover\"}"), 0, NULL);
	json_t *document = json_incref(json_object_get(reply, "result"));

	assert_non_null(document);
	json_decref(reply);
	return document;
}

static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	if (!text || !*text)
		fail_msg("no text \"%s\"", key);
	return text;
}

static const json_t *method_of(const json_t *document, const char *name)
{
	const json_t *methods = json_object_get(document, "methods");
	const json_t *found = NULL, *method;
	size_t i;

	json_array_foreach (methods, i, method) {
		if (strcmp(text_of(method, "name"), name) == 0) {
			assert_null(found); /* once */
			found = method;
		}
	}
	return found;
}

static size_t n_methods(bool with_dev)
{
	size_t n = 0;

	for (size_t i = 0; method_tables[i]; i++)
		for (const struct method *m = method_tables[i]; m->name; m++)
			n += with_dev || !(m->flags & METHOD_DEV);
	return n;
}

static void every_method_is_described_once(void **state)
{
	json_t *document = discover(*state);

	assert_string_equal(text_of(document, "openrpc"), "1.2.6");
	assert_string_equal(text_of(json_object_get(document, "info"), "version"), VOUCH_VERSION);
	(void)text_of(json_object_get(document, "info"), "title");
	assert_int_equal(json_array_size(json_object_get(document, "methods")), n_methods(true));
	for (size_t i = 0; method_tables[i]; i++)
		for (const struct method *m = method_tables[i]; m->name; m++) {
			const json_t *method = method_of(document, m->name);

			assert_non_null(method);
			assert_string_equal(text_of(method, "summary"), m->summary);
			assert_string_equal(text_of(method, "paramStructure"), "by-name");
			assert_string_equal(
				text_of(json_object_get(json_object_get(method, "result"),
							"schema"),
					"type"),
				"object");
		}
	json_decref(document);
}

static void dev_methods_are_described_with_dev_only(void **state)
{
	json_t *document;

	stack_start(*state, false);
	document = discover(*state);
	assert_null(method_of(document, "dev.clock"));
	assert_int_equal(json_array_size(json_object_get(document, "methods")), n_methods(false));
	json_decref(document);
}

static void check_param(const json_t *param, const struct param *p)
{
	const json_t *schema = json_object_get(param, "schema");

	assert_string_equal(text_of(param, "name"), p->name);
	assert_string_equal(text_of(param, "description"), p->help);
	assert_int_equal(json_is_true(json_object_get(param, "required")),
			 (p->flags & PARAM_REQUIRED) != 0);
	assert_non_null(json_object_get(schema, "type"));
	(void)text_of(schema, "x-type");
}

static void every_param_is_described_in_its_order(void **state)
{
	json_t *document = discover(*state);

	for (size_t i = 0; method_tables[i]; i++)
		for (const struct method *m = method_tables[i]; m->name; m++) {
			const json_t *params =
				json_object_get(method_of(document, m->name), "params");
			size_t n = 0;

			for (const struct param *p = m->params; p && p->name; p++)
				check_param(json_array_get(params, n++), p);
			if (m->flags & METHOD_WRITE)
				check_param(json_array_get(params, n++), write_params);
			assert_int_equal(json_array_size(params), n);
		}
	json_decref(document);
}

static void every_error_that_is_referred_to_is_described(void **state)
{
	static const char prefix[] = "#/components/errors/";
	json_t *document = discover(*state);
	const json_t *described =
		json_object_get(json_object_get(document, "components"), "errors");
	const json_t *method, *error;
	size_t i, j;

	json_array_foreach (json_object_get(document, "methods"), i, method) {
		json_array_foreach (json_object_get(method, "errors"), j, error) {
			const char *ref = text_of(error, "$ref");

			assert_int_equal(strncmp(ref, prefix, sizeof prefix - 1), 0);
			error = json_object_get(described, ref + sizeof prefix - 1);
			assert_true(json_is_integer(json_object_get(error, "code")));
			(void)text_of(error, "message");
		}
	}
	json_decref(document);
}

static bool is_line(const char *text)
{
	size_t n = text ? strlen(text) : 0;

	return n > 0 && text[n - 1] != '.' && !strchr(text, '\n');
}

#define NEED(claim)                                                                                \
	do {                                                                                       \
		if (!(claim))                                                                      \
			fail_msg("%s %s: %s", method, p->name, #claim);                            \
	} while (0)

static void check_table(const char *method, const struct param *table, size_t first, int depth)
{
	for (const struct param *p = table; p->name; p++) {
		NEED(depth < 8 && p - table < 64);
		NEED(is_line(p->help));
		NEED(p->offset >= first);
		NEED(!(p->flags & PARAM_REQUIRED && p->flags & PARAM_NULLABLE));
		for (const struct param *q = table; q < p; q++)
			NEED(strcmp(p->name, q->name) != 0 && p->offset != q->offset);
		if (p->type == PARAM_INT)
			NEED(p->min < p->max);
		if (p->type == PARAM_TEXT)
			NEED(p->max > 0 && p->min <= p->max);
		if (p->type == PARAM_ENUM)
			NEED(p->words && p->words[0]);
		if (p->type == PARAM_TEXTS)
			NEED(p->max > 0 && (p->words || p->fallback > 0));
		if (p->type == PARAM_IDS)
			NEED(p->max > 0);
		if (p->type == PARAM_OBJECTS)
			NEED(p->max > 0 && p->min <= p->max);
		if (p->type != PARAM_OBJECT && p->type != PARAM_OBJECTS)
			continue;
		NEED(p->fields && p->size > 0);
		check_table(method, p->fields, 0, depth + 1);
	}
}

static void every_table_keeps_the_rules_of_tables(void **state)
{
	(void)state;
	for (size_t i = 0; method_tables[i]; i++)
		for (const struct method *m = method_tables[i]; m->name; m++) {
			unsigned kind = m->flags & (METHOD_READ | METHOD_WRITE | METHOD_DEV);

			if (!is_line(m->summary) || !is_line(m->result))
				fail_msg("%s: summary or result is no line", m->name);
			if (kind != METHOD_READ && kind != METHOD_WRITE && kind != METHOD_DEV)
				fail_msg("%s: is it read, write or dev?", m->name);
			assert_ptr_equal(method_find(m->name), m);
			if (!m->params)
				continue;
			assert_true(m->size >= sizeof(struct given));
			check_table(m->name, m->params, sizeof(struct given), 0);
		}
}

/* Each param of each method, given twelve values it was not made for, does no harm. */
static void no_method_is_harmed_by_values_of_any_kind(void **state)
{
	static const char *const values[] = {
		"null",  "true", "0",  "-1",        "1.5", "9223372036854775807",
		"\"?\"", "\"\"", "[]", "[[\"a\"]]", "{}",  "{\"a\":1}",
	};
	struct stack *s = *state;

	for (size_t i = 0; method_tables[i]; i++)
		for (const struct method *m = method_tables[i]; m->name; m++)
			for (const struct param *p = m->params; p && p->name; p++)
				for (size_t v = 0; v < ARRAY_LEN(values); v++) {
					_cleanup_str_ struct str line = {0};
					int code;

					if (m->flags & METHOD_DEV)
						continue;
					str_addf(&line,
						 "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\","
						 "\"params\":{\"%s\":%s}}",
						 m->name, p->name, values[v]);
					code = code_of(send(s, str_text(&line)));
					if (code == -32603 || code == -32700)
						fail_msg("%s: %d", str_text(&line), code);
				}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STACK(every_method_is_described_once),
		WITH_STACK(dev_methods_are_described_with_dev_only),
		WITH_STACK(every_param_is_described_in_its_order),
		WITH_STACK(every_error_that_is_referred_to_is_described),
		WITH_STACK(every_table_keeps_the_rules_of_tables),
		WITH_STACK(no_method_is_harmed_by_values_of_any_kind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
