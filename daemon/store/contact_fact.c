/* Derived facts of a contact, kept in the writing transaction and rebuilt at will. */
#include "store/contact_fact.h"

#include <assert.h>

#include "base/cleanup.h"
#include "store/sets.h"

enum { ADD, REFRESH, CLEAR, REBUILD, N };

/* The + keeps the planner on the indexes by contact: without statistics it takes those by state,
 * and reads every sale of the book for one contact. */
#define COMPLETED "FROM sale s WHERE s.contact = c.id AND +s.state = 'completed'"
/* Those that count: received, candidates left out. */
#define IS_SENT "r.direction = 'received' AND r.received_day IS NOT NULL"
#define SENT "FROM referral r WHERE r.contact = c.id AND +" IS_SENT
/* The first referrer keeps the credit for a person. */
#define CREDIT                                                                                     \
	"FROM referral r INDEXED BY referral_by_credit WHERE r.person = c.id AND " IS_SENT         \
	" AND r.contact <> c.id ORDER BY r.received_at, r.id LIMIT 1"
/* They sent somebody who sent somebody who sent somebody. */
#define CHAIN                                                                                      \
	"EXISTS (SELECT 1 FROM referral r JOIN referral y ON y.contact = r.person "                \
	" JOIN referral z ON z.contact = y.person WHERE r.contact = c.id AND +" IS_SENT            \
	" AND +y.direction = 'received' AND y.received_day IS NOT NULL "                           \
	" AND +z.direction = 'received' AND z.received_day IS NOT NULL)"
/* They said they would: when asked, or in a talk whose sale was completed. Not after `never`. */
#define SAID_SO                                                                                    \
	"(SELECT min(day) FROM (SELECT a.day FROM ask a WHERE a.contact = c.id "                   \
	" AND a.outcome IN ('willing', 'names-given') UNION ALL "                                  \
	" SELECT max(t.day, (SELECT min(s.completed_day) " COMPLETED ")) FROM talk t "             \
	" WHERE t.contact = c.id AND t.agreed = 'yes') "                                           \
	" WHERE NOT EXISTS (SELECT 1 FROM ask a WHERE a.contact = c.id AND a.outcome = 'never'))"

/* In the order of MEMBERS, `standing` and `army` left to FACTS. */
#define PARTS                                                                                      \
	"c.id AS contact, (SELECT count(*) " COMPLETED ") AS n_completed, "                        \
	"(SELECT min(s.completed_day) " COMPLETED ") AS first_completed_day, "                     \
	"(SELECT max(s.completed_day) " COMPLETED ") AS last_completed_day, "                      \
	"(SELECT max(t.day) FROM touch t WHERE t.contact = c.id) AS last_touch_day, "              \
	"(SELECT max(t.day) FROM touch t WHERE t.contact = c.id AND t.direction = 'both') "        \
	" AS last_two_way_day, "                                                                   \
	"(SELECT min(f.due_at) FROM followup f WHERE f.contact = c.id "                            \
	" AND +f.state = 'scheduled') AS next_due_at, "                                            \
	"(SELECT f.id FROM followup f WHERE f.contact = c.id AND +f.state = 'scheduled' "          \
	" ORDER BY f.due_at, f.\"rank\", f.id LIMIT 1) AS next_followup, "                         \
	"(SELECT r.id " CREDIT ") AS credit, "                                                     \
	"(SELECT count(*) " SENT ") AS n_sent, (SELECT min(r.received_day) " SENT ") AS first, "   \
	"(SELECT max(r.received_day) " SENT ") AS last_sent_day, " CHAIN " AS has_chain, " SAID_SO \
	" AS said_day, "                                                                           \
	"(SELECT max(day) FROM (SELECT max(t.day) AS day FROM touch t INDEXED BY touch_by_gift "   \
	" WHERE t.contact = c.id AND t.gave = 1 UNION ALL "                                        \
	" SELECT max(g.day) FROM gift g WHERE g.contact = c.id UNION ALL "                         \
	" SELECT max(r.received_day) FROM referral r WHERE r.contact = c.id "                      \
	" AND +r.direction = 'given')) AS last_gave_day, "                                         \
	"(SELECT s.score FROM satisfaction s WHERE s.contact = c.id "                              \
	" ORDER BY s.day DESC, s.entry DESC, s.id DESC LIMIT 1) AS last_score, "                   \
	"(SELECT count(*) FROM complaint p INDEXED BY complaint_open WHERE p.contact = c.id "      \
	" AND p.state = 'open') AS n_complaints, "                                                 \
	"EXISTS (SELECT 1 FROM talk t WHERE t.contact = c.id) AS has_talk, "                       \
	"EXISTS (SELECT 1 FROM ask a WHERE a.contact = c.id) AS is_asked, "                        \
	"c.state IN ('active', 'paused') AS is_live, "                                             \
	"CASE WHEN c.state <> 'active' OR c.cadence = 'none' THEN 'none' "                         \
	"ELSE c.cadence END AS wanted"

/* The army are those who could be called on: nobody who has died, was merged or erased. */
#define FACTS                                                                                      \
	"contact, CASE WHEN n_sent > 0 THEN 'referrer' WHEN n_completed > 0 THEN 'customer' "      \
	"ELSE 'prospect' END, n_completed, first_completed_day, last_completed_day, "              \
	"last_touch_day, last_two_way_day, next_due_at, next_followup, credit, "                   \
	"(SELECT r.contact FROM referral r WHERE r.id = credit), n_sent, "                         \
	"CASE WHEN NOT is_live THEN NULL WHEN n_sent >= 3 OR has_chain THEN 'champion' WHEN "      \
	"n_sent = 2 THEN 'repeat' "                                                                \
	"WHEN n_sent = 1 THEN 'referrer' WHEN said_day IS NOT NULL THEN 'willing' END, "           \
	"CASE WHEN is_live THEN nullif(min(ifnull(first, 999999), ifnull(said_day, 999999)), "     \
	"999999) END, last_sent_day, "                                                             \
	"last_gave_day, last_score, n_complaints, has_talk, is_asked, "                            \
	"CASE WHEN wanted = 'none' THEN NULL WHEN wanted IS NOT NULL THEN wanted "                 \
	"WHEN n_completed > 0 THEN 'C' END"

#define MEMBERS                                                                                    \
	"contact, standing, n_completed, first_completed_day, last_completed_day, "                \
	"last_touch_day, last_two_way_day, next_due_at, next_followup, credit, referrer, n_sent, " \
	"army, army_day, last_sent_day, last_gave_day, last_score, n_complaints, has_talk, "       \
	"is_asked, cadence"

static const char *const sql[] = {
	[ADD] = "INSERT INTO contact_fact (contact, standing) VALUES (?1, 'prospect')",
	[REFRESH] = "INSERT OR REPLACE INTO contact_fact (" MEMBERS ") SELECT " FACTS
		    " FROM (SELECT " PARTS " FROM contact c WHERE c.id = ?1)",
	[CLEAR] = "DELETE FROM contact_fact",
	[REBUILD] = "INSERT INTO contact_fact (" MEMBERS ") SELECT " FACTS " FROM (SELECT " PARTS
		    " FROM contact c)",
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
