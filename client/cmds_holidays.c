/* Days off: which are coming, and the files they come from. */
#include <string.h>

#include "base/cleanup.h"
#include "base/utf8.h"
#include "commands.h"
#include "helper.h"
#include "holidays.h"
#include "view_parts.h"
#include "views.h"
#include "vouch/limits.h"
#include "vouch/protocol.h"

#define FRAME_BYTES ((size_t)4096) /* of a request around its days, at most */

/* The calendars that come with vouch, by the words that name them. */
static const struct {
	const char *word, *file;
} shipped[] = {
	{"us", "us-federal.ics"},
	{"de", "germany.ics"},
};

static void say_none(const struct cli *cli, const json_t *page)
{
	const json_t *sources = json_object_get(page, "sources"), *source;
	_cleanup_str_ struct str day = {0};
	size_t i;

	if (json_array_size(sources) == 0)
		view_line(&cli->view, VIEW_NORMAL,
			  "No holidays are noted: vouch holidays add us, de or a FILE.ics does "
			  "that.");
	json_array_foreach (sources, i, source)
		view_line(&cli->view, VIEW_NORMAL, "The holidays from %s end on %s.",
			  text_of(source, "source"), part_full_day(&day, text_of(source, "last")));
}

int cmd_holidays(struct cli *cli, const struct match *m)
{
	json_t *params = json_pack("{s:i}", "limit", VOUCH_LIST_MAX);
	json_auto_t *page = NULL;
	int r;

	(void)m;
	r = cli_read(cli, "calendar.list", params, &page);
	if (r || cli_json(cli, page))
		return r;
	if (json_array_size(json_object_get(page, "items")) == 0 && !cli->is_plain)
		say_none(cli, page);
	else
		view_holidays(cli, json_object_get(page, "items"));
	return 0;
}

/* "us", "de", or the file's name without its end: "work/feiertage.ics" → "feiertage" */
static const char *name_of_file(struct cli *cli, const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	const char *point = strrchr(name, '.');

	if (str_equal(path, "-"))
		return "stdin";
	return arena_strndup(cli->arena, name,
			     point && point != name ? (size_t)(point - name) : strlen(name));
}

static void find_file(struct cli *cli, const char *word, struct holidays_file *file)
{
	_cleanup_str_ struct str path = {0};

	*file = (struct holidays_file){.path = word,
				       .label = str_equal(word, "-") ? "stdin" : word};
	for (size_t i = 0; i < ARRAY_LEN(shipped); i++)
		if (str_equal(shipped[i].word, word)) {
			helper_find_file(&path, "holidays", shipped[i].file);
			file->path = file->label = arena_strdup(cli->arena, str_text(&path));
		}
}

/* Why what was read cannot be sent; the exit code, 0: it can. */
static int check(const struct holidays_file *file, const char *name)
{
	if (!*name || utf8_length(name) > VOUCH_WORD_MAX)
		return cli_fail(VOUCH_EXIT_USAGE,
				"say in 1 to %d characters where they come from: vouch holidays "
				"add FILE as NAME",
				VOUCH_WORD_MAX);
	if (json_array_size(file->days) == 0)
		return cli_fail(VOUCH_EXIT_FAILED, "%s: it has no day off%s", file->label,
				file->n_timed ? ": all its events have a time of day" : "");
	if (json_dumpb(file->days, NULL, 0, JSON_COMPACT) > VOUCH_LINE_MAX - FRAME_BYTES)
		return cli_fail(VOUCH_EXIT_FAILED,
				"%s: its days off with their names are more than 1 MiB: take it in "
				"parts",
				file->label);
	return 0;
}

static const json_t *next_of(const struct cli *cli, const json_t *days)
{
	const json_t *day;
	size_t i;

	json_array_foreach (days, i, day)
		if (strcmp(text_of(day, "day"), cli->view.today) >= 0)
			return day;
	return NULL;
}

static void print_put(const struct cli *cli, const json_t *answer, const struct holidays_file *file)
{
	const json_t *last = json_array_get(file->days, json_array_size(file->days) - 1);
	const json_t *next = next_of(cli, file->days);
	long long added = number_of(answer, "added"), removed = number_of(answer, "removed");
	_cleanup_str_ struct str days = {0}, until = {0}, day = {0}, left = {0};

	part_count(&days, number_of(answer, "days"), "day off", "days off");
	part_full_day(&until, text_of(last, "day"));
	if (!added && !removed)
		view_line(&cli->view, VIEW_NORMAL, "Nothing is new: %s has %s, as before.",
			  text_of(answer, "source"), str_text(&days));
	else if (added == number_of(answer, "days") && !removed)
		view_line(&cli->view, VIEW_NORMAL, "Noted: %s from %s, until %s.", str_text(&days),
			  text_of(answer, "source"), str_text(&until));
	else
		view_line(&cli->view, VIEW_NORMAL,
			  "Noted: %s from %s, until %s; %lld are new, %lld are gone.",
			  str_text(&days), text_of(answer, "source"), str_text(&until), added,
			  removed);
	if (next)
		view_line(&cli->view, VIEW_NORMAL, "The next is %s on %s.", text_of(next, "name"),
			  part_full_day(&day, text_of(next, "day")));
	if (file->n_timed)
		view_line(&cli->view, VIEW_NORMAL, "%s left out: days off are whole days.",
			  part_count(&left, file->n_timed, "event with a time of day was",
				     "events with a time of day were"));
}

static int put(struct cli *cli, const char *name, json_t *days, json_t **ret)
{
	return cli_write(cli, "calendar.put", json_pack("{s:s, s:O}", "source", name, "days", days),
			 ret);
}

int cmd_holidays_add(struct cli *cli, const struct match *m)
{
	const char *word = match_text(m, "CALENDAR"), *name = match_text(m, "NAME");
	json_auto_t *now = NULL, *answer = NULL;
	struct holidays_file file;
	int r;

	find_file(cli, word, &file);
	if (!name)
		name = name_of_file(cli, word);
	r = cli_read(cli, "calendar.list", NULL, &now); /* which day it is */
	if (r == 0)
		r = holidays_read(cli, &file);
	if (r == 0)
		r = check(&file, name);
	if (r == 0)
		r = put(cli, name, file.days, &answer);
	if (r == 0 && !cli_json(cli, answer))
		print_put(cli, answer, &file);
	json_decref(file.days);
	return r;
}

static int fail_unknown(struct cli *cli, const char *name)
{
	_cleanup_str_ struct str names = {0};
	json_auto_t *page = NULL;
	const json_t *source;
	size_t i;
	int r;

	r = cli_read(cli, "calendar.list", NULL, &page);
	if (r)
		return r;
	json_array_foreach (json_object_get(page, "sources"), i, source)
		str_addf(&names, "%s%s", i ? ", " : "", text_of(source, "source"));
	return cli_fail(VOUCH_EXIT_AMBIGUOUS, "there are no holidays from '%s'; there are: %s",
			name, names.len ? str_text(&names) : "none");
}

int cmd_holidays_remove(struct cli *cli, const struct match *m)
{
	const char *name = match_text(m, "NAME");
	json_auto_t *answer = NULL, *none = json_array();
	_cleanup_str_ struct str days = {0};
	int r;

	r = put(cli, name, none, &answer);
	if (r)
		return r;
	if (number_of(answer, "removed") == 0)
		return fail_unknown(cli, name);
	if (!cli_json(cli, answer))
		view_line(&cli->view, VIEW_NORMAL, "Removed: %s from %s.",
			  part_count(&days, number_of(answer, "removed"), "day off", "days off"),
			  name);
	return 0;
}
