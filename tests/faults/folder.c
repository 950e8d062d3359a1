/* A folder for files of a book. */
#include "faults/folder.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "base/xalloc.h"

static void give_up(const char *path)
{
	perror(path);
	exit(1);
}

void folder_make(struct folder *f)
{
	struct stat st;

	(void)snprintf(f->path, sizeof f->path, "%s/vouch-faults-XXXXXX",
		       stat("/dev/shm", &st) == 0 ? "/dev/shm" : "/tmp");
	if (!mkdtemp(f->path))
		give_up(f->path);
}

static int remove_below(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	return at->level ? remove(path) : 0;
}

void folder_empty(struct folder *f)
{
	(void)nftw(f->path, remove_below, 16, FTW_DEPTH | FTW_PHYS);
}

void folder_remove(struct folder *f)
{
	folder_empty(f);
	(void)rmdir(f->path);
}

char *folder_path(const struct folder *f, const char *name)
{
	struct str path = {0};

	str_addf(&path, "%s/%s", f->path, name);
	return path.data;
}

void folder_write(const char *path, const void *bytes, size_t n)
{
	_cleanup_close_ int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0 || (n && write(fd, bytes, n) != (ssize_t)n))
		give_up(path);
}

void folder_fill(struct folder *f, const struct disk_image *image)
{
	folder_empty(f);
	for (int i = 0; i < image->n; i++)
		folder_write(image->files[i].name, image->files[i].bytes.data,
			     image->files[i].bytes.n);
}

struct disk_bytes folder_read(const char *path)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct disk_bytes b = {0};
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0 || st.st_size == 0)
		return b;
	b.n = b.cap = (size_t)st.st_size;
	b.data = xmalloc(b.n);
	if (read(fd, b.data, b.n) != st.st_size)
		give_up(path);
	return b;
}
