/* Recipients of editions: who may get one, those that are fixed, and addresses mail came back
 * from. */
#include "store/recipient.h"

#include <assert.h>

#include "base/cleanup.h"
#include "domain/words.h"
#include "store/sets.h"
#include "vouch/errors.h"

enum {
	AUDIENCE,
	OF_HOUSEHOLD,
	OF_CONTACT,
	OF_EDITION,
	ADD,
	UPDATE,
	FIND,
	LAST_SENT,
	SET_FLAG,
	CLEAR_FLAG,
	CLEAR_HOUSE_FLAG,
	FLAG_DAY,
	HOUSE_FLAG_DAY,
	N,
};

/* ?1 standing, ?2 cadence, ?3 tag: null for any. Whoever has bought is a customer, and those who
 * send people as well are not to miss their card. */
#define IN_AUDIENCE                                                                                \
	"(?1 IS NULL OR CASE ?1 WHEN 'customer' THEN f.n_completed > 0 "                           \
	" ELSE f.standing = ?1 END) AND (?2 IS NULL OR coalesce(c.cadence, "                       \
	" CASE f.standing WHEN 'prospect' THEN 'none' ELSE 'C' END) = ?2) "                        \
	"AND (?3 IS NULL OR EXISTS (SELECT 1 FROM contact_tag t WHERE t.contact = c.id "           \
	" AND t.tag = ?3))"
/* ?4 the kind, ?5 how it goes, ?6 today. */
#define PERSON                                                                                     \
	"c.id, c.household, c.name, c.street, c.city, c.region, c.postcode, c.country, "           \
	"(SELECT e.address FROM contact_email e WHERE e.contact = c.id "                           \
	" ORDER BY e.position LIMIT 1), c.state, "                                                 \
	"(SELECT n.answer FROM contact_consent n WHERE n.contact = c.id AND n.channel = ?4), "     \
	"EXISTS (SELECT 1 FROM suppression u INDEXED BY suppression_in_force "                     \
	" WHERE u.contact = c.id AND u.lifted_day IS NULL AND (u.until IS NULL OR u.until > ?6) "  \
	" AND u.channel IN (?4, ?5, 'all')), "                                                     \
	"EXISTS (SELECT 1 FROM complaint x INDEXED BY complaint_open WHERE x.contact = c.id "      \
	" AND x.state = 'open'), "                                                                 \
	"EXISTS (SELECT 1 FROM run r INDEXED BY run_by_contact WHERE r.contact = c.id "            \
	" AND r.state = 'active' AND r.plan = (SELECT p.id FROM plan p WHERE p.name = "            \
	"'repair')), "                                                                             \
	"(SELECT a.day FROM address_flag a WHERE a.contact = c.id), (" IN_AUDIENCE ")"
#define JOIN "FROM contact c CROSS JOIN contact_fact f ON f.contact = c.id "
#define IS_THERE "c.state NOT IN ('merged', 'erased') "
#define ROW                                                                                        \
	"x.id, x.version, x.edition, x.contact, x.household, x.reason, x.exported_day, "           \
	"x.sent_day, x.returned_day, x.received_day, x.skipped_day, x.created_at"
#define FIRST_OF_ROW 16 /* of the columns, where a row follows a person */

