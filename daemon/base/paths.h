/* Where things lie, by the XDG base directory specification. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum paths_kind { PATHS_DATA, PATHS_CONFIG, PATHS_STATE, PATHS_RUNTIME };

/* Writes "<folder of the kind>/vouch/<name>" (or "<folder>/vouch" when name is null).
 * Relative XDG values are ignored, as the specification says; HOME falls back to the passwd
 * entry. -ENOENT where XDG_RUNTIME_DIR is missing (there is no fallback to /tmp),
 * -ENAMETOOLONG where `size` does not do. */
int paths_get(enum paths_kind kind, const char *name, char *to, size_t size);

/* Writes an absolute path of a setting, where "~/" is the home folder. -ENOENT where that is not
 * known, -EINVAL for any other path, -ENAMETOOLONG. */
int paths_expand(const char *path, char *to, size_t size);

/* Makes a folder and its parents with mode 0700. 0 also where it exists already. */
int paths_make_folder(const char *path);
/* 0 where the path is a real folder (no link), ours, and closed to group and others;
 * -ENOTDIR, -ELOOP, -EPERM (not ours) or -EACCES (open to others) otherwise. */
int paths_check_private(const char *path);

/* Whether what this magic number of statfs(2) stands for lies on another machine. */
bool paths_is_remote(unsigned long magic);
