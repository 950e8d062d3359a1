/* The disk from the inside, for disk.c and disk_cut.c only. */
#pragma once

#include "faults/disk.h"

/* Not yet synced: bytes written, or where the file was cut (no data). */
struct change {
	size_t at, n;
	unsigned char *data;
};

struct inode {
	struct disk_bytes now, safe;
	struct change *changes;
	size_t n_changes, cap_changes;
};

/* What a name stands for now, and after a power cut; null: there is no such file. */
struct entry {
	char *name;
	struct inode *now, *safe;
};

struct disk {
	sqlite3_vfs vfs;
	sqlite3_vfs *real;
	struct entry entries[DISK_FILES];
	int n_entries;
	struct inode **inodes; /* those without a name too: a cut may bring them back */
	size_t n_inodes, cap_inodes;
	int64_t n_changes;
	void (*on_change)(int64_t number, void *user);
	void *user;
	struct disk_fault fault;
	int64_t n_calls, n_hits;
	int last_error;
	uint64_t seed;
};

void disk_bytes_put(struct disk_bytes *b, size_t at, const void *data, size_t n);
void disk_bytes_cut(struct disk_bytes *b, size_t n);
void disk_bytes_copy(struct disk_bytes *to, const struct disk_bytes *from);
