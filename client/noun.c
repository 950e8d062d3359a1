/* vouch NOUN VERB [ID] [NAME=VALUE]…: every method of vouchd, without a word of its own. */
#include "noun.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "discover.h"
#include "dispatch.h"
#include "nearest.h"
#include "value.h"
#include "views.h"
#include "vouch/protocol.h"

static const struct view_column columns[] = {{.flags = 0}, {.flags = VIEW_WRAP}};

static void add(struct view_table *t, const char *name, const char *text)
{
	view_table_row(t);
	view_table_cell(t, 0, VIEW_NORMAL, name);
	view_table_cell(t, 1, VIEW_NORMAL, text);
}

static void list_verbs(const struct cli *cli, const json_t *methods, const char *noun)
{
	_cleanup_table_ struct view_table *t =
		view_table_new(&cli->view, columns, ARRAY_LEN(columns));
	const json_t *method;
	size_t i;

	json_array_foreach (methods, i, method) {
		const char *verb = discover_verb(method, noun);

		if (verb)
			add(t, arena_printf(cli->arena, "vouch %s %s", noun, verb),
			    text_of(method, "summary"));
	}
	view_table_print(t);
}

/* "text", "one of: A, B, C, none", "list of texts" */
static const char *describe_type(struct str *out, const json_t *schema)
{
	static const struct {
		const char *type, *text;
	} types[] = {
		{"int", "number"},
		{"id", "id"},
		{"bool", "yes or no"},
		{"day", "date"},
		{"due", "date"},
		{"instant", "date"},
		{"texts", "texts"},
		{"ids", "ids"},
		{"object", "JSON or file"},
		{"objects", "JSON or file"},
		{"repeat", "rule or days"},
	};
	const json_t *words = json_object_get(schema, "enum"), *word,
		     *some = json_object_get(json_object_get(schema, "items"), "enum");
	const char *before = some ? "of " : "";
	size_t i;

	str_reset(out);
	json_array_foreach (words ? words : some, i, word) {
		if (json_is_string(word))
			str_addf(out, "%s%s", before, json_string_value(word));
		before = ", ";
	}
	for (i = 0; i < ARRAY_LEN(types) && out->len == 0; i++)
		if (str_equal(discover_type(schema), types[i].type))
			str_add(out, types[i].text);
	return out->len > 0 ? str_text(out) : "text";
}

/* An object's members stand for it, as object.member. */
static void add_param(struct view_table *t, const struct cli *cli, const char *name,
		      const json_t *schema, const char *help)
{
	const json_t *inner = json_object_get(schema, "properties"), *member;
	_cleanup_str_ struct str type = {0};
	const char *key;

	json_object_foreach ((json_t *)inner, key, member)
		add_param(t, cli, arena_printf(cli->arena, "%s.%s", name, key), member,
			  text_of(member, "description"));
	if (json_object_size(inner) > 0)
		return;
	add(t, arena_printf(cli->arena, "  %s=", name),
	    arena_printf(cli->arena, "%s%s%s", describe_type(&type, schema), *help ? ": " : "",
			 help));
}

static void list_params(const struct cli *cli, const json_t *method, const char *noun,
			const char *verb)
{
	_cleanup_table_ struct view_table *t =
		view_table_new(&cli->view, columns, ARRAY_LEN(columns));
	const json_t *params = json_object_get(method, "params"), *param;
	size_t i;

	view_line(&cli->view, VIEW_BOLD, "vouch %s %s%s", noun, verb,
		  json_array_size(params) > 0 ? " [NAME=VALUE]..." : "");
	view_hanging(&cli->view, VIEW_NORMAL, VIEW_INDENT, text_of(method, "summary"));
	json_array_foreach (params, i, param)
		add_param(t, cli, text_of(param, "name"), json_object_get(param, "schema"),
			  arena_printf(cli->arena, "%s%s", text_of(param, "description"),
				       json_is_true(json_object_get(param, "required"))
					       ? " (needed)"
					       : ""));
	view_table_print(t);
}

/* Where a value without a name belongs: the id, else what is needed and not there yet. */
static const json_t *next_param(const json_t *method, const json_t *given)
{
	const json_t *params = json_object_get(method, "params"), *param;
	const json_t *id = discover_param(method, "id");
	size_t i;

	if (id && !json_object_get(given, "id"))
		return id;
	json_array_foreach (params, i, param)
		if (json_is_true(json_object_get(param, "required")) &&
		    !json_object_get(given, text_of(param, "name")))
			return param;
	return NULL;
}

static int fail_param(const json_t *method, const char *name)
{
	const json_t *params = json_object_get(method, "params"), *param;
	size_t i;

	json_array_foreach (params, i, param)
		if (nearest_is_close(name, text_of(param, "name")))
			return cli_fail(VOUCH_EXIT_USAGE, "%s has no %s; did you mean %s?",
					text_of(method, "name"), name, text_of(param, "name"));
	return cli_fail(VOUCH_EXIT_USAGE, "%s has no %s; --help lists what it has",
			text_of(method, "name"), name);
}

/* One value into the params; `path` as typed. */
static int set(struct cli *cli, const json_t *method, json_t *params, const char *path,
	       const char *text)
{
	const char *head = arena_strndup(cli->arena, path, strcspn(path, "."));
	const json_t *param = discover_param(method, head);
	const char *noun = text_of(method, "name");

	if (!param)
		return fail_param(method, head);
	return value_set(cli, params, arena_strndup(cli->arena, noun, strcspn(noun, ".")), path,
			 json_object_get(param, "schema"), text);
}

