/* The clock in the hands of a test: dev.clock and dev.advance, only with --dev. */
#include <errno.h>

#include "base/zone.h"
#include "rpc/methods.h"
#include "rpc/render.h"
#include "rpc/rpc.h"

#define ADVANCE_MAX ((int64_t)366 * 86400)

struct clock_params {
	struct given given;
	int64_t now;
};
static const struct param clock_params[] = {
	{.name = "now",
	 .type = PARAM_INSTANT,
	 .offset = offsetof(struct clock_params, now),
	 .flags = PARAM_REQUIRED,
	 .help = "what the clock shows from now on"},
	{0},
};

struct advance_params {
	struct given given;
	int64_t seconds;
};
static const struct param advance_params[] = {
	{.name = "seconds",
	 .type = PARAM_INT,
	 .offset = offsetof(struct advance_params, seconds),
	 .min = 0,
	 .max = ADVANCE_MAX,
	 .flags = PARAM_REQUIRED,
	 .help = "how much time passes"},
	{0},
};

static json_t *clock_result(const struct rpc_options *options)
{
	int64_t now = options->now(options->user);
	json_t *result = json_object();

	set_instant(result, "now", now);
	set_day(result, "today", day_of_local(zone_to_local(options->env->zone, now)));
	return result;
}

static int dev_clock(struct call *c, const void *params, json_t **ret)
{
	const struct rpc_options *options = rpc_options(c->rpc);
	const struct clock_params *p = params;
	int r;

	r = options->set_clock ? options->set_clock(p->now, options->user) : -ENOSYS;
	if (r)
		return r;
	*ret = clock_result(options);
	return 0;
}

static int dev_advance(struct call *c, const void *params, json_t **ret)
{
	const struct rpc_options *options = rpc_options(c->rpc);
	const struct advance_params *p = params;
	int r;

	r = options->advance ? options->advance(p->seconds, options->user) : -ENOSYS;
	if (r)
		return r;
	*ret = clock_result(options);
	return 0;
}

const struct method dev_methods[] = {
	{"dev.clock", clock_params, sizeof(struct clock_params), dev_clock, METHOD_DEV,
	 "Step the clock, as after sleep: one catch-up", "now and today"},
	{"dev.advance", advance_params, sizeof(struct advance_params), dev_advance, METHOD_DEV,
	 "Let time pass awake: each due instant runs in order before the answer", "now and today"},
	{0},
};
