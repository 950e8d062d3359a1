/* Referrals: one person sent by another; a candidate is one in its first status. */
#include "store/referral.h"

#include <assert.h>

#include "base/cleanup.h"
#include "domain/words.h"
#include "store/sets.h"
#include "vouch/errors.h"

enum { ADD, UPDATE, GET, CANDIDATES, CANDIDATES_OF, SAME, ASK_CONTACT, SENT_BY, SENT, N };

#define COLUMNS                                                                                    \
	"id, version, direction, contact, person, name, phone, email, relation, influence, "       \
	"permission, need, status, origin, ask, sale, note, reason, candidate_day, received_at, "  \
	"received_day, created_at FROM referral "

static const char *const sql[] = {
	[ADD] = "INSERT INTO referral (direction, contact, person, name, phone, email, relation, "
		"influence, permission, need, status, origin, ask, sale, note, candidate_day, "
		"received_at, received_day, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, "
		"?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
	[UPDATE] = "UPDATE referral SET version = version + 1, person = ?2, permission = ?3, "
		   "status = ?4, note = ?5, received_at = ?6, received_day = ?7 WHERE id = ?1",
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
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_REFERRAL};
const struct stmt_set *const store_set_referral = &set;

int store_referral_add(struct store *s, struct referral *x)
{
	int r;

	r = store_run(s, &set, ADD, "tiItttttttttIItdwdi", referral_directions[x->direction],
		      x->contact, x->person, x->name, x->phone, x->email, x->relation, x->influence,
		      permissions[x->permission], x->need, referral_statuses[x->status],
		      referral_origins[x->origin], x->ask, x->sale, x->note, x->candidate_day,
		      x->received_at, x->received_day, x->created_at);
	if (r)
		return r;
	x->id = store_last_id(s);
	x->version = 1;
	return 0;
}

int store_referral_update(struct store *s, struct referral *x)
{
	int r;

	r = store_run(s, &set, UPDATE, "iItttwd", x->id, x->person, permissions[x->permission],
		      referral_statuses[x->status], x->note, x->received_at, x->received_day);
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
		.direction = (enum referral_direction)word_index(referral_directions,
								 col_text(stmt, 2, arena)),
		.contact = col_int(stmt, 3),
		.person = col_int(stmt, 4),
		.name = col_text(stmt, 5, arena),
		.phone = col_text(stmt, 6, arena),
		.email = col_text(stmt, 7, arena),
		.relation = col_text(stmt, 8, arena),
		.influence = col_text(stmt, 9, arena),
		.permission = (enum permission)word_index(permissions, col_text(stmt, 10, arena)),
		.need = col_text(stmt, 11, arena),
		.status = (enum referral_status)word_index(referral_statuses,
							   col_text(stmt, 12, arena)),
		.origin = (enum referral_origin)word_index(referral_origins,
							   col_text(stmt, 13, arena)),
		.ask = col_int(stmt, 14),
		.sale = col_int(stmt, 15),
		.note = col_text(stmt, 16, arena),
		.reason = col_text(stmt, 17, arena),
		.candidate_day = {col_day(stmt, 18)},
		.received_at = col_instant(stmt, 19),
		.received_day = {col_day(stmt, 20)},
		.created_at = col_int(stmt, 21),
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

int store_referral_ask_contact(struct store *s, int64_t ask, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, ASK_CONTACT, &stmt, "i", ask);
	return r ? r : store_one_int(s, stmt, ret);
}
