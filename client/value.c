/* Typed values from text, as a param's schema wants them. */
#include "value.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "discover.h"
#include "resolve.h"
#include "vouch/limits.h"
#include "vouch/protocol.h"
#include "when.h"

/* What a value is for: the param's name for messages, the noun for what its ids are. */
struct target {
	const char *noun, *path, *name;
	const json_t *schema;
	bool is_inner; /* has a dot before it */
};

bool value_is_contact(const char *param)
{
	static const char *const names[] = {"contact", "contacts", "members", "keep",
					    "drop",    "to",       "referrer"};

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (str_equal(param, names[i]))
			return true;
	return false;
}

static bool is_contact(const struct target *t)
{
	if (str_equal(t->name, "id") && !t->is_inner)
		return str_equal(t->noun, "contact");
	return value_is_contact(t->name);
}

static int fail(const struct target *t, const char *wants, const char *text)
{
	return cli_fail(VOUCH_EXIT_USAGE, "%s wants %s, not '%s'", t->path, wants, text);
}

static int read_integer(const struct target *t, const char *text, json_t **ret)
{
	const char *digits = text;
	long long value;
	char *end;

	if (str_equal(discover_type(t->schema), "id") || str_equal(discover_type(t->schema), "ids"))
		digits += *text >= 'a' && *text <= 'z'; /* s7 */
	errno = 0;
	value = strtoll(digits, &end, 10);
	if (end == digits || *end || errno)
		return fail(t, "a whole number", text);
	*ret = json_integer(value);
	return 0;
}

static int read_id(struct cli *cli, const struct target *t, const char *text, json_t **ret)
{
	json_int_t id;
	int r;

	if (!is_contact(t))
		return read_integer(t, text, ret);
	r = resolve_contact(cli, text, &id, NULL);
	if (!r)
		*ret = json_integer(id);
	return r;
}

static int read_bool(const struct target *t, const char *text, json_t **ret)
{
	static const char *const yes[] = {"yes", "true", "1"}, *const no[] = {"no", "false", "0"};

	for (size_t i = 0; i < ARRAY_LEN(yes); i++) {
		if (strcasecmp(text, yes[i]) == 0 || strcasecmp(text, no[i]) == 0) {
			*ret = json_boolean(strcasecmp(text, yes[i]) == 0);
			return 0;
		}
	}
	return fail(t, "yes or no", text);
}

/* What is in the form of the API already is passed on. */
static int read_date(struct cli *cli, const struct target *t, const char *text, json_t **ret)
{
	const char *type = discover_type(t->schema);
	const json_t *date;
	int r = 0;

	if (strlen(text) > 10 && text[10] == 'T' && text[4] == '-') {
		*ret = json_string(text);
		return 0;
	}
	date = when_parse(cli, text, &r);
	if (date)
		*ret = json_incref(json_object_get(date, type));
	return r;
}

/* Each part between commas is added to the list. */
static int read_list(struct cli *cli, const struct target *t, const char *text, json_t **ret)
{
	bool are_ids = str_equal(discover_type(t->schema), "ids");
	json_t *list = json_array();

	for (;;) {
		size_t n = strcspn(text, ",");
		const char *part = arena_strndup(cli->arena, text, n);
		json_t *item = NULL;
		int r = 0;

		part += strspn(part, " ");
		if (are_ids)
			r = read_id(cli, t, part, &item);
		else if (*part)
			item = json_string(part);
		if (r) {
			json_decref(list);
			return r;
		}
		if (item)
			(void)json_array_append_new(list, item);
		if (!text[n])
			break;
		text += n + 1;
	}
	*ret = list;
	return 0;
}

static char *read_file(const char *path)
{
	_cleanup_fclose_ FILE *opened = strcmp(path, "-") == 0 ? NULL : fopen(path, "re");
	FILE *file = strcmp(path, "-") == 0 ? stdin : opened;
	struct str text = {0};
	char buffer[8192];
	size_t n;

	if (!file) {
		(void)cli_fail(VOUCH_EXIT_FAILED, "cannot read %s: %s", path, strerror(errno));
		return NULL;
	}
	while ((n = fread(buffer, 1, sizeof buffer, file)) > 0 && text.len <= VOUCH_LINE_MAX)
		str_add_n(&text, buffer, n);
	if (text.len == 0)
		str_add(&text, "");
	return text.data;
}

