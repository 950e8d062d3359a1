/* The database as a file: its literal path, who holds it, whose it is, and what its header says,
 * all before SQLite opens it. */
#include "store/file.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/paths.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "store/loss.h"
#include "vouch/protocol.h"

#define HEADER_SIZE 100 /* https://sqlite.org/fileformat2.html, section 1.3 */
#define PID_TRIES 50    /* milliseconds to wait for the holder to write its pid */

int store_why(char why[STORE_WHY_SIZE], int error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	(void)vsnprintf(why, STORE_WHY_SIZE, format, args);
	va_end(args);
	return error;
}

/* The folder without links, since SQLITE_OPEN_NOFOLLOW refuses a link anywhere in the path, and
 * absolute, so that no name is taken for a URI. */
static int resolve(const char *path, char **ret)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	_cleanup_str_ struct str folder = {0}, full = {0};
	_cleanup_free_ char *real = NULL;

	if (!*name || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return -EISDIR;
	if (slash)
		str_add_n(&folder, path, (size_t)(slash - path) + 1);
	else
		str_add(&folder, ".");
	real = realpath(folder.data, NULL);
	if (!real)
		return -errno;

	str_addf(&full, "%s/%s", strcmp(real, "/") == 0 ? "" : real, name);
	*ret = xstrdup(full.data);
	return 0;
}

static int check_owner(int fd)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -EINVAL;
	if (st.st_uid != geteuid())
		return -EPERM;
	if (st.st_nlink != 1)
		return -EMLINK;
	return 0;
}

static int open_plain(const char *path, int *ret_fd)
{
	int r, fd;

	fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0600);
	if (fd < 0)
		return -errno;
	r = check_owner(fd);
	if (r) {
		(void)close(fd);
		return r;
	}
	*ret_fd = fd;
	return 0;
}

static int refuse_plain(char why[STORE_WHY_SIZE], const char *path, int error)
{
	static const struct {
		int error;
		const char *text;
	} reasons[] = {
		{-ELOOP, "it is a symbolic link"},
		{-EMLINK, "it has a second name (a hard link)"},
		{-EPERM, "it belongs to another user"},
		{-EINVAL, "it is not a plain file"},
	};

	for (size_t i = 0; i < ARRAY_LEN(reasons); i++)
		if (reasons[i].error == error)
			return store_why(why, error, "%.180s is refused: %s", path,
					 reasons[i].text);
	return store_why(why, error, "%.180s cannot be opened: %s", path, strerror(-error));
}

static pid_t read_pid(int fd)
{
	char text[24] = "";
	ssize_t n = pread(fd, text, sizeof text - 1, 0);
	long pid = n > 0 ? strtol(text, NULL, 10) : 0;

	return pid > 0 && pid <= INT32_MAX ? (pid_t)pid : 0;
}

/* The holder writes its pid right after it got the lock; until then the file is empty or names a
 * process that died. */
static int refuse_held(int fd, char why[STORE_WHY_SIZE])
{
	for (int i = 0; i < PID_TRIES; i++) {
		pid_t pid = read_pid(fd);

		if (pid && (kill(pid, 0) == 0 || errno == EPERM))
			return store_why(why, -EAGAIN, "already running, pid %ld", (long)pid);
		(void)poll(NULL, 0, 1);
	}
	return store_why(why, -EAGAIN, "already running");
}

static int take_lock(struct store_file *f, char why[STORE_WHY_SIZE])
{
	struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}};
	_cleanup_str_ struct str path = {0};
	struct stat st = {0};
	char pid[24];
	int r;

	str_addf(&path, "%s.lock", f->path);
	r = open_plain(path.data, &f->lock_fd);
	if (r)
		return refuse_plain(why, path.data, r);
	if (flock(f->lock_fd, LOCK_EX | LOCK_NB) < 0) {
		if (errno == EWOULDBLOCK)
			return refuse_held(f->lock_fd, why);
		return refuse_plain(why, path.data, -errno);
	}

	f->note = loss_read(f->lock_fd);
	(void)fstat(f->lock_fd, &st);
	/* The note stays behind it, and as old as it is. */
	(void)snprintf(pid, sizeof pid, "%-*ld\n", VOUCH_LOCK_NOTE_AT - 1, (long)getpid());
	if (pwrite(f->lock_fd, pid, strlen(pid), 0) != (ssize_t)strlen(pid))
		log_warning("pid not written to the lock file, error %d", errno);
	times[1] = st.st_mtim;
	(void)futimens(f->lock_fd, times);
	return 0;
}

static uint32_t header_number(const unsigned char *header, int at)
{
	return (uint32_t)header[at] << 24 | (uint32_t)header[at + 1] << 16 |
	       (uint32_t)header[at + 2] << 8 | header[at + 3];
}

