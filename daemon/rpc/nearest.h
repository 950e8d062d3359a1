/* "Did you mean …?": the name of a table that a mistyped one is nearest to. */
#pragma once

#include "rpc/params.h"

/* Null where none is near: more than a third of the letters would have to change. */
const char *nearest_param(const struct param *table, const char *name);
