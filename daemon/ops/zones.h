/* The zones of contacts, kept while the daemon runs. */
#pragma once

#include "ops/op.h"

/* A zone by its IANA name, as its file is now; null where there is none. Lasts until the end of
 * the operation at the least where it asks for no more than four. */
const struct zone *op_zone(struct op_env *env, const char *name);
/* For op.c. */
void op_zones_free(struct op_zones *zones);
