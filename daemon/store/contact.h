/* Contacts: the row itself with its phones, e-mails, tags and consents. */
#pragma once

#include "base/arena.h"
#include "domain/contact.h"
#include "store/db.h"

/* Sets c->id. -EEXIST where the uid, or origin and external id, is taken. */
int store_contact_add(struct store *s, struct contact *c);
/* Writes every fact of the row but the day of a death, and raises the version; parts by the
 * functions below. */
int store_contact_update(struct store *s, struct contact *c);
/* They died on that day: state and day; a pause is over. */
int store_contact_set_deceased(struct store *s, int64_t id, struct day day);
/* The row, its parts and its derived facts. VOUCH_E_NOT_FOUND where there is none. */
int store_contact_get(struct store *s, int64_t id, struct arena *arena, struct contact *ret);
/* The name alone; null where erased or not there. */
int store_contact_name(struct store *s, int64_t id, struct arena *arena, const char **ret);
/* The zone they live in, an IANA name; null where none is known. */
int store_contact_timezone(struct store *s, int64_t id, struct arena *arena, const char **ret);
int store_contact_state(struct store *s, int64_t id, enum contact_state *ret);

/* Each replaces what was there; unchanged rows are left alone. */
int store_contact_set_phones(struct store *s, int64_t id, const char *const *items, size_t n);
int store_contact_set_emails(struct store *s, int64_t id, const char *const *items, size_t n);
int store_contact_set_tags(struct store *s, int64_t id, const char *const *items, size_t n);
int store_contact_set_consent(struct store *s, int64_t id, const char *channel, const char *answer,
			      struct day day, const char *source);
/* Fills emails, phones, tags and consent of a contact whose id is set. */
int store_contact_load_parts(struct store *s, struct arena *arena, struct contact *c);
/* A part of store_contact_rekey. */
int store_contact_rekey_parts(struct store *s, int64_t id, struct arena *arena);

/* The keys of every phone number of the book; a part of store/derived.h. */
int store_contact_rekey_all_phones(struct store *s);
/* Works out anew what is derived of its name, numbers and addresses. */
int store_contact_rekey(struct store *s, int64_t id);

/* Paused contacts whose pause has ended by `today`. */
int store_contact_pauses_over(struct store *s, struct day today, struct arena *arena, int64_t **ret,
			      size_t *ret_n);
/* The first day on which a pause ends; NO_DAY where none does. */
int store_contact_next_pause(struct store *s, struct day *ret);
/* Members of a household that are not merged or erased. */
int store_contact_of_household(struct store *s, int64_t household, struct arena *arena,
			       int64_t **ret, size_t *ret_n);
