/* Referrals: one person sent by another; a candidate is one in its first status. */
#include "store/referral.h"

#include <assert.h>

#include "base/cleanup.h"
#include "domain/words.h"
#include "store/sets.h"
#include "vouch/errors.h"

enum {
	ADD,
	UPDATE,
	GET,
	CANDIDATES,
	CANDIDATES_OF,
	SAME,
	ASK_CONTACT,
	ASK_FOLLOWUP,
	SENT_BY,
	SENT,
	OPEN_OF,
	SENDER,
	CREDIT,
	LIST,
	LIST_OF,
	LIST_PERSON,
	LIST_STATUS,
	LIST_UNTHANKED,
	LIST_UNTOLD,
	N
};

#define COLUMNS                                                                                    \
	"id, version, direction, contact, person, name, phone, email, relation, influence, "       \
	"permission, need, status, origin, ask, sale, note, reason, candidate_day, received_at, "  \
	"received_day, contacted_day, meeting_day, won_day, lost_day, not_a_fit_day, closed_day, " \
	"thanked_day, told_contact_day, told_outcome_day, contact_minutes, followup, created_at "  \
	"FROM referral "
/* A page of a list, newest first: ?1 the cursor, ?2 how many, and what it is limited to. */
#define PAGE                                                                                       \
	"id < ?1 AND (?3 IS NULL OR +direction = ?3) "                                             \
	"AND (?4 IS NULL OR +status = ?4) ORDER BY id DESC LIMIT ?2"

static const char *const sql[] = {
	[ADD] = "INSERT INTO referral (direction, contact, person, name, phone, email, relation, "
		"influence, permission, need, status, origin, ask, sale, note, candidate_day, "
		"received_at, received_day, thanked_day, told_contact_day, followup, created_at) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, "
		"?17, ?18, ?19, ?20, ?21, ?22)",
	[UPDATE] = "UPDATE referral SET version = version + 1, person = ?2, permission = ?3, "
		   "status = ?4, note = ?5, received_at = ?6, received_day = ?7, "
		   "contacted_day = ?8, meeting_day = ?9, won_day = ?10, lost_day = ?11, "
		   "not_a_fit_day = ?12, closed_day = ?13, thanked_day = ?14, "
		   "told_contact_day = ?15, told_outcome_day = ?16, contact_minutes = ?17, "
		   "sale = ?18, reason = ?19, followup = ?20 WHERE id = ?1",
	[GET] = "SELECT " COLUMNS "WHERE id = ?1",
	[CANDIDATES] = "SELECT " COLUMNS "WHERE status = 'candidate' AND id > ?1 "
		       "ORDER BY id LIMIT ?2",
	[CANDIDATES_OF] = "SELECT " COLUMNS "WHERE contact = ?3 AND +status = 'candidate' "
			  "AND id > ?1 ORDER BY id LIMIT ?2",
	[SAME] = "SELECT id FROM referral WHERE person = ?1 AND +contact = ?2 "
		 "AND +direction = 'received' ORDER BY id LIMIT 1",
	[SENT_BY] = "SELECT " COLUMNS "INDEXED BY referral_by_person WHERE person = ?1 "
		    "AND +direction = 'received' AND +status <> 'candidate' ORDER BY id LIMIT ?2",
	[SENT] = "SELECT " COLUMNS "WHERE contact = ?1 AND +direction = 'received' "
		 "AND +status <> 'candidate' ORDER BY id DESC LIMIT ?2",
	[ASK_CONTACT] = "SELECT contact FROM ask WHERE id = ?1",
	[ASK_FOLLOWUP] = "SELECT followup FROM ask WHERE id = ?1",
	[OPEN_OF] = "SELECT " COLUMNS "INDEXED BY referral_by_credit WHERE person = ?1 "
		    "AND direction = 'received' AND received_day IS NOT NULL "
		    "AND closed_day IS NULL ORDER BY received_at, id",
	[SENDER] = "SELECT referrer FROM contact_fact WHERE contact = ?1",
	[CREDIT] = "SELECT credit FROM contact_fact WHERE contact = ?1",
	[LIST] = "SELECT " COLUMNS "WHERE " PAGE,
	[LIST_OF] = "SELECT " COLUMNS "INDEXED BY referral_by_contact WHERE contact = ?5 AND " PAGE,
	[LIST_PERSON] = "SELECT " COLUMNS "WHERE person = ?5 "
			"AND (?6 IS NULL OR +contact = ?6) AND " PAGE,
	[LIST_STATUS] = "SELECT " COLUMNS "WHERE status = ?5 AND " PAGE,
	[LIST_UNTHANKED] = "SELECT id FROM referral INDEXED BY referral_unthanked "
			   "WHERE contact > 0 AND direction = 'received' "
			   "AND received_day IS NOT NULL AND origin <> 'import' "
			   "AND thanked_day IS NULL AND (?1 = 0 OR contact = ?1)",
	[LIST_UNTOLD] = "SELECT id FROM referral INDEXED BY referral_untold "
			"WHERE contact > 0 AND direction = 'received' "
			"AND received_day IS NOT NULL AND origin <> 'import' "
			"AND told_outcome_day IS NULL AND (?1 = 0 OR contact = ?1) "
			"AND (closed_day IS NOT NULL OR "
			"(told_contact_day IS NULL AND received_day <= ?2))",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_REFERRAL};
