/* What `vouch doctor` looks at on the machine. */
#include "doctor_look.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/paths.h"
#include "program.h"
#include "vouch/protocol.h"

#define PROC_MAX 16384

const char *doctor_socket_path(struct arena *arena, const char *given)
{
	const char *path = given ? given : secure_getenv(VOUCH_ENV_SOCKET);
	char standard[PATH_MAX];

	if (path && *path)
		return path;
	if (paths_get(PATHS_RUNTIME, VOUCH_SOCKET_NAME, standard, sizeof standard))
		return "";
	return arena_strdup(arena, standard);
}

/* The folder a path lies in: 0, or -1. */
static int stat_folder(const char *path, struct stat *ret)
{
	_cleanup_str_ struct str folder = {0};
	const char *slash = strrchr(path, '/');

	str_add(&folder, ".");
	if (slash) {
		str_reset(&folder);
		str_add_n(&folder, path, slash == path ? 1 : (size_t)(slash - path));
	}
	return stat(str_text(&folder), ret);
}

void doctor_look_at_socket(struct doctor_reach *r)
{
	struct stat s;

	if (!*r->socket)
		return;
	r->has_file = lstat(r->socket, &s) == 0;
	if (stat_folder(r->socket, &s))
		return;
	r->folder_mode = s.st_mode & 07777;
	r->is_folder_ours = s.st_uid == getuid();
}

const char *doctor_book_path(struct arena *arena)
{
	const char *path = secure_getenv(VOUCH_ENV_DB);
	char standard[PATH_MAX];

	if (path && *path)
		return path;
	if (paths_get(PATHS_DATA, "vouch.db", standard, sizeof standard))
		return NULL;
	return arena_strdup(arena, standard);
}

static bool is_network(const char *path)
{
	struct statfs fs;

	return statfs(path, &fs) == 0 && paths_is_remote((unsigned long)fs.f_type);
}

/* An empty file is a book to be. */
static bool begins_as_sqlite(const char *path)
{
	static const char magic[] = "SQLite format 3";
	char bytes[sizeof magic];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	ssize_t n = fd >= 0 ? read(fd, bytes, sizeof bytes) : -1;

	if (fd >= 0)
		(void)close(fd);
	return n == 0 || (n == (ssize_t)sizeof bytes && memcmp(bytes, magic, sizeof magic) == 0);
}

static off_t size_beside(const char *path, const char *end)
{
	_cleanup_str_ struct str name = {0};
	struct stat s;

	str_addf(&name, "%s%s", path, end);
	return stat(str_text(&name), &s) == 0 ? s.st_size : -1;
}

/* A vouchd has used a book of this name, and begins no new one in its place. */
static bool is_of_a_book(const char *path)
{
	return size_beside(path, "-wal") >= 0 ||
	       size_beside(path, ".lock") >= VOUCH_LOCK_NOTE_AT + VOUCH_LOCK_NOTE_SIZE;
}

void doctor_look_at_book(const char *path, struct doctor_book *ret)
{
	struct statvfs fs;
	struct stat s;

	*ret = (struct doctor_book){.path = path};
	if (stat(path, &s)) {
		ret->error = errno;
		ret->was_there = is_of_a_book(path);
		return;
	}
	ret->mode = s.st_mode & 07777;
	ret->is_ours = s.st_uid == getuid();
	ret->is_regular = S_ISREG(s.st_mode);
	ret->bytes = (uint64_t)s.st_size;
	ret->is_sqlite = ret->is_regular && begins_as_sqlite(path);
	ret->is_network = is_network(path);
	if (statvfs(path, &fs) == 0)
		ret->free_bytes = (uint64_t)fs.f_bavail * fs.f_frsize;
	if (stat_folder(path, &s) == 0)
		ret->folder_mode = s.st_mode & 07777;
}

void doctor_look_at_units(struct doctor_units *ret)
{
	const char *argv[] = {
		"systemctl",
		"--user",
		"show",
		"--property=Id,LoadState,ActiveState,UnitFileState",
		doctor_unit_names[DOCTOR_SOCKET],
		doctor_unit_names[DOCTOR_SERVICE],
		doctor_unit_names[DOCTOR_TIMER],
		NULL,
	};
	_cleanup_str_ struct str said = {0};

	*ret = (struct doctor_units){0};
	if (program_run(argv, true, &said) == 0)
		doctor_read_units(str_text(&said), ret);
}

/* What /proc has of a process, terminated; the number of bytes, 0 where it tells nothing. */
static size_t read_proc(long long pid, const char *name, char to[PROC_MAX])
{
	char path[64];
	size_t n;
	FILE *f;

	(void)snprintf(path, sizeof path, "/proc/%lld/%s", pid, name);
	f = fopen(path, "re");
	if (!f)
		return 0;
	n = fread(to, 1, PROC_MAX - 1, f);
	(void)fclose(f);
	to[n] = '\0';
	return n;
}

static bool has_value(const char *text, const char *key)
{
	const char *at = strstr(text, key);

	return at && strtol(at + strlen(key), NULL, 10) > 0;
}

void doctor_look_at_process(long long pid, struct doctor_process *ret)
{
	static const char gone[] = " (deleted)";
	char text[PROC_MAX], path[64];
	ssize_t n;

	*ret = (struct doctor_process){0};
	if (pid <= 0 || read_proc(pid, "status", text) == 0 || !strstr(text, "Name:\tvouchd\n"))
		return;
	ret->is_known = strstr(text, "\nSeccomp:") != NULL;
	ret->has_no_new_privileges = has_value(text, "\nNoNewPrivs:");
	ret->has_filter = has_value(text, "\nSeccomp:");
	(void)snprintf(path, sizeof path, "/proc/%lld/exe", pid);
	n = readlink(path, text, sizeof text - 1);
	text[n > 0 ? n : 0] = '\0';
	ret->is_replaced =
		n >= (ssize_t)sizeof gone && str_equal(text + (size_t)n - (sizeof gone - 1), gone);
}

const char *doctor_config_of(struct arena *arena, long long pid)
{
	static const char option[] = "--config", with_value[] = "--config=";
	const char *found = NULL;
	char text[PROC_MAX];
	size_t n = pid > 0 ? read_proc(pid, "cmdline", text) : 0;

	for (size_t i = 0; i < n; i += strlen(text + i) + 1) {
		const char *next = text + i + strlen(text + i) + 1;

		if (str_starts_with(text + i, with_value))
			found = text + i + strlen(with_value);
		else if (str_equal(text + i, option) && next < text + n)
			found = next;
	}
	return arena_strdup(arena, found);
}

int doctor_check_config(const char *file, struct str *ret_said)
{
	const char *argv[5] = {NULL, "--check-config"};
	_cleanup_str_ struct str path = {0};

	program_find_vouchd(&path);
	argv[0] = str_text(&path);
	if (file) {
		argv[2] = "--config";
		argv[3] = file;
	}
	return program_run(argv, true, ret_said);
}

bool doctor_has_bus(void)
{
	const char *address = secure_getenv("DBUS_SESSION_BUS_ADDRESS"),
		   *runtime = secure_getenv("XDG_RUNTIME_DIR");
	char path[PATH_MAX];

	if (address && *address)
		return true;
	if (!runtime || !*runtime)
		return false;
	(void)snprintf(path, sizeof path, "%s/bus", runtime);
	return access(path, F_OK) == 0;
}
