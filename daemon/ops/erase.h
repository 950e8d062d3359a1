/* Erasing a contact: what is known of them goes, and cannot come back. DESIGN section 8. */
#pragma once

#include "ops/op.h"

struct erased {
	int64_t n_rows;     /* blanked or taken away */
	int64_t n_requests; /* of theirs to be erased, which are answered with that */
};

/* `confirm` is the contact's name, to the letter. What is planned for them ends; their row stays,
 * without anything that says who it was, so that whom they sent, and who sent them, stay
 * connected. Whoever was merged into them goes with them. Not journaled. */
int op_contact_erase(struct op *op, int64_t id, const char *confirm, struct erased *ret);
/* The same once more, of a contact that a backup has brought back; nothing where it is erased. */
int op_erase_again(struct op *op, int64_t id, bool *ret_was_there);

/* Refused (contact-state) where what a contact is recognised by belongs to somebody who asked to
 * be forgotten. origin null: by hand. */
struct contact;
int erase_forgotten(struct op *op, const struct contact *c, const char *origin, struct day *ret);

/* Between groups: the file is made anew without what was erased. */
int op_erase_clean(struct op_env *env);
/* In a transaction of its own after that. */
int op_erase_finished(struct op *op);
/* At the start: whether that is still to be done. */
int op_erase_is_pending(struct op *op, bool *ret);
