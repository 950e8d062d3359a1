/* notice.test: what the notification server can do. */
#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rpc.h"

json_t *render_disturb(const struct op *op)
{
	switch (op->env->desktop.disturb) {
	case DISTURB_UNKNOWN:
		return json_null();
	case DISTURB_OFF:
		return json_false();
	case DISTURB_ON:
		return json_true();
	}
	return json_null();
}

static json_t *render_server(const struct rpc_desktop *d)
{
	json_t *o;

	if (!d->name)
		return json_null();
	o = json_object();
	set_text(o, "name", d->name);
	set_text(o, "vendor", d->vendor);
	set_text(o, "version", d->version);
	return o;
}

static json_t *render_capabilities(const struct rpc_desktop *d)
{
	json_t *o;

	if (!d->name)
		return json_null();
	o = json_object();
	set_bool(o, "actions", d->has_actions);
	set_bool(o, "body", d->has_body);
	set_bool(o, "body_markup", d->has_body_markup);
	set_bool(o, "persistence", d->has_persistence);
	return o;
}

/* One sentence why nothing is shown, and what to do; null: it is. */
static const char *why_not(const struct op *op, const struct rpc_desktop *d)
{
	if (!d->name && !d->has_bus)
		return "There is no session bus: vouchd runs outside a desktop session. Log in to "
		       "a desktop, or start vouchd from one: systemctl --user restart vouchd.";
	if (!d->name)
		return "No notification server is running. One is started now if the desktop has "
		       "one: try again in a moment; else install and start one, for example dunst.";
	if (op->env->desktop.disturb == DISTURB_ON)
		return "Do not disturb is on, so nothing is shown until it ends. Turn it off in "
		       "your desktop's notification settings, and try again.";
	return NULL;
}

static int notice_test(struct call *c, const void *params, json_t **ret)
{
	const struct rpc_options *options = rpc_options(c->rpc);
	struct rpc_desktop d = {0};
	json_t *o = json_object();
	const char *why;

	(void)params;
	if (options->desktop)
		options->desktop(&d, options->user);
	why = why_not(c->op, &d);
	if (options->test_notice && (!why || !d.name))
		options->test_notice(options->user);
	set_object(o, "server", render_server(&d));
	set_object(o, "capabilities", render_capabilities(&d));
	set_object(o, "do_not_disturb", render_disturb(c->op));
	set_bool(o, "shown", !why);
	set_text(o, "why_not", why);
	*ret = o;
	return 0;
}

const struct method notice_methods[] = {
	{"notice.test", NULL, 0, notice_test, METHOD_READ,
	 "Show a notification, and tell what the notification server can do",
	 "server, capabilities, do_not_disturb, shown, why_not"},
	{0},
};
