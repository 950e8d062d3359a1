/* What the notification server can do, in words. */
#include "base/cleanup.h"
#include "view_parts.h"
#include "views.h"

static const struct {
	const char *capability, *yes, *no;
} words[] = {
	{"actions", "It shows buttons: Done and Snooze work from the pop-up.",
	 "It shows no buttons: use vouch done and vouch snooze."},
	{"body", "It shows the reason below the headline.", "It shows the headline alone."},
	{"persistence", "It keeps what you have not seen yet.", NULL},
};

static void say(const struct view *v, const char *text)
{
	view_paragraph(v, text);
}

static void say_disturb(const struct view *v, const json_t *is_on)
{
	if (json_is_true(is_on))
		say(v, "Do not disturb is on: what comes due is told when it ends.");
	else if (json_is_false(is_on))
		say(v, "Do not disturb is off; when it is on, vouch waits until it ends.");
	else
		say(v, "It does not tell whether do not disturb is on: vouch shows what is due all "
		       "the same.");
}

void view_notice_test(const struct cli *cli, const json_t *test)
{
	const json_t *server = json_object_get(test, "server"),
		     *can = json_object_get(test, "capabilities");
	const char *why_not = text_of(test, "why_not");
	const struct view *v = &cli->view;
	_cleanup_str_ struct str text = {0};

	if (v->is_plain) {
		view_any(cli, test);
		return;
	}
	if (*why_not)
		str_addf(&text, "Nothing was shown. %s", why_not);
	else
		str_add(&text, "A notification was shown: is it on your screen?");
	say(v, str_text(&text));
	if (!json_is_object(server))
		return;
	str_reset(&text);
	str_addf(&text, "Your notification server is %s %s.", name_of(server),
		 text_of(server, "version"));
	say(v, str_text(&text));
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		bool is_able = json_is_true(json_object_get(can, words[i].capability));

		if (is_able || words[i].no)
			say(v, is_able ? words[i].yes : words[i].no);
	}
	say_disturb(v, json_object_get(test, "do_not_disturb"));
}
