/* Backups go on between the turns, a step at a time, so that nobody else waits. */
#include "app.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/paths.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "ops/backup.h"

#define PAGES_FIRST 64
#define PAGES_MIN 32
#define PAGES_MAX 512
#define STEP_US 1500
#define REST_US 16000 /* between two steps while somebody asks */
#define QUIET_US 2000 /* after an answer: the next question mostly follows at once */
#define LOOK_MS 1
#define PATH_SIZE 4096

char *app_backup_folder(const struct settings *s, const char *book)
{
	_cleanup_str_ struct str path = {0};
	char expanded[PATH_SIZE];
	const char *slash;

	if (*s->backup_folder) {
		if (paths_expand(s->backup_folder, expanded, sizeof expanded))
			return NULL;
		return xstrdup(expanded);
	}
	slash = strrchr(book, '/');
	str_add_n(&path, book, slash ? (size_t)(slash - book) + 1 : 0);
	str_add(&path, "backups");
	return xstrdup(str_text(&path));
}

void app_backup_learn(struct app *a)
{
	char *folder = app_backup_folder(&a->config.settings, a->book);

	free(a->backup_folder);
	a->backup_folder = folder;
	a->env.backup.book = a->book;
	a->env.backup.folder = folder;
}

static int fail(struct app *a)
{
	store_backup_free(a->backup);
	a->backup = NULL;
	a->env.backup.state = BACKUP_FAILED;
	a->env.backup.why = a->backup_why;
	log_error("a backup failed: %s", a->backup_why);
	return -EIO;
}

static int begin(struct app *a)
{
	struct op_backup *b = &a->env.backup;
	_cleanup_str_ struct str part = {0};
	int r;

	if (b->folder && sandbox_bars(b->folder)) {
		(void)snprintf(a->backup_why, sizeof a->backup_why,
			       "the folder %.150s cannot be used: " APP_BARRED, b->folder);
		return fail(a);
	}
	r = b->folder ? paths_make_folder(b->folder) : -ENOENT;
	if (r == 0 && !*a->config.settings.backup_folder)
		r = paths_check_private(b->folder);
	if (r) {
		(void)snprintf(a->backup_why, sizeof a->backup_why,
			       r == -EACCES ? "the folder %.180s is open to others; chmod 700 "
					      "makes it yours alone"
					    : "the folder %.180s cannot be used",
			       b->folder ? b->folder : "of backups");
		return fail(a);
	}
	str_addf(&part, "%s/%s" BACKUP_ENDING BACKUP_PART, b->folder, b->name);
	if (store_backup_begin(a->env.store, str_text(&part), &a->backup, a->backup_why))
		return fail(a);
	b->state = BACKUP_RUNNING;
	a->backup_pages = PAGES_FIRST;
	return 0;
}

/* How many pages the next step takes, after one that took `us`. */
static int pages_next(int pages, uint64_t us)
{
	if (us > STEP_US)
		pages /= 2;
	else if (us < STEP_US / 2)
		pages += pages / 2;
	return pages < PAGES_MIN ? PAGES_MIN : pages > PAGES_MAX ? PAGES_MAX : pages;
}

static void on_rested(void *user)
{
	struct app *a = user;

	loop_timer_free(a->backup_rest);
	a->backup_rest = NULL;
	app_defer(a);
}

/* A turn with nothing to answer does not mean that nobody asks: who was answered in the last one
 * has not read it yet, and their next question would wait for a whole step. */
static bool must_rest(struct app *a, bool has_answered, uint64_t now)
{
	if (has_answered)
		a->backup_answered = now;
	return now < a->backup_rested && now < a->backup_answered + QUIET_US;
}

static void take_step(struct app *a, uint64_t begun)
{
	struct op_backup *b = &a->env.backup;
	uint64_t now;
	int r;

	r = store_backup_step(a->backup, a->backup_pages, a->backup_why);
	store_backup_progress(a->backup, &b->bytes, &b->total);
	now = clock_monotonic_us();
	a->backup_pages = pages_next(a->backup_pages, now - begun);
	a->backup_rested = now + REST_US;
	if (r < 0)
		(void)fail(a);
	if (r)
		return;
	store_backup_free(a->backup);
	a->backup = NULL;
	b->state = BACKUP_WRITTEN;
}

bool app_backup_run(struct app *a, bool has_answered)
{
	struct op_backup *b = &a->env.backup;
	uint64_t now = clock_monotonic_us();

	if (b->state == BACKUP_WANTED && begin(a))
		return false;
	if (b->state != BACKUP_RUNNING)
		return false;
	if (must_rest(a, has_answered, now)) {
		if (!a->backup_rest)
			a->backup_rest = loop_after(a->loop, LOOK_MS, on_rested, a);
		return false;
	}
	take_step(a, now);
	return b->state == BACKUP_RUNNING;
}

void app_backup_free(struct app *a)
{
	store_backup_free(a->backup);
	free(a->backup_folder);
	free(a->book);
}
