/* Who should hear from us when: derived of a contact's class, of the last word both ways, and of
 * the last call to keep in touch that a person made, skipped or cancelled. */
#pragma once

#include "base/arena.h"
#include "domain/day.h"
#include "store/db.h"
#include "store/tables.h"

struct cadence_fact {
	struct day due_day;  /* NO_DAY: of no class, nothing is to be planned */
	struct day look_day; /* when the daemon looks at it; NO_DAY: not before something happens */
	struct day last_two_way_day;
};

/* Recomputes the due day of one contact from its facts, which must be fresh. Another due day is
 * looked at anew, CADENCE_AHEAD days before it. */
int store_cadence_refresh(struct store *s, int64_t contact);
/* Recomputes all of them; each is looked at anew. */
int store_cadence_rebuild(struct store *s);
int store_cadence_get(struct store *s, int64_t contact, struct cadence_fact *ret);
int store_cadence_set_look(struct store *s, int64_t contact, struct day day);
/* Something that was due to the contact gives way: where no call is planned it is looked at anew.
 */
int store_cadence_wake(struct store *s, int64_t contact);
/* Those whose look day has come, the oldest first. */
int store_cadence_to_look_at(struct store *s, struct day today, int limit, struct arena *arena,
			     int64_t **ret, size_t *ret_n);
/* NO_DAY: none. */
int store_cadence_next_look(struct store *s, struct day *ret);

/* The calls to keep in touch that the cadence has planted for a contact and that are open. */
int store_cadence_calls(struct store *s, int64_t contact, struct arena *arena, int64_t **ret,
			size_t *ret_n);
/* The first scheduled follow-up but that one (0: any) which reaches the contact and is due until
 * an instant; *ret_day and *ret are NO_DAY and 0 where there is none. */
int store_cadence_rival(struct store *s, int64_t contact, int64_t but, int64_t until, int64_t *ret,
			struct day *ret_day);

/* What the cadence has planned for a contact and no person had a hand in, with its run: it goes
 * with the contact, where an undo takes that away or merges it again. What was of the contact and
 * is another's by a merge stays. */
int store_cadence_forget(struct store *s, int64_t contact, struct arena *arena);
/* Is a row such a one: a run, a follow-up, or a move of one? */
int store_cadence_is_spare(struct store *s, const struct table *t, int64_t row, bool *ret);
