/* The folder of backups: which lie there, and which go. */
#pragma once

#include "base/arena.h"
#include "domain/backup.h"
#include "domain/settings.h"

#define BACKUP_ENDING ".db"
#define BACKUP_PART ".part" /* behind it, while a copy is not checked */

struct backup_file {
	const char *name, *path;
	int64_t bytes, at; /* at: when it was written */
	enum backup_kind kind;
	struct day expires; /* the latest day it is kept; NO_DAY: until somebody removes it */
};

/* What lies in `folder` under a final name, and so was checked, and the copies that migrations
 * left beside the book; the newest first. Folder or book may be null, and the folder missing. 0 or
 * -errno. */
int store_backup_list(const char *book, const char *folder, const struct settings *settings,
		      struct arena *arena, struct backup_file **ret, size_t *ret_n);
/* The newest of them that holds all of the book, that is no copy of a migration; null: none. */
const struct backup_file *store_backup_newest(const struct backup_file *items, size_t n);
