/* template.get and template.put. */
#include "ops/template.h"

#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

static const char *const types[] = {
	[SCRIPT_TEXT] = "text", [SCRIPT_FLAG] = "flag", [SCRIPT_LIST] = "list"};

static json_t *render_fields(const struct script_field *fields)
{
	json_t *list = json_array();

	for (; fields->name; fields++) {
		json_t *o = json_object();

		set_text(o, "name", fields->name);
		set_text(o, "type", types[fields->type]);
		set_text(o, "help", fields->help);
		for (const struct script_field *f = fields->fields; f && f->name; f++) {
			json_t *inner = json_object_get(o, "fields");

			if (!inner)
				set_object(o, "fields", json_array());
			(void)json_array_append_new(json_object_get(o, "fields"),
						    json_pack("{ssssss}", "name", f->name, "type",
							      types[f->type], "help", f->help));
		}
		(void)json_array_append_new(list, o);
	}
	return list;
}

static json_t *render_template(const struct template *t)
{
	json_t *o = json_object();

	set_text(o, "name", t->name);
	set_int(o, "version", t->version);
	set_text(o, "text", t->text);
	set_bool(o, "default", t->is_default);
	set_text(o, "help", template_infos[t->kind].help);
	set_object(o, "fields", render_fields(template_infos[t->kind].fields));
	return o;
}

struct template_params {
	struct given given;
	const char *name, *text;
};
#define TEMPLATE_NAME_CHARS (VOUCH_NAME_MAX + VOUCH_WORD_MAX)
#define NAME_HELP "ask, listen-for, listen-for:PRODUCT, birthday, thank, renewal, mail or mail:NAME"
static const struct param get_params[] = {
	ROW_TEXT(struct template_params, name, "name", 1, TEMPLATE_NAME_CHARS, PARAM_REQUIRED,
		 NAME_HELP),
	{0},
};
static const struct param put_params[] = {
	ROW_TEXT(struct template_params, name, "name", 1, TEMPLATE_NAME_CHARS, PARAM_REQUIRED,
		 NAME_HELP),
	ROW_TEXT(struct template_params, text, "text", 0, VOUCH_TEMPLATE_MAX, PARAM_REQUIRED,
		 "the new text, as from \"$(cat FILE)\"; an empty one: the default"),
	{0},
};

static int template_get(struct call *c, const void *params, json_t **ret)
{
	const struct template_params *p = params;
	struct template t;
	int r;

	r = op_template_get(c->op, p->name, &t);
	if (r == 0)
		*ret = under("template", render_template(&t));
	return r;
}

static int template_put(struct call *c, const void *params, json_t **ret)
{
	const struct template_params *p = params;
	struct template t;
	int r;

	r = op_template_put(c->op, p->name, p->text, &t);
	if (r == 0)
		*ret = under("template", render_template(&t));
	return r;
}

const struct method template_methods[] = {
	{"template.get", get_params, sizeof(struct template_params), template_get, METHOD_READ,
	 "One text that vouch speaks with", "template"},
	{"template.put", put_params, sizeof(struct template_params), template_put, METHOD_WRITE,
	 "Change a text that vouch speaks with", "template; or every fault with its line"},
	{0},
};
