/* Which contact, and which sale, a row of an import is about (see ops/import.h). */
#pragma once

#include "domain/import.h"
#include "ops/op.h"

enum import_strength {
	MATCH_NONE,
	MATCH_EXTERNAL, /* by its external id */
	MATCH_MERGED,   /* by the external id, or the name, of one that was merged into it */
	MATCH_ADDRESS,  /* by an e-mail or a phone number */
	MATCH_NAME,
};

struct import_match {
	enum import_strength strength;
	int64_t contact; /* 0: a new one */
	int64_t doubt;   /* one that it may be as well, 0: none */
};

int import_match_contact(struct op *op, const struct import *import, const struct contact *who,
			 struct import_match *ret);
/* The same, and writes the doubt into the item; that of a dry run stays where there is none now. */
int import_match_item(struct op *op, const struct import *import, struct import_item *item,
		      struct import_match *ret);
/* Of a dry run, which makes nobody: the doubt that an item will be in once earlier rows of its key
 * are in the book; 0: none. */
int64_t import_match_earlier(struct op *op, const struct import_item *item,
			     const struct import_items *earlier);
/* Whether they have an e-mail or a phone number in common. */
bool import_match_shares(struct op *op, const struct contact *a, const struct contact *b);
/* what->contact is set. 0: a new one; *ret_is_own: found by its external id. */
int import_match_sale(struct op *op, const struct import *import, const struct sale *what,
		      int64_t *ret, bool *ret_is_own);