static bool has_beside(const char *path, const char *ending)
{
	_cleanup_str_ struct str name = {0};
	struct stat st;

	str_addf(&name, "%s%s", path, ending);
	return stat(name.data, &st) == 0 && st.st_size > 0;
}

/* Until the first checkpoint everything of a new database but page 1 is in the log. */
static bool is_fresh(const unsigned char *header, const char *path)
{
	return header_number(header, 68) == 0 &&
	       (header_number(header, 28) <= 1 || has_beside(path, "-wal"));
}

static int check_header(int fd, const char *path, int newest, char why[STORE_WHY_SIZE])
{
	unsigned char header[HEADER_SIZE];
	ssize_t n = pread(fd, header, sizeof header, 0);

	if (n < 0)
		return refuse_plain(why, path, -errno);
	if (n == 0)
		return 0;
	/* A power cut in the middle of a checkpoint may spoil the first sector too: what lies
	 * beside it makes it whole, and migrate_check judges what that gives. */
	if (n < HEADER_SIZE || memcmp(header, "SQLite format 3", 16) != 0)
		return has_beside(path, "-wal") || has_beside(path, "-journal")
			       ? 0
			       : store_why(why, -EPROTO, "%.180s is damaged or no database", path);
	if (header_number(header, 68) != STORE_APPLICATION_ID)
		return is_fresh(header, path)
			       ? 0
			       : store_why(why, -EPROTO, "%.180s is not a database of vouch", path);
	if (header_number(header, 60) > (uint32_t)newest)
		return store_why(why, -EPROTO,
				 "%.180s was written by a newer vouch (schema %u; this one knows "
				 "%d); it was left untouched",
				 path, header_number(header, 60), newest);
	return 0;
}

/* Another, empty one in its place would be no book of theirs, and SQLite would take the log away.
 */
static int check_gone(const struct store_file *f, char why[STORE_WHY_SIZE])
{
	struct stat st;

	if (lstat(f->path, &st) == 0 ? st.st_size > 0 : errno != ENOENT)
		return 0;
	if (f->note.n == 0 && !has_beside(f->path, "-wal")) {
		loss_forget(f->path); /* of one that was moved away: a new one has lost nothing */
		return 0;
	}
	return store_why(why, -EPROTO,
			 "%.180s, the book, was removed or emptied: put it back, or move the files "
			 "ending in .lock and -wal away to begin a new one",
			 f->path);
}

/* The descriptor is closed before SQLite opens the file: closing one later would drop SQLite's
 * locks (https://sqlite.org/howtocorrupt.html, section 2.2). */
static int look_at(struct store_file *f, int newest, char why[STORE_WHY_SIZE])
{
	_cleanup_close_ int fd = -1;
	const char *path = f->path;
	struct statfs fs;
	int r;

	r = open_plain(path, &fd);
	if (r)
		return refuse_plain(why, path, r);
	if (fstatfs(fd, &fs) == 0 &&
	    (fs.f_type == FUSE_SUPER_MAGIC || paths_is_remote((unsigned long)fs.f_type)))
		log_warning("the database lies on a network or user-space file system; "
			    "use it from one machine only");
	return check_header(fd, path, newest, why);
}

/* sqlite3_temp_directory is one for the process, as is the daemon's database. */
static int set_temporary_folder(const char *path, char why[STORE_WHY_SIZE])
{
	_cleanup_str_ struct str folder = {0};
	int r;

	str_add_n(&folder, path, (size_t)(strrchr(path, '/') - path));
	str_add(&folder, "/tmp");
	r = paths_make_folder(folder.data);
	if (r == 0)
		r = paths_check_private(folder.data);
	if (r)
		return store_why(why, r, "%.180s cannot be used for temporary files: %s",
				 folder.data, strerror(-r));

	if (str_equal(sqlite3_temp_directory, folder.data))
		return 0;
	sqlite3_free(sqlite3_temp_directory);
	sqlite3_temp_directory = sqlite3_mprintf("%s", folder.data);
	return 0;
}

int store_file_lock(struct store_file *f, const char *path, char why[STORE_WHY_SIZE])
{
	int r;

	*f = (struct store_file){.lock_fd = -1};
	r = resolve(path, &f->path);
	return r ? refuse_plain(why, path, r) : take_lock(f, why);
}

int store_file_init(struct store_file *f, const char *path, int newest, char why[STORE_WHY_SIZE])
{
	int r;

	r = store_file_lock(f, path, why);
	if (r)
		return r;
	r = check_gone(f, why);
	if (r == 0)
		r = look_at(f, newest, why);
	if (r)
		return r;
	return set_temporary_folder(f->path, why);
}

void store_file_deinit(struct store_file *f)
{
	free(f->path);
	if (f->lock_fd >= 0)
		(void)close(f->lock_fd);
	*f = (struct store_file){.lock_fd = -1};
}
