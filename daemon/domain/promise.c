/* A promise: something told to a client. */
#include "domain/promise.h"

#include <stddef.h>

const char *const promise_states[] = {"open", "kept", "broken", "withdrawn", NULL};
