/* Two contacts become one: the rows of one go to the other. */
#include "store/merge.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "store/made.h"
#include "store/sets.h"
#include "store/store.h"

/* Up to REFERRAL all of it is done, in this order. ?1 keeps, ?2 goes. What both have is written
 * into the row that stays, so that an undo finds no two rows where one may be. */
enum {
	TAGS_TWICE,
	EMAILS_TWICE,
	EMAILS_BEHIND,
	PHONES_TWICE,
	PHONES_BEHIND,
	CONSENT_NEWER,
	CONSENTS_TWICE,
	MAIL_SENT,
	MAIL_RECEIVED,
	MAIL_TWICE,
	FLAG,
	DISTINCT_FROM,
	DISTINCT_TO,
	RUNS,
	REFERRAL,
	N
};

#define TWICE(table, key)                                                                          \
	"DELETE FROM " table " WHERE contact = ?2 AND " key " IN (SELECT " key " FROM " table      \
	" WHERE contact = ?1)"
#define BEHIND(table)                                                                              \
	"UPDATE " table                                                                            \
	" SET position = position + (SELECT ifnull(max(position) + 1, 0) FROM " table              \
	" WHERE contact = ?1) WHERE contact = ?2"
/* The row of one that keeps, m, and that of the one that goes, d, for the same edition. */
#define MAIL_OF_BOTH                                                                               \
	"FROM edition_recipient d WHERE m.contact = ?1 AND d.contact = ?2 AND d.edition = "        \
	"m.edition "

static const char *const sql[] = {
	[TAGS_TWICE] = TWICE("contact_tag", "tag"),
	[EMAILS_TWICE] = TWICE("contact_email", "address_key"),
	[EMAILS_BEHIND] = BEHIND("contact_email"),
	[PHONES_TWICE] = TWICE("contact_phone", "digits"),
	[PHONES_BEHIND] = BEHIND("contact_phone"),
	[CONSENT_NEWER] = "UPDATE contact_consent AS m SET answer = d.answer, day = d.day, "
			  "source = d.source FROM contact_consent d WHERE m.contact = ?1 "
			  "AND d.contact = ?2 AND d.channel = m.channel AND d.answer <> 'unknown' "
			  "AND (m.answer = 'unknown' OR d.day > m.day "
			  "OR (d.day = m.day AND d.answer = 'no' AND m.answer <> 'no'))",
	[CONSENTS_TWICE] = TWICE("contact_consent", "channel"),
	[MAIL_SENT] = "UPDATE edition_recipient AS m SET version = m.version + 1, "
		      "household = d.household, reason = d.reason, exported_day = d.exported_day, "
		      "sent_day = d.sent_day, returned_day = d.returned_day, "
		      "skipped_day = d.skipped_day " MAIL_OF_BOTH
		      "AND d.sent_day IS NOT NULL AND m.sent_day IS NULL",
	[MAIL_RECEIVED] = "UPDATE edition_recipient AS m SET version = m.version + 1, "
			  "received_day = d.received_day " MAIL_OF_BOTH
			  "AND d.received_day IS NOT NULL AND m.received_day IS NULL",
	[MAIL_TWICE] = TWICE("edition_recipient", "edition"),
	/* Mail came back from an address that is theirs no more. ?3: it is keep's now. */
	[FLAG] = "DELETE FROM address_flag WHERE contact = ?2 AND (NOT ?3 OR EXISTS "
		 "(SELECT 1 FROM address_flag k WHERE k.contact = ?1))",
	/* Nobody is another person than themself, nor than somebody else twice. */
	[DISTINCT_FROM] = "DELETE FROM contact_distinct WHERE contact = ?2 AND (other = ?1 "
			  "OR other IN (SELECT other FROM contact_distinct WHERE contact = ?1))",
	[DISTINCT_TO] = "DELETE FROM contact_distinct WHERE other = ?2 AND (contact = ?1 "
			"OR contact IN (SELECT contact FROM contact_distinct WHERE other = ?1))",
	/* One run of a plan for each anchor: where both have one, the second stays anchored at who
	 * is no more. */
	[RUNS] = "UPDATE run SET version = version + 1, anchor_id = ?1 WHERE contact = ?2 "
		 "AND anchor_kind = 'contact' AND anchor_id = ?2 AND NOT EXISTS (SELECT 1 "
		 "FROM run o WHERE o.plan = run.plan AND o.anchor_kind = 'contact' "
		 "AND o.anchor_id = ?1)",
	[REFERRAL] = "SELECT min(id) FROM (SELECT id FROM referral WHERE contact = ?1 "
		     "AND +person = ?2 UNION ALL SELECT id FROM referral WHERE contact = ?2 "
		     "AND +person = ?1)",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_MERGE};
