/* A notifier_post as the Notify call of the notification specification. */
#include "io/post.h"

#include <systemd/sd-bus.h>

#include "base/str.h"
#include "io/markup.h"

#define APP "vouch"      /* name, icon and desktop entry */
#define URGENCY_NORMAL 1 /* low 0, critical 2 */
#define NEVER_EXPIRES 0

static int append_texts(sd_bus_message *m, const struct notifier_server *server,
			const struct notifier_post *post, uint32_t replaces)
{
	_cleanup_str_ struct str summary = {0}, plain = {0}, body = {0};

	markup_cut(&summary, post->summary, POST_SUMMARY_MAX, MARKUP_ONE_LINE);
	if (server->has_body)
		markup_cut(&plain, post->body, post->is_long ? POST_LONG_MAX : POST_BODY_MAX,
			   MARKUP_LINES);
	if (server->has_body_markup)
		markup_escape(&body, str_text(&plain));
	else
		str_add(&body, str_text(&plain));
	return sd_bus_message_append(m, "susss", APP, replaces, APP, str_text(&summary),
				     str_text(&body));
}

static int append_actions(sd_bus_message *m, const struct notifier_server *server,
			  const struct notifier_post *post)
{
	unsigned n = server->has_actions ? post->n_actions : 0;
	int r;

	r = sd_bus_message_open_container(m, 'a', "s");
	for (unsigned i = 0; r >= 0 && i < n; i++)
		r = sd_bus_message_append(m, "ss", post->actions[i].key, post->actions[i].label);
	if (r < 0)
		return r;
	return sd_bus_message_close_container(m);
}

/* No hint and no icon comes from data: servers load images they are named. */
static int append_hints(sd_bus_message *m)
{
	return sd_bus_message_append(m, "a{sv}i", 4, "desktop-entry", "s", APP, "urgency", "y",
				     URGENCY_NORMAL, "category", "s", "x-vouch.followup.due",
				     "resident", "b", 0, NEVER_EXPIRES);
}

int post_message(sd_bus *bus, const struct notifier_server *server,
		 const struct notifier_post *post, uint32_t replaces, sd_bus_message **ret)
{
	__attribute__((cleanup(sd_bus_message_unrefp))) sd_bus_message *m = NULL;
	int r;

	r = sd_bus_message_new_method_call(bus, &m, server->unique, NOTIFICATIONS_PATH,
					   NOTIFICATIONS, "Notify");
	if (r < 0)
		return r;
	r = append_texts(m, server, post, replaces);
	if (r < 0)
		return r;
	r = append_actions(m, server, post);
	if (r < 0)
		return r;
	r = append_hints(m);
	if (r < 0)
		return r;

	*ret = m;
	m = NULL;
	return 0;
}
