/* vouch status --bar: one line for a status bar, or one each time that it changes. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "bar.h"
#include "base/clock.h"
#include "base/str.h"
#include "commands.h"
#include "feed.h"
#include "place.h"
#include "vouch/protocol.h"

#define SETTLE_MS 100    /* what happens together is shown once */
#define RESTLESS_MS 1000 /* but no later than this, however much happens */

struct panel {
	struct cli *cli;
	enum bar_format format;
	bool is_watching;
	struct str shown; /* the line printed last */
	int64_t next_day;
};

static const char *find_privacy(const json_t *settings)
{
	const json_t *setting;
	size_t i;

	json_array_foreach (json_object_get(settings, "settings"), i, setting)
		if (str_equal(text_of(setting, "section"), "desktop") &&
		    str_equal(text_of(setting, "key"), "privacy"))
			return text_of(setting, "value");
	return "names";
}

static int read_all(struct panel *p, struct bar *b)
{
	json_auto_t *status = NULL, *agenda = NULL, *settings = NULL;
	struct call *call = p->cli->call;

	if (call_read(call, "system.status", NULL, &status) ||
	    call_read(call, "agenda.get", NULL, &agenda) ||
	    call_read(call, "settings.get", NULL, &settings))
		return call_failure(call)->exit;
	bar_read(b, status, agenda, find_privacy(settings));
	p->next_day = bar_next_day(status, agenda);
	return 0;
}

static void show(struct panel *p, const struct bar *b)
{
	_cleanup_str_ struct str line = {0};

	bar_add(&line, b, p->format, p->is_watching);
	if (str_equal(str_text(&line), str_text(&p->shown)))
		return;
	(void)fputs(str_text(&line), stdout);
	(void)fflush(stdout);
	str_reset(&p->shown);
	str_add(&p->shown, str_text(&line));
}

static void show_off(struct panel *p, const char *why)
{
	struct bar b = {0};

	bar_read_off(&b, why);
	show(p, &b);
	bar_deinit(&b);
}

/* False where vouchd is gone. */
static bool refresh(struct panel *p)
{
	struct bar b = {0};
	int r;

	r = read_all(p, &b);
	if (!r)
		show(p, &b);
	bar_deinit(&b);
	return r == 0;
}

/* Bars leave a program out that fails: that vouchd is not there is said and no failure. */
static int show_once(struct panel *p)
{
	if (!refresh(p))
		show_off(p, call_failure(p->cli->call)->text);
	return 0;
}

static int stay(struct panel *p, struct feed *feed)
{
	int64_t since = 0; /* the first event that is not shown yet; 0: none */

	for (;;) {
		json_auto_t *event = NULL;
		bool is_due = false;

		switch (feed_next(feed, since ? SETTLE_MS : -1, &event)) {
		case FEED_EVENT:
			since = since ? since : clock_monotonic_ms();
			is_due = clock_monotonic_ms() - since >= RESTLESS_MS;
			break;
		case FEED_OPEN:
			call_drop(p->cli->call);
			is_due = true;
			break;
		case FEED_LOST:
			show_off(p, feed_failure(feed)->text);
			break;
		case FEED_TIME:
			is_due = true;
			break;
		case FEED_ENDED:
			return raise(SIGPIPE) ? VOUCH_EXIT_FAILED : VOUCH_EXIT_OK;
		}
		if (!is_due)
			continue;
		since = 0;
		if (refresh(p)) {
			feed_wake_at(feed, p->next_day);
			continue;
		}
		if (call_failure(p->cli->call)->code)
			show_off(p, call_failure(p->cli->call)->text);
		feed_again(feed);
	}
}

int cmd_bar(struct cli *cli, const struct match *m)
{
	const char *bar = match_text(m, "BAR");
	struct panel p = {.cli = cli, .is_watching = match_has(m, "watch")};
	struct feed *feed;
	int r;

	if (!bar)
		return cli_fail(VOUCH_EXIT_USAGE,
				"--watch wants --bar waybar, i3blocks or plain; what happens is "
				"told by vouch watch");
	p.format = (enum bar_format)place_word(place_find("BAR", 3), bar);
	if (p.is_watching) {
		feed = feed_new(cli->socket, NULL, -1);
		r = stay(&p, feed);
		feed_free(feed);
	} else {
		r = show_once(&p);
	}
	str_deinit(&p.shown);
	return r;
}
