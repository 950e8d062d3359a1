/* Which files vouchd can reach, and what it says of that. */
#include "app.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/paths.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "base/zone.h"
#include "io/sandbox.h"

#define PATH_SIZE 4096
#define RULES_MAX 24

/* The paths are owned. */
struct rules {
	struct sandbox_rule items[RULES_MAX];
	size_t n;
};

char *app_book_path(const struct app_options *options)
{
	char path[PATH_SIZE];

	if (options->db)
		return xstrdup(options->db);
	return paths_get(PATHS_DATA, "vouch.db", path, sizeof path) ? NULL : xstrdup(path);
}

static char *cut(const char *path, size_t n)
{
	char *copy = xstrdup(path);

	copy[n] = '\0';
	return copy;
}

static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return xstrdup(".");
	return slash == path ? xstrdup("/") : cut(path, (size_t)(slash - path));
}

int app_make_folder_of(const char *path)
{
	_cleanup_free_ char *folder = folder_of(path);

	return strcmp(folder, "/") == 0 || strcmp(folder, ".") == 0 ? 0 : paths_make_folder(folder);
}

/* Takes the path over; null is fine. */
static void allow(struct rules *rules, enum sandbox_use use, char *path)
{
	bool is_new = path != NULL;

	for (size_t i = 0; is_new && i < rules->n; i++)
		is_new = rules->items[i].use != use || !str_equal(rules->items[i].path, path);
	if (is_new && rules->n < RULES_MAX)
		rules->items[rules->n++] = (struct sandbox_rule){path, use};
	else
		free(path);
}

static void allow_folder_of(struct rules *rules, enum sandbox_use use, const char *path)
{
	if (path)
		allow(rules, use, folder_of(path));
}

/* A folder that is written to; made now, because one that is not there cannot be let in. */
static void allow_made(struct rules *rules, enum sandbox_use use, char *folder)
{
	if (folder)
		(void)paths_make_folder(folder);
	allow(rules, use, folder);
}

/* A file that is a link is read where it leads. */
static void allow_target_of(struct rules *rules, const char *path)
{
	_cleanup_free_ char *real = realpath(path, NULL);

	allow_folder_of(rules, SANDBOX_READ, real);
}

/* Made where it is missing: a file that is put there later is to be read without a restart. */
static void allow_settings(struct rules *rules, const struct app *a)
{
	char path[PATH_SIZE];

	if (a->options.config)
		str_copy(path, sizeof path, a->options.config);
	else if (paths_get(PATHS_CONFIG, CONFIG_NAME, path, sizeof path) == 0)
		(void)app_make_folder_of(path);
	else
		return;
	allow_folder_of(rules, SANDBOX_READ, path);
	allow_target_of(rules, path);
	for (size_t i = 0; i < N_SETTINGS; i++) { /* of conf.d, too */
		_cleanup_free_ char *file = NULL;
		const char *origin = a->config.origin[i],
			   *colon = origin ? strrchr(origin, ':') : NULL;

		if (!colon)
			continue;
		file = cut(origin, (size_t)(colon - origin));
		allow_target_of(rules, file);
	}
}

/* Those that the settings name, before the ruleset is made; others take a restart. */
static void allow_written(struct rules *rules, const struct app *a)
{
	_cleanup_free_ char *book = app_book_path(&a->options),
			    *socket = app_socket_path(&a->options);
	char calendar[PATH_SIZE];

	if (book) {
		allow_made(rules, SANDBOX_WRITE, folder_of(book));
		allow_made(rules, SANDBOX_WRITE, app_backup_folder(&a->config.settings, book));
	}
	if (socket)
		allow_made(rules, SANDBOX_SOCKET, folder_of(socket));
	if (*a->config.settings.calendar_folder &&
	    paths_expand(a->config.settings.calendar_folder, calendar, sizeof calendar) == 0)
		allow_made(rules, SANDBOX_WRITE, xstrdup(calendar));
}

/* A rule on the file /etc/localtime would die when it is replaced. */
static void allow_system(struct rules *rules)
{
	allow(rules, SANDBOX_READ, xstrdup("/etc"));
	allow(rules, SANDBOX_READ, xstrdup(zone_folder()));
	allow_target_of(rules, "/etc/localtime");
	allow(rules, SANDBOX_WRITE, xstrdup("/dev/null"));
	allow(rules, SANDBOX_READ, xstrdup("/dev/urandom"));
#ifdef VOUCH_BUILD_FOLDER /* sanitizers look at the process, counters of coverage are written */
	allow(rules, SANDBOX_READ, xstrdup("/proc"));
	allow(rules, SANDBOX_READ, xstrdup("/usr"));
	allow(rules, SANDBOX_WRITE, xstrdup(VOUCH_BUILD_FOLDER));
#endif
}

/* What SQLite has no room for in memory holds names, and belongs beside the book, not in a folder
 * of everybody's. */
static void keep_temporary_beside(const struct app *a)
{
	_cleanup_free_ char *book = app_book_path(&a->options), *folder = NULL;

	if (!book)
		return;
	folder = folder_of(book);
	(void)setenv("SQLITE_TMPDIR", folder, 1);
}

void app_confine(struct app *a)
{
	struct rules rules = {0};
	int r;

	keep_temporary_beside(a);
	allow_written(&rules, a);
	allow_system(&rules);
	allow_settings(&rules, a);
	r = sandbox_enter(rules.items, rules.n, &a->sandbox);
	if (r)
		log_warning("vouchd is not confined to its folders: %s",
			    r == -ENOSYS || r == -EOPNOTSUPP ? "this kernel has no Landlock"
							     : strerror(-r));
	for (size_t i = 0; i < rules.n; i++)
		free((char *)rules.items[i].path);
}

void app_look_at_folders(const struct app *a)
{
	if (a->backup_folder && sandbox_bars(a->backup_folder))
		log_warning("[backup] folder: " APP_BARRED);
	if (a->env.calendar.folder && sandbox_bars(a->env.calendar.folder))
		log_warning("[calendar] folder: " APP_BARRED);
}

/* An update puts a new program in the place of the one that runs. */
static bool is_replaced(void)
{
	static const char gone[] = " (deleted)";
	char path[PATH_SIZE];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);

	if (n < (ssize_t)sizeof gone)
		return false;
	path[n] = '\0';
	return str_equal(path + n - (sizeof gone - 1), gone);
}

void app_sandbox(struct rpc_sandbox *ret, void *user)
{
	const struct app *a = user;

	*ret = (struct rpc_sandbox){
		.no_new_privs = a->sandbox.no_new_privs,
		.is_dumpable = a->sandbox.is_dumpable,
		.landlock = a->sandbox.landlock,
		.is_replaced = is_replaced(),
	};
}
