/* What vouchd can do, as rpc.discover says: nouns, verbs and their params. */
#include "discover.h"

#include <string.h>

#include "base/str.h"

int discover_load(struct cli *cli, json_t **ret)
{
	json_auto_t *document = NULL;
	int r;

	r = call_read(cli->call, "rpc.discover", NULL, &document);
	if (r)
		return r;
	cli->view.today = call_today(cli->call);
	cli->view.timezone = call_timezone(cli->call);
	*ret = json_incref(json_object_get(document, "methods"));
	return 0;
}

const char *discover_verb(const json_t *method, const char *noun)
{
	const char *name = text_of(method, "name");
	size_t n = strlen(noun);

	return strncmp(name, noun, n) == 0 && name[n] == '.' ? name + n + 1 : NULL;
}

json_t *discover_nouns(const json_t *methods)
{
	json_t *nouns = json_array();
	const json_t *method;
	size_t i;

	json_array_foreach (methods, i, method) {
		const char *name = text_of(method, "name");
		size_t n = strcspn(name, "."), last = json_array_size(nouns);
		const char *before =
			last > 0 ? json_string_value(json_array_get(nouns, last - 1)) : "";

		if (strncmp(before, name, n) != 0 || before[n])
			(void)json_array_append_new(nouns, json_stringn(name, n));
	}
	return nouns;
}

const json_t *discover_method(const json_t *methods, const char *noun, const char *verb)
{
	const json_t *method;
	size_t i;

	json_array_foreach (methods, i, method) {
		const char *its_verb = discover_verb(method, noun);

		if (its_verb && str_equal(its_verb, verb))
			return method;
	}
	return NULL;
}

bool discover_is_write(const json_t *method)
{
	const json_t *flags = json_object_get(method, "x-flags"), *flag;
	size_t i;

	json_array_foreach (flags, i, flag)
		if (str_equal(json_string_value(flag), "read"))
			return false;
	return true;
}

const json_t *discover_param(const json_t *method, const char *name)
{
	const json_t *params = json_object_get(method, "params"), *param;
	size_t i;

	json_array_foreach (params, i, param)
		if (str_equal(text_of(param, "name"), name))
			return param;
	return NULL;
}

const char *discover_type(const json_t *schema)
{
	const char *word = text_of(schema, "x-type");

	return *word ? word : text_of(schema, "type");
}
