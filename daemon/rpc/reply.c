/* Answers as text: results, errors and their names. */
#include "rpc/reply.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "rpc/render.h"
#include "vouch/errors.h"

static const struct {
	int code;
	const char *name, *text;
} errors[] = {
	{VOUCH_RPC_PARSE_ERROR, "parse-error", "Parse error"},
	{VOUCH_RPC_INVALID_REQUEST, "invalid-request", "Invalid Request"},
	{VOUCH_RPC_METHOD_NOT_FOUND, "method-not-found", "Method not found"},
	{VOUCH_RPC_INVALID_PARAMS, "invalid-params", "Invalid params"},
	{VOUCH_RPC_INTERNAL_ERROR, "internal-error", "the machine failed; see the log"},
	{VOUCH_E_STORAGE_FULL, "storage-full", "The disk is full, so nothing was changed."},
	{VOUCH_E_READ_ONLY, "read-only",
	 "The disk failed, so nothing was changed; vouchd will start again."},
	{VOUCH_E_DAMAGED, "damaged",
	 "A part of the book cannot be read, so nothing was changed; vouchd ends, and at its next "
	 "start looks at all of the book and says how to go on."},
	{VOUCH_E_TOO_MANY_CONNECTIONS, "too-many-connections",
	 "Too many programs are connected; try again later."},
};

static const struct {
	int code;
	const char *name;
} refusals[] = {
#define X(symbol, code, name) {code, name},
	VOUCH_ERRORS(X)
#undef X
};

const char *error_name(int code)
{
	for (size_t i = 0; i < ARRAY_LEN(errors); i++)
		if (errors[i].code == code)
			return errors[i].name;
	for (size_t i = 0; i < ARRAY_LEN(refusals); i++)
		if (refusals[i].code == code)
			return refusals[i].name;
	return "internal-error";
}

const char *error_text(int code)
{
	for (size_t i = 0; i < ARRAY_LEN(errors); i++)
		if (errors[i].code == code)
			return errors[i].text;
	return error_name(code);
}

void outcome_deinit(struct outcome *o)
{
	json_decref(o->data);
	*o = (struct outcome){0};
}

struct outcome outcome_error(int code, const char *message, const char *reason)
{
	struct outcome o = {.code = code, .message = message ? message : error_text(code)};

	o.data = json_object();
	set_text(o.data, "name", error_name(code));
	if (reason)
		set_text(o.data, "reason", reason);
	return o;
}

static char *dump(const json_t *value)
{
	char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);

	if (!text)
		abort(); /* out of memory: what is built here is always valid */
	return text;
}

static void add_error(struct str *to, const struct outcome *o)
{
	_cleanup_free_ char *text = NULL;
	json_t *error = json_object();

	set_int(error, "code", o->code);
	set_text(error, "message", o->message);
	set_object(error, "data", json_incref(o->data));
	text = dump(error);
	json_decref(error);
	str_add(to, ",\"error\":");
	str_add(to, text);
}

void reply_add(struct str *to, const json_t *id, const struct outcome *o)
{
	_cleanup_free_ char *id_text = id ? dump(id) : NULL;

	str_add(to, "{\"jsonrpc\":\"2.0\",\"id\":");
	str_add(to, id_text ? id_text : "null");
	if (o->result) {
		str_add(to, ",\"result\":");
		str_add(to, o->result);
	} else {
		add_error(to, o);
	}
	str_add_char(to, '}');
}
