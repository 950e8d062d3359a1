/* vouch plan edit: a plan's document in the user's editor, and back where it is in order. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "commands.h"
#include "program.h"
#include "view_parts.h"
#include "views.h"
#include "vouch/limits.h"
#include "vouch/protocol.h"

static int fail_file(const char *path)
{
	return cli_fail(VOUCH_EXIT_FAILED, "%s: %s", path, strerror(errno));
}

/* A new file for the editor; `path` ends in XXXXXX.json. */
static int write_document(char *path, const json_t *document)
{
	int fd = mkostemps(path, 5, O_CLOEXEC), r = 0;
	FILE *file;

	if (fd < 0)
		return fail_file(path);
	file = fdopen(fd, "we");
	if (!file || json_dumpf(document, file, JSON_INDENT(2)) || fputc('\n', file) == EOF)
		r = fail_file(path);
	if (file && fclose(file) && !r)
		r = fail_file(path);
	return r;
}

/* VISUAL and EDITOR may have arguments, so a shell reads them, and them alone. */
static int run_editor(const char *path)
{
	const char *editor = getenv("VISUAL");
	_cleanup_str_ struct str line = {0};
	const char *argv[] = {"/bin/sh", "-c", NULL, "editor", path, NULL};

	if (!editor || !*editor)
		editor = getenv("EDITOR");
	str_addf(&line, "%s \"$@\"", editor && *editor ? editor : "editor");
	argv[2] = line.data;
	if (program_run(argv, false, NULL) == 0)
		return 0;
	return cli_fail(VOUCH_EXIT_FAILED,
			"the editor failed, and the plan is as it was; EDITOR names another");
}

/* Null with *ret_why where it is no JSON. */
static json_t *read_document(const char *path, struct str *why)
{
	json_error_t error;
	json_t *document = json_load_file(path, JSON_REJECT_DUPLICATES, &error);

	if (!document)
		str_addf(why, "line %d: %s", error.line, error.text);
	return document;
}

/* 0; what is wrong is said, and *ret_is_wrong set where editing on may mend it. */
static int put(struct cli *cli, const json_t *document, json_t **ret, bool *ret_is_wrong)
{
	json_t *params = json_pack("{s:O}", "document", document);
	int r;

	*ret_is_wrong = false;
	r = call_write(cli->call, "plan.put", params, ret);
	if (!r) {
		cli->journal = number_of(*ret, "journal");
		return 0;
	}
	*ret_is_wrong = call_failure(cli->call)->code != 0;
	return cli_fail_call(cli);
}

/* Until it is taken, left as it was, or given up; the file stays where it holds work. */
static int edit(struct cli *cli, const char *name, char *path, const json_t *before, json_t **ret)
{
	for (;;) {
		json_auto_t *document = NULL;
		_cleanup_str_ struct str why = {0};
		bool is_wrong = true;
		int r;

		r = run_editor(path);
		if (r)
			return r;
		document = read_document(path, &why);
		if (document && json_equal(document, before))
			return 0;
		if (document)
			r = put(cli, document, ret, &is_wrong);
		else
			r = cli_fail(VOUCH_EXIT_FAILED, "%s: %s", path, str_text(&why));
		if (!r)
			return 0;
		if (!is_wrong || !cli_is_interactive(cli) || !cli_confirm("Edit it again?"))
			return cli_fail(r, "the plan '%s' is as it was; what you wrote is in %s",
					name, path);
	}
}

static int find_document(struct cli *cli, const char *name, json_t **ret)
{
	json_auto_t *answer = NULL;
	int r;

	r = cli_read(cli, "plan.get", json_pack("{s:s}", "name", name), &answer);
	if (!r)
		*ret = json_incref(json_object_get(json_object_get(answer, "plan"), "document"));
	return r;
}

int cmd_plan_edit(struct cli *cli, const struct match *m)
{
	const char *name = match_text(m, "PLAN"), *folder = getenv("TMPDIR");
	json_auto_t *document = NULL, *answer = NULL;
	char *path = arena_printf(cli->arena, "%s/vouch-plan-XXXXXX.json",
				  folder && *folder == '/' ? folder : "/tmp");
	int r;

	r = find_document(cli, name, &document);
	if (!r)
		r = write_document(path, document);
	if (!r)
		r = edit(cli, name, path, document, &answer);
	if (r)
		return r;
	(void)unlink(path);
	if (!answer) {
		view_line(&cli->view, VIEW_NORMAL, "Nothing was changed.");
		return 0;
	}
	if (cli_json(cli, answer))
		return 0;
	view_line(
		&cli->view, VIEW_NORMAL,
		"The plan %s is version %lld now. What runs already stays on the version it began "
		"with.",
		name, number_of(answer, "plan.version"));
	cli_say_undo(cli);
	return 0;
}
