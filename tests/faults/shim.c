/* Kills the process that it is preloaded into at a call that writes, for tests.
 *
 * CALLS_FILE names a file of struct orders, which whoever kills has mapped too. While it is armed,
 * each call is counted; at the one that is wanted the process is killed, before the call or half
 * way through what it writes. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define ORDERS_SIZE 4096
#define NAME_SIZE 24
#define KINDS 4000

/* calls.py writes and reads it. */
struct orders {
	uint64_t is_armed, wanted, is_half, n_calls;
	char struck[NAME_SIZE];  /* the call it was killed at */
	char can_be_half[KINDS]; /* of the first calls */
};

static struct orders nothing, *orders = &nothing;

__attribute__((constructor)) static void begin(void)
{
	const char *path = getenv("CALLS_FILE");
	int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
	void *map;

	if (fd < 0)
		return;
	map = mmap(NULL, ORDERS_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	(void)close(fd);
	if (map != MAP_FAILED)
		orders = map;
}

static void die(void)
{
	(void)kill(getpid(), SIGKILL);
	for (;;)
		(void)pause();
}

/* Whether this is the call that is only to be done by half. */
static int is_half(const char *name, int can_be_half)
{
	if (!orders->is_armed)
		return 0;
	if (orders->n_calls < KINDS)
		orders->can_be_half[orders->n_calls] = (char)can_be_half;
	if (++orders->n_calls != orders->wanted)
		return 0;
	can_be_half = can_be_half && orders->is_half;
	(void)snprintf(orders->struck, sizeof orders->struck, "%s%s", name,
		       can_be_half ? " by half" : "");
	if (!can_be_half)
		die();
	return 1;
}

static void count(const char *name)
{
	(void)is_half(name, 0);
}

static int is_written_to(const struct iovec *parts, int n)
{
	return n > 0 && parts[0].iov_len > 1;
}

/* The declarations of the C library give none of these a prototype that differs. */
ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at)
{
	if (is_half("pwrite", n > 1)) {
		(void)syscall(SYS_pwrite64, fd, bytes, n / 2, at);
		die();
	}
	return syscall(SYS_pwrite64, fd, bytes, n, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off_t at)
{
	return pwrite(fd, bytes, n, at);
}

ssize_t write(int fd, const void *bytes, size_t n)
{
	if (is_half("write", n > 1)) {
		(void)syscall(SYS_write, fd, bytes, n / 2);
		die();
	}
	return syscall(SYS_write, fd, bytes, n);
}

ssize_t writev(int fd, const struct iovec *parts, int n)
{
	if (is_half("writev", is_written_to(parts, n))) {
		(void)syscall(SYS_write, fd, parts[0].iov_base, parts[0].iov_len / 2);
		die();
	}
	return syscall(SYS_writev, fd, parts, n);
}

ssize_t send(int fd, const void *bytes, size_t n, int flags)
{
	if (is_half("send", n > 1)) {
		(void)syscall(SYS_sendto, fd, bytes, n / 2, flags, NULL, 0);
		die();
	}
	return syscall(SYS_sendto, fd, bytes, n, flags, NULL, 0);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
	count("sendmsg");
	return syscall(SYS_sendmsg, fd, message, flags);
}

int fsync(int fd)
{
	count("fsync");
	return (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd)
{
	count("fdatasync");
	return (int)syscall(SYS_fdatasync, fd);
}

int ftruncate(int fd, off_t size)
{
	count("ftruncate");
	return (int)syscall(SYS_ftruncate, fd, size);
}

int ftruncate64(int fd, off_t size)
{
	return ftruncate(fd, size);
}

int posix_fallocate(int fd, off_t at, off_t n)
{
	count("fallocate");
	return syscall(SYS_fallocate, fd, 0, at, n) == 0 ? 0 : errno;
}

int rename(const char *from, const char *to)
{
	count("rename");
	return (int)syscall(SYS_rename, from, to);
}

int renameat(int from_fd, const char *from, int to_fd, const char *to)
{
	count("renameat");
	return (int)syscall(SYS_renameat, from_fd, from, to_fd, to);
}

int renameat2(int from_fd, const char *from, int to_fd, const char *to, unsigned flags)
{
	count("renameat2");
	return (int)syscall(SYS_renameat2, from_fd, from, to_fd, to, flags);
}

int link(const char *from, const char *to)
{
	count("link");
	return (int)syscall(SYS_link, from, to);
}

int unlink(const char *path)
{
	count("unlink");
	return (int)syscall(SYS_unlink, path);
}

int unlinkat(int fd, const char *path, int flags)
{
	count("unlinkat");
	return (int)syscall(SYS_unlinkat, fd, path, flags);
}
