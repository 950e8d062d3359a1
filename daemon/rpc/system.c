/* system.hello, system.check, settings.get: the daemon itself. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/zone.h"
#include "domain/money.h"
#include "domain/settings.h"
#include "ops/system.h"
#include "rpc/methods.h"
#include "rpc/render.h"
#include "rpc/rpc.h"
#include "vouch/limits.h"
#include "vouch/protocol.h"

struct hello_params {
	struct given given;
	const char *client;
	int64_t protocol;
};
static const struct param hello_params[] = {
	{.name = "client",
	 .type = PARAM_TEXT,
	 .offset = offsetof(struct hello_params, client),
	 .min = 1,
	 .max = VOUCH_WORD_MAX,
	 .help = "who is asking"},
	{.name = "protocol",
	 .type = PARAM_INT,
	 .offset = offsetof(struct hello_params, protocol),
	 .min = 1,
	 .max = 1000,
	 .fallback = VOUCH_PROTOCOL,
	 .help = "the version of the contract it knows"},
	{0},
};

static int system_hello(struct call *c, const void *params, json_t **ret)
{
	const char *book;
	json_t *result;
	int r;

	(void)params;
	r = op_system_book(c->op, &book);
	if (r)
		return r;
	result = json_object();
	set_text(result, "name", "vouchd");
	set_text(result, "version", VOUCH_VERSION);
	set_int(result, "protocol", VOUCH_PROTOCOL);
	set_int(result, "pid", getpid());
	set_instant(result, "now", c->op->now);
	set_day(result, "today", c->op->today);
	set_text(result, "timezone", zone_name(c->op->env->zone));
	set_text(result, "book", book);
	*ret = result;
	return 0;
}

struct check_params {
	struct given given;
	bool full;
};
static const struct param check_params[] = {
	{.name = "full",
	 .type = PARAM_BOOL,
	 .offset = offsetof(struct check_params, full),
	 .help = "read the whole database; may take seconds"},
	{0},
};

static int system_check(struct call *c, const void *params, json_t **ret)
{
	const struct check_params *p = params;
	json_t *result, *list;
	const char **problems;
	int n, r;

	r = op_system_check(c->op, p->full, &problems, &n);
	if (r)
		return r;
	list = json_array();
	for (int i = 0; i < n; i++)
		(void)json_array_append_new(list, json_string(problems[i]));
	result = json_object();
	set_bool(result, "ok", n == 0);
	set_bool(result, "full", p->full);
	set_object(result, "problems", list);
	*ret = result;
	return 0;
}

static json_t *setting_value(const struct setting *setting, const struct settings *s)
{
	char text[SETTING_TEXT_SIZE];

	(void)setting_text(setting, s, text);
	if (setting->type == SETTING_INT)
		return json_integer(strtoll(text, NULL, 10));
	return json_string(text);
}

static int settings_get(struct call *c, const void *params, json_t **ret)
{
	const struct rpc_options *options = rpc_options(c->rpc);
	const struct settings *s = c->op->settings;
	json_t *result = json_object(), *list = json_array();

	(void)params;
	for (const struct setting *t = settings_table; t->key; t++) {
		json_t *item = json_object();

		set_text(item, "section", t->section);
		set_text(item, "key", t->key);
		set_object(item, "value", setting_value(t, s));
		set_text(item, "default", t->fallback);
		set_text(item, "origin",
			 options->origin ? options->origin(t, options->user) : "default");
		set_text(item, "help", t->help);
		(void)json_array_append_new(list, item);
	}
	set_object(result, "settings", list);
	set_text(result, "currency", s->currency);
	set_int(result, "exponent", money_exponent(s->currency));
	*ret = result;
	return 0;
}

const struct method system_methods[] = {
	{"system.hello", hello_params, sizeof(struct hello_params), system_hello, METHOD_READ,
	 "Greet: who answers, and what time it is there",
	 "name, version, protocol, pid, now, today, timezone, book"},
	{"system.check", check_params, sizeof(struct check_params), system_check, METHOD_READ,
	 "Look whether the database is in order", "ok, and each problem in one sentence"},
	{"settings.get", NULL, 0, settings_get, METHOD_READ,
	 "Every setting, its value and where it comes from",
	 "settings with section, key, value, default, origin, help; currency and its exponent"},
	{0},
};
