/* One folder watched by inotify: told when a name in it appears, changes or goes. */
#pragma once

#include "io/loop.h"

struct watch;

/* Calls fn once for each batch of changes that concern `name` (null: any name), and when the
 * folder itself is gone or moved, after which nothing more is told. Contents of a file count
 * when it is closed after writing. Null with errno where the folder cannot be watched. */
struct watch *watch_new(struct loop *loop, const char *folder, const char *name,
			void (*fn)(void *user), void *user);
/* Null is fine. May be called inside fn. */
void watch_free(struct watch *w);
