/* Blanking of one person. */
#include "store/wipe.h"

#include <assert.h>
#include <string.h>

#include <sqlite3.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "store/person.h"
#include "store/sets.h"
#include "store/store.h"

#define TEXT_MIN 4 /* bytes: shorter ones stand in half of what others wrote */

enum {
	MERGED,
	MARK,
	MARK_TEXT,
	DROP,
	DROP_OTHERS,
	DROP_TEXT,
	ANSWERS,
	APPLIED,
	DOUBTS,
	REFUSED,
	TEXTS,
	TITLES,
	SAME,
	MOVES,
	MOVES_TEXT,
	MARK_MOVES,
	DROP_MOVES,
	N
};

/* What the program itself made of their name: of people sent, and told to who sent them. */
#define OF_REFERRALS                                                                               \
	"id IN (SELECT l.followup FROM loop_item l JOIN referral r ON r.id = l.referral "          \
	"WHERE r.person = ?1) OR id IN (SELECT f.id FROM referral r JOIN followup f "              \
	"ON f.about_kind = 'referral' AND f.about_id = r.id WHERE r.person = ?1) OR id IN "        \
	"(SELECT f.id FROM referral r JOIN run x ON x.anchor_kind = 'referral' "                   \
	"AND x.anchor_id = r.id JOIN followup f ON f.run = x.id WHERE r.person = ?1)"
/* Why an ask of somebody else was held back: for trouble of theirs in the household, or as the
 * person is looked after whom that one sent. */
#define WHY_HELD                                                                                   \
	"SELECT m.id FROM contact o CROSS JOIN followup f ON f.contact = o.id AND f.kind = 'ask' " \
	"CROSS JOIN followup_move m ON m.followup = f.id WHERE m.rule = 'closed' AND (o.id IN "    \
	"(SELECT r.contact FROM referral r WHERE r.person = ?1) OR o.household = "                 \
	"(SELECT h.household FROM contact h WHERE h.id = ?1))"
#define HAS_TEXT "(instr(before, CAST(?1 AS BLOB)) > 0 OR instr(after, CAST(?1 AS BLOB)) > 0)"

static const char *const sql[] = {
	[MERGED] = "SELECT id FROM contact WHERE merged_into = ?1",
	[MARK] = "UPDATE journal SET is_erased = 1 WHERE id IN "
		 "(SELECT journal FROM journal_row WHERE contact = ?1)",
	[MARK_TEXT] = "UPDATE journal SET is_erased = 1 WHERE id IN "
		      "(SELECT journal FROM journal_row WHERE " HAS_TEXT ")",
	/* Rows without a contact hang on theirs; nobody can take such an entry back any more. */
	[DROP_OTHERS] = "DELETE FROM journal_row WHERE contact IS NULL AND journal IN "
			"(SELECT journal FROM journal_row WHERE contact = ?1)",
	[DROP] = "DELETE FROM journal_row WHERE contact = ?1",
	[DROP_TEXT] = "DELETE FROM journal_row WHERE " HAS_TEXT,
	[ANSWERS] = "DELETE FROM idempotency",
	[APPLIED] = "DELETE FROM import_item WHERE state = 'applied' AND contact = ?1",
	[DOUBTS] = "UPDATE import_item SET doubt = NULL WHERE doubt = ?1",
	[REFUSED] = "UPDATE import_item SET refusal = 'is not told any more' "
		    "WHERE refusal IS NOT NULL AND refusal IS NOT '" WIPE_REFUSAL "'",
	/* What they are found by, in rows of others too. */
	[TEXTS] = "SELECT name FROM contact WHERE id = ?1 AND name IS NOT NULL UNION "
		  "SELECT number FROM contact_phone WHERE contact = ?1 UNION "
		  "SELECT address FROM contact_email WHERE contact = ?1 UNION "
		  "SELECT name FROM referral WHERE person = ?1 AND name IS NOT NULL UNION "
		  "SELECT phone FROM referral WHERE person = ?1 AND phone IS NOT NULL UNION "
		  "SELECT email FROM referral WHERE person = ?1 AND email IS NOT NULL",
	/* A title that was cut short may end in the middle of the name. */
	[TITLES] = "UPDATE followup SET version = version + 1, title = CASE WHEN title LIKE '%…' "
		   "THEN 'about someone' ELSE replace(title, ?2, 'someone') END, "
		   "reason = replace(reason, ?2, 'someone'), note = replace(note, ?2, 'someone') "
		   "WHERE " OF_REFERRALS,
	/* Named by somebody, and not known to be them. */
	[SAME] = "UPDATE referral SET version = version + 1, name = NULL, phone = NULL, "
		 "email = NULL, relation = NULL, influence = NULL, need = NULL, note = NULL, "
		 "reason = NULL WHERE person IS NULL AND (phone = ?1 OR email = ?1)",
	[MOVES] = "UPDATE followup_move SET reason = NULL WHERE id IN (" WHY_HELD ")",
	[MOVES_TEXT] = "UPDATE followup_move SET reason = NULL WHERE rule = 'closed' "
		       "AND instr(reason, ?1) > 0",
	[MARK_MOVES] = "UPDATE journal SET is_erased = 1 WHERE id IN (SELECT journal "
		       "FROM journal_row WHERE \"table\" = ?2 AND row IN (" WHY_HELD "))",
	[DROP_MOVES] = "DELETE FROM journal_row WHERE \"table\" = ?2 AND row IN (" WHY_HELD ")",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_WIPE};
