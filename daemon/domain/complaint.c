/* A complaint: open -> resolved. */
#include "domain/complaint.h"

#include <stddef.h>

const char *const complaint_states[] = {"open", "resolved", NULL};
const char *const repair_kinds[] = {"complaint", "score", "promise", NULL};
