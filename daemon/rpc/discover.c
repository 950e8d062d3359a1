/* rpc.discover: an OpenRPC document made from the tables that validate. */
#include "base/cleanup.h"
#include "rpc/methods.h"
#include "rpc/render.h"
#include "rpc/reply.h"
#include "rpc/rpc.h"
#include "vouch/errors.h"

#define OPENRPC_VERSION "1.2.6"

static const int error_codes[] = {VOUCH_RPC_INVALID_PARAMS, VOUCH_RPC_INTERNAL_ERROR,
#define X(symbol, code, name) code,
				  VOUCH_ERRORS(X)
#undef X
};

static void add_param(json_t *to, const struct param *p)
{
	json_t *param = json_object();

	set_text(param, "name", p->name);
	set_text(param, "description", p->help);
	set_bool(param, "required", (p->flags & PARAM_REQUIRED) != 0);
	set_object(param, "schema", params_schema(p));
	(void)json_array_append_new(to, param);
}

static json_t *method_params(const struct method *m)
{
	json_t *params = json_array();

	for (const struct param *p = m->params; p && p->name; p++)
		add_param(params, p);
	if (m->flags & METHOD_WRITE)
		add_param(params, write_params);
	return params;
}

static json_t *method_result(const struct method *m)
{
	json_t *result = json_object(), *schema = json_object();

	set_text(schema, "type", "object");
	set_text(result, "name", "result");
	set_text(result, "description", m->result);
	set_object(result, "schema", schema);
	return result;
}

/* Which refusals a method may answer with is not in its table: all are named. */
static json_t *method_errors(void)
{
	json_t *errors = json_array();

	for (size_t i = 0; i < ARRAY_LEN(error_codes); i++) {
		_cleanup_str_ struct str ref = {0};
		json_t *error = json_object();

		str_addf(&ref, "#/components/errors/%s", error_name(error_codes[i]));
		set_text(error, "$ref", str_text(&ref));
		(void)json_array_append_new(errors, error);
	}
	return errors;
}

static json_t *method_flags(const struct method *m)
{
	static const struct {
		unsigned flag;
		const char *word;
	} words[] = {{METHOD_READ, "read"}, {METHOD_WRITE, "write"}, {METHOD_DEV, "dev"}};
	json_t *flags = json_array();

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (m->flags & words[i].flag)
			(void)json_array_append_new(flags, json_string(words[i].word));
	return flags;
}

static json_t *describe(const struct method *m)
{
	json_t *method = json_object();

	set_text(method, "name", m->name);
	set_text(method, "summary", m->summary);
	set_text(method, "paramStructure", "by-name");
	set_object(method, "params", method_params(m));
	set_object(method, "result", method_result(m));
	set_object(method, "errors", method_errors());
	set_object(method, "x-flags", method_flags(m));
	return method;
}

static json_t *components(void)
{
	json_t *result = json_object(), *errors = json_object();

	for (size_t i = 0; i < ARRAY_LEN(error_codes); i++) {
		json_t *error = json_object();

		set_int(error, "code", error_codes[i]);
		set_text(error, "message", error_text(error_codes[i]));
		set_object(errors, error_name(error_codes[i]), error);
	}
	set_object(result, "errors", errors);
	return result;
}

static int rpc_discover(struct call *c, const void *params, json_t **ret)
{
	bool is_dev = rpc_options(c->rpc)->is_dev;
	json_t *document = json_object(), *info = json_object(), *methods = json_array();

	(void)params;
	set_text(info, "title", "vouchd");
	set_text(info, "description", "Follow-ups kept, referrals earned");
	set_text(info, "version", VOUCH_VERSION);
	for (size_t i = 0; method_tables[i]; i++)
		for (const struct method *m = method_tables[i]; m->name; m++)
			if (is_dev || !(m->flags & METHOD_DEV))
				(void)json_array_append_new(methods, describe(m));
	set_text(document, "openrpc", OPENRPC_VERSION);
	set_object(document, "info", info);
	set_object(document, "methods", methods);
	set_object(document, "components", components());
	*ret = document;
	return 0;
}

const struct method discover_methods[] = {
	{"rpc.discover", NULL, 0, rpc_discover, METHOD_READ, "Describe every method",
	 "an OpenRPC document"},
	{0},
};