const struct stmt_set *const store_set_wipe = &set;

#define KEEP ""

/* What is written instead, where null will not do; of a code or a number that says nothing of
 * anybody without a name, nothing. */
static const struct {
	const char *table, *column, *value;
} values[] = {
	{"satisfaction", "score", KEEP},
	{"gift", "amount", KEEP},
	{"ask", "outcome", "ifnull(outcome, 'declined')"},
	{"talk", "motive", "'none'"},
	{"talk", "agreed", KEEP},
	{"date", "month", "1"},
	{"date", "month_day", "1"},
	/* whom they named is another person */
	{"referral", "name", "CASE WHEN person = ?1 THEN NULL ELSE name END"},
	{"referral", "phone", "CASE WHEN person = ?1 THEN NULL ELSE phone END"},
	{"referral", "email", "CASE WHEN person = ?1 THEN NULL ELSE email END"},
};

/* Written besides. */
static const struct {
	const char *table, *text;
} besides[] = {
	{"contact", "state = 'erased', name_key = NULL, find_key = NULL, household = NULL, "
		    "cadence = NULL, preferred_channel = NULL, is_partner = 0, "
		    "paused_until = NULL, origin = NULL"},
	{"run", "state = CASE state WHEN 'active' THEN 'stopped' ELSE state END"},
	{"sale", "origin = NULL"},
	{"date", "removed_day = ifnull(removed_day, ?2)"},
};

/* Nothing refers to these, and without what they held they are nothing. */
static const char *const removed[] = {"contact_phone",   "contact_email", "contact_tag",
				      "contact_consent", "talk_answer",   "address_flag",
				      "contact_distinct"};

static bool is_removed(const struct table *t)
{
	for (size_t i = 0; i < ARRAY_LEN(removed); i++)
		if (strcmp(removed[i], t->name) == 0)
			return true;
	return false;
}

static const char *value_of(const struct table *t, const char *column)
{
	for (size_t i = 0; i < ARRAY_LEN(values); i++)
		if (strcmp(values[i].table, t->name) == 0 && strcmp(values[i].column, column) == 0)
			return values[i].value;
	return NULL;
}

/* Whether null is refused there. */
static int is_needed(struct store *s, const struct table *t, const char *column, bool *ret)
{
	int needed = 0;
	int code;

	code = sqlite3_table_column_metadata(store_db(s), "main", t->name, column, NULL, NULL,
					     &needed, NULL, NULL);
	*ret = needed != 0;
	return code ? store_failed(s, code, false) : 0;
}

static int add_column(struct store *s, const struct table *t, const struct column *c,
		      struct str *to)
{
	const char *value = value_of(t, c->name);
	bool needed = false;
	int r = 0;

	if (c->tag == COLUMN_VERSION)
		str_addf(to, ", \"%s\" = \"%s\" + 1", c->name, c->name);
	if (c->tag != COLUMN_PERSONAL || (value && !*value))
		return 0;
	if (!value)
		r = is_needed(s, t, c->name, &needed);
	str_addf(to, ", \"%s\" = %s", c->name, value ? value : needed ? "'erased'" : "NULL");
	return r;
}

static int make_sql(struct store *s, const struct table *t, struct str *to)
{
	_cleanup_str_ struct str columns = {0};
	int r = 0;

	if (is_removed(t)) {
		str_addf(to, "DELETE FROM \"%s\" WHERE %s", t->name, person_rows(t));
		return 0;
	}
	for (const struct column *c = t->columns; r == 0 && c->name; c++)
		r = add_column(s, t, c, &columns);
	for (size_t i = 0; i < ARRAY_LEN(besides); i++)
		if (strcmp(besides[i].table, t->name) == 0)
			str_addf(&columns, ", %s", besides[i].text);
	str_addf(to, "UPDATE \"%s\" SET %s WHERE %s", t->name, str_text(&columns) + 2,
		 person_rows(t));
	if (strcmp(t->name, "household") == 0)
		str_add(to, " AND NOT EXISTS (SELECT 1 FROM contact c WHERE c.household = "
			    "household.id AND c.id <> ?1 AND c.state NOT IN ('merged', 'erased'))");
	return r;
}

/* Made anew each time, as nobody erases often: from the registry and from nothing that was
 * entered. */
static int run_made(struct store *s, const char *text, int64_t contact, struct day today)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_prepare(s, text, &stmt);
	if (r)
		return r;
	(void)sqlite3_bind_int64(stmt, 1, contact);
	if (sqlite3_bind_parameter_count(stmt) > 1)
		(void)sqlite3_bind_int(stmt, 2, today.n);
	r = store_step(s, stmt);
	(void)sqlite3_finalize(stmt);
	return r;
}

