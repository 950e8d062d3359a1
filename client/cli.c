/* What every command is given: the options, the connection, and how it speaks. */
#include "cli.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "escape.h"
#include "vouch/limits.h"
#include "vouch/protocol.h"

void cli_init(struct cli *cli)
{
	cli->arena = arena_new();
	cli->parsed_dates = json_object();
}

void cli_start(struct cli *cli)
{
	cli->call = call_new(cli->socket);
	view_init(&cli->view, cli->is_plain, cli->color);
}

void cli_deinit(struct cli *cli)
{
	json_decref(cli->parsed_dates);
	call_free(cli->call);
	arena_free(cli->arena);
}

__attribute__((format(printf, 2, 0))) static void add_format(struct str *out, const char *format,
							     va_list args)
{
	char *text = NULL;

	if (vasprintf(&text, format, args) < 0)
		abort();
	escape_add(out, text, ESCAPE_LINE);
	free(text);
}

int cli_fail(int exit, const char *format, ...)
{
	_cleanup_str_ struct str line = {0};
	va_list args;

	va_start(args, format);
	add_format(&line, format, args);
	va_end(args);
	(void)fflush(stdout);
	(void)fprintf(stderr, "vouch: %s\n", str_text(&line));
	return exit;
}

int cli_fail_call(const struct cli *cli)
{
	const struct call_failure *failure = call_failure(cli->call);

	return cli_fail(failure->exit, "%s", failure->text);
}

static int finish(struct cli *cli, int r)
{
	cli->view.today = call_today(cli->call);
	cli->view.timezone = call_timezone(cli->call);
	return r ? cli_fail_call(cli) : 0;
}

int cli_read(struct cli *cli, const char *method, json_t *params, json_t **ret)
{
	return finish(cli, call_read(cli->call, method, params, ret));
}

int cli_write(struct cli *cli, const char *method, json_t *params, json_t **ret)
{
	int r = finish(cli, call_write(cli->call, method, params, ret));

	if (!r)
		cli->journal = number_of(*ret, "journal");
	return r;
}

int cli_write_if(struct cli *cli, const char *method, json_t *params, int r, json_t **ret)
{
	if (r) {
		json_decref(params);
		return r;
	}
	return cli_write(cli, method, params, ret);
}

void cli_set_text(json_t *params, const char *key, const char *text)
{
	if (text)
		(void)json_object_set_new(params, key, json_string(text));
}

void cli_say_undo(const struct cli *cli)
{
	if (cli->journal && !cli->is_json && !cli->is_plain && isatty(STDOUT_FILENO))
		view_line(&cli->view, VIEW_DIM, "(vouch undo takes it back)");
}

int cli_read_all(struct cli *cli, const char *method, json_t *params, bool is_shown, json_t **ret)
{
	json_t *items = json_array();
	bool has_more = true;
	int r = 0;

	(void)json_object_set_new(params, "limit", json_integer(VOUCH_LIST_MAX));
	while (r == 0 && has_more) {
		json_auto_t *page = NULL;
		json_t *next;

		r = cli_read(cli, method, json_copy(params), &page);
		if (r == 0 && is_shown && cli_json(cli, page)) {
			json_decref(items);
			items = NULL;
			break;
		}
		next = json_object_get(page, "next");
		has_more = json_is_string(next);
		if (r == 0)
			(void)json_array_extend(items, json_object_get(page, "items"));
		if (has_more)
			(void)json_object_set(params, "cursor", next);
	}
	json_decref(params);
	if (r)
		json_decref(items);
	else
		*ret = items;
	return r;
}

bool cli_json(const struct cli *cli, const json_t *result)
{
	_cleanup_str_ struct str safe = {0};
	char *text;

	if (!cli->is_json)
		return false;
	text = json_dumps(result, CLI_DUMP);
	if (!text)
		abort();
	escape_add(&safe, text, ESCAPE_JSON);
	free(text);
	(void)puts(str_text(&safe));
	return true;
}

bool cli_is_interactive(const struct cli *cli)
{
	return !cli->is_json && !cli->is_plain && isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

/* A line of the person's answer without its end; false at the end of the input. */
static bool read_answer(char *to, size_t size)
{
	(void)fflush(stderr);
	if (!fgets(to, (int)size, stdin))
		return false;
	to[strcspn(to, "\n")] = '\0';
	return true;
}

int cli_choose(size_t n)
{
	char answer[32], *end;
	long number;

	(void)fprintf(stderr, "Which one? 1 to %zu, or Enter for none: ", n);
	if (!read_answer(answer, sizeof answer) || !*answer)
		return -1;
	number = strtol(answer, &end, 10);
	return *end || number < 1 || number > (long)n ? -1 : (int)number - 1;
}

bool cli_confirm(const char *format, ...)
{
	_cleanup_str_ struct str question = {0};
	char answer[32];
	va_list args;

	va_start(args, format);
	add_format(&question, format, args);
	va_end(args);
	(void)fprintf(stderr, "%s [y/N] ", str_text(&question));
	return read_answer(answer, sizeof answer) && tolower((unsigned char)*answer) == 'y';
}

bool cli_ask(char *to, size_t size, const char *format, ...)
{
	_cleanup_str_ struct str question = {0};
	va_list args;

	va_start(args, format);
	add_format(&question, format, args);
	va_end(args);
	(void)fputs(str_text(&question), stderr);
	return read_answer(to, size);
}

const json_t *member_of(const json_t *object, const char *path)
{
	const char *dot;

	for (; (dot = strchr(path, '.')); path = dot + 1) {
		char key[VIEW_KEY_MAX];

		str_copy(key,
			 (size_t)(dot - path) < sizeof key ? (size_t)(dot - path) + 1 : sizeof key,
			 path);
		object = json_object_get(object, key);
	}
	return json_object_get(object, path);
}

const char *text_of(const json_t *object, const char *path)
{
	const char *text = json_string_value(member_of(object, path));

	return text ? text : "";
}

long long number_of(const json_t *object, const char *path)
{
	return json_integer_value(member_of(object, path));
}
