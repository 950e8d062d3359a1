/* Derived facts of a contact, kept in the writing transaction and rebuilt at will. */
#pragma once

#include "store/db.h"

struct journal;

/* A row for a new contact. */
int store_contact_fact_add(struct store *s, int64_t contact);
/* Recomputes one contact's row from the facts. */
int store_contact_fact_refresh(struct store *s, int64_t contact);
/* Recomputes, after a request, those whose facts hang on what it wrote of others: of a referral who
 * was sent, and who sent the referrer, two steps up, for the army. And those whose class or state
 * changed, and what is next for those whose follow-ups did. */
int store_contact_fact_follow(struct store *s, const struct journal *j);
/* Recomputes all of them. */
int store_contact_fact_rebuild(struct store *s);
