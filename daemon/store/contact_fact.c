/* Derived facts of a contact, kept in the writing transaction and rebuilt at will. */
#include "store/contact_fact.h"

#include <assert.h>

#include "base/cleanup.h"
#include "store/sets.h"

enum { ADD, REFRESH, CLEAR, REBUILD, N };

/* The + keeps the planner on the indexes by contact: without statistics it takes those by state,
 * and reads every sale of the book for one contact. */
#define FACTS                                                                                      \
	"CASE WHEN EXISTS (SELECT 1 FROM referral r WHERE r.contact = c.id "                       \
	" AND +r.direction = 'received' AND +r.status <> 'candidate') THEN 'referrer' "            \
	"WHEN EXISTS (SELECT 1 FROM sale s WHERE s.contact = c.id "                                \
	" AND +s.state = 'completed') THEN 'customer' ELSE 'prospect' END, "                       \
	"(SELECT count(*) FROM sale s WHERE s.contact = c.id AND +s.state = 'completed'), "        \
	"(SELECT min(s.completed_day) FROM sale s WHERE s.contact = c.id "                         \
	" AND +s.state = 'completed'), "                                                           \
	"(SELECT max(s.completed_day) FROM sale s WHERE s.contact = c.id "                         \
	" AND +s.state = 'completed'), "                                                           \
	"(SELECT max(t.day) FROM touch t WHERE t.contact = c.id), "                                \
	"(SELECT max(t.day) FROM touch t WHERE t.contact = c.id AND t.direction = 'both'), "       \
	"(SELECT min(f.due_at) FROM followup f WHERE f.contact = c.id "                            \
	" AND +f.state = 'scheduled'), "                                                           \
	"(SELECT f.id FROM followup f WHERE f.contact = c.id AND +f.state = 'scheduled' "          \
	" ORDER BY f.due_at, f.\"rank\", f.id LIMIT 1)"

#define MEMBERS                                                                                    \
	"contact, standing, n_completed, first_completed_day, last_completed_day, "                \
	"last_touch_day, last_two_way_day, next_due_at, next_followup"

static const char *const sql[] = {
	[ADD] = "INSERT INTO contact_fact (contact, standing) VALUES (?1, 'prospect')",
	[REFRESH] = "INSERT OR REPLACE INTO contact_fact (" MEMBERS ") SELECT c.id, " FACTS
		    " FROM contact c WHERE c.id = ?1",
	[CLEAR] = "DELETE FROM contact_fact",
	[REBUILD] = "INSERT INTO contact_fact (" MEMBERS ") SELECT c.id, " FACTS " FROM contact c",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_CONTACT_FACT};
const struct stmt_set *const store_set_contact_fact = &set;

int store_contact_fact_add(struct store *s, int64_t contact)
{
	return store_run(s, &set, ADD, "i", contact);
}

int store_contact_fact_refresh(struct store *s, int64_t contact)
{
	return store_run(s, &set, REFRESH, "i", contact);
}

int store_contact_fact_rebuild(struct store *s)
{
	int r;

	r = store_run(s, &set, CLEAR, "");
	return r ? r : store_run(s, &set, REBUILD, "");
}
