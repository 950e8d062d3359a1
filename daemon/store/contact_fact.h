/* Derived facts of a contact, kept in the writing transaction and rebuilt at will. */
#pragma once

#include "store/db.h"

/* A row for a new contact. */
int store_contact_fact_add(struct store *s, int64_t contact);
/* Recomputes one contact's row from the facts. */
int store_contact_fact_refresh(struct store *s, int64_t contact);
/* Recomputes all of them. */
int store_contact_fact_rebuild(struct store *s);
