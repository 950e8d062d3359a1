/* What a row of an import adds to a contact. */
#pragma once

#include "ops/contact.h"
#include "ops/import_match.h"

/* True where the row added or changed anything, the parts of it in *parts. What stands in a text
 * is overwritten by the row of its own source (MATCH_EXTERNAL) only. */
bool import_join(struct op *op, struct contact *c, const struct import_item *item,
		 enum import_strength strength, struct contact_parts *parts);
/* Whoever its own source made without an id gets it: true. */
bool import_join_id(struct contact *c, const struct contact *row, const char *source);
/* How much a row that was matched so may add. */
enum import_strength import_join_strength(enum import_strength strength, const struct contact *c,
					  const struct contact *row);

/* A value of a row that the contact does not have. */
struct import_loss {
	const char *field; /* as the row calls it */
	const char *said;  /* several of a list with commas between them */
	const char *kept;  /* instead; null: nothing */
};
struct import_losses {
	struct import_loss *items;
	size_t n;
};
/* What of a row did not go in, once it was joined. Texts that differ in case alone are one. */
struct import_losses import_join_losses(struct op *op, const struct contact *c,
					const struct contact *row);
bool import_join_has_email(struct op *op, const struct contact *c, const char *email);
