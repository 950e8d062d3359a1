/* The words of a notice. Used by notice.c. */
#pragma once

#include "domain/followup.h"
#include "ops/notice.h"

/* Fills summary and body by the privacy setting; summary null where nothing in it is due any
 * more. */
int notice_text(struct op *op, struct notice_post *post);
/* What to do, as a summary begins: "Call". */
const char *notice_verb(const struct followup *f);
/* A contact's name as far as the setting lets it be seen. */
const char *notice_who(struct op *op, int64_t contact);
