/* Imports, their staged rows, and the contacts and sales that a row may be about. */
#pragma once

#include "base/arena.h"
#include "domain/import.h"
#include "store/db.h"

/* Sets import->id. */
int store_import_add(struct store *s, struct import *import);
/* Writes state, counts, journal and end; raises the version. */
int store_import_update(struct store *s, struct import *import);
/* VOUCH_E_NOT_FOUND where there is none. */
int store_import_get(struct store *s, int64_t id, struct arena *arena, struct import *ret);
/* The oldest that has slices to be done; 0 where there is none. */
int store_import_next(struct store *s, int64_t *ret);
/* The one whose journal entries are this group; VOUCH_E_NOT_FOUND where none is. */
int store_import_of_group(struct store *s, int64_t group, struct arena *arena, struct import *ret);
/* The oldest that was refused or aborted and whose rows are still there; 0: none. */
int store_import_next_left(struct store *s, int64_t *ret);
/* Aborts those still open that began before an instant. */
int store_import_abort_old(struct store *s, int64_t before, int64_t now);

/* Aborts whole books still being uploaded. */
int store_import_abort_books(struct store *s, int64_t now);

/* Id and state are ignored. */
int store_import_item_add(struct store *s, const struct import_item *item);
/* Keeps the line, field and refusal, and nothing else of the row. */
int store_import_item_add_refused(struct store *s, const struct import_item *item);
/* A value of a row that was applied: its line, field, why it was not taken, and who has another. */
int store_import_item_add_not_taken(struct store *s, const struct import_item *item);
/* Whether a row of this key was staged already. */
int store_import_has_key(struct store *s, int64_t import, const char *key, bool *ret);

/* The first 20 of a key, as they came. */
int store_import_of_key(struct store *s, int64_t import, const char *key, struct arena *arena,
			struct import_items *ret);

/* Staged ones as they came. */
int store_import_staged(struct store *s, int64_t import, int limit, struct arena *arena,
			struct import_items *ret);
/* Staged ones of any import, by their ids, beginning after one; the next page begins after the
 * last.
 */
int store_import_staged_after(struct store *s, int64_t after, int limit, struct arena *arena,
			      struct import_items *ret);
/* Applied ones, a contact's newest sale first: id, import, line, contact and sale alone. */
int store_import_applied(struct store *s, int64_t import, int limit, struct arena *arena,
			 struct import_items *ret);
/* Refused ones as they came: id, import, line, field and refusal alone. */
int store_import_refused(struct store *s, int64_t import, int limit, struct arena *arena,
			 struct import_items *ret);
/* Ones with a doubt that were not refused, as they came: id, import, line and doubt alone. */
int store_import_doubted(struct store *s, int64_t import, int limit, struct arena *arena,
			 struct import_items *ret);
/* Values that were not taken, as they came: id, import, line, field, refusal and contact alone. */
int store_import_not_taken(struct store *s, int64_t import, int limit, struct arena *arena,
			   struct import_items *ret);

/* Blanks a staged row but for its line. */
int store_import_item_refuse(struct store *s, int64_t id, const char *field, const char *refusal);
/* Blanks it but for its line, its doubt, and what it became: contact and sale. One without a sale
 * waits for nothing, and is there to be told of. */
int store_import_item_apply(struct store *s, const struct import_item *item);
int store_import_item_drop(struct store *s, int64_t id);
/* Removes rows of an import that are not refused, at most `limit`; *ret: how many. */
int store_import_items_drop(struct store *s, int64_t import, int limit, int *ret);
/* Removes all rows of whole books that are being uploaded. */
int store_import_items_drop_books(struct store *s);
/* Removes what imports that have ended kept to be told of. */
int store_import_forget_told(struct store *s);

enum import_way { WAY_EMAIL, WAY_PHONE, WAY_NAME };

/* A contact that is neither merged nor erased and has the key. */
struct import_candidate {
	int64_t contact;
	bool is_same_name, is_same_origin;
	bool has_external_id, has_emails, has_phones;
	bool is_merged_name; /* the name is that of somebody who was merged into them */
};
struct import_candidates {
	struct import_candidate *items;
	size_t n;
};

/* What to look for: a folded address, digits or a folded name, by the way. */
struct import_clue {
	enum import_way way;
	const char *key;
	const char *name_key, *origin; /* of the row */
};
/* Those with the same name first, then those of the same origin; the first 20. */
int store_import_candidates(struct store *s, const struct import_clue *clue, struct arena *arena,
			    struct import_candidates *ret);
/* The contact with an external id, merged and erased ones included; 0: none. */
int store_import_contact(struct store *s, const char *origin, const char *external_id,
			 int64_t *ret);
/* A sale that is the same business: contact, product, day it was opened and amount, and the same
 * state and closing day unless one of both is still open. 0: none. */
int store_import_same_sale(struct store *s, const struct sale *sale, int64_t *ret);

/* What was not there when an entry of the journal was written, and is what an import would have
 * taken for this, which that entry took away; 0: nothing. A contact of the name, unless each has an
 * external id of the one origin; the same business as a sale without an external id. */
int store_import_contact_since(struct store *s, const struct contact *c, const char *name_key,
			       int64_t entry, int64_t *ret);
int store_import_sale_since(struct store *s, const struct sale *sale, int64_t entry, int64_t *ret);
