/* Rows of imports that are somebody who is being erased. */
#pragma once

#include "domain/contact.h"
#include "ops/op.h"

/* Refuses every staged row that an import may take for them, by a name, an e-mail, a number or the
 * id of its source, and keeps nothing of it but its line: an import that is being uploaded tells of
 * it as of any row that it did not take. A whole book that is being uploaded is aborted. Called
 * while the book still knows them. */
int erase_staged(struct op *op, const struct contact *c);
