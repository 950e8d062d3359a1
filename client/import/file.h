/* A whole file in memory, and whether it is text that can be read as CSV. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

#define FILE_BYTES_MAX ((size_t)256 * 1024 * 1024)

struct file {
	char *bytes;      /* owned, as read or as UTF-8 of it */
	const char *text; /* behind the byte order mark */
	size_t len;
	const char *read_as; /* the encoding it was in, where it was not UTF-8 */
};

/* Reads a file, or stdin for "-". False with one sentence in `why`. */
bool file_read(struct file *file, const char *path, struct str *why);
/* Steps over the byte order mark and makes UTF-8 of UTF-16 (which has a mark) and of windows-1252
 * (which has no UTF-8 in it). False where the text is empty, is none of these, or holds a NUL. */
bool file_check(struct file *file, struct str *why);
void file_deinit(struct file *file);
