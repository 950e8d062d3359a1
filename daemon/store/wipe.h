/* Blanking of one person: every column that the registry of tables calls personal, in every row
 * that store/person.h finds, and every copy of them. */
#pragma once

#include "domain/day.h"
#include "store/db.h"

/* Contacts that were merged into one. */
int store_wipe_merged(struct store *s, int64_t contact, struct arena *arena, int64_t **ret,
		      size_t *ret_n);
/* Images, answers and staged rows first, which are found by what the rows still say; then the rows
 * themselves. What was planned for them must have ended. *ret: how many rows were blanked or
 * removed. Entries of the journal stay, and are marked as being beyond undo. */
int store_wipe(struct store *s, int64_t contact, struct day today, int64_t *ret);