/* --name VALUE, --name=VALUE, or --name alone for yes; *i moves past the value. */
static int take_option(struct cli *cli, const json_t *method, json_t *params,
		       const struct arg *args, size_t n, size_t *i)
{
	char *name = arena_strdup(cli->arena, args[*i].text);
	const json_t *param;

	for (char *c = name; *c; c++)
		if (*c == '-')
			*c = '_';
	param = discover_param(method, name);
	if (!args[*i].has_value &&
	    str_equal(discover_type(json_object_get(param, "schema")), "bool"))
		return set(cli, method, params, name, "yes");
	if (*i + 1 == n)
		return cli_fail(VOUCH_EXIT_USAGE, "--%s wants a value", args[*i].text);
	return set(cli, method, params, name, args[++*i].text);
}

static int take_argument(struct cli *cli, const json_t *method, json_t *params,
			 const struct arg *arg)
{
	size_t n = strspn(arg->text, "abcdefghijklmnopqrstuvwxyz_.");
	const json_t *param;

	if (!arg->is_literal && n > 0 && arg->text[n] == '=')
		return set(cli, method, params, arena_strndup(cli->arena, arg->text, n),
			   arg->text + n + 1);
	param = next_param(method, params);
	if (!param)
		return cli_fail(VOUCH_EXIT_USAGE, "'%s' is not expected; values go as name=value",
				arg->text);
	return set(cli, method, params, text_of(param, "name"), arg->text);
}

static int check_needed(const json_t *method, const json_t *given)
{
	const json_t *params = json_object_get(method, "params"), *param;
	size_t i;

	json_array_foreach (params, i, param)
		if (json_is_true(json_object_get(param, "required")) &&
		    !json_object_get(given, text_of(param, "name")))
			return cli_fail(VOUCH_EXIT_USAGE, "%s needs %s=: %s",
					text_of(method, "name"), text_of(param, "name"),
					text_of(param, "description"));
	return 0;
}

static int run(struct cli *cli, const json_t *method, const struct arg *args, size_t n)
{
	json_auto_t *params = json_object(), *result = NULL;
	const char *name = text_of(method, "name");
	int r = 0;

	for (size_t i = 0; i < n && !r; i++)
		r = args[i].is_option ? take_option(cli, method, params, args, n, &i)
				      : take_argument(cli, method, params, &args[i]);
	if (!r)
		r = check_needed(method, params);
	if (r)
		return r;
	r = discover_is_write(method) ? cli_write(cli, name, json_incref(params), &result)
				      : cli_read(cli, name, json_incref(params), &result);
	if (r || cli_json(cli, result))
		return r;
	view_any(cli, result);
	return 0;
}

static int fail_verb(const json_t *methods, const char *noun, const char *verb)
{
	const json_t *method;
	size_t i;

	json_array_foreach (methods, i, method) {
		const char *its_verb = discover_verb(method, noun);

		if (its_verb && nearest_is_close(verb, its_verb))
			return cli_fail(VOUCH_EXIT_USAGE, "there is no %s %s; did you mean %s?",
					noun, verb, its_verb);
	}
	return cli_fail(VOUCH_EXIT_USAGE, "there is no %s %s; vouch %s lists what there is", noun,
			verb, noun);
}

static bool is_noun(const json_t *methods, const char *noun)
{
	const json_t *method;
	size_t i;

	json_array_foreach (methods, i, method)
		if (discover_verb(method, noun))
			return true;
	return false;
}

/* What somebody types who does not know yet that a verb comes after its noun: where contacts have
 * it, they are meant most often. "" for a word that is no verb. */
static const char *noun_of_verb(const json_t *methods, const char *verb)
{
	const json_t *method;
	size_t i;

	if (discover_method(methods, "contact", verb))
		return "contact";
	json_array_foreach (methods, i, method) {
		const char *name = text_of(method, "name"), *dot = strchr(name, '.');

		if (dot && str_equal(dot + 1, verb))
			return name;
	}
	return "";
}

static int fail_noun(const json_t *methods, const char *word)
{
	json_auto_t *nouns = discover_nouns(methods);
	const char *noun = noun_of_verb(methods, word);

	if (!*noun)
		return dispatch_unknown(word, nouns);
	return cli_fail(VOUCH_EXIT_USAGE,
			"there is no command '%s' alone: first comes what it is done with, as in "
			"vouch %.*s %s",
			word, (int)strcspn(noun, "."), noun, word);
}

static int start(struct cli *cli, const struct arg *args, size_t n, bool wants_help)
{
	json_auto_t *methods = NULL;
	const json_t *method;
	int r;

	r = discover_load(cli, &methods);
	if (r)
		return dispatch_is_close(args[0].text) ? dispatch_unknown(args[0].text, NULL)
						       : cli_fail_call(cli);
	if (!is_noun(methods, args[0].text))
		return fail_noun(methods, args[0].text);
	if (n == 1) {
		list_verbs(cli, methods, args[0].text);
		return 0;
	}
	method = discover_method(methods, args[0].text, args[1].text);
	if (!method)
		return fail_verb(methods, args[0].text, args[1].text);
	if (!wants_help)
		return run(cli, method, args + 2, n - 2);
	list_params(cli, method, args[0].text, args[1].text);
	return 0;
}

bool noun_has_verb(struct cli *cli, const struct arg *args, size_t n)
{
	json_auto_t *methods = NULL;

	if (n < 2 || args[1].is_option || args[1].is_literal || discover_load(cli, &methods))
		return false;
	return discover_method(methods, args[0].text, args[1].text) != NULL;
}

int noun_run(struct cli *cli, const struct arg *args, size_t n)
{
	return start(cli, args, n, false);
}

int noun_help(struct cli *cli, const struct arg *args, size_t n)
{
	return start(cli, args, n, true);
}
