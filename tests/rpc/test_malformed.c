/* Every method with every param wrong in a dozen ways and at its limits: refused, by code and by
 * field, and none of it leaves a trace in the book. */
#include "rpc/malformed.h"

#include "base/cleanup.h"
#include "rpc/methods.h"
#include "rpc/story.h"
#include "vouch/errors.h"

#define COUNT_MIN 1500

/* ---- twelve wrong kinds, and one more ---- */

/* x refused, . taken; [ refused at its first item; n taken where the param can be cleared; m where
 * it has no maximum, i no minimum above -1; e where it may be empty, r anything; 2 where it may
 * have two letters; z where it may have no items; o, ? an object as its fields want it. */
static const char *const values[] = {
	"null",        "true", "1.5",  "9223372036854775807",
	"1e300",       "-1",   "\"\"", "\"a\\u001bb\"",
	"\"?!\"",      "[]",   "{}",   "[[{}]]",
	"{\"?\":[1]}",
};
static const char *const kinds[] = {
	[PARAM_TEXT] = "nxxxxxer2xxxx",    [PARAM_INT] = "nxxmxixxxxxxx",
	[PARAM_ID] = "nxx.xxxxxxxxx",      [PARAM_BOOL] = "n.xxxxxxxxxxx",
	[PARAM_DAY] = "nxxxxxxxxxxxx",     [PARAM_DUE] = "nxxxxxxxxxxxx",
	[PARAM_INSTANT] = "nxxxxxxxxxxxx", [PARAM_ENUM] = "nxxxxxxxxxxxx",
	[PARAM_TEXTS] = "nxxxxxxxx.x[x",   [PARAM_IDS] = "nxxxxxxxxxx[x",
	[PARAM_OBJECT] = "nxxxxxxxxxox?",  [PARAM_OBJECTS] = "nxxxxxxxxzx[x",
	[PARAM_ITEMS] = "nxxxxxxxxzx[x",   [PARAM_REPEAT] = "nxxxxxxx.xxxx",
};

static const char *first_required(const struct param *table)
{
	for (const struct param *p = table; p->name; p++)
		if (p->flags & PARAM_REQUIRED)
			return p->name;
	return NULL;
}

static void expect_object(struct walk *w, const char *value, bool has_stranger)
{
	const struct param *fields = w->param->fields;
	char rest[128];

	(void)snprintf(rest, sizeof rest, ".%s", has_stranger ? "?" : first_required(fields));
	if (!has_stranger && !first_required(fields))
		expect_taken(w, value);
	else
		expect_fault(w, value, rest, n_required(fields) + has_stranger);
}

static bool is_kind_taken(const struct param *p, char kind)
{
	bool is_raw = p->flags & PARAM_RAW;

	return kind == '.' || (kind == 'n' && p->flags & PARAM_NULLABLE) ||
	       (kind == 'm' && p->max == INT64_MAX) || (kind == 'i' && p->min <= -1) ||
	       (kind == 'e' && (is_raw || p->min == 0)) || (kind == 'r' && is_raw) ||
	       (kind == '2' && (is_raw || (p->min <= 2 && p->max >= 2))) ||
	       (kind == 'z' && p->min == 0);
}

static void try_kinds(struct walk *w)
{
	for (size_t i = 0; i < ARRAY_LEN(values); i++) {
		char kind = kinds[w->param->type][i];

		if (kind == '[' && w->param->min <= 1)
			expect_fault(w, values[i], "[0]", 1);
		else if (kind == 'o' || kind == '?')
			expect_object(w, values[i], kind == '?');
		else
			expect(w, values[i], is_kind_taken(w->param, kind));
	}
}

/* What no param may be, since the line is no JSON then. */
static void try_no_json(struct walk *w)
{
	static const char *const bad[] = {
		"9223372036854775808", "1e400",    "-",      "01",  "\"\\u0000\"",
		"\"\\ud800\"",         "\"\xff\"", "\"\n\"", "nul", "[1,]",
		"{\"a\":1,\"a\":2}",
	};

	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		send_request(w, params_at(w, w->param->name, NULL), bad[i],
			     &(struct want){VOUCH_RPC_PARSE_ERROR, NULL, 0});
}

/* ---- names ---- */

static void try_names(struct walk *w)
{
	bool is_required = w->param->flags & PARAM_REQUIRED;
	const char *name = w->param->name;
	_cleanup_str_ struct str wrong = {0}, field = {0}, missing = {0};

	str_add(&wrong, name);
	wrong.data[0] = (char)(wrong.data[0] & ~0x20);
	write_field(w, str_text(&wrong), "", &field);
	send_request(w, params_at(w, str_text(&wrong), name), "1",
		     &(struct want){VOUCH_RPC_INVALID_PARAMS, str_text(&field), 1 + is_required});
	if (!is_required)
		return;
	write_field(w, name, "", &missing);
	send_request(w, params_at(w, NULL, name), "",
		     &(struct want){VOUCH_RPC_INVALID_PARAMS, str_text(&missing), 1});
}

