/* A folder of items, one a file. */
#include "io/vdir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/paths.h"
#include "base/xalloc.h"

#define PART ".vouch.tmp" /* readers pass over names that begin with a point */
#define DISPLAY_NAME "vouch"
#define COLOR "#2E7D32"

struct vdir {
	char *folder;
	int fd;
	DIR *names; /* null: nobody asks for them */
};

static int write_all(int fd, const char *text, size_t n)
{
	while (n) {
		ssize_t done = write(fd, text, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return -errno;
		text += done;
		n -= (size_t)done;
	}
	return 0;
}

static int write_part(struct vdir *v, const char *text, size_t n)
{
	int fd, r;

	(void)unlinkat(v->fd, PART, 0);
	fd = openat(v->fd, PART, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return -errno;
	r = write_all(fd, text, n);
	if (close(fd) < 0 && r == 0)
		r = -errno;
	return r;
}

/* One byte more is read than the text has, so that a longer file is told. */
static bool holds(const struct vdir *v, const char *name, const char *text, size_t n)
{
	_cleanup_close_ int fd =
		openat(v->fd, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	_cleanup_free_ char *there = NULL;
	ssize_t got;

	if (fd < 0)
		return false;
	there = xmalloc(n + 1);
	got = read(fd, there, n + 1);
	return got >= 0 && (size_t)got == n && memcmp(there, text, n) == 0;
}

int vdir_put(struct vdir *v, const char *name, const char *text, size_t n)
{
	int r;

	if (holds(v, name, text, n))
		return 0;
	r = write_part(v, text, n);
	if (r == 0 && renameat(v->fd, PART, v->fd, name) < 0)
		r = -errno;
	if (r)
		(void)unlinkat(v->fd, PART, 0);
	return r;
}

int vdir_remove(struct vdir *v, const char *name)
{
	return unlinkat(v->fd, name, 0) < 0 && errno != ENOENT ? -errno : 0;
}

/* The user may have chosen others. */
static int put_if_absent(struct vdir *v, const char *name, const char *text)
{
	if (faccessat(v->fd, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
		return 0;
	return vdir_put(v, name, text, strlen(text));
}

static int make(struct vdir *v)
{
	int r;

	r = paths_make_folder(v->folder);
	if (r)
		return r;
	v->fd = open(v->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (v->fd < 0)
		return -errno;
	r = put_if_absent(v, "displayname", DISPLAY_NAME);
	return r ? r : put_if_absent(v, "color", COLOR);
}

int vdir_open(const char *folder, struct vdir **ret)
{
	struct vdir *v = xcalloc(1, sizeof *v);
	int r;

	*v = (struct vdir){.folder = xstrdup(folder), .fd = -1};
	r = make(v);
	if (r)
		vdir_close(v);
	else
		*ret = v;
	return r;
}

void vdir_close(struct vdir *v)
{
	if (!v)
		return;
	if (v->names)
		(void)closedir(v->names);
	if (v->fd >= 0)
		(void)close(v->fd);
	free(v->folder);
	free(v);
}

int vdir_check(const struct vdir *v)
{
	struct stat named, open;

	if (stat(v->folder, &named) < 0 || fstat(v->fd, &open) < 0)
		return -errno;
	return named.st_dev == open.st_dev && named.st_ino == open.st_ino ? 0 : -ENOENT;
}

int vdir_rewind(struct vdir *v)
{
	int fd;

	if (v->names)
		(void)closedir(v->names);
	v->names = NULL;
	fd = openat(v->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	v->names = fdopendir(fd);
	if (v->names)
		return 0;
	(void)close(fd);
	return -ENOMEM;
}

int vdir_next(struct vdir *v, const char **ret)
{
	struct dirent *entry;

	errno = 0;
	entry = v->names ? readdir(v->names) : NULL;
	if (entry) {
		*ret = entry->d_name;
		return 1;
	}
	if (errno)
		return -errno;
	if (v->names)
		(void)closedir(v->names);
	v->names = NULL;
	return 0;
}
