/* What is derived, worked out anew where a newer vouch derives it otherwise. */
#include "store/derived.h"

#include "base/str.h"
#include "store/book.h"
#include "store/cadence.h"
#include "store/contact_fact.h"
#include "store/tally.h"

/* Raise it with each change of what is derived. */
#define DERIVED_AS "4"

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

int store_derived_settle(struct store *s, struct arena *arena)
{
	const char *as;
	int r;

	r = store_book_get(s, BOOK_DERIVED, arena, &as);
	if (r || (as && str_equal(as, DERIVED_AS)))
		return r;
	r = store_derived_rebuild(s);
	return r ? r : store_book_set(s, BOOK_DERIVED, DERIVED_AS);
}
