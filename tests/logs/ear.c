/* Hears what the vouchd that it is linked into is asked and what it logs, for tests/logs/search.py.
 *
 * Each process has a file of its own in EAR_FOLDER, where there is such a folder. It holds records:
 * a line "KIND NUMBER BYTES", then so many bytes. It is linked, not preloaded: tests that start
 * vouchd with an environment of their own are heard, too. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILE_FD_MIN 500 /* far from what vouchd opens, and from the standard three */
#define FDS_MAX 65536

#define HEARD_PLACE 'p'   /* its arguments and folders: processes of one test share a place */
#define HEARD_REQUEST 'r' /* what a client sent; the number is the connection's */
#define HEARD_LOG 'l'

static struct {
	int fd;
	unsigned n_connections;
	unsigned connections[FDS_MAX]; /* by descriptor; 0: none */
} ear = {.fd = -1};

/* Not by writev(): the calls that others count are vouchd's own. */
static void record(char kind, unsigned number, const void *bytes, size_t n)
{
	char head[64];
	struct iovec parts[2] = {{head, 0}, {(void *)(size_t)bytes, n}};

	if (ear.fd < 0 || n == 0)
		return;
	parts[0].iov_len = (size_t)snprintf(head, sizeof head, "%c %u %zu\n", kind, number, n);
	(void)syscall(SYS_writev, ear.fd, parts, 2);
}

static void record_variable(const char *name)
{
	const char *value = getenv(name);

	if (value)
		record(HEARD_PLACE, 0, value, strlen(value));
}

/* The C library writes to its own streams past write() below. */
static ssize_t say(void *cookie, const char *bytes, size_t n)
{
	(void)cookie;
	return write(STDERR_FILENO, bytes, n);
}

static void listen_to_streams(void)
{
	FILE *stream = fopencookie(NULL, "w", (cookie_io_functions_t){.write = say});

	if (!stream)
		return;
	(void)setvbuf(stream, NULL, _IONBF, 0);
	stderr = stream;
}

__attribute__((constructor)) static void begin(int argc, char **argv)
{
	char path[] = EAR_FOLDER "/XXXXXX";
	int fd = mkostemp(path, O_CLOEXEC | O_APPEND);

	if (fd < 0)
		return;
	ear.fd = fcntl(fd, F_DUPFD_CLOEXEC, FILE_FD_MIN);
	(void)close(fd);
	for (int i = 1; i < argc; i++)
		record(HEARD_PLACE, 0, argv[i], strlen(argv[i]));
	record_variable("HOME");
	record_variable("XDG_RUNTIME_DIR");
	listen_to_streams();
}

/* The linker puts these in the place of the calls that vouchd makes itself. */
int __real_accept4(int fd, struct sockaddr *address, socklen_t *size, int flags);
int __wrap_accept4(int fd, struct sockaddr *address, socklen_t *size, int flags);
int __real_close(int fd);
int __wrap_close(int fd);
ssize_t __real_read(int fd, void *bytes, size_t room);
ssize_t __wrap_read(int fd, void *bytes, size_t room);
ssize_t __real_write(int fd, const void *bytes, size_t n);
ssize_t __wrap_write(int fd, const void *bytes, size_t n);

int __wrap_accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
	int accepted = __real_accept4(fd, address, size, flags);

	if (accepted >= 0 && accepted < FDS_MAX)
		ear.connections[accepted] = ++ear.n_connections;
	return accepted;
}

int __wrap_close(int fd)
{
	if (fd >= 0 && fd < FDS_MAX)
		ear.connections[fd] = 0;
	return __real_close(fd);
}

ssize_t __wrap_read(int fd, void *bytes, size_t room)
{
	ssize_t n = __real_read(fd, bytes, room);

	if (n > 0 && fd >= 0 && fd < FDS_MAX && ear.connections[fd])
		record(HEARD_REQUEST, ear.connections[fd], bytes, (size_t)n);
	return n;
}

ssize_t __wrap_write(int fd, const void *bytes, size_t n)
{
	if (fd == STDERR_FILENO)
		record(HEARD_LOG, 0, bytes, n);
	return __real_write(fd, bytes, n);
}
