/* Blanking of one person: every column that the registry of tables calls personal, in every row
 * that store/person.h finds, and every copy of them. */
#pragma once

#include "domain/day.h"
#include "store/db.h"

/* Of a row that was staged: reads on from the field's name, and says nothing of anybody. Later ones
 * who are erased leave it as it is. */
#define WIPE_REFUSAL "is of somebody who was erased meanwhile; if it is not, import it again"

/* Contacts that were merged into one. */
int store_wipe_merged(struct store *s, int64_t contact, struct arena *arena, int64_t **ret,
		      size_t *ret_n);
/* The names, addresses and numbers that they are known by, as they are written. */
int store_wipe_texts(struct store *s, int64_t contact, struct arena *arena, const char ***ret,
		     size_t *ret_n);
/* Images and answers first, which are found by what the rows still say; then the rows
 * themselves. What was planned for them must have ended. *ret: how many rows were blanked or
 * removed. Entries of the journal stay, and are marked as being beyond undo. */
int store_wipe(struct store *s, int64_t contact, struct day today, int64_t *ret);