static const char *const sql[] = {
	[AUDIENCE] = ("SELECT " PERSON JOIN "WHERE c.id > ?7 AND " IS_THERE "AND " IN_AUDIENCE
		      " ORDER BY c.id LIMIT ?8"),
	[OF_HOUSEHOLD] =
		"SELECT " PERSON JOIN "WHERE c.household = ?7 AND " IS_THERE "ORDER BY c.id",
	[OF_CONTACT] = "SELECT " PERSON JOIN "WHERE c.id = ?7 AND " IS_THERE,
	[OF_EDITION] = ("SELECT " PERSON ", " ROW " FROM edition_recipient x "
			"CROSS JOIN contact c ON c.id = x.contact "
			"CROSS JOIN contact_fact f ON f.contact = c.id "
			"WHERE x.edition = ?9 AND x.contact > ?7 AND " IS_THERE
			"ORDER BY x.contact LIMIT ?8"),
	[ADD] = "INSERT INTO edition_recipient (edition, contact, household, reason, exported_day, "
		"sent_day, returned_day, received_day, skipped_day, created_at) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
	[UPDATE] = "UPDATE edition_recipient SET version = version + 1, reason = ?2, "
		   "exported_day = ?3, sent_day = ?4, returned_day = ?5, received_day = ?6, "
		   "skipped_day = ?7 WHERE id = ?1",
	[FIND] = "SELECT " ROW " FROM edition_recipient x WHERE x.edition = ?1 AND x.id = "
		 "ifnull((SELECT o.id FROM edition_recipient o WHERE o.edition = ?1 "
		 " AND o.contact = ?2), (SELECT h.id FROM contact c JOIN edition_recipient h "
		 " ON h.household = c.household WHERE c.id = ?2 AND h.edition = ?1 LIMIT 1))",
	[LAST_SENT] = "SELECT " ROW " FROM edition_recipient x WHERE x.id = "
		      "(SELECT max(id) FROM (SELECT max(o.id) AS id FROM edition_recipient o "
		      " WHERE o.contact = ?1 AND o.sent_day IS NOT NULL UNION ALL "
		      " SELECT max(h.id) FROM contact c JOIN edition_recipient h "
		      " ON h.household = c.household WHERE c.id = ?1 AND h.sent_day IS NOT NULL))",
	[SET_FLAG] = "INSERT OR IGNORE INTO address_flag (contact, household, edition, day) "
		     "VALUES (?1, ?2, ?3, ?4)",
	[CLEAR_FLAG] = "DELETE FROM address_flag WHERE contact = ?1",
	[CLEAR_HOUSE_FLAG] = "DELETE FROM address_flag WHERE household = ?1",
	[FLAG_DAY] = "SELECT day FROM address_flag WHERE contact = ?1",
	[HOUSE_FLAG_DAY] = "SELECT day FROM address_flag WHERE household = ?1",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_RECIPIENT};
const struct stmt_set *const store_set_recipient = &set;

static void read_row(struct sqlite3_stmt *stmt, int at, struct arena *arena, struct recipient *x)
{
	*x = (struct recipient){
		.id = col_int(stmt, at),
		.version = col_int(stmt, at + 1),
		.edition = col_int(stmt, at + 2),
		.contact = col_int(stmt, at + 3),
		.household = col_int(stmt, at + 4),
		.reason = col_text(stmt, at + 5, arena),
		.exported_day = {col_day(stmt, at + 6)},
		.sent_day = {col_day(stmt, at + 7)},
		.returned_day = {col_day(stmt, at + 8)},
		.received_day = {col_day(stmt, at + 9)},
		.skipped_day = {col_day(stmt, at + 10)},
		.created_at = col_int(stmt, at + 11),
	};
}

static void read_person(struct sqlite3_stmt *stmt, struct arena *arena, struct person *p)
{
	int consent = col_word_or_none(stmt, 10, consents);

	*p = (struct person){
		.contact = col_int(stmt, 0),
		.household = col_int(stmt, 1),
		.name = col_text(stmt, 2, arena),
		.address = {.street = col_text(stmt, 3, arena),
			    .city = col_text(stmt, 4, arena),
			    .region = col_text(stmt, 5, arena),
			    .postcode = col_text(stmt, 6, arena),
			    .country = col_text(stmt, 7, arena)},
		.email = col_text(stmt, 8, arena),
		.facts = {.state = (enum contact_state)col_word(stmt, 9, contact_states),
			  .consent = consent < 0 ? CONSENT_UNKNOWN : (enum consent)consent,
			  .is_suppressed = col_bool(stmt, 11),
			  .has_complaint = col_bool(stmt, 12),
			  .has_repair = col_bool(stmt, 13)},
		.flag_day = {col_day(stmt, 14)},
		.is_in_audience = col_bool(stmt, 15),
	};
	if (!p->name)
		p->name = "someone";
}

static int read_all(struct store *s, struct sqlite3_stmt *stmt, bool has_rows, struct arena *arena,
		    struct persons *ret)
{
	struct persons rows = {0};
	size_t cap = 0;
	int r;

	while ((r = store_step(s, stmt)) == 1) {
		rows.items = arena_grow(arena, rows.items, rows.n, &cap, sizeof *rows.items);
		read_person(stmt, arena, &rows.items[rows.n]);
		if (has_rows)
			read_row(stmt, FIRST_OF_ROW, arena, &rows.items[rows.n].row);
		rows.n++;
	}
	*ret = rows;
	return r;
}

