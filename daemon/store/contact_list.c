/* Finding and listing contacts. */
#include "store/contact_list.h"

#include <assert.h>
#include <string.h>

#include "base/cleanup.h"
#include "domain/words.h"
#include "store/sets.h"

enum { BY_NAME, BY_QUIET, BY_NEXT, BY_QUIET_CLASS, FIND, COUNT, N };

const char *const contact_orders[] = {"name", "quiet", "next", NULL};

#define FILTER                                                                                     \
	"c.state NOT IN ('merged', 'erased') AND (?1 IS NULL OR f.standing = ?1) "                 \
	"AND (?2 IS NULL OR coalesce(c.cadence, "                                                  \
	" CASE f.standing WHEN 'prospect' THEN 'none' ELSE 'C' END) = ?2) "                        \
	"AND (?3 IS NULL OR EXISTS (SELECT 1 FROM contact_tag t WHERE t.contact = c.id "           \
	" AND t.tag = ?3)) AND (?4 IS NULL OR c.household = ?4) "                                  \
	"AND (?5 IS NULL OR f.last_two_way_day IS NULL OR f.last_two_way_day < ?5) "               \
	"AND (?8 = 0 OR f.cadence IS NOT NULL) "

/* As the indexes of contact_fact have them: silence without end first, nothing next last. */
#define NEVER "-1000000"
#define QUIET "ifnull(f.last_two_way_day, " NEVER ")"
#define NEXT "ifnull(f.next_due_at, 9223372036854775807)"
#define START(what) "ifnull((SELECT " what " FROM contact_fact f WHERE f.contact = ?6), " NEVER ")"
#define AFTER(what)                                                                                \
	"AND " what " >= " START(what) " AND (" what                                               \
				       ", f.contact) > (" START(what) ", ifnull(?6, 0)) "
#define WORD(parameter) "AND (" parameter " IS NULL OR instr(c.find_key, " parameter ") > 0) "

static const char *const sql[] = {
	[BY_NAME] = "SELECT c.id FROM contact c CROSS JOIN contact_fact f ON f.contact = c.id "
		    "WHERE " FILTER "AND (c.name_key, c.id) > "
		    "(ifnull((SELECT name_key FROM contact WHERE id = ?6), ''), ifnull(?6, 0)) "
		    "ORDER BY c.name_key, c.id LIMIT ?7",
	[BY_QUIET] = "SELECT c.id FROM contact_fact f INDEXED BY contact_fact_by_quiet "
		     "CROSS JOIN contact c ON c.id = f.contact WHERE " FILTER AFTER(
			     QUIET) "ORDER BY " QUIET ", f.contact LIMIT ?7",
	[BY_QUIET_CLASS] = "SELECT c.id FROM contact_fact f INDEXED BY contact_fact_by_class "
			   "CROSS JOIN contact c ON c.id = f.contact WHERE f.cadence IS NOT NULL "
			   "AND " FILTER AFTER(QUIET) "ORDER BY " QUIET ", f.contact LIMIT ?7",
	[BY_NEXT] = "SELECT c.id FROM contact_fact f CROSS JOIN contact c ON c.id = f.contact "
		    "WHERE " FILTER AFTER(NEXT) "ORDER BY " NEXT ", f.contact LIMIT ?7",
	[FIND] =
		"SELECT c.id FROM contact c WHERE c.state <> 'erased' "
		"AND ((instr(c.find_key, ?2) > 0 " WORD("?3") WORD("?4") WORD("?5") WORD("?6") WORD(
			"?7") ") OR c.id IN "
			      "(SELECT contact FROM contact_email WHERE instr(address_key, ?1) > "
			      "0) "
			      "OR (?8 IS NOT NULL AND c.id IN "
			      "(SELECT contact FROM contact_phone WHERE instr(digits, ?8) > 0 "
			      "OR instr(digits, ?10) > 0))) "
			      "ORDER BY c.name_key <> ?1, c.name_key, c.id LIMIT ?9",
	[COUNT] = ("SELECT (SELECT count(*) FROM contact_fact), (SELECT count(*) FROM contact_fact "
		   "INDEXED BY contact_fact_by_cover WHERE n_completed > 0)"),
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_CONTACT_LIST};
const struct stmt_set *const store_set_contact_list = &set;

int store_contact_list(struct store *s, const struct contact_filter *f, struct arena *arena,
		       int64_t **ret, size_t *ret_n)
{
	int statement = BY_NAME + (int)f->order;
	struct sqlite3_stmt *stmt;
	int r;

	if (f->order == CONTACT_BY_QUIET && f->has_class)
		statement = BY_QUIET_CLASS;
	r = store_bind(s, &set, statement, &stmt, "tttIdInb", word_at(standings, f->standing),
		       word_at(cadences, f->cadence), f->tag, f->household, f->quiet_since,
		       f->after, f->limit, f->has_class);
	return r ? r : store_all_ints(s, stmt, arena, ret, ret_n);
}

int store_contact_find(struct store *s, const struct contact_search *search, struct arena *arena,
		       int64_t **ret, size_t *ret_n)
{
	const char *const *w = search->words;
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, FIND, &stmt, "ttttttttnt", search->key, w[0], w[1], w[2], w[3],
		       w[4], w[5], search->digits, search->limit, search->number);
	return r ? r : store_all_ints(s, stmt, arena, ret, ret_n);
}

int store_contact_count(struct store *s, int64_t *ret_all, int64_t *ret_customers)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, COUNT, &stmt, "");
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r < 0)
		return r;
	*ret_all = col_int(stmt, 0);
	*ret_customers = col_int(stmt, 1);
	store_reset(stmt);
	return 0;
}
