/* Params described as JSON Schema (draft 7), from the tables that validate them. */
#include <string.h>

#include "rpc/params.h"
#include "vouch/limits.h"

#define DAY_PATTERN "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
#define DUE_PATTERN "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?$"
#define INSTANT_PATTERN "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"

static const struct {
	const char *name; /* for people */
	const char *json; /* the type of JSON */
	const char *word; /* x-type, for programs */
} types[] = {
	[PARAM_TEXT] = {"text", "string", "text"},
	[PARAM_INT] = {"a whole number", "integer", "int"},
	[PARAM_ID] = {"an id", "integer", "id"},
	[PARAM_BOOL] = {"true or false", "boolean", "bool"},
	[PARAM_DAY] = {"a day", "string", "day"},
	[PARAM_DUE] = {"a day or a day with a time", "string", "due"},
	[PARAM_INSTANT] = {"an instant", "string", "instant"},
	[PARAM_ENUM] = {"a word", "string", "word"},
	[PARAM_TEXTS] = {"a list of texts", "array", "texts"},
	[PARAM_IDS] = {"a list of ids", "array", "ids"},
	[PARAM_OBJECT] = {"an object", "object", "object"},
	[PARAM_OBJECTS] = {"a list of objects", "array", "objects"},
	[PARAM_ITEMS] = {"a list of objects", "array", "items"},
	[PARAM_REPEAT] = {"a rule or a number of days", "string", "repeat"},
};

const char *params_type_name(enum param_type type)
{
	return types[type].name;
}

static void put(json_t *schema, const char *key, json_t *value)
{
	(void)json_object_set_new(schema, key, value);
}

static json_t *text_schema(int64_t min, int64_t max)
{
	json_t *schema = json_object();

	put(schema, "type", json_string("string"));
	if (min)
		put(schema, "minLength", json_integer(min));
	put(schema, "maxLength", json_integer(max));
	return schema;
}

static json_t *words_of(const struct param *p)
{
	json_t *words = json_array();

	for (size_t i = 0; p->words[i]; i++)
		(void)json_array_append_new(words, json_string(p->words[i]));
	if (p->type == PARAM_ENUM && p->flags & PARAM_NULLABLE)
		(void)json_array_append_new(words, json_null());
	return words;
}

static json_t *texts_items(const struct param *p)
{
	json_t *items;

	if (!p->words)
		return text_schema(1, p->fallback);
	items = json_object();
	put(items, "type", json_string("string"));
	put(items, "enum", words_of(p));
	return items;
}

static json_t *id_schema(void)
{
	json_t *schema = json_object();

	put(schema, "type", json_string("integer"));
	put(schema, "minimum", json_integer(1));
	return schema;
}

static void put_text(json_t *schema, const char *format, const char *pattern)
{
	if (format)
		put(schema, "format", json_string(format));
	put(schema, "pattern", json_string(pattern));
}

static void put_int(json_t *schema, const struct param *p)
{
	put(schema, "minimum", json_integer(p->min));
	put(schema, "maximum", json_integer(p->max));
	if (!(p->flags & PARAM_REQUIRED) && p->fallback >= p->min && p->fallback <= p->max)
		put(schema, "default", json_integer(p->fallback));
}

static void put_list(json_t *schema, const struct param *p, json_t *items, int64_t min)
{
	put(schema, "items", items);
	if (min)
		put(schema, "minItems", json_integer(min));
	put(schema, "maxItems", json_integer(p->max));
}

/* {"type":"object", with a line, a word, and whatever else} */
static json_t *items_schema(void)
{
	return json_pack("{s:s, s:{s:{s:s, s:i}, s:{s:s}}, s:[s, s]}", "type", "object",
			 "properties", "line", "type", "integer", "minimum", 1, "item", "type",
			 "string", "required", "line", "item");
}

/* Everything but the type. */
static void put_rules(json_t *schema, const struct param *p)
{
	switch (p->type) {
	case PARAM_TEXT:
		if (p->min)
			put(schema, "minLength", json_integer(p->min));
		put(schema, "maxLength", json_integer(p->max));
		return;
	case PARAM_INT:
		put_int(schema, p);
		return;
	case PARAM_ID:
		put(schema, "minimum", json_integer(1));
		return;
	case PARAM_BOOL:
		put(schema, "default", json_boolean(p->fallback));
		return;
	case PARAM_DAY:
		put_text(schema, "date", DAY_PATTERN);
		return;
	case PARAM_DUE:
		put_text(schema, NULL, DUE_PATTERN);
		return;
	case PARAM_INSTANT:
		put_text(schema, "date-time", INSTANT_PATTERN);
		return;
	case PARAM_ENUM:
		put(schema, "enum", words_of(p));
		if (p->fallback > 0)
			put(schema, "default", json_string(p->words[p->fallback - 1]));
		return;
	case PARAM_TEXTS:
		put_list(schema, p, texts_items(p), 0);
		return;
	case PARAM_IDS:
		put_list(schema, p, id_schema(), 1);
		put(schema, "uniqueItems", json_true());
		return;
	case PARAM_OBJECT:
		return;
	case PARAM_OBJECTS:
		put_list(schema, p, params_object_schema(p->fields), p->min);
		return;
	case PARAM_ITEMS:
		put_list(schema, p, items_schema(), p->min);
		return;
	case PARAM_REPEAT:
		put(schema, "maxLength", json_integer(VOUCH_RRULE_MAX));
		put(schema, "minimum", json_integer(1));
		return;
	}
}

static json_t *type_of(const struct param *p)
{
	json_t *type = json_string(types[p->type].json), *all;

	if (p->type != PARAM_REPEAT && !(p->flags & PARAM_NULLABLE))
		return type;
	all = json_array();
	(void)json_array_append_new(all, type);
	if (p->type == PARAM_REPEAT)
		(void)json_array_append_new(all, json_string("integer"));
	if (p->flags & PARAM_NULLABLE)
		(void)json_array_append_new(all, json_string("null"));
	return all;
}

json_t *params_schema(const struct param *param)
{
	json_t *schema =
		param->type == PARAM_OBJECT ? params_object_schema(param->fields) : json_object();

	put(schema, "type", type_of(param));
	put_rules(schema, param);
	put(schema, "x-type", json_string(types[param->type].word));
	return schema;
}

json_t *params_object_schema(const struct param *table)
{
	json_t *schema = json_object(), *properties = json_object(), *required = json_array();

	for (const struct param *p = table; p && p->name; p++) {
		json_t *member = params_schema(p);

		put(member, "description", json_string(p->help));
		put(properties, p->name, member);
		if (p->flags & PARAM_REQUIRED)
			(void)json_array_append_new(required, json_string(p->name));
	}
	put(schema, "type", json_string("object"));
	put(schema, "properties", properties);
	put(schema, "required", required);
	put(schema, "additionalProperties", json_false());
	return schema;
}