static bool is_blanked(const struct table *t)
{
	if (!t->is_journaled || !person_rows(t))
		return false;
	for (const struct column *c = t->columns; c->name; c++)
		if (c->tag == COLUMN_PERSONAL)
			return true;
	return is_removed(t);
}

/* The contact itself last: others are found by what it says. */
static int blank_rows(struct store *s, int64_t contact, struct day today, int64_t *n)
{
	const struct table *own = table_find("contact");
	int r = 0;

	for (const struct table *t = tables; r == 0; t++) {
		_cleanup_str_ struct str text = {0};
		const struct table *at = t->name ? t : own;

		if (t == own || (t->name && !is_blanked(t)))
			continue;
		r = make_sql(s, at, &text);
		if (r == 0)
			r = run_made(s, str_text(&text), contact, today);
		*n += store_changes(s);
		if (!t->name)
			break;
	}
	return r;
}

static int drop_images_of(struct store *s, const struct table *t, int64_t contact)
{
	int r = 0;

	for (int i = 0; r == 0 && i < 2; i++) {
		_cleanup_str_ struct str text = {0};

		str_add(&text, i ? "DELETE FROM journal_row WHERE "
				 : "UPDATE journal SET is_erased = 1 WHERE id IN "
				   "(SELECT journal FROM journal_row WHERE ");
		str_addf(&text, "\"table\" = %d AND row IN (SELECT id FROM \"%s\" WHERE %s)%s",
			 t->number, t->name, person_rows(t), i ? "" : ")");
		r = run_made(s, str_text(&text), contact, NO_DAY);
	}
	return r;
}

static int drop_images(struct store *s, int64_t contact)
{
	int r;

	r = store_run(s, &set, MARK, "i", contact);
	if (r == 0)
		r = store_run(s, &set, DROP_OTHERS, "i", contact);
	if (r == 0)
		r = store_run(s, &set, DROP, "i", contact);
	for (const struct table *t = tables; r == 0 && t->name; t++)
		if (is_blanked(t))
			r = drop_images_of(s, t, contact);
	return r;
}

static int drop_moves(struct store *s, int64_t contact)
{
	const int number = table_find("followup_move")->number;
	int r;

	r = store_run(s, &set, MARK_MOVES, "in", contact, number);
	if (r == 0)
		r = store_run(s, &set, DROP_MOVES, "in", contact, number);
	return r ? r : store_run(s, &set, MOVES, "i", contact);
}

/* All that a text of theirs stands in, wherever the program may have put it. */
static int drop_text(struct store *s, int64_t contact, const char *text)
{
	int r = 0;

	if (strlen(text) < TEXT_MIN)
		return store_run(s, &set, TITLES, "it", contact, text);
	r = store_run(s, &set, MARK_TEXT, "t", text);
	if (r == 0)
		r = store_run(s, &set, DROP_TEXT, "t", text);
	if (r == 0)
		r = store_run(s, &set, SAME, "t", text);
	if (r == 0)
		r = store_run(s, &set, MOVES_TEXT, "t", text);
	return r ? r : store_run(s, &set, TITLES, "it", contact, text);
}

int store_wipe_texts(struct store *s, int64_t contact, struct arena *arena, const char ***ret,
		     size_t *ret_n)
{
	const char **items = NULL;
	struct sqlite3_stmt *stmt;
	size_t n = 0, cap = 0;
	int r;

	r = store_bind(s, &set, TEXTS, &stmt, "i", contact);
	while (r == 0 && (r = store_step(s, stmt)) == 1) {
		items = arena_grow(arena, items, n, &cap, sizeof *items);
		items[n++] = col_text(stmt, 0, arena);
		r = 0;
	}
	*ret = items;
	*ret_n = n;
	return r;
}

static int drop_copies(struct store *s, int64_t contact)
{
	struct arena *arena = arena_new();
	const char **texts;
	size_t n = 0;
	int r;

	r = store_wipe_texts(s, contact, arena, &texts, &n);
	if (r == 0)
		r = drop_images(s, contact);
	if (r == 0)
		r = drop_moves(s, contact);
	for (size_t i = 0; r == 0 && i < n; i++)
		r = drop_text(s, contact, texts[i]);
	arena_free(arena);
	if (r == 0)
		r = store_run(s, &set, ANSWERS, "");
	if (r == 0)
		r = store_run(s, &set, APPLIED, "i", contact);
	if (r == 0)
		r = store_run(s, &set, DOUBTS, "i", contact);
	return r ? r : store_run(s, &set, REFUSED, "");
}

int store_wipe_merged(struct store *s, int64_t contact, struct arena *arena, int64_t **ret,
		      size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, MERGED, &stmt, "i", contact);
	return r ? r : store_all_ints(s, stmt, arena, ret, ret_n);
}

int store_wipe(struct store *s, int64_t contact, struct day today, int64_t *ret)
{
	int64_t n = 0;
	int r;

	r = drop_copies(s, contact);
	if (r == 0)
		r = blank_rows(s, contact, today, &n);
	*ret = n;
	return r;
}
