/* What the app knows of the notification server, and the notification that only tries it. */
#include "app.h"

void app_learn_desktop(struct app *a)
{
	static const enum disturbing states[] = {DISTURB_UNKNOWN, DISTURB_OFF, DISTURB_ON};

	a->env.desktop.has_server = notifier_is_ready(a->notifier);
	a->env.desktop.disturb = states[notifier_disturb(a->notifier) - DISTURB_NOT_KNOWN];
}

void app_desktop(struct rpc_desktop *ret, void *user)
{
	const struct app *a = user;
	const struct notifier_server *server = notifier_server(a->notifier);

	*ret = (struct rpc_desktop){.has_bus = notifier_has_bus(a->notifier)};
	if (!server)
		return;
	ret->name = server->name;
	ret->vendor = server->vendor;
	ret->version = server->version;
	ret->has_actions = server->has_actions;
	ret->has_body = server->has_body;
	ret->has_body_markup = server->has_body_markup;
	ret->has_persistence = server->has_persistence;
}

/* After the answer: a request that is run twice must not show it twice. */
void app_test_notice(void *user)
{
	struct app *a = user;

	a->must_test = notifier_is_ready(a->notifier);
	a->must_show |= a->must_test;
	if (!a->must_test)
		notifier_want(a->notifier);
	app_defer(a);
}

void app_show_test(struct app *a)
{
	struct notifier_action open = {"default", "Open"};
	struct notifier_post post = {
		.notice = APP_TEST_NOTICE,
		.summary = "vouch: this is a test",
		.body = "What is due will be shown like this.",
		.actions = &open,
		.n_actions = notifier_can_open(a->notifier),
	};

	a->must_test = false;
	notifier_show(a->notifier, &post);
}
