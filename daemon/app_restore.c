/* Looking at a backup, and putting one in the place of the book; without a loop and a socket. */
#include "app.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/paths.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "ops/forget.h"
#include "store/backup_list.h"
#include "store/derived.h"
#include "store/file.h"
#include "store/loss.h"
#include "store/replace.h"
#include "vouch/protocol.h"

#define PATH_SIZE 4096
#define LOOK_US "600000000"
#define FRESH ".restoring"
#define SAME_SECOND_MAX 100

static int fail(int code, const char *text)
{
	(void)fprintf(stderr, "vouchd: %s\n", text);
	return code;
}

static int exit_of(int r)
{
	return r == -EAGAIN   ? VOUCHD_EXIT_RUNNING
	       : r == -EPROTO ? VOUCHD_EXIT_SCHEMA
			      : VOUCHD_EXIT_FAILED;
}

/* Where the settings cannot be read, the folder beside the book is looked at. */
static int list(const struct app_options *options, const char *book, struct arena *arena,
		struct backup_file **ret, size_t *ret_n)
{
	char why[CONFIG_WHY_SIZE];
	_cleanup_free_ char *folder = NULL;
	struct config config;
	int r;

	config_init(&config);
	(void)config_load(options->config, &config, why);
	folder = app_backup_folder(&config.settings, book);
	r = store_backup_list(book, folder, &config.settings, arena, ret, ret_n);
	config_deinit(&config);
	return r;
}

/* What lies among the backups was good when it got its name; whether it is now is looked at. Of a
 * large one that takes longer than a service is given to start. */
static const struct backup_file *find_good(const struct backup_file *files, size_t n)
{
	char why[STORE_WHY_SIZE];
	struct vetted v;

	(void)sd_notify(0, "EXTEND_TIMEOUT_USEC=" LOOK_US);
	for (size_t i = 0; i < n; i++) {
		if (files[i].kind == BACKUP_BEFORE)
			continue;
		if (vet_open(files[i].path, &v, why) == 0) {
			vet_close(&v);
			return &files[i];
		}
		(void)fprintf(stderr, "vouchd: %s\n", why);
	}
	return NULL;
}

void app_say_newest(const struct app_options *options, const char *book)
{
	struct arena *arena = arena_new();
	const struct backup_file *newest = NULL;
	struct backup_file *files;
	size_t n;

	if (list(options, book, arena, &files, &n) == 0)
		newest = find_good(files, n);
	if (newest)
		(void)fprintf(stderr,
			      "vouchd: nothing was changed. The newest good backup is %s. To go on "
			      "with it:\n  vouch restore %s\n",
			      newest->name, newest->path);
	else
		(void)fprintf(stderr,
			      "vouchd: nothing was changed. There is no good backup beside it; a "
			      "file you have kept elsewhere is put in place by:\n"
			      "  vouch restore FILE\n");
	arena_free(arena);
}

/* A path, or the name of a backup. */
static char *find(const struct app_options *options, const char *book, const char *name)
{
	struct arena *arena;
	struct backup_file *files;
	char *path = NULL;
	size_t n = 0;

	if (strchr(name, '/') || access(name, F_OK) == 0)
		return xstrdup(name);
	arena = arena_new();
	if (list(options, book, arena, &files, &n))
		n = 0;
	for (size_t i = 0; i < n && !path; i++)
		if (str_equal(files[i].name, name) ||
		    (str_starts_with(name, files[i].name) &&
		     str_equal(name + strlen(files[i].name), BACKUP_ENDING)))
			path = xstrdup(files[i].path);
	arena_free(arena);
	return path ? path : xstrdup(name);
}

static void print_number(const char *key, int64_t n, int64_t none)
{
	if (n != none)
		(void)printf("%s %lld\n", key, (long long)n);
}

/* Of the present book, where no vouchd has it. */
static void print_loss(const char *book)
{
	struct loss loss = loss_peek(book ? book : "");

	if (!loss.how)
		return;
	print_number("lost_before", loss.before, NO_INSTANT);
	(void)printf("lost_how %s\n", store_loss_word(loss.how));
}

