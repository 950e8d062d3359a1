/* Backups: what they may be called, and which of them are kept. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "domain/day.h"

#define BACKUP_NAME_MAX 64
#define BACKUP_NAME_SIZE (BACKUP_NAME_MAX + 1)

enum backup_kind {
	BACKUP_DAILY,
	BACKUP_WEEKLY,
	BACKUP_NAMED,
	BACKUP_BEFORE, /* a migration, which made it */
	BACKUP_SPARE,  /* a nightly one whose time is over */
};
extern const char *const backup_kind_words[];

/* Letters, digits, "-", "_" and ".", and begins with a letter or digit. */
bool backup_name_is_good(const char *name);
/* "vouch-2026-12-01". Returns `to`. */
const char *backup_name_of(struct day day, char to[BACKUP_NAME_SIZE]);
/* The day of such a name; false for a name that a person has chosen. */
bool backup_name_day(const char *name, struct day *ret);

/* Of nightly backups, whose days come newest first: the newest `daily` are kept, and of the weeks
 * before them that have any, the newest `weekly` keep their first. Days on which none was made
 * count for nothing, so a machine that was off for a year loses none. */
void backup_rotate(const struct day *days, size_t n, int daily, int weekly, enum backup_kind *ret);
/* The latest day on which a nightly backup is still there, where one is made every night. */
struct day backup_expires(struct day day, int daily, int weekly);
