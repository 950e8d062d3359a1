/* A folder of items, one a file, as vdirsyncer and khal have it: written beside and renamed, so
 * that no reader meets half a file. The vdir specification of pimutils. */
#pragma once

#include <stddef.h>

struct vdir;

/* The folder is made where it is absent, for its owner alone; files in it too. displayname and
 * color are written where they are absent. 0 or -errno. */
int vdir_open(const char *folder, struct vdir **ret);
void vdir_close(struct vdir *v); /* null is fine */
/* 0 where the folder is still the one under its name; -ENOENT where it is not. */
int vdir_check(const struct vdir *v);
/* Writes a file, unless it holds the text already. What is there under its name and is no file
 * (a link) is replaced and never followed. Not synced: it can be written again. 0 or -errno. */
int vdir_put(struct vdir *v, const char *name, const char *text, size_t n);
/* 0 too where there is none. */
int vdir_remove(struct vdir *v, const char *name);
/* The names in the folder, from the first one after vdir_rewind. 1 with a name that lasts until the
 * next call, 0 at the end, -errno. */
int vdir_rewind(struct vdir *v);
int vdir_next(struct vdir *v, const char **ret);
