/* A disk in memory for SQLite: what was written to it and not yet synced may be lost, in part, in
 * any order, when the power goes; and any call can be made to fail. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sqlite3.h>

#define DISK_FILES 4 /* of one book: itself, its log, its rollback journal, one to spare */
#define DISK_SECTOR 512

struct disk;

struct disk_bytes {
	unsigned char *data;
	size_t n, cap;
};

/* Files as they are found when the machine is back. */
struct disk_image {
	struct {
		char *name;
		struct disk_bytes bytes;
	} files[DISK_FILES];
	int n;
};

/* Registers it as the VFS that databases are opened with from now on. */
struct disk *disk_new(uint64_t seed);
/* With everything on it; SQLite's own VFS is the default again. No file may be open. */
void disk_free(struct disk *d);
/* Whether databases are opened on it, or on the machine's real one. */
void disk_use(struct disk *d, bool is_used);
/* Loses every file; none may be open. */
void disk_clear(struct disk *d);
/* Puts a file there, durable. */
void disk_put(struct disk *d, const char *name, const void *bytes, size_t n);

/* How many writes, truncations, syncs and deletions there were. */
int64_t disk_changes(const struct disk *d);
/* Called before the change of that number, with the lock of none: look at it with disk_cut. */
void disk_watch(struct disk *d, void (*on_change)(int64_t number, void *user), void *user);
/* The power goes now: one of the ways the files may be afterwards. */
void disk_cut(struct disk *d, struct disk_image *ret);
/* As the program sees them. */
void disk_look(const struct disk *d, struct disk_image *ret);
void disk_image_free(struct disk_image *image);

enum disk_call {
	DISK_READ = 1,
	DISK_WRITE = 2,
	DISK_SYNC = 4,
	DISK_TRUNCATE = 8,
	DISK_DELETE = 16,
	DISK_OPEN = 32,
	DISK_SIZE = 64,
	DISK_EVERY = 127,
};

/* The call of that number, of these kinds, fails; and all after it, or only it. */
struct disk_fault {
	int calls;
	int64_t at; /* 0: none fails */
	bool is_lasting;
	bool is_short; /* half of it is read or written */
	int error;     /* errno: ENOSPC or EIO */
};
/* Counts from here. */
void disk_fail(struct disk *d, const struct disk_fault *fault);
int64_t disk_hits(const struct disk *d);
