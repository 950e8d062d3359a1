/* A file that is written whole or not at all, the user's alone. */
#include "outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "cli.h"
#include "vouch/protocol.h"

static int fail(const char *path, int error)
{
	if (error == ELOOP)
		return cli_fail(VOUCH_EXIT_FAILED,
				"%s is a link, a device or a pipe, which is never written to; name "
				"a file, or say - to print",
				path);
	return cli_fail(VOUCH_EXIT_FAILED, "%s: %s%s", path, strerror(error),
			error == EEXIST ? "; name another file, or say --force" : "");
}

/* What is there may only be a plain file that may be replaced. */
static int check_place(const char *path, bool may_replace)
{
	struct stat st;

	if (lstat(path, &st) < 0)
		return errno == ENOENT ? 0 : errno;
	if (!may_replace)
		return EEXIST;
	return S_ISREG(st.st_mode) ? 0 : S_ISDIR(st.st_mode) ? EISDIR : ELOOP;
}

static void add_folder(struct str *to, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash)
		str_add_n(to, path, (size_t)(slash - path) + 1);
	else
		str_add(to, ".");
}

/* Where the file system can: whatever ends us before the end, nothing is left. */
static int open_nameless(const char *path)
{
	_cleanup_str_ struct str folder = {0};

	add_folder(&folder, path);
	return open(folder.data, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
}

static void name_part(struct outfile *f)
{
	str_addf(&f->part, "%s.%ld.part", f->path, (long)getpid());
}

int outfile_open(struct outfile *f, const char *path, bool may_replace)
{
	int fd, error;

	*f = (struct outfile){.path = path, .may_replace = may_replace};
	if (strcmp(path, "-") == 0) {
		f->to = stdout;
		return 0;
	}
	error = check_place(path, may_replace);
	if (error)
		return fail(path, error);
	fd = open_nameless(path);
	f->is_nameless = fd >= 0;
	if (fd < 0) {
		name_part(f);
		fd = open(f->part.data, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	}
	if (fd < 0)
		return fail(path, errno);
	f->to = fdopen(fd, "we");
	return f->to ? 0 : fail(path, errno);
}

static int sync_folder_of(const char *path)
{
	_cleanup_str_ struct str folder = {0};
	_cleanup_close_ int fd = -1;

	add_folder(&folder, path);
	fd = open(folder.data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 || fsync(fd) < 0 ? errno : 0;
}

static int link_nameless(const struct outfile *f, const char *name)
{
	char self[64];

	(void)snprintf(self, sizeof self, "/proc/self/fd/%d", fileno(f->to));
	return linkat(AT_FDCWD, self, AT_FDCWD, name, AT_SYMLINK_FOLLOW) < 0 ? errno : 0;
}

/* What is replaced is there until the new one is. */
static int name_nameless(struct outfile *f)
{
	int error;

	if (!f->may_replace)
		return link_nameless(f, f->path);
	name_part(f);
	error = link_nameless(f, f->part.data);
	if (error)
		str_reset(&f->part);
	return error ? error : rename(f->part.data, f->path) < 0 ? errno : 0;
}

/* Without may_replace a file that appeared meanwhile is left alone. */
static int give_name(const struct outfile *f)
{
	int error;

	if (f->may_replace)
		return rename(f->part.data, f->path) < 0 ? errno : 0;
	if (link(f->part.data, f->path) < 0) {
		if (errno != EPERM && errno != EOPNOTSUPP)
			return errno;
		error = check_place(f->path, false);
		return error ? error : rename(f->part.data, f->path) < 0 ? errno : 0;
	}
	(void)unlink(f->part.data);
	return 0;
}

int outfile_commit(struct outfile *f)
{
	int error = 0;

	if (f->to == stdout)
		return fflush(stdout) ? fail("stdout", errno) : 0;
	if (fflush(f->to) || ferror(f->to) || fsync(fileno(f->to)))
		error = errno;
	if (!error && f->is_nameless)
		error = name_nameless(f);
	if (fclose(f->to) && !error)
		error = errno;
	f->to = NULL;
	if (!error && !f->is_nameless)
		error = give_name(f);
	if (error)
		return fail(f->path, error);
	str_reset(&f->part);
	error = sync_folder_of(f->path);
	return error ? fail(f->path, error) : 0;
}

void outfile_deinit(struct outfile *f)
{
	if (f->to && f->to != stdout)
		(void)fclose(f->to);
	if (f->part.len)
		(void)unlink(f->part.data);
	str_deinit(&f->part);
	f->to = NULL;
}

int outfile_write(const char *path, const struct str *text)
{
	struct outfile f;
	int r;

	r = outfile_open(&f, path, false);
	if (!r && text->len && fwrite(text->data, text->len, 1, f.to) != 1)
		r = fail(path, errno);
	if (!r)
		r = outfile_commit(&f);
	outfile_deinit(&f);
	return r;
}
