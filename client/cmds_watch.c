/* The events as they come: in words, for scripts, or as they are. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "commands.h"
#include "dates.h"
#include "escape.h"
#include "events.h"
#include "feed.h"
#include "place.h"
#include "vouch/errors.h"
#include "vouch/protocol.h"

struct watch {
	struct cli *cli;
	struct feed *feed;
	char day[DATES_DAY_SIZE]; /* of the line before */
	bool has_begun, is_lost;
};

/* A noun stands for all of its kinds. */
static bool is_asked_for(const struct match *m, const char *kind)
{
	for (size_t i = 0; i < m->n; i++) {
		const char *word = m->items[i].text;

		if (str_equal(m->items[i].name, "EVENT") &&
		    (strcasecmp(kind, word) == 0 ||
		     (strncasecmp(kind, word, strlen(word)) == 0 && kind[strlen(word)] == '.')))
			return true;
	}
	return false;
}

/* Null for all of them. */
static json_t *make_kinds(const struct match *m)
{
	json_t *kinds;

	if (!match_has(m, "EVENT"))
		return NULL;
	kinds = json_array();
	for (const char *const *kind = place_events; *kind; kind++)
		if (strchr(*kind, '.') && is_asked_for(m, *kind))
			(void)json_array_append_new(kinds, json_string(*kind));
	return kinds;
}

/* What the event is about, null where that is gone. False: vouchd is. */
static bool look_up(struct cli *cli, const json_t *event, json_t **ret)
{
	const struct event_noun *noun = event_noun(text_of(event, "kind"));
	json_auto_t *answer = NULL;
	int r;

	if (!noun || !noun->method)
		return true;
	r = call_read(cli->call, noun->method,
		      json_pack("{s:I}", noun->param, number_of(event, noun->member)), &answer);
	*ret = json_incref(json_object_get(answer, noun->result));
	return r != VOUCH_EXIT_TRY_AGAIN && r != VOUCH_EXIT_UNREACHABLE;
}

/* "14:02", with its day before it where that is another one than of the line before. */
static void add_time(struct watch *w, struct str *out, const char *due)
{
	char day[DATES_DAY_SIZE];

	str_copy(day, sizeof day, due);
	if (!*w->day)
		str_copy(w->day, sizeof w->day, call_today(w->cli->call));
	if (str_equal(day, w->day)) {
		str_addf(out, "%s ", dates_time(due));
		return;
	}
	dates_add(out, due, w->day);
	str_add_char(out, ' ');
	str_copy(w->day, sizeof w->day, day);
}

static void print_fields(const json_t *event, const char *words)
{
	_cleanup_str_ struct str safe = {0};

	escape_add(&safe, words, ESCAPE_PLAIN);
	(void)printf("%lld\t%s\t%s\t%lld\t%lld\t%s\n", number_of(event, "seq"),
		     text_of(event, "at"), text_of(event, "kind"), number_of(event, "id"),
		     number_of(event, "contact"), str_text(&safe));
}

static void print(struct watch *w, const json_t *event, const json_t *object)
{
	_cleanup_str_ struct str words = {0}, time = {0};
	char due[DATES_DUE_SIZE], day[DATES_DAY_SIZE];

	dates_local(text_of(event, "at"), call_timezone(w->cli->call), due);
	str_copy(day, sizeof day, due);
	event_words(&words, event, object, day);
	if (w->cli->is_plain) {
		print_fields(event, str_text(&words));
		return;
	}
	add_time(w, &time, due);
	view_line(&w->cli->view, VIEW_NORMAL, "%s%s", str_text(&time), str_text(&words));
}

static void say_gap(void)
{
	(void)cli_fail(0, "some events are missing here: vouchd keeps the newest only; "
			  "what was read before is to be read again");
}

static void take(struct watch *w, const json_t *event)
{
	json_auto_t *object = NULL;

	if (json_is_true(json_object_get(event, "gap")))
		say_gap();
	if (cli_json(w->cli, event)) {
		(void)fflush(stdout);
		return;
	}
	/* The connection for looking up knows the zone of its beginning only. */
	if (str_equal(text_of(event, "kind"), "clock.changed"))
		call_drop(w->cli->call);
	if (!look_up(w->cli, event, &object)) {
		feed_again(w->feed);
		return;
	}
	print(w, event, object);
	(void)fflush(stdout);
}

/* The first time with its reason, like any command; then only that we wait. */
static int lose(struct watch *w)
{
	const struct call_failure *failure = feed_failure(w->feed);

	if (!w->has_begun)
		return cli_fail(failure->exit, "%s", failure->text);
	if (!w->is_lost)
		(void)cli_fail(0, "vouchd is gone; waiting until it is back");
	w->is_lost = true;
	return 0;
}

static void open_again(struct watch *w)
{
	call_drop(w->cli->call);
	if (w->is_lost)
		(void)cli_fail(0, "vouchd is back");
	if (feed_has_gap(w->feed))
		say_gap();
	w->has_begun = true;
	w->is_lost = false;
}

static int run(struct watch *w)
{
	for (;;) {
		json_auto_t *event = NULL;
		int r = 0;

		switch (feed_next(w->feed, -1, &event)) {
		case FEED_EVENT:
			take(w, event);
			break;
		case FEED_OPEN:
			open_again(w);
			break;
		case FEED_LOST:
			r = lose(w);
			break;
		case FEED_TIME:
			break;
		case FEED_ENDED:
			return raise(SIGPIPE) ? VOUCH_EXIT_FAILED : VOUCH_EXIT_OK;
		}
		if (r)
			return r;
	}
}

int cmd_watch(struct cli *cli, const struct match *m)
{
	const char *since = match_text(m, "SEQ");
	struct watch w = {.cli = cli};
	int r;

	w.feed = feed_new(cli->socket, make_kinds(m), since ? strtoll(since, NULL, 10) : -1);
	r = run(&w);
	feed_free(w.feed);
	return r;
}
