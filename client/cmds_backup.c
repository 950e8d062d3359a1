/* A copy of the book: made by vouchd, looked at by another process, then given its name. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/paths.h"
#include "commands.h"
#include "program.h"
#include "view_parts.h"
#include "views.h"
#include "vouch/protocol.h"

#define LOOK_MS 50
#define WAITS_MAX 72000 /* an hour */

/* Of two that are made at once, one waits here until the other has given its copy a name. */
static int lock_folder(const char *folder, int *ret_fd)
{
	int fd;

	(void)paths_make_folder(folder);
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return cli_fail(VOUCH_EXIT_FAILED, "%s cannot be opened: %s", folder,
				strerror(errno));
	while (flock(fd, LOCK_EX) < 0)
		if (errno != EINTR) {
			(void)close(fd);
			return cli_fail(VOUCH_EXIT_FAILED, "%s cannot be locked: %s", folder,
					strerror(errno));
		}
	*ret_fd = fd;
	return 0;
}

/* The copy as it is now: 0 where it is written. */
static int wait_written(struct cli *cli, json_t **ret)
{
	for (int i = 0; i < WAITS_MAX; i++) {
		json_auto_t *all = NULL;
		const json_t *last;
		int r = cli_read(cli, "system.backups", NULL, &all);

		if (r)
			return r;
		last = json_object_get(all, "last");
		if (str_equal(text_of(last, "state"), "failed"))
			return cli_fail(VOUCH_EXIT_FAILED,
					"%s; the backups there are were left as "
					"they are",
					text_of(last, "why"));
		if (str_equal(text_of(last, "state"), "written")) {
			*ret = json_incref(json_object_get(all, "last"));
			return 0;
		}
		(void)poll(NULL, 0, LOOK_MS);
	}
	return cli_fail(VOUCH_EXIT_TRY_AGAIN, "the backup is not done after an hour");
}

/* The words of the one line that vouchd has said. */
static const char *said(struct str *text)
{
	char *line = text->data ? text->data : (char *)"it could not be looked at";

	line[strcspn(line, "\n")] = '\0';
	return str_starts_with(line, "vouchd: ") ? line + strlen("vouchd: ") : line;
}

static int check(const char *part)
{
	_cleanup_str_ struct str vouchd = {0}, text = {0};
	const char *argv[] = {NULL, "--check-backup", part, NULL};
	int r;

	program_find_vouchd(&vouchd);
	argv[0] = str_text(&vouchd);
	r = program_run(argv, true, &text);
	if (r == 0)
		return 0;
	if (r < 0)
		return cli_fail(VOUCH_EXIT_FAILED,
				"cannot run %s: %s; the copy is not checked, and "
				"does not count as a backup",
				str_text(&vouchd), strerror(-r));
	(void)unlink(part);
	return cli_fail(VOUCH_EXIT_FAILED,
			"the copy is not good: %s; it was thrown away, and the "
			"backups there are were left as they are",
			said(&text));
}

/* Its name is its own only now. The day's is replaced, by this newer one; another never. */
static int give_name(const char *part, const char *path, bool may_replace, int folder)
{
	struct stat st;

	if (!may_replace && lstat(path, &st) == 0) {
		(void)unlink(part);
		return cli_fail(VOUCH_EXIT_FAILED,
				"there is a backup %s already; take another name", path);
	}
	if (rename(part, path) < 0 || fsync(folder) < 0)
		return cli_fail(VOUCH_EXIT_FAILED, "%s cannot be written: %s", path,
				strerror(errno));
	return 0;
}

/* Those whose time is over. */
static int rotate(struct cli *cli, int *ret_gone)
{
	json_auto_t *all = NULL;
	const json_t *item;
	size_t i;
	int r;

	r = cli_read(cli, "system.backups", NULL, &all);
	json_array_foreach (json_object_get(all, "items"), i, item) {
		if (!str_equal(text_of(item, "kind"), "spare"))
			continue;
		if (unlink(text_of(item, "path")) == 0)
			++*ret_gone;
	}
	return r;
}

static int finish(struct cli *cli, const json_t *last, bool is_named, int fd)
{
	int gone = 0, r;

	r = check(text_of(last, "part"));
	if (r == 0)
		r = give_name(text_of(last, "part"), text_of(last, "path"), !is_named, fd);
	if (r == 0)
		r = rotate(cli, &gone);
	if (r)
		return r;
	(void)printf("Backed up and checked: %s, %.1f MiB.\n", text_of(last, "path"),
		     (double)number_of(last, "bytes") / (1024.0 * 1024.0));
	if (gone)
		(void)printf("%d old %s removed.\n", gone,
			     gone == 1 ? "backup was" : "backups were");
	if (is_named)
		(void)puts("It stays until you remove it.");
	return 0;
}

static int refuse_taken(const json_t *all, const char *name)
{
	const json_t *item;
	size_t i;

	json_array_foreach (json_object_get(all, "items"), i, item)
		if (name && str_equal(text_of(item, "name"), name) &&
		    str_equal(text_of(item, "kind"), "named"))
			return cli_fail(VOUCH_EXIT_FAILED,
					"there is a backup %s already; take another name", name);
	return 0;
}

int cmd_backup(struct cli *cli, const struct match *m)
{
	json_auto_t *all = NULL, *begun = NULL, *last = NULL;
	const char *name = match_text(m, "NAME");
	_cleanup_close_ int fd = -1;
	json_t *params;
	int r;

	r = cli_read(cli, "system.backups", NULL, &all);
	if (r == 0)
		r = refuse_taken(all, name);
	if (r == 0)
		r = lock_folder(text_of(all, "folder"), &fd);
	if (r)
		return r;
	params = json_object();
	cli_set_text(params, "name", name);
	r = cli_read(cli, "system.backup", params, &begun);
	if (r == 0)
		r = wait_written(cli, &last);
	return r ? r : finish(cli, last, name != NULL, fd);
}

static void add_cell(struct str *to, const json_t *item)
{
	str_addf(to, "%.1f MiB", (double)number_of(item, "bytes") / (1024.0 * 1024.0));
}

int cmd_backups(struct cli *cli, const struct match *m)
{
	json_auto_t *all = NULL;
	const json_t *item;
	size_t i;
	int r;

	(void)m;
	r = cli_read(cli, "system.backups", NULL, &all);
	if (r || cli_json(cli, all))
		return r;
	if (json_array_size(json_object_get(all, "items")) == 0)
		(void)printf("No backup yet. vouch backup makes one, in %s.\n",
			     text_of(all, "folder"));
	json_array_foreach (json_object_get(all, "items"), i, item) {
		_cleanup_str_ struct str size = {0};

		add_cell(&size, item);
		(void)printf("%-24s %-7s %10s  %.10s%s%s\n", text_of(item, "name"),
			     text_of(item, "kind"), str_text(&size), text_of(item, "at"),
			     *text_of(item, "expires") ? ", kept until " : "",
			     text_of(item, "expires"));
	}
	return 0;
}
