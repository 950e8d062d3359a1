/* Which rows hold something of one person: told from the registry of tables, for what must reach
 * all of them, erasing and exporting. A test refuses a table with personal columns that is neither
 * reached here nor named as nobody's. */
#pragma once

#include "store/tables.h"

/* The condition, with ?1 for the contact, that a table's rows are that person's; null where the
 * table has none of anybody. */
const char *person_rows(const struct table *t);
/* Null, or why a table with personal columns is not told of one person. */
const char *person_exempt(const struct table *t);
/* Whether contact.export tells of it: facts that were entered, and nothing that is worked out of
 * them. */
bool person_is_exported(const struct table *t);