const struct stmt_set *const store_set_referral = &set;

int store_referral_add(struct store *s, struct referral *x)
{
	int r;

	r = store_run(s, &set, ADD, "tiItttttttttIItdwdddIi", referral_directions[x->direction],
		      x->contact, x->person, x->name, x->phone, x->email, x->relation, x->influence,
		      permissions[x->permission], x->need, referral_statuses[x->status],
		      referral_origins[x->origin], x->ask, x->sale, x->note, x->candidate_day,
		      x->received_at, x->received_day, x->thanked_day, x->told_contact_day,
		      x->followup, x->created_at);
	if (r)
		return r;
	x->id = store_last_id(s);
	x->version = 1;
	return 0;
}

int store_referral_update(struct store *s, struct referral *x)
{
	int r;

	r = store_run(s, &set, UPDATE, "iItttwddddddddddmItI", x->id, x->person,
		      permissions[x->permission], referral_statuses[x->status], x->note,
		      x->received_at, x->received_day, x->contacted_day, x->meeting_day, x->won_day,
		      x->lost_day, x->not_a_fit_day, x->closed_day, x->thanked_day,
		      x->told_contact_day, x->told_outcome_day, x->contact_minutes, x->sale,
		      x->reason, x->followup);
	if (r)
		return r;
	x->version++;
	return 0;
}

static void read_row(struct sqlite3_stmt *stmt, struct arena *arena, struct referral *x)
{
	*x = (struct referral){
		.id = col_int(stmt, 0),
		.version = col_int(stmt, 1),
		.direction = (enum referral_direction)col_word(stmt, 2, referral_directions),
		.contact = col_int(stmt, 3),
		.person = col_int(stmt, 4),
		.name = col_text(stmt, 5, arena),
		.phone = col_text(stmt, 6, arena),
		.email = col_text(stmt, 7, arena),
		.relation = col_text(stmt, 8, arena),
		.influence = col_text(stmt, 9, arena),
		.permission = (enum permission)col_word(stmt, 10, permissions),
		.need = col_text(stmt, 11, arena),
		.status = (enum referral_status)col_word(stmt, 12, referral_statuses),
		.origin = (enum referral_origin)col_word(stmt, 13, referral_origins),
		.ask = col_int(stmt, 14),
		.sale = col_int(stmt, 15),
		.note = col_text(stmt, 16, arena),
		.reason = col_text(stmt, 17, arena),
		.candidate_day = {col_day(stmt, 18)},
		.received_at = col_instant(stmt, 19),
		.received_day = {col_day(stmt, 20)},
		.contacted_day = {col_day(stmt, 21)},
		.meeting_day = {col_day(stmt, 22)},
		.won_day = {col_day(stmt, 23)},
		.lost_day = {col_day(stmt, 24)},
		.not_a_fit_day = {col_day(stmt, 25)},
		.closed_day = {col_day(stmt, 26)},
		.thanked_day = {col_day(stmt, 27)},
		.told_contact_day = {col_day(stmt, 28)},
		.told_outcome_day = {col_day(stmt, 29)},
		.contact_minutes = col_minute(stmt, 30),
		.followup = col_int(stmt, 31),
		.created_at = col_int(stmt, 32),
	};
}

static int read_rows(struct store *s, struct sqlite3_stmt *stmt, struct arena *arena,
		     struct referrals *ret)
{
	struct referrals rows = {0};
	size_t cap = 0;
	int r;

	while ((r = store_step(s, stmt)) == 1) {
		rows.items = arena_grow(arena, rows.items, rows.n, &cap, sizeof *rows.items);
		read_row(stmt, arena, &rows.items[rows.n++]);
	}
	*ret = rows;
	return r;
}

