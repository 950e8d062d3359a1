/* Where things lie, by the XDG base directory specification. */
#include "base/paths.h"

#include <errno.h>
#include <limits.h>
#include <linux/magic.h>
#include <pwd.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"

static const struct {
	const char *variable, *below_home;
} folders[] = {
	[PATHS_DATA] = {"XDG_DATA_HOME", "/.local/share"},
	[PATHS_CONFIG] = {"XDG_CONFIG_HOME", "/.config"},
	[PATHS_STATE] = {"XDG_STATE_HOME", "/.local/state"},
	[PATHS_RUNTIME] = {"XDG_RUNTIME_DIR", NULL},
};

/* An absolute path of the environment, null for anything else. */
static const char *absolute(const char *variable)
{
	const char *path = secure_getenv(variable);

	return path && path[0] == '/' ? path : NULL;
}

static const char *home(void)
{
	const char *path = absolute("HOME");
	const struct passwd *entry;

	if (path)
		return path;
	entry = getpwuid(getuid());
	return entry && entry->pw_dir && entry->pw_dir[0] == '/' ? entry->pw_dir : NULL;
}

int paths_get(enum paths_kind kind, const char *name, char *to, size_t size)
{
	const char *folder = absolute(folders[kind].variable), *below = "";
	int n;

	if (!folder && folders[kind].below_home) {
		folder = home();
		below = folders[kind].below_home;
	}
	if (!folder)
		return -ENOENT;
	n = snprintf(to, size, "%s%s/vouch%s%s", folder, below, name ? "/" : "", name ? name : "");
	return n < 0 || (size_t)n >= size ? -ENAMETOOLONG : 0;
}

int paths_expand(const char *path, char *to, size_t size)
{
	const char *folder = "";
	int n;

	if (path[0] == '~' && path[1] == '/') {
		folder = home();
		path++;
	}
	if (!folder)
		return -ENOENT;
	if (path[0] != '/')
		return -EINVAL;
	n = snprintf(to, size, "%s%s", folder, path);
	return n < 0 || (size_t)n >= size ? -ENAMETOOLONG : 0;
}

static int make_one(const char *path)
{
	struct stat st;

	if (mkdir(path, 0700) == 0)
		return 0;
	if (errno != EEXIST)
		return -errno;
	if (stat(path, &st) < 0)
		return -errno;
	return S_ISDIR(st.st_mode) ? 0 : -ENOTDIR;
}

int paths_make_folder(const char *path)
{
	char copy[PATH_MAX];
	size_t n = strlen(path);

	if (n == 0)
		return -ENOENT;
	if (n >= sizeof copy)
		return -ENAMETOOLONG;
	memcpy(copy, path, n + 1);
	for (char *c = copy + 1; *c; c++) {
		int r;

		if (*c != '/')
			continue;
		*c = '\0';
		r = make_one(copy);
		*c = '/';
		if (r)
			return r;
	}
	return make_one(copy);
}

int paths_check_private(const char *path)
{
	char copy[PATH_MAX];
	size_t n = strlen(path);
	struct stat st;

	while (n > 1 && path[n - 1] == '/') /* with a slash, a link would be followed */
		n--;
	if (n >= sizeof copy)
		return -ENAMETOOLONG;
	memcpy(copy, path, n);
	copy[n] = '\0';
	if (lstat(copy, &st) < 0)
		return -errno;
	if (S_ISLNK(st.st_mode))
		return -ELOOP;
	if (!S_ISDIR(st.st_mode))
		return -ENOTDIR;
	if (st.st_uid != geteuid())
		return -EPERM;
	return st.st_mode & 077 ? -EACCES : 0;
}

#define MAGIC_NFS 0x6969
#define MAGIC_CIFS 0xff534d42

bool paths_is_remote(unsigned long magic)
{
	static const uint32_t remote[] = {
		MAGIC_NFS,  MAGIC_CIFS,      SMB_SUPER_MAGIC,  SMB2_SUPER_MAGIC,
		V9FS_MAGIC, AFS_SUPER_MAGIC, CEPH_SUPER_MAGIC,
	};

	for (size_t i = 0; i < ARRAY_LEN(remote); i++)
		if ((uint32_t)magic == remote[i])
			return true;
	return false;
}
