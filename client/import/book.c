/* A whole book, as vouch export ndjson wrote it. */
#include "import/book.h"

#include <string.h>

#include "base/cleanup.h"
#include "money.h"
#include "vouch/protocol.h"

#define SHOWN_MAX 20

bool book_is(const struct file *file)
{
	size_t i = 0;

	while (i < file->len && strchr(" \t\r\n", file->text[i]))
		i++;
	return i < file->len && file->text[i] == '{';
}

static int send_line(struct upload *u, const char *path, const char *text, size_t n, json_int_t at)
{
	json_error_t error;
	json_t *item = json_loadb(text, n, JSON_REJECT_DUPLICATES, &error);

	if (!json_is_object(item)) {
		json_decref(item);
		upload_abort(u);
		return cli_fail(VOUCH_EXIT_FAILED,
				"%s, line %lld: this is no JSON object; nothing was taken", path,
				(long long)at);
	}
	(void)json_object_set_new(item, "line", json_integer(at));
	return upload_add(u, item);
}

static int send_lines(struct upload *u, const char *path, const struct file *file)
{
	const char *at = file->text, *end = file->text + file->len;
	json_int_t line = 0;
	int exit = 0;

	while (!exit && at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		size_t n = (size_t)((stop ? stop : end) - at);

		line++;
		if (strspn(at, " \t\r") < n)
			exit = send_line(u, path, at, n, line);
		at += n + 1;
	}
	return exit;
}

static void say_refused(const struct cli *cli, const struct upload *u)
{
	const json_t *refusal;
	size_t i;

	json_array_foreach (u->refused, i, refusal) {
		long long line = number_of(refusal, "line");

		if (i == SHOWN_MAX)
			break;
		if (line)
			view_line(&cli->view, VIEW_NORMAL, "line %lld: %s %s", line,
				  text_of(refusal, "field"), text_of(refusal, "reason"));
		else
			view_line(&cli->view, VIEW_NORMAL, "%s %s", text_of(refusal, "field"),
				  text_of(refusal, "reason"));
	}
	if (json_array_size(u->refused) > SHOWN_MAX)
		view_line(&cli->view, VIEW_NORMAL, "… and more; --json shows all");
	view_line(&cli->view, VIEW_NORMAL, "Nothing was taken.");
}

static void say_taken(const struct cli *cli, const struct upload *u)
{
	_cleanup_str_ struct str n = {0};
	long long added = number_of(u->import, "added");

	money_add(&n, added ? added : number_of(u->import, "unchanged"), 0, "");
	if (!added)
		view_line(&cli->view, VIEW_NORMAL,
			  "This is the very same book, with nothing changed (%s rows).",
			  str_text(&n));
	else if (u->is_dry_run)
		view_line(&cli->view, VIEW_NORMAL, "Would take the whole book, %s rows.",
			  str_text(&n));
	else
		view_line(&cli->view, VIEW_NORMAL,
			  "Taken: the whole book, %s rows. This cannot be undone; the book was "
			  "empty before.",
			  str_text(&n));
}

int book_import(struct cli *cli, const char *path, const struct file *file, struct upload *upload)
{
	bool is_refused;
	int exit;

	upload->is_book = true;
	exit = send_lines(upload, path, file);
	if (!exit)
		exit = upload_finish(upload);
	if (exit)
		return exit;
	is_refused = strcmp(text_of(upload->import, "state"), "done") != 0;
	if (cli->is_json)
		(void)cli_json(cli, upload->import);
	else if (is_refused)
		say_refused(cli, upload);
	else
		say_taken(cli, upload);
	return is_refused ? VOUCH_EXIT_FAILED : VOUCH_EXIT_OK;
}