/* A statement, its common parameters bound, and ?7 to ?9. */
static int ask(struct store *s, int statement, const struct audience_query *q, int64_t seventh,
	       int64_t edition, struct sqlite3_stmt **ret)
{
	static const char *const ways[] = {
		[CAMPAIGN_CARD] = "mail", [CAMPAIGN_NEWSLETTER] = "email"};
	const char *standing = word_at(standings, q->audience->standing),
		   *cadence = word_at(cadences, q->audience->cadence),
		   *kind = campaign_kinds[q->kind];

	switch (statement) {
	case AUDIENCE:
		return store_bind(s, &set, statement, ret, "tttttdin", standing, cadence,
				  q->audience->tag, kind, ways[q->kind], q->today, seventh,
				  q->limit);
	case OF_EDITION:
		return store_bind(s, &set, statement, ret, "tttttdini", standing, cadence,
				  q->audience->tag, kind, ways[q->kind], q->today, seventh,
				  q->limit, edition);
	default:
		return store_bind(s, &set, statement, ret, "tttttdi", standing, cadence,
				  q->audience->tag, kind, ways[q->kind], q->today, seventh);
	}
}

int store_audience(struct store *s, const struct audience_query *q, struct arena *arena,
		   struct persons *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = ask(s, AUDIENCE, q, q->after, 0, &stmt);
	return r ? r : read_all(s, stmt, false, arena, ret);
}

int store_audience_of_household(struct store *s, const struct audience_query *q, int64_t household,
				struct arena *arena, struct persons *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = ask(s, OF_HOUSEHOLD, q, household, 0, &stmt);
	return r ? r : read_all(s, stmt, false, arena, ret);
}

int store_audience_of_contact(struct store *s, const struct audience_query *q, int64_t contact,
			      struct arena *arena, struct persons *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = ask(s, OF_CONTACT, q, contact, 0, &stmt);
	return r ? r : read_all(s, stmt, false, arena, ret);
}

int store_audience_of_edition(struct store *s, const struct audience_query *q, int64_t edition,
			      struct arena *arena, struct persons *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = ask(s, OF_EDITION, q, q->after, edition, &stmt);
	return r ? r : read_all(s, stmt, true, arena, ret);
}

int store_recipient_add(struct store *s, struct recipient *x)
{
	int r;

	r = store_run(s, &set, ADD, "iiItdddddi", x->edition, x->contact, x->household, x->reason,
		      x->exported_day, x->sent_day, x->returned_day, x->received_day,
		      x->skipped_day, x->created_at);
	if (r)
		return r;
	x->id = store_last_id(s);
	x->version = 1;
	return 0;
}

int store_recipient_update(struct store *s, struct recipient *x)
{
	int r;

	r = store_run(s, &set, UPDATE, "itddddd", x->id, x->reason, x->exported_day, x->sent_day,
		      x->returned_day, x->received_day, x->skipped_day);
	if (r)
		return r;
	x->version++;
	return 0;
}

static int read_one(struct store *s, struct sqlite3_stmt *stmt, struct arena *arena,
		    struct recipient *ret)
{
	int r = store_step(s, stmt);

	if (r <= 0)
		return r;
	read_row(stmt, 0, arena, ret);
	store_reset(stmt);
	return 0;
}

int store_recipient_find(struct store *s, int64_t edition, int64_t contact, struct arena *arena,
			 struct recipient *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	*ret = (struct recipient){0};
	r = store_bind(s, &set, FIND, &stmt, "ii", edition, contact);
	return r ? r : read_one(s, stmt, arena, ret);
}

int store_recipient_last_sent(struct store *s, int64_t contact, struct arena *arena,
			      struct recipient *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	*ret = (struct recipient){0};
	r = store_bind(s, &set, LAST_SENT, &stmt, "i", contact);
	return r ? r : read_one(s, stmt, arena, ret);
}

int store_address_flag_set(struct store *s, int64_t contact, int64_t household, int64_t edition,
			   struct day day)
{
	return store_run(s, &set, SET_FLAG, "IIId", contact, household, edition, day);
}

int store_address_flag_clear(struct store *s, int64_t contact, int64_t household)
{
	return store_run(s, &set, household ? CLEAR_HOUSE_FLAG : CLEAR_FLAG, "i",
			 household ? household : contact);
}

int store_address_flag_day(struct store *s, int64_t contact, int64_t household, struct day *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	*ret = NO_DAY;
	r = store_bind(s, &set, household ? HOUSE_FLAG_DAY : FLAG_DAY, &stmt, "i",
		       household ? household : contact);
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r <= 0)
		return r;
	*ret = (struct day){col_day(stmt, 0)};
	store_reset(stmt);
	return 0;
}