int app_check_backup(const struct app_options *options, const char *name)
{
	_cleanup_free_ char *book = app_book_path(options),
			    *path = find(options, book ? book : "", name);
	char why[STORE_WHY_SIZE];
	struct vetted v;
	int r;

	r = vet_open(path, &v, why);
	if (r)
		return fail(exit_of(r), why);
	(void)printf("path %s\nschema %d\nbook %s\n", path, v.schema, v.uuid);
	print_number("at", v.written_at, NO_INSTANT);
	print_number("contacts", v.contacts, -1);
	print_number("sales", v.sales, -1);
	print_number("open", v.open, -1);
	print_number("newest", v.newest, NO_INSTANT);
	print_loss(book);
	vet_close(&v);
	return fflush(stdout) == 0 ? VOUCHD_EXIT_OK : VOUCHD_EXIT_FAILED;
}

/* What a restore works with. */
struct restore {
	const struct app_options *options;
	char *fresh, *kept;
	struct store_file file; /* the lock on the book */
	struct replace_carried carried;
	int64_t n_forgotten; /* again */
	struct loss loss;    /* of the present book */
	bool has_book;
};

struct civil_time {
	struct civil day;
	int minute, second;
};

/* As vouchd would: migrated, and seen to be usable. */
static int open_fresh(const struct restore *x, struct app *a, app_fn fn, void *arg)
{
	struct app_options options = *x->options;
	int r;

	options.db = x->fresh;
	r = app_open_book(a, &options);
	if (r == 0 && (app_load_calendar(a) || app_operate(a, OP_USER, "restore", fn, arg)))
		r = fail(VOUCHD_EXIT_FAILED, "the restored book cannot be written");
	app_erase_run(a); /* before the file takes the name of the book */
	if (r == 0 && a->env.is_erasing)
		r = fail(VOUCHD_EXIT_FAILED, "the file of the restored book cannot be made anew");
	app_deinit(a);
	return r;
}

static int nothing(struct op *op, void *arg)
{
	(void)op;
	(void)arg;
	return 0;
}

static int forget(struct op *op, void *arg)
{
	int r;

	store_set_home(op->store, op->settings->country);
	r = store_derived_settle(op->store, op->arena);
	return r ? r : op_forget_again(op, arg);
}

static int prepare(struct restore *x, const char *path)
{
	char why[STORE_WHY_SIZE];
	struct vetted v;
	struct app a;
	int r;

	r = vet_open(path, &v, why);
	if (r)
		return fail(exit_of(r), why);
	r = replace_copy(&v, path, x->fresh, why);
	vet_close(&v);
	if (r)
		return fail(exit_of(r), why);
	r = open_fresh(x, &a, nothing, NULL);
	if (r || !x->has_book)
		return r;
	r = replace_carry(x->file.path, x->fresh, &x->carried, why);
	if (r)
		return fail(exit_of(r), why);
	return x->carried.erasures > 0 ? open_fresh(x, &a, forget, &x->n_forgotten) : 0;
}

/* In the time of the wall. */
static struct civil_time on_the_wall(int64_t at)
{
	const char *problem;
	struct zone *zone = zone_load_system(&problem);
	int64_t local = zone_to_local(zone, at);

	zone_free(zone);
	return (struct civil_time){day_to_civil(day_of_local(local)), minute_of_local(local),
				   (int)(local % 60)};
}

/* "<book>.replaced-20261201-143000"; the second of a second "…-2". */
static char *name_kept(const char *book)
{
	struct clock clock = {0};
	struct civil_time t = on_the_wall(clock_now(&clock));
	_cleanup_str_ struct str name = {0};
	size_t plain;

	str_addf(&name, "%s.replaced-%04d%02d%02d-%02d%02d%02d", book, t.day.year, t.day.month,
		 t.day.day, t.minute / 60, t.minute % 60, t.second);
	plain = name.len;
	for (int n = 2; access(str_text(&name), F_OK) == 0 && n < SAME_SECOND_MAX; n++) {
		name.len = plain;
		str_addf(&name, "-%d", n);
	}
	return xstrdup(str_text(&name));
}

