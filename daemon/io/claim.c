/* The claim of one vouchd on its socket path: private folder, lock file, socket file. */
#include "io/claim.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/paths.h"
#include "vouch/protocol.h"

#define LOCK_TRIES 8

_Static_assert(sizeof(VOUCH_LOCK_NAME) <= 15, "claim.lock_path has room for it");

int claim_init(struct claim *c, const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t n = strlen(path);

	if (n == 0)
		return -EINVAL;
	if (n >= sizeof c->address.sun_path)
		return -ENAMETOOLONG;
	*c = (struct claim){.address = {.sun_family = AF_UNIX}, .lock_fd = -1};
	memcpy(c->address.sun_path, path, n + 1);
	if (!slash)
		(void)snprintf(c->folder, sizeof c->folder, ".");
	else if (slash == path)
		(void)snprintf(c->folder, sizeof c->folder, "/");
	else
		(void)snprintf(c->folder, sizeof c->folder, "%.*s", (int)(slash - path), path);
	(void)snprintf(c->lock_path, sizeof c->lock_path, "%s/%s", c->folder, VOUCH_LOCK_NAME);
	return 0;
}

static bool is_same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

static bool is_lock_in_place(const struct claim *c, int fd)
{
	struct stat held, seen;

	return fstat(fd, &held) == 0 && lstat(c->lock_path, &seen) == 0 &&
	       is_same_file(&held, &seen);
}

static bool is_socket_in_place(const struct claim *c)
{
	struct stat seen;

	return c->has_socket && lstat(c->address.sun_path, &seen) == 0 &&
	       is_same_file(&c->socket, &seen);
}

bool claim_stands(const struct claim *c)
{
	return c->lock_fd >= 0 && is_lock_in_place(c, c->lock_fd) && is_socket_in_place(c);
}

static int read_pid(int fd)
{
	char text[16] = "";
	long pid;

	if (pread(fd, text, sizeof text - 1, 0) <= 0)
		return 0;
	pid = strtol(text, NULL, 10);
	return pid > 0 && pid <= INT32_MAX ? (int)pid : 0;
}

/* For the message of a second vouchd; a full disk is no reason not to start. */
static void write_pid(int fd)
{
	char text[16];
	int n = snprintf(text, sizeof text, "%d\n", (int)getpid());

	if (ftruncate(fd, 0) == 0 && pwrite(fd, text, (size_t)n, 0) != n)
		log_debug("the pid cannot be written into the lock file");
}

static int take_fd(int *fd)
{
	int taken = *fd;

	*fd = -1;
	return taken;
}

/* One try; -EAGAIN where the file was taken away between opening and locking it. */
static int try_lock(struct claim *c, int *ret_pid)
{
	_cleanup_close_ int fd =
		open(c->lock_path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0600);
	struct stat st;

	if (fd < 0)
		return -errno;
	if (fstat(fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -EEXIST;
	if (flock(fd, LOCK_EX | LOCK_NB) < 0) {
		if (errno != EWOULDBLOCK)
			return -errno;
		*ret_pid = read_pid(fd);
		return -EADDRINUSE;
	}
	if (!is_lock_in_place(c, fd))
		return -EAGAIN;
	write_pid(fd);
	if (c->lock_fd >= 0)
		(void)close(c->lock_fd);
	c->lock_fd = take_fd(&fd);
	return 0;
}

static int lock(struct claim *c, int *ret_pid)
{
	int r = -EAGAIN;

	if (c->lock_fd >= 0 && is_lock_in_place(c, c->lock_fd))
		return 0;
	for (int i = 0; i < LOCK_TRIES && r == -EAGAIN; i++)
		r = try_lock(c, ret_pid);
	return r;
}

static int new_socket(int *ret_fd)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -errno;
	*ret_fd = fd;
	return 0;
}

/* Whoever listens without our lock (a socket unit of systemd) is left alone. */
static int check_dead(const struct claim *c, int *ret_pid)
{
	_cleanup_close_ int fd = -1;
	struct ucred peer = {0};
	socklen_t n = sizeof peer;
	int r = new_socket(&fd);

	if (r)
		return r;
	if (connect(fd, (const struct sockaddr *)&c->address, sizeof c->address) < 0 &&
	    (errno == ECONNREFUSED || errno == ENOENT))
		return 0;
	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &n) == 0 && peer.pid > 0)
		*ret_pid = peer.pid;
	return -EADDRINUSE;
}

static int clear_the_way(const struct claim *c, int *ret_pid)
{
	struct stat st;
	int r;

	if (lstat(c->address.sun_path, &st) < 0)
		return errno == ENOENT ? 0 : -errno;
	if (!S_ISSOCK(st.st_mode))
		return -EEXIST;
	r = check_dead(c, ret_pid);
	if (r)
		return r;
	return unlink(c->address.sun_path) < 0 && errno != ENOENT ? -errno : 0;
}

static int bind_and_listen(struct claim *c, int *ret_fd)
{
	_cleanup_close_ int fd = -1;
	mode_t mask;
	int r = new_socket(&fd);

	if (r)
		return r;
	mask = umask(0077);
	r = bind(fd, (const struct sockaddr *)&c->address, sizeof c->address) < 0 ? -errno : 0;
	(void)umask(mask);
	if (r)
		return r;
	if (listen(fd, SOMAXCONN) < 0 || lstat(c->address.sun_path, &c->socket) < 0)
		return -errno;
	c->has_socket = true;
	*ret_fd = take_fd(&fd);
	return 0;
}

int claim_take(struct claim *c, int *ret_fd, int *ret_pid)
{
	int r = paths_make_folder(c->folder);

	*ret_pid = 0;
	if (r)
		return r;
	r = paths_check_private(c->folder);
	if (r)
		return r;
	r = lock(c, ret_pid);
	if (r)
		return r;
	r = clear_the_way(c, ret_pid);
	if (r)
		return r;
	return bind_and_listen(c, ret_fd);
}

void claim_deinit(struct claim *c)
{
	if (is_socket_in_place(c))
		(void)unlink(c->address.sun_path);
	if (c->lock_fd >= 0 && ftruncate(c->lock_fd, 0) < 0)
		log_debug("the lock file cannot be emptied");
	if (c->lock_fd >= 0)
		(void)close(c->lock_fd);
	c->lock_fd = -1;
	c->has_socket = false;
}