json_t *value_json(const char *text)
{
	_cleanup_free_ char *content = NULL;
	const char *from = "this text";
	json_error_t error;
	json_t *value;

	if (*text == '@' || strcmp(text, "-") == 0) {
		from = text + (*text == '@');
		content = read_file(from);
		if (!content)
			return NULL;
		text = content;
	}
	value = json_loads(text, JSON_REJECT_DUPLICATES, &error);
	if (!value)
		(void)cli_fail(VOUCH_EXIT_USAGE, "%s is not JSON: line %d: %s", from, error.line,
			       error.text);
	return value;
}

/* Where a document is wanted, a bare name is that of a file. */
static int read_document(const struct target *t, const char *text, json_t **ret)
{
	bool is_list = str_equal(discover_type(t->schema), "objects"), is_json;
	_cleanup_str_ struct str file = {0};

	is_json = *text == '{' || *text == '[' || *text == '@' || strcmp(text, "-") == 0;
	if (!is_json)
		str_addf(&file, "@%s", text);
	*ret = value_json(is_json ? text : str_text(&file));
	if (!*ret)
		return VOUCH_EXIT_USAGE;
	if (is_list && json_is_object(*ret))
		*ret = json_pack("[o]", *ret);
	return 0;
}

static int read_repeat(const char *text, json_t **ret)
{
	bool is_number = *text && !text[strspn(text, "0123456789")] && strlen(text) < 10;

	*ret = is_number ? json_integer(strtol(text, NULL, 10)) : json_string(text);
	return 0;
}

static bool may_be_null(const json_t *schema)
{
	const json_t *types = json_object_get(schema, "type"), *type;
	size_t i;

	json_array_foreach (types, i, type)
		if (str_equal(json_string_value(type), "null"))
			return true;
	return false;
}

static int read_value(struct cli *cli, const struct target *t, const char *text, json_t **ret)
{
	const char *type = discover_type(t->schema);

	if (!*text && may_be_null(t->schema)) {
		*ret = json_null();
		return 0;
	}
	if (str_equal(type, "id"))
		return read_id(cli, t, text, ret);
	if (str_equal(type, "int") || str_equal(type, "integer"))
		return read_integer(t, text, ret);
	if (str_equal(type, "bool") || str_equal(type, "boolean"))
		return read_bool(t, text, ret);
	if (str_equal(type, "day") || str_equal(type, "due") || str_equal(type, "instant"))
		return read_date(cli, t, text, ret);
	if (str_equal(type, "texts") || str_equal(type, "ids") || str_equal(type, "array"))
		return read_list(cli, t, text, ret);
	if (str_equal(type, "object") || str_equal(type, "objects"))
		return read_document(t, text, ret);
	if (str_equal(type, "repeat"))
		return read_repeat(text, ret);
	*ret = json_string(text);
	return 0;
}

/* A list that is there already grows; anything else is replaced. */
static int put(json_t *object, const char *key, json_t *value)
{
	json_t *list = json_object_get(object, key);

	if (!value)
		return cli_fail(VOUCH_EXIT_USAGE, "%s is not UTF-8 text", key);
	if (!json_is_array(list) || !json_is_array(value))
		return json_object_set_new(object, key, value) < 0 ? VOUCH_EXIT_FAILED : 0;
	(void)json_array_extend(list, value);
	json_decref(value);
	return 0;
}

int value_set(struct cli *cli, json_t *params, const char *noun, const char *path,
	      const json_t *schema, const char *text)
{
	struct target t = {.noun = noun, .path = path, .name = path, .schema = schema};
	json_t *object = params, *value = NULL;
	int r;

	for (const char *dot; (dot = strchr(t.name, '.')); t.name = dot + 1) {
		const char *key = arena_strndup(cli->arena, t.name, (size_t)(dot - t.name));
		json_t *inner = json_object_get(object, key);

		if (!json_is_object(inner)) {
			inner = json_object();
			(void)json_object_set_new(object, key, inner);
		}
		object = inner;
		t.schema = json_object_get(json_object_get(t.schema, "properties"), dot + 1);
		t.is_inner = true;
	}
	if (!t.schema && t.is_inner)
		return cli_fail(VOUCH_EXIT_USAGE, "there is no %s", path);
	r = read_value(cli, &t, text, &value);
	return r ? r : put(object, t.name, value);
}