int store_referral_get(struct store *s, int64_t id, struct arena *arena, struct referral *ret)
{
	struct sqlite3_stmt *stmt;
	struct referrals rows;
	int r;

	r = store_bind(s, &set, GET, &stmt, "i", id);
	if (r == 0)
		r = read_rows(s, stmt, arena, &rows);
	if (r)
		return r;
	if (rows.n == 0)
		return VOUCH_E_NOT_FOUND;
	*ret = rows.items[0];
	return 0;
}

int store_candidate_list(struct store *s, const struct candidate_filter *f, struct arena *arena,
			 struct referrals *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = f->contact ? store_bind(s, &set, CANDIDATES_OF, &stmt, "ini", f->after_id, f->limit,
				    f->contact)
		       : store_bind(s, &set, CANDIDATES, &stmt, "in", f->after_id, f->limit);
	return r ? r : read_rows(s, stmt, arena, ret);
}

static int list_of(struct store *s, int statement, int64_t contact, int limit, struct arena *arena,
		   struct referrals *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, statement, &stmt, "in", contact, limit);
	return r ? r : read_rows(s, stmt, arena, ret);
}

int store_referral_sent_by(struct store *s, int64_t person, int limit, struct arena *arena,
			   struct referrals *ret)
{
	return list_of(s, SENT_BY, person, limit, arena, ret);
}

int store_referral_sent(struct store *s, int64_t contact, int limit, struct arena *arena,
			struct referrals *ret)
{
	return list_of(s, SENT, contact, limit, arena, ret);
}

int store_referral_find_same(struct store *s, int64_t person, int64_t contact, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, SAME, &stmt, "ii", person, contact);
	return r ? r : store_one_int(s, stmt, ret);
}

int store_referral_open_of(struct store *s, int64_t person, struct arena *arena,
			   struct referrals *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, OPEN_OF, &stmt, "i", person);
	return r ? r : read_rows(s, stmt, arena, ret);
}

static int one_of(struct store *s, int statement, int64_t person, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, statement, &stmt, "i", person);
	return r ? r : store_one_int(s, stmt, ret);
}

int store_referral_sender(struct store *s, int64_t person, int64_t *ret)
{
	return one_of(s, SENDER, person, ret);
}

int store_referral_credit(struct store *s, int64_t person, int64_t *ret)
{
	return one_of(s, CREDIT, person, ret);
}

int store_referral_list(struct store *s, const struct referral_filter *f, struct arena *arena,
			struct referrals *ret)
{
	const char *direction = word_at(referral_directions, f->direction);
	const char *status = word_at(referral_statuses, f->status);
	int64_t before = f->before ? f->before : INT64_MAX;
	struct sqlite3_stmt *stmt;
	int r;

	if (f->person)
		r = store_bind(s, &set, LIST_PERSON, &stmt, "inttiI", before, f->limit, direction,
			       status, f->person, f->referrer);
	else if (f->referrer)
		r = store_bind(s, &set, LIST_OF, &stmt, "intti", before, f->limit, direction,
			       status, f->referrer);
	else if (status)
		r = store_bind(s, &set, LIST_STATUS, &stmt, "inttt", before, f->limit, direction,
			       NULL, status);
	else
		r = store_bind(s, &set, LIST, &stmt, "intt", before, f->limit, direction, NULL);
	return r ? r : read_rows(s, stmt, arena, ret);
}

int store_referral_owed(struct store *s, int64_t referrer, struct day told_by, struct arena *arena,
			int64_t **ret, size_t *ret_n)
{
	int64_t *thanks, *tells;
	struct sqlite3_stmt *stmt;
	size_t n_thanks, n_tells;
	int r;

	r = store_bind(s, &set, LIST_UNTHANKED, &stmt, "i", referrer);
	if (r == 0)
		r = store_all_ints(s, stmt, arena, &thanks, &n_thanks);
	if (r == 0)
		r = store_bind(s, &set, LIST_UNTOLD, &stmt, "id", referrer, told_by);
	if (r == 0)
		r = store_all_ints(s, stmt, arena, &tells, &n_tells);
	if (r)
		return r;
	*ret = arena_array(arena, n_thanks + n_tells, sizeof **ret);
	for (size_t i = 0; i < n_thanks; i++)
		(*ret)[i] = thanks[i];
	for (size_t i = 0; i < n_tells; i++)
		(*ret)[n_thanks + i] = tells[i];
	*ret_n = n_thanks + n_tells;
	return 0;
}

int store_referral_ask_contact(struct store *s, int64_t ask, int64_t *ret)
{
	return one_of(s, ASK_CONTACT, ask, ret);
}

int store_referral_ask_followup(struct store *s, int64_t ask, int64_t *ret)
{
	return one_of(s, ASK_FOLLOWUP, ask, ret);
}
