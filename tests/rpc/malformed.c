/* Requests that are wrong in one place: what is right around it, sending, and what must come back.
 */
#include "rpc/malformed.h"

#include "base/cleanup.h"
#include "vouch/errors.h"

#define HOLE "@@" /* stands where a value goes that no JSON library would write */
#define STRANGER "zzz"

/* ---- what is right ---- */

static json_t *copies(json_t *value, int64_t n)
{
	json_t *list = json_array();

	for (int64_t i = 0; i < n; i++)
		assert_int_equal(json_array_append(list, value), 0);
	json_decref(value);
	return list;
}

char *letters(const char *letter, int64_t n)
{
	size_t size = strlen(letter), all = size * (size_t)n, done = size;
	char *text = calloc(1, all + 1);

	if (!text)
		abort();
	if (n)
		memcpy(text, letter, size);
	for (; done && done < all; done *= 2)
		memcpy(text + done, text, done * 2 > all ? all - done : done);
	return text;
}

static json_t *valid_text(int64_t n)
{
	_cleanup_free_ char *text = letters("a", n);

	return json_string(text);
}

static json_t *valid_value(const struct param *p)
{
	switch (p->type) {
	case PARAM_TEXT:
		return valid_text(p->min);
	case PARAM_INT:
		return json_integer(p->min);
	case PARAM_ID:
	case PARAM_REPEAT:
		return json_integer(1);
	case PARAM_BOOL:
		return json_true();
	case PARAM_DAY:
	case PARAM_DUE:
		return json_string("2026-12-01");
	case PARAM_INSTANT:
		return json_string("2026-12-01T12:00:00Z");
	case PARAM_ENUM:
		return json_string(p->words[0]);
	case PARAM_TEXTS:
		return json_array();
	case PARAM_IDS:
		return json_pack("[i]", 1);
	case PARAM_OBJECT:
		return valid_object(p->fields);
	case PARAM_OBJECTS:
		return copies(valid_object(p->fields), p->min);
	case PARAM_ITEMS:
		return copies(json_pack("{s:i}", "line", 1), p->min);
	}
	return NULL;
}

/* With what it must have, and no more. */
json_t *valid_object(const struct param *table)
{
	json_t *object = json_object();

	for (const struct param *p = table; p && p->name; p++)
		if (p->flags & PARAM_REQUIRED)
			(void)json_object_set_new(object, p->name, valid_value(p));
	return object;
}

int n_required(const struct param *table)
{
	int n = 0;

	for (const struct param *p = table; p->name; p++)
		n += (p->flags & PARAM_REQUIRED) != 0;
	return n;
}

/* ---- what is sent ---- */

/* The params of the method with `object` at the place where the walk is. */
static json_t *wrapped(const struct walk *w, json_t *object)
{
	for (int i = w->depth - 1; i >= 0; i--) {
		const struct param *holder = w->holders[i];
		json_t *outer = valid_object(w->tables[i]), *list;

		if (holder->type == PARAM_OBJECTS) {
			list = copies(valid_object(holder->fields),
				      holder->min > 1 ? holder->min - 1 : 0);
			(void)json_array_insert_new(list, 0, object);
			object = list;
		}
		(void)json_object_set_new(outer, holder->name, object);
		object = outer;
	}
	return object;
}

/* The whole request, in which `value` fills the hole. */
static void write_request(const struct walk *w, json_t *params, const char *value, struct str *to)
{
	_cleanup_free_ char *text =
		params ? json_dumps(params, JSON_COMPACT) : strdup("\"" HOLE "\"");
	const char *hole = strstr(text, "\"" HOLE "\"");

	json_decref(params);
	str_addf(to, "{\"jsonrpc\":\"2.0\",\"id\":%zu,\"method\":\"%s\",\"params\":", w->n_sent,
		 w->method->name);
	if (hole) {
		str_add_n(to, text, (size_t)(hole - text));
		str_add(to, value);
		str_add(to, hole + strlen(HOLE) + 2);
	} else {
		str_add(to, text);
	}
	str_add_char(to, '}');
}

static void fail_request(const char *line, const char *reply, const char *field)
{
	fail_msg("%.600s\nwants %s, is answered %.900s", line, field, reply);
}

static bool is_as_wanted(const struct walk *w, const json_t *reply, const struct want *want)
{
	const json_t *id = json_object_get(reply, "id"), *error = json_object_get(reply, "error"),
		     *data = json_object_get(error, "data"),
		     *faults = json_object_get(data, "faults");
	const char *field = json_string_value(json_object_get(data, "field")),
		   *reason = json_string_value(json_object_get(data, "reason"));

	if (json_integer_value(json_object_get(error, "code")) != want->code || !reason || !*reason)
		return false;
	if (!want->field)
		return json_is_null(id) && !field;
	return field && strcmp(field, want->field) == 0 &&
	       json_integer_value(id) == (json_int_t)w->n_sent &&
	       json_array_size(faults) == (want->n_faults > 1 ? (size_t)want->n_faults : 0);
}

void send_request(struct walk *w, json_t *params, const char *value, const struct want *want)
{
	_cleanup_str_ struct str line = {0};
	const char *text;
	json_t *reply;

	w->n_sent++;
	write_request(w, params, value, &line);
	text = send_n(w->stack, line.data, line.len);
	reply = json_loads(text, 0, NULL);
	if (!reply || !is_as_wanted(w, reply, want))
		fail_request(str_text(&line), text, want->field ? want->field : "no field");
	json_decref(reply);
	if (sqlite3_total_changes64(store_db(w->stack->env.store)) != w->changes)
		fail_msg("%.600s\nhas written", str_text(&line));
}

/* "document.steps[0].key": what the answer calls a member of the object at hand. */
void write_field(const struct walk *w, const char *name, const char *rest, struct str *to)
{
	for (int i = 0; i < w->depth; i++)
		str_addf(to, "%s%s.", w->holders[i]->name,
			 w->holders[i]->type == PARAM_OBJECTS ? "[0]" : "");
	str_addf(to, "%s%s", name, rest);
}

json_t *params_at(const struct walk *w, const char *add, const char *drop)
{
	json_t *object = valid_object(w->tables[w->depth]);

	if (drop)
		(void)json_object_del(object, drop);
	if (add)
		(void)json_object_set_new(object, add, json_string(HOLE));
	return wrapped(w, object);
}

void expect_fault(struct walk *w, const char *value, const char *rest, int n_faults)
{
	_cleanup_str_ struct str field = {0};

	write_field(w, w->param->name, rest, &field);
	send_request(w, params_at(w, w->param->name, NULL), value,
		     &(struct want){VOUCH_RPC_INVALID_PARAMS, str_text(&field), n_faults});
}

void expect_taken(struct walk *w, const char *value)
{
	json_t *params = params_at(w, w->param->name, NULL);

	(void)json_object_set_new(params, STRANGER, json_null());
	w->n_taken++;
	send_request(w, params, value, &(struct want){VOUCH_RPC_INVALID_PARAMS, STRANGER, 1});
}

void expect(struct walk *w, const char *value, bool is_good)
{
	if (is_good)
		expect_taken(w, value);
	else
		expect_fault(w, value, "", 1);
}