const struct stmt_set *const store_set_merge = &set;

/* For each column that names a contact a statement that lets it name another. */
struct merge {
	const struct table **tables; /* of each statement */
	size_t cap;
	struct made made;
};

static void add_move(void *user, const struct table *t, const char *column,
		     const struct table *parent)
{
	_cleanup_str_ struct str text = {0};
	struct merge *m = user;

	if (!t->is_journaled || parent != table_find("contact"))
		return;
	str_addf(&text, "UPDATE \"%s\" SET \"%s\" = ?1", t->name, column);
	for (const struct column *c = t->columns; c->name; c++)
		if (c->tag == COLUMN_VERSION)
			str_addf(&text, ", \"%s\" = \"%s\" + 1", c->name, c->name);
	str_addf(&text, " WHERE \"%s\" = ?2", column);
	m->tables = xgrow(m->tables, m->made.n, &m->cap, sizeof(void *));
	m->tables[made_add(&m->made, &text)] = t;
}

int merge_new(struct store *s, struct merge **ret)
{
	struct merge *m = xcalloc(1, sizeof *m);
	int r;

	r = made_references(store_db(s), add_move, m);
	if (r) {
		merge_free(m);
		return r;
	}
	made_end(&m->made, NOUN_MERGE_MOVES);
	*ret = m;
	return 0;
}

void merge_free(struct merge *m)
{
	if (!m)
		return;
	made_free(&m->made);
	free(m->tables);
	free(m);
}

const struct stmt_set *merge_statements(const struct store *s)
{
	return &s->merge->made.set;
}

static int settle_twice(struct store *s, const struct merge_wanted *w)
{
	int r = 0;

	for (int i = 0; r == 0 && i < REFERRAL; i++) {
		if (i == FLAG)
			r = store_run(s, &set, i, "iib", w->keep, w->drop, w->takes_address);
		else
			r = store_run(s, &set, i, "ii", w->keep, w->drop);
	}
	return r;
}

int store_merge(struct store *s, const struct merge_wanted *wanted, struct arena *arena,
		struct merge_rows *ret)
{
	const struct merge *m = s->merge;
	int r;

	*ret = (struct merge_rows){.items = arena_array(arena, m->made.n, sizeof *ret->items)};
	r = settle_twice(s, wanted);
	for (size_t i = 0; r == 0 && i < m->made.n; i++) {
		struct merge_moved *last = ret->n ? &ret->items[ret->n - 1] : NULL;
		int n;

		r = store_run(s, &m->made.set, (int)i, "ii", wanted->keep, wanted->drop);
		n = store_changes(s);
		if (r || n == 0)
			continue;
		if (last && last->table == m->tables[i])
			last->n += n;
		else
			ret->items[ret->n++] = (struct merge_moved){m->tables[i], n};
	}
	return r;
}

int store_merge_referral(struct store *s, int64_t one, int64_t other, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, REFERRAL, &stmt, "ii", one, other);
	return r ? r : store_one_int(s, stmt, ret);
}
