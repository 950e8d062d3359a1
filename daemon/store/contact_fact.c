/* Derived facts of a contact, kept in the writing transaction and rebuilt at will. */
#include "store/contact_fact.h"

#include <assert.h>
#include <string.h>

#include "base/cleanup.h"
#include "store/cadence.h"
#include "store/journal.h"
#include "store/sets.h"
#include "store/tables.h"

enum { ADD, REFRESH, NEXT, CLEAR, REBUILD, SENDERS, N };

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

#define FOLLOWUPS_OF "FROM followup f INDEXED BY followup_next WHERE f.contact = "
#define NEXT_OF_THEM " AND f.state = 'scheduled' ORDER BY f.due_at, f.\"rank\", f.id LIMIT 1"

/* In the order of MEMBERS, `standing` and `army` left to FACTS. */
#define PARTS                                                                                      \
	"c.id AS contact, (SELECT count(*) " COMPLETED ") AS n_completed, "                        \
	"(SELECT min(s.completed_day) " COMPLETED ") AS first_completed_day, "                     \
	"(SELECT max(s.completed_day) " COMPLETED ") AS last_completed_day, "                      \
	"(SELECT max(t.day) FROM touch t WHERE t.contact = c.id) AS last_touch_day, "              \
	"(SELECT max(t.day) FROM touch t WHERE t.contact = c.id AND t.direction = 'both') "        \
	" AS last_two_way_day, "                                                                   \
	"(SELECT f.id " FOLLOWUPS_OF "c.id" NEXT_OF_THEM ") AS next_followup, "                    \
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
	"last_touch_day, last_two_way_day, "                                                       \
	"(SELECT f.due_at FROM followup f WHERE f.id = next_followup), next_followup, credit, "    \
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
	/* The limit keeps the parts from being worked out once for each place that has them. */
	[REFRESH] = "INSERT OR REPLACE INTO contact_fact (" MEMBERS ") SELECT " FACTS
		    " FROM (SELECT " PARTS " FROM contact c WHERE c.id = ?1 LIMIT 1) WHERE true",
	/* Where nothing differs nothing is set: each index of a column that is set is written. */
	[NEXT] = "UPDATE contact_fact SET (next_due_at, next_followup) = "
		 "(SELECT f.due_at, f.id " FOLLOWUPS_OF "?1" NEXT_OF_THEM ") WHERE contact = ?1 "
		 "AND (next_due_at, next_followup) IS NOT "
		 "(SELECT f.due_at, f.id " FOLLOWUPS_OF "?1" NEXT_OF_THEM ")",
	[CLEAR] = "DELETE FROM contact_fact",
	[REBUILD] = "INSERT INTO contact_fact (" MEMBERS ") SELECT " FACTS " FROM (SELECT " PARTS
		    " FROM contact c)",
	[SENDERS] = "SELECT r.contact FROM referral r INDEXED BY referral_by_person "
		    "WHERE r.person = ?1 AND +" IS_SENT,
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
	int r;

	r = store_run(s, &set, REFRESH, "i", contact);
	return r ? r : store_cadence_refresh(s, contact);
}

/* Those who sent a contact, `steps` up. A chain of three is as far as anything reaches. */
static int refresh_senders(struct store *s, int64_t contact, int steps, struct arena *arena)
{
	struct sqlite3_stmt *stmt;
	int64_t *ids;
	size_t n;
	int r;

	r = store_bind(s, &set, SENDERS, &stmt, "i", contact);
	if (r == 0)
		r = store_all_ints(s, stmt, arena, &ids, &n);
	for (size_t i = 0; r == 0 && i < n; i++) {
		r = store_contact_fact_refresh(s, ids[i]);
		if (r == 0 && steps > 1)
			r = refresh_senders(s, ids[i], steps - 1, arena);
	}
	return r;
}

static struct image_value value_in(const struct journal_change *c, const struct image_bytes *image,
				   const char *column)
{
	struct image_value v = {0};

	if (image->bytes)
		(void)image_column(image->bytes, image->size,
				   (size_t)table_column(c->table, column), &v);
	return v;
}

static bool is_same_text(const struct image_value *a, const struct image_value *b)
{
	return a->size == b->size && (a->size == 0 || memcmp(a->bytes, b->bytes, a->size) == 0);
}

/* Who is to hear from us regularly. A new contact is active and of no class, as its facts begin. */
static int follow_contact(struct store *s, const struct journal_change *c)
{
	static const struct image_value active = {.bytes = "active", .size = 6};
	struct image_value cadence = value_in(c, &c->before, "cadence");
	struct image_value state = c->before.bytes ? value_in(c, &c->before, "state") : active;
	struct image_value new_cadence = value_in(c, &c->after, "cadence");
	struct image_value new_state = value_in(c, &c->after, "state");

	if (!c->after.bytes ||
	    (is_same_text(&cadence, &new_cadence) && is_same_text(&state, &new_state)))
		return 0;
	return store_contact_fact_refresh(s, c->row);
}

static int follow_referral(struct store *s, const struct journal_change *c, struct arena *arena)
{
	const struct image_bytes *sides[] = {&c->before, &c->after};
	int r = 0;

	for (size_t i = 0; r == 0 && i < ARRAY_LEN(sides); i++) {
		int64_t person = value_in(c, sides[i], "person").integer;
		int64_t contact = value_in(c, sides[i], "contact").integer;

		if (person)
			r = store_contact_fact_refresh(s, person);
		if (r == 0 && contact)
			r = store_contact_fact_refresh(s, contact);
		if (r == 0 && contact)
			r = refresh_senders(s, contact, 2, arena);
	}
	return r;
}

/* Was it due to them, and is not any more, or on another day? */
static bool gives_way(const struct journal_change *c)
{
	static const struct image_value scheduled = {.bytes = "scheduled", .size = 9};
	struct image_value before = value_in(c, &c->before, "state");
	struct image_value after = value_in(c, &c->after, "state");

	return is_same_text(&before, &scheduled) &&
	       (!is_same_text(&after, &scheduled) ||
		value_in(c, &c->before, "due_day").integer !=
			value_in(c, &c->after, "due_day").integer);
}

/* What is next for whose follow-up it is; of several in a row once. */
static int follow_followup(struct store *s, const struct journal_change *c, int64_t *last)
{
	int64_t contact = value_in(c, c->after.bytes ? &c->after : &c->before, "contact").integer;
	int r = 0;

	if (gives_way(c))
		r = store_cadence_wake(s, contact);
	if (r || contact == *last)
		return r;
	*last = contact;
	return store_run(s, &set, NEXT, "i", contact);
}

int store_contact_fact_follow(struct store *s, const struct journal *j)
{
	const struct table *referral = table_find("referral"), *contact = table_find("contact");
	const struct table *followup = table_find("followup");
	struct arena *arena = NULL;
	int64_t last = 0;
	int r = 0;

	for (size_t i = 0; r == 0 && i < journal_changes(j); i++) {
		struct journal_change c = journal_change_at(j, i);

		if (c.table == followup)
			r = follow_followup(s, &c, &last);
		if (c.table == contact)
			r = follow_contact(s, &c);
		if (c.table != referral)
			continue;
		if (!arena)
			arena = arena_new();
		r = follow_referral(s, &c, arena);
	}
	arena_free(arena);
	return r;
}

int store_contact_fact_rebuild(struct store *s)
{
	int r;

	r = store_run(s, &set, CLEAR, "");
	return r ? r : store_run(s, &set, REBUILD, "");
}
