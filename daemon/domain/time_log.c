/* Working time that is no touch: looking for business, or serving clients. */
#include "domain/time_log.h"

#include <stddef.h>

const char *const activities[] = {"prospecting", "serving", NULL};
