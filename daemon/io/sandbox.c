/* The walls vouchd builds around itself. Landlock is called by its numbers: the C library has no
 * names for it, and the headers of older systems lack what newer kernels can do. */
#include "io/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/str.h"

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

#define ASK_VERSION 1u /* LANDLOCK_CREATE_RULESET_VERSION */
#define BELOW_PATH 1   /* LANDLOCK_RULE_PATH_BENEATH */

/* linux/landlock.h */
#define FS(BIT) (UINT64_C(1) << (BIT))
enum { FS_EXECUTE, FS_WRITE_FILE, FS_READ_FILE, FS_READ_DIR, FS_REMOVE_DIR, FS_REMOVE_FILE };
enum { FS_MAKE_DIR = 7, FS_MAKE_REG = 8, FS_MAKE_SOCK = 9, FS_TRUNCATE = 14 };

#define OF_FILES (FS(FS_WRITE_FILE) | FS(FS_READ_FILE) | FS(FS_TRUNCATE))
#define READ (FS(FS_READ_FILE) | FS(FS_READ_DIR))
#define WRITE                                                                                      \
	(OF_FILES | FS(FS_READ_DIR) | FS(FS_REMOVE_DIR) | FS(FS_REMOVE_FILE) | FS(FS_MAKE_DIR) |   \
	 FS(FS_MAKE_REG))

#define NET_TCP UINT64_C(3) /* bind and connect */
#define SCOPE_SIGNAL UINT64_C(2)

struct ruleset {
	uint64_t files, net, scope;
};

struct below {
	uint64_t allowed;
	int32_t folder;
} __attribute__((packed));

/* What each version of Landlock is the first to watch over. */
static const struct {
	int version;
	struct ruleset adds;
} versions[] = {
	{1, {FS(13) - 1, 0, 0}}, /* all up to FS_MAKE_SYM */
	{2, {FS(13), 0, 0}},     /* renaming into another folder */
	{3, {FS(FS_TRUNCATE), 0, 0}}, {4, {0, NET_TCP, 0}},
	{5, {FS(15), 0, 0}}, /* ioctl of devices */
	{6, {0, 0, SCOPE_SIGNAL}},
};

void sandbox_harden(void)
{
	const struct rlimit none = {0, 0};

	(void)umask(0077);
	(void)setrlimit(RLIMIT_CORE, &none);
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	(void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

static struct ruleset watched_by(int version)
{
	struct ruleset all = {0};

	for (size_t i = 0; i < ARRAY_LEN(versions); i++) {
		if (versions[i].version > version)
			continue;
		all.files |= versions[i].adds.files;
		all.net |= versions[i].adds.net;
		all.scope |= versions[i].adds.scope;
	}
	return all;
}

static uint64_t allowed_by(enum sandbox_use use)
{
	switch (use) {
	case SANDBOX_READ:
		return READ;
	case SANDBOX_WRITE:
		return WRITE;
	case SANDBOX_SOCKET:
		return WRITE | FS(FS_MAKE_SOCK);
	}
	return 0;
}

static int add(int ruleset, const struct sandbox_rule *rule, uint64_t watched)
{
	_cleanup_close_ int fd = open(rule->path, O_PATH | O_CLOEXEC);
	struct below below = {.allowed = allowed_by(rule->use) & watched, .folder = fd};
	struct stat st;

	if (fd < 0 || fstat(fd, &st))
		return 0; /* is not there, and stays out of reach */
	if (!S_ISDIR(st.st_mode))
		below.allowed &= OF_FILES;
	return syscall(SYS_landlock_add_rule, ruleset, BELOW_PATH, &below, 0) < 0 ? -errno : 0;
}

static int enter(const struct sandbox_rule *rules, size_t n, int *ret_version)
{
	int version = (int)syscall(SYS_landlock_create_ruleset, NULL, 0, ASK_VERSION);
	struct ruleset watched = watched_by(version);
	_cleanup_close_ int fd = -1;
	int r = 0;

	if (version < 0)
		return -errno;
	fd = (int)syscall(SYS_landlock_create_ruleset, &watched, sizeof watched, 0);
	if (fd < 0)
		return -errno;
	for (size_t i = 0; r == 0 && i < n; i++)
		r = add(fd, &rules[i], watched.files);
	if (r == 0 && syscall(SYS_landlock_restrict_self, fd, 0) < 0)
		r = -errno;
	if (r == 0)
		*ret_version = version;
	return r;
}

int sandbox_enter(const struct sandbox_rule *rules, size_t n, struct sandbox *ret)
{
	int version = 0, r = enter(rules, n, &version);

	*ret = (struct sandbox){
		.no_new_privs = prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1,
		.is_dumpable = prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0,
		.landlock = version,
	};
	return r;
}

/* Cuts off the last part; false at the root. */
static bool go_up(char *path)
{
	char *slash = strrchr(path, '/');

	if (!slash || !slash[1])
		return false;
	slash[slash == path] = '\0';
	return true;
}

bool sandbox_bars(const char *folder)
{
	char path[PATH_MAX];
	int fd;

	if (strlen(folder) >= sizeof path)
		return false;
	str_copy(path, sizeof path, folder);
	while (access(path, F_OK) && errno == ENOENT && go_up(path))
		;
	/* What access() tells, Landlock has no part in. */
	if (access(path, R_OK | X_OK))
		return false;
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0)
		(void)close(fd);
	return fd < 0 && errno == EACCES;
}