/* What is known of it goes with the book, so it is told once more. */
static void say_loss(const struct loss *loss)
{
	static const char *const lacked[] = {
		[LOSS_NONE] = NULL,
		[LOSS_LOG] = "lacked its last changes",
		[LOSS_OLDER] = "was an older copy, without the last changes",
		[LOSS_NO_LOG] = "may have lacked its last changes",
		[LOSS_FILE] = "may have lacked changes",
	};
	struct civil_time t;

	if (!loss->how)
		return;
	(void)printf("It %s", lacked[loss->how]);
	if (loss->before != NO_INSTANT) {
		t = on_the_wall(loss->before);
		(void)printf(", made before %04d-%02d-%02d %02d:%02d", t.day.year, t.day.month,
			     t.day.day, t.minute / 60, t.minute % 60);
	}
	(void)puts(": what is not in this one either, enter again.");
}

static void say(const struct restore *x, const char *path)
{
	(void)printf("The book is now the one of %s.\n", path);
	if (x->has_book)
		(void)printf("The one before was kept. To go back to it:\n  vouch restore %s\n",
			     x->kept);
	say_loss(&x->loss);
	if (x->n_forgotten > 0)
		(void)printf(x->n_forgotten == 1 ? "%lld person was erased before and was "
						   "erased again.\n"
						 : "%lld people were erased before and were "
						   "erased again.\n",
			     (long long)x->n_forgotten);
	if (x->has_book && !x->carried.is_read)
		(void)puts("Who was erased since that backup could not be read from the present "
			   "book: look for people who asked to be forgotten.");
}

static int restore(struct restore *x, const char *path)
{
	char why[STORE_WHY_SIZE];
	int r;

	x->has_book = access(x->file.path, F_OK) == 0;
	if (x->has_book)
		x->loss = loss_find(&x->file);
	loss_settle(&x->file);
	if (x->has_book && !replace_settle(x->file.path))
		(void)fprintf(stderr, "vouchd: the present book is damaged; it is kept as it is, "
				      "with its log\n");
	r = prepare(x, path);
	if (r == 0) {
		x->kept = name_kept(x->file.path);
		r = replace_switch(x->file.path, x->fresh, x->kept, why);
		if (r)
			r = fail(exit_of(r), why);
		else
			loss_reset(&x->file);
	}
	replace_clean(x->fresh);
	if (r == 0)
		say(x, path);
	return r;
}

static int lock(struct restore *x, const char *book)
{
	_cleanup_str_ struct str folder = {0}, fresh = {0};
	const char *slash = strrchr(book, '/');
	char why[STORE_WHY_SIZE];
	int r = 0;

	str_add_n(&folder, book, slash ? (size_t)(slash - book) : 0);
	if (folder.len)
		r = paths_make_folder(str_text(&folder));
	if (r)
		return fail(VOUCHD_EXIT_FAILED, "the folder of the book cannot be made");
	r = store_file_lock(&x->file, book, why);
	if (r)
		return fail(exit_of(r), why);
	str_addf(&fresh, "%s" FRESH, x->file.path);
	x->fresh = xstrdup(str_text(&fresh));
	return 0;
}

int app_restore(const struct app_options *options, const char *name)
{
	struct restore x = {.options = options, .file = {.lock_fd = -1}};
	_cleanup_free_ char *book = app_book_path(options), *path = NULL;
	int r;

	if (!book)
		return fail(VOUCHD_EXIT_FAILED, "cannot tell where the data lies: HOME is not set");
	path = find(options, book, name);
	r = lock(&x, book);
	if (r == 0)
		r = restore(&x, path);
	store_file_deinit(&x.file);
	free(x.fresh);
	free(x.kept);
	return r;
}
