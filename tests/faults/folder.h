/* A folder in memory, where there is one, into which files of a book are put. */
#pragma once

#include "faults/disk.h"

struct folder {
	char path[64];
};

/* Exits where it cannot be made. */
void folder_make(struct folder *f);
void folder_remove(struct folder *f);
void folder_empty(struct folder *f);
/* To be freed. */
char *folder_path(const struct folder *f, const char *name);
/* Empties it, and writes the files of an image under their own names. */
void folder_fill(struct folder *f, const struct disk_image *image);
void folder_write(const char *path, const void *bytes, size_t n);
/* The bytes; none where there is no such file. To be freed. */
struct disk_bytes folder_read(const char *path);
