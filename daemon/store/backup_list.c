/* The folder of backups: which lie there, and which go. */
#include "store/backup_list.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/str.h"

#define BEFORE ".before-"

struct listing {
	struct arena *arena;
	struct backup_file *items;
	size_t n, cap;
};

static void add(struct listing *l, int folder_fd, const char *folder, struct backup_file file,
		const char *file_name)
{
	struct stat st;

	if (fstatat(folder_fd, file_name, &st, AT_SYMLINK_NOFOLLOW) < 0 || !S_ISREG(st.st_mode))
		return;
	file.path = arena_printf(l->arena, "%s/%s", folder, file_name);
	file.bytes = st.st_size;
	file.at = st.st_mtim.tv_sec;
	l->items = arena_grow(l->arena, l->items, l->n, &l->cap, sizeof *l->items);
	l->items[l->n++] = file;
}

/* "NAME.db" */
static void add_backup(struct listing *l, int fd, const char *folder, const char *file_name)
{
	size_t n = strlen(file_name), n_ending = strlen(BACKUP_ENDING);
	struct backup_file file = {.kind = BACKUP_NAMED, .expires = NO_DAY};
	struct day day;

	if (n <= n_ending || !str_equal(file_name + n - n_ending, BACKUP_ENDING))
		return;
	file.name = arena_strndup(l->arena, file_name, n - n_ending);
	if (!backup_name_is_good(file.name))
		return;
	if (backup_name_day(file.name, &day))
		file.kind = BACKUP_SPARE; /* until it is judged */
	add(l, fd, folder, file, file_name);
}

static int each(struct listing *l, const char *folder, const char *book_name)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	size_t n = book_name ? strlen(book_name) : 0;

	if (!dir) /* what is out of reach is told by the next backup, and keeps no status back */
		return errno == ENOENT || errno == EACCES ? 0 : -errno;
	while ((entry = readdir(dir))) {
		const char *name = entry->d_name;

		if (!book_name) {
			add_backup(l, dirfd(dir), folder, name);
		} else if (strncmp(name, book_name, n) == 0 && str_starts_with(name + n, BEFORE) &&
			   strspn(name + n + strlen(BEFORE), "0123456789") ==
				   strlen(name + n + strlen(BEFORE))) {
			struct backup_file file = {.kind = BACKUP_BEFORE, .expires = NO_DAY};

			file.name = arena_strdup(l->arena, name);
			add(l, dirfd(dir), folder, file, name);
		}
	}
	(void)closedir(dir);
	return 0;
}

static int beside_book(struct listing *l, const char *book)
{
	const char *slash = strrchr(book, '/');

	if (!slash)
		return each(l, ".", book);
	return each(l, slash == book ? "/" : arena_strndup(l->arena, book, (size_t)(slash - book)),
		    slash + 1);
}

/* Nightly ones by their days, whatever was done to their files since. */
static int compare_nightly(const void *a, const void *b)
{
	const struct backup_file *const *x = a, *const *y = b;
	struct day of_x, of_y;

	(void)backup_name_day((*x)->name, &of_x);
	(void)backup_name_day((*y)->name, &of_y);
	return (of_x.n < of_y.n) - (of_x.n > of_y.n);
}

static void judge(struct listing *l, int daily, int weekly)
{
	struct backup_file **nightly = arena_array(l->arena, l->n + 1, sizeof(void *));
	enum backup_kind *kinds = arena_array(l->arena, l->n + 1, sizeof *kinds);
	struct day *days = arena_array(l->arena, l->n + 1, sizeof *days);
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++)
		if (l->items[i].kind == BACKUP_SPARE)
			nightly[n++] = &l->items[i];
	qsort(nightly, n, sizeof(void *), compare_nightly);
	for (size_t i = 0; i < n; i++)
		(void)backup_name_day(nightly[i]->name, &days[i]);
	backup_rotate(days, n, daily, weekly, kinds);
	for (size_t i = 0; i < n; i++) {
		nightly[i]->kind = kinds[i];
		nightly[i]->expires = backup_expires(days[i], daily, weekly);
	}
}

static int compare_age(const void *a, const void *b)
{
	const struct backup_file *x = a, *y = b;

	if (x->at != y->at)
		return (x->at < y->at) - (x->at > y->at);
	return strcmp(y->name, x->name);
}

int store_backup_list(const char *book, const char *folder, const struct settings *settings,
		      struct arena *arena, struct backup_file **ret, size_t *ret_n)
{
	struct listing l = {.arena = arena};
	int r = 0;

	if (folder)
		r = each(&l, folder, NULL);
	if (r == 0 && book)
		r = beside_book(&l, book);
	if (r)
		return r;
	judge(&l, settings->backup_daily, settings->backup_weekly);
	if (l.n)
		qsort(l.items, l.n, sizeof *l.items, compare_age);
	*ret = l.items;
	*ret_n = l.n;
	return 0;
}

const struct backup_file *store_backup_newest(const struct backup_file *items, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (items[i].kind != BACKUP_BEFORE)
			return &items[i];
	return NULL;
}
