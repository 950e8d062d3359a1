/* An ask: one referral ask and its answer. */
#include "domain/ask.h"

#include <stddef.h>

const char *const ask_outcomes[] = {"names-given", "willing", "later", "declined", "never", NULL};
