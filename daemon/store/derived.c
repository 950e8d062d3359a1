/* What is derived, worked out anew where a newer vouch derives it otherwise. */
#include "store/derived.h"

#include "base/str.h"
#include "store/book.h"
#include "store/cadence.h"
#include "store/contact.h"
#include "store/contact_fact.h"
#include "store/followup_clock.h"
#include "store/journal.h"
#include "store/tally.h"

/* Raise it with each change of what is derived. */
#define DERIVED_AS "7"

int store_derived_follow(struct store *s, const struct journal *j)
{
	int r;

	r = store_contact_fact_follow(s, j);
	return r ? r : store_tally_follow(s, j);
}

int store_derived_rebuild(struct store *s)
{
	int r;

	r = store_contact_fact_rebuild(s);
	if (r == 0)
		r = store_cadence_rebuild(s);
	return r ? r : store_tally_rebuild(s);
}

/* The keys of phone numbers, and what the clock looks at, lie in journaled tables; nothing that a
 * person did has changed. */
static int rework_rows(struct store *s)
{
	int r;

	r = store_contact_rekey_all_phones(s);
	if (r == 0)
		r = store_followup_look_at_parts(s);
	journal_start(store_journal(s));
	return r;
}

int store_derived_settle(struct store *s, struct arena *arena)
{
	const char *as, *wanted;
	int r;

	wanted = arena_printf(arena, DERIVED_AS " %s", store_home(s));
	r = store_book_get(s, BOOK_DERIVED, arena, &as);
	if (r || (as && str_equal(as, wanted)))
		return r;
	r = rework_rows(s);
	if (r == 0)
		r = store_derived_rebuild(s);
	return r ? r : store_book_set(s, BOOK_DERIVED, wanted);
}