/* An object with a member nobody knows. */
static void try_strangers(struct walk *w)
{
	static const char *const names[] = {"", "nonsense", "\xc3\xa9", "__proto__"};

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		_cleanup_str_ struct str field = {0};

		write_field(w, names[i], "", &field);
		send_request(w, params_at(w, names[i], NULL), "{\"a\":[null]}",
			     &(struct want){VOUCH_RPC_INVALID_PARAMS, str_text(&field), 1});
	}
}

/* ---- the walk ---- */

static void walk_param(struct walk *w)
{
	w->n_params++;
	try_kinds(w);
	try_no_json(w);
	malformed_limits(w);
	try_names(w);
}

/* The members of the object at hand, then those of each object in it. */
static void walk_table(struct walk *w)
{
	try_strangers(w);
	for (const struct param *p = w->tables[w->depth]; p && p->name; p++) {
		w->param = p;
		walk_param(w);
		if (p->type != PARAM_OBJECT && p->type != PARAM_OBJECTS)
			continue;
		assert_true(w->depth + 1 < MALFORMED_DEPTH_MAX);
		w->holders[w->depth] = p;
		w->tables[++w->depth] = p->fields;
		walk_table(w);
		w->depth--;
	}
}

static void walk_method(struct walk *w, const struct method *method)
{
	static const char *const lists[] = {"[]", "[1]", "[{\"id\":1}]", "[null,null]"};

	w->n_methods++;
	w->method = method;
	w->tables[0] = method->params;
	for (size_t i = 0; i < ARRAY_LEN(lists); i++)
		send_request(w, NULL, lists[i],
			     &(struct want){VOUCH_RPC_INVALID_PARAMS, "params", 1});
	walk_table(w);
	if (!(method->flags & METHOD_WRITE))
		return;
	w->param = write_params;
	walk_param(w);
}

/* ---- the book ---- */

struct image {
	unsigned char *bytes;
	sqlite3_int64 n;
};

static struct image image_of(const struct stack *f)
{
	struct image image = {0};

	image.bytes = sqlite3_serialize(store_db(f->env.store), "main", &image.n, 0);
	assert_non_null(image.bytes);
	return image;
}

static bool is_unchanged(const struct stack *f, const struct image *before)
{
	struct image now = image_of(f);
	bool is_same = now.n == before->n && memcmp(now.bytes, before->bytes, (size_t)now.n) == 0;

	sqlite3_free(now.bytes);
	return is_same;
}

/* Something of most nouns, so that there is what could be harmed. */
static void fill_book(struct stack *f)
{
	DO(f, "contact.add", "{\"name\":\"Ana Ruiz\",\"phones\":[\"+34 600 100 200\"]}");
	DO(f, "contact.add", "{\"name\":\"Ben Ode\"}");
	DO(f, "sale.record",
	   "{\"contact\":1,\"product\":\"alarm\",\"completed_day\":\"2026-11-30\"}");
	DO(f, "promise.add", "{\"contact\":1,\"text\":\"quote\",\"due_day\":\"2026-12-04\"}");
	DO(f, "complaint.add", "{\"contact\":2,\"text\":\"late\"}");
	DO(f, "satisfaction.record", "{\"contact\":1,\"score\":9,\"idempotency_key\":\"a\"}");
	DO(f, "referral.receive",
	   "{\"referrer\":1,\"name\":\"Cem\",\"permission\":\"introduced\"}");
	DO(f, "events.subscribe", "{}");
}

static void every_method_refuses_every_param_that_is_wrong_and_changes_nothing(void **state)
{
	struct walk w = {.stack = *state};
	struct image before;

	fill_book(w.stack);
	w.changes = sqlite3_total_changes64(store_db(w.stack->env.store));
	before = image_of(w.stack);
	for (size_t i = 0; method_tables[i]; i++)
		for (const struct method *m = method_tables[i]; m->name; m++) {
			walk_method(&w, m);
			if (!is_unchanged(w.stack, &before) || w.stack->now != NOON)
				fail_msg("%s has changed the book or the clock", m->name);
		}
	sqlite3_free(before.bytes);
	print_message("%zu malformed requests of %zu methods with %zu params, and in %zu of them "
		      "a value at its limit that is good\n",
		      w.n_sent, w.n_methods, w.n_params, w.n_taken);
	assert_true(w.n_sent >= COUNT_MIN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(every_method_refuses_every_param_that_is_wrong_and_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
