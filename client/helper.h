/* The programs and files that vouch does not hold itself: installed, or beside the build. */
#pragma once

#include "base/str.h"

/* The helper `name`, in the folder VOUCH_LIBEXEC or where it is installed, else in `folder` beside
 * vouch. A path in any case: the first of these where there is none. */
void helper_find(struct str *path, const char *folder, const char *name);
/* The same for a file that comes with vouch: installed, else beside vouch. */
void helper_find_file(struct str *path, const char *folder, const char *name);
