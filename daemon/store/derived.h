/* What is derived, worked out anew where a newer vouch derives it otherwise. */
#pragma once

#include "store/db.h"

/* Rebuilds all of it. */
int store_derived_rebuild(struct store *s);
/* The same, but only where the book was left by a vouch that derived it otherwise. */
int store_derived_settle(struct store *s, struct arena *arena);
