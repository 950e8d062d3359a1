/* A whole file in memory, and whether it is text that can be read as CSV. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

#define FILE_BYTES_MAX ((size_t)256 * 1024 * 1024)

struct file {
	char *bytes;      /* owned, as read */
	const char *text; /* behind the byte order mark */
	size_t len;
};

/* Reads a file, or stdin for "-". False with one sentence in `why`. */
bool file_read(struct file *file, const char *path, struct str *why);
/* Steps over the byte order mark. False where the text is empty, no UTF-8 (with the line and what
 * would make it so) or holds a NUL. */
bool file_check(struct file *file, const char *path, struct str *why);
void file_deinit(struct file *file);
