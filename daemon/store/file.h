/* The database as a file: its literal path, who holds it, whose it is, and what its header says,
 * all before SQLite opens it. */
#pragma once

#include <stdint.h>

#include "store/db.h"

#define STORE_APPLICATION_ID 0x76636864 /* "vchd" */

#define STORE_UUID_SIZE 37

/* See store/loss.h. */
struct loss_note {
	bool is_open; /* the book was not closed since */
	int64_t mark; /* of the book: store/use_mark.h */
	char uuid[STORE_UUID_SIZE];
	int schema;
	int64_t n;  /* ids it has given out */
	int64_t at; /* when it was written */
};
/* What the file of a book says without its log. */
struct loss_alone {
	bool is_read;
	int64_t mark;
	char uuid[STORE_UUID_SIZE];
};

struct store_file {
	char *path;            /* absolute, without links; null in memory */
	int lock_fd;           /* holds the flock on "<path>.lock"; -1 without */
	struct loss_note note; /* as it was found, then as it is kept */
	struct loss_alone alone;
	bool is_without_log; /* there was no file of that name */
};

/* Locks the file, makes an empty one with mode 0600 where there is none, and looks at it. 0;
 * -EAGAIN where another process holds it; -EPROTO where the header is not one of ours or newer
 * than schema `newest`, or where there was a book and is none; -ELOOP, -EMLINK, -EPERM or -EINVAL
 * for a link, a second name, a foreign owner and what is no plain file; another -errno. Sets
 * SQLite's folder for temporary files to "tmp" beside the file. To be deinited in any case. */
int store_file_init(struct store_file *f, const char *path, int newest, char why[STORE_WHY_SIZE]);
/* The lock alone, whatever the file is. */
int store_file_lock(struct store_file *f, const char *path, char why[STORE_WHY_SIZE]);
void store_file_deinit(struct store_file *f);

/* Writes the sentence and returns `error`. */
int store_why(char why[STORE_WHY_SIZE], int error, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
