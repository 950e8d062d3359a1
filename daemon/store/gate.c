/* What the gate looks at, read for one contact and its household. */
#include "store/gate.h"

#include <assert.h>

#include "base/cleanup.h"
#include "domain/satisfaction.h"
#include "domain/words.h"
#include "store/household.h"
#include "store/sets.h"
#include "vouch/errors.h"

enum {
	SELF,
	HOUSEHOLD,
	OTHERS,
	NEWEST,
	COMPLIMENT,
	OTHERS_LOW,
	PROMISES,
	COMPLAINTS,
	ASKS,
	GIVES,
	LOOPS,
	DEATH,
	STOPS,
	TALK,
	COME_ASKS,
	ASKS_BETWEEN,
	N,
};

/* Whoever belongs to the household of ?1. */
#define MEMBERS HOUSEHOLD_OF "AND c.state NOT IN ('merged', 'erased')) m "

/* A referral of ?1 that counts, with the name of whom they sent. */
#define LOOP_COLUMNS                                                                               \
	"SELECT r.id, coalesce(p.name, r.name), r.received_day, r.thanked_day, "                   \
	"r.told_contact_day, r.told_outcome_day, r.closed_day FROM referral r "
#define LOOP_COUNTS                                                                                \
	"LEFT JOIN contact p ON p.id = r.person WHERE r.contact = ?1 "                             \
	"AND r.direction = 'received' AND r.received_day IS NOT NULL AND r.origin <> 'import' "

static const char *const sql[] = {
	[SELF] = "SELECT c.is_partner, c.state, c.paused_until, f.n_completed, "
		 "f.first_completed_day FROM contact c JOIN contact_fact f ON f.contact = c.id "
		 "WHERE c.id = ?1",
	[HOUSEHOLD] = "SELECT id FROM " MEMBERS "ORDER BY id",
	[OTHERS] = "SELECT c.id, c.name FROM " MEMBERS "CROSS JOIN contact c ON c.id = m.id "
		   "WHERE m.id <> ?1 ORDER BY c.id",
	[NEWEST] = "SELECT contact, score, day, entry FROM satisfaction WHERE contact = ?1 "
		   "AND score BETWEEN ?2 AND ?3 ORDER BY day DESC, entry DESC, id DESC LIMIT 1",
	[COMPLIMENT] = "SELECT day, entry FROM compliment WHERE contact = ?1 "
		       "ORDER BY day DESC, entry DESC, id DESC LIMIT 1",
	[OTHERS_LOW] =
		"SELECT s.contact, s.score, s.day, s.entry FROM contact m "
		"JOIN satisfaction s ON s.id = (SELECT n.id FROM satisfaction n "
		"WHERE n.contact = m.id ORDER BY n.day DESC, n.entry DESC, n.id DESC LIMIT 1) "
		"WHERE m.household = (SELECT household FROM contact WHERE id = ?1) "
		"AND m.id <> ?1 AND m.state NOT IN ('merged', 'erased', 'deceased') "
		"AND s.score <= ?2 "
		"ORDER BY s.day DESC, s.entry DESC LIMIT 1",
	[PROMISES] = "SELECT p.id, p.contact, p.text, p.state, p.due_day, "
		     "CASE s.state WHEN 'completed' THEN s.completed_day END, p.is_late, "
		     "p.trouble_day, p.trouble_entry, p.righted_day, p.righted_entry "
		     "FROM " MEMBERS "CROSS JOIN promise p ON p.contact = m.id "
		     "LEFT JOIN sale s ON s.id = p.sale "
		     "WHERE +p.state = 'open' OR p.trouble_day IS NOT NULL ORDER BY p.id",
	[COMPLAINTS] = "SELECT c.id, contact, text, day, entry, resolved_day, resolved_entry "
		       "FROM " MEMBERS "CROSS JOIN complaint c ON c.contact = m.id ORDER BY c.id",
	[ASKS] = "SELECT a.id, contact, day, entry, outcome, later_day "
		 "FROM " MEMBERS "CROSS JOIN ask a ON a.contact = m.id ORDER BY day, entry, a.id",
	[GIVES] = "SELECT day FROM touch INDEXED BY touch_by_gift WHERE contact = ?1 AND gave = 1 "
		  "UNION ALL SELECT received_day FROM referral WHERE contact = ?1 "
		  "AND direction = 'given' AND received_day IS NOT NULL "
		  "UNION ALL SELECT g.day FROM gift g WHERE g.contact = ?1 AND NOT EXISTS "
		  "(SELECT 1 FROM touch t WHERE t.followup = g.followup AND t.gave = 1 "
		  "AND t.day = g.day) "
		  "ORDER BY 1 DESC LIMIT ?2",
	/* One that is thanked for and told of owes nothing more before it is closed. */
	[LOOPS] = LOOP_COLUMNS
	"INDEXED BY referral_unthanked " LOOP_COUNTS "AND r.thanked_day IS NULL "
	"UNION ALL " LOOP_COLUMNS "INDEXED BY referral_untold " LOOP_COUNTS
	"AND r.thanked_day IS NOT NULL AND r.told_outcome_day IS NULL "
	"AND (r.told_contact_day IS NULL OR r.closed_day IS NOT NULL) ORDER BY 3, 1",
	[DEATH] = "SELECT max(c.deceased_day) FROM " MEMBERS
		  "CROSS JOIN contact c ON c.id = m.id WHERE c.state = 'deceased'",
	[STOPS] = "SELECT channel, until FROM suppression WHERE contact = ?1 "
		  "AND lifted_day IS NULL AND (until IS NULL OR until > ?2) ORDER BY id",
	[TALK] = "SELECT max(day) FROM talk WHERE contact = ?1",
	[COME_ASKS] = "SELECT " FOLLOWUP_COLUMNS
		      " FROM followup f INDEXED BY followup_by_contact WHERE f.contact = ?1 "
		      "AND f.due_at <= ?2 AND f.gate IS NOT NULL AND (f.state = 'scheduled' "
		      "OR (f.state = 'waiting' AND f.waits_for = 'gate')) "
		      "UNION ALL SELECT " FOLLOWUP_COLUMNS
		      " FROM followup f INDEXED BY followup_by_contact WHERE f.contact = ?1 "
		      "AND f.due_at > ?2 AND f.gate IS NOT NULL AND f.state = 'scheduled' "
		      "ORDER BY 27, 1",
	[ASKS_BETWEEN] = "SELECT count(*) FROM followup INDEXED BY followup_by_kind "
			 "WHERE kind = 'ask' AND due_at BETWEEN ?1 AND ?2 "
			 "AND state IN ('scheduled', 'done') AND part_of IS NULL",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_GATE};
const struct stmt_set *const store_set_gate = &set;

static struct gate_when col_when(struct sqlite3_stmt *stmt, int i)
{
	return (struct gate_when){{col_day(stmt, i)}, col_int(stmt, i + 1)};
}

static int read_self(struct store *s, struct gate_facts *f)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, SELF, &stmt, "i", f->contact);
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r <= 0)
		return r ? r : VOUCH_E_NOT_FOUND;
	f->is_partner = col_bool(stmt, 0);
	f->state = (enum contact_state)col_word(stmt, 1, contact_states);
	f->paused_until = (struct day){col_day(stmt, 2)};
	f->n_completed = (int)col_int(stmt, 3);
	f->first_completed_day = (struct day){col_day(stmt, 4)};
	store_reset(stmt);
	return 0;
}

/* The one row of a bound statement as a score; when.day NO_DAY where there is none. */
static int read_score(struct store *s, struct sqlite3_stmt *stmt, struct gate_score *ret)
{
	int r;

	*ret = (struct gate_score){.when = {.day = NO_DAY}};
	r = store_step(s, stmt);
	if (r <= 0)
		return r;
	ret->contact = col_int(stmt, 0);
	ret->score = (int)col_int(stmt, 1);
	ret->when = col_when(stmt, 2);
	store_reset(stmt);
	return 0;
}

static int find_score(struct store *s, int64_t contact, int lowest, int highest,
		      struct gate_score *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, NEWEST, &stmt, "inn", contact, lowest, highest);
	return r ? r : read_score(s, stmt, ret);
}

static int read_scores(struct store *s, const struct gate_rules *rules, struct gate_facts *f)
{
	int nearly = rules->score_min > SCORE_SERVED ? rules->score_min - 1 : SCORE_SERVED;
	struct sqlite3_stmt *stmt;
	int r;

	r = find_score(s, f->contact, 0, SCORE_MAX, &f->newest);
	f->enough = f->nearly = (struct gate_score){.when = {.day = NO_DAY}};
	if (r == 0 && !day_is_none(f->newest.when.day)) {
		r = find_score(s, f->contact, rules->score_min, SCORE_MAX, &f->enough);
		if (r == 0)
			r = find_score(s, f->contact, nearly, SCORE_MAX, &f->nearly);
	}
	if (r == 0)
		r = store_bind(s, &set, COMPLIMENT, &stmt, "i", f->contact);
	if (r)
		return r;
	f->compliment = (struct gate_when){.day = NO_DAY};
	r = store_step(s, stmt);
	if (r < 0)
		return r;
	if (r)
		f->compliment = col_when(stmt, 0);
	store_reset(stmt);
	r = store_bind(s, &set, OTHERS_LOW, &stmt, "in", f->contact, SCORE_TROUBLE);
	return r ? r : read_score(s, stmt, &f->others_low);
}

static int read_promises(struct store *s, struct arena *arena, struct gate_facts *f)
{
	struct gate_promise *items = NULL;
	struct sqlite3_stmt *stmt;
	size_t n = 0, cap = 0;
	int r;

	r = store_bind(s, &set, PROMISES, &stmt, "i", f->contact);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		items = arena_grow(arena, items, n, &cap, sizeof *items);
		items[n++] = (struct gate_promise){
			.id = col_int(stmt, 0),
			.contact = col_int(stmt, 1),
			.text = col_text(stmt, 2, arena),
			.state = (enum promise_state)col_word(stmt, 3, promise_states),
			.due_day = {col_day(stmt, 4)},
			.completed_day = {col_day(stmt, 5)},
			.is_late = col_bool(stmt, 6),
			.trouble = col_when(stmt, 7),
			.righted = col_when(stmt, 9),
		};
	}
	f->promises = items;
	f->n_promises = n;
	return r;
}

static int read_complaints(struct store *s, struct arena *arena, struct gate_facts *f)
{
	struct gate_complaint *items = NULL;
	struct sqlite3_stmt *stmt;
	size_t n = 0, cap = 0;
	int r;

	r = store_bind(s, &set, COMPLAINTS, &stmt, "i", f->contact);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		items = arena_grow(arena, items, n, &cap, sizeof *items);
		items[n++] = (struct gate_complaint){
			.id = col_int(stmt, 0),
			.contact = col_int(stmt, 1),
			.text = col_text(stmt, 2, arena),
			.made = col_when(stmt, 3),
			.resolved = col_when(stmt, 5),
		};
	}
	f->complaints = items;
	f->n_complaints = n;
	return r;
}

static int read_asks(struct store *s, struct arena *arena, struct gate_facts *f)
{
	struct gate_ask *items = NULL;
	struct sqlite3_stmt *stmt;
	size_t n = 0, cap = 0;
	int r;

	r = store_bind(s, &set, ASKS, &stmt, "i", f->contact);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		items = arena_grow(arena, items, n, &cap, sizeof *items);
		items[n++] = (struct gate_ask){
			.id = col_int(stmt, 0),
			.contact = col_int(stmt, 1),
			.when = col_when(stmt, 2),
			.outcome = col_word_or_none(stmt, 4, ask_outcomes),
			.later_day = {col_day(stmt, 5)},
		};
	}
	f->asks = items;
	f->n_asks = n;
	return r;
}

static int read_gives(struct store *s, struct arena *arena, struct gate_facts *f)
{
	struct day *items = arena_array(arena, GATE_GIVES_MAX, sizeof *items);
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, GIVES, &stmt, "in", f->contact, GATE_GIVES_MAX);
	if (r)
		return r;
	f->gives = items;
	f->n_gives = 0;
	while ((r = store_step(s, stmt)) == 1)
		items[f->n_gives++] = (struct day){col_day(stmt, 0)};
	return r;
}

static int read_loops(struct store *s, struct arena *arena, struct gate_facts *f)
{
	struct gate_loop *items = NULL;
	struct sqlite3_stmt *stmt;
	size_t n = 0, cap = 0;
	int r;

	r = store_bind(s, &set, LOOPS, &stmt, "i", f->contact);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		items = arena_grow(arena, items, n, &cap, sizeof *items);
		items[n++] = (struct gate_loop){
			.id = col_int(stmt, 0),
			.name = col_text(stmt, 1, arena),
			.received_day = {col_day(stmt, 2)},
			.thanked_day = {col_day(stmt, 3)},
			.told_contact_day = {col_day(stmt, 4)},
			.told_outcome_day = {col_day(stmt, 5)},
			.closed_day = {col_day(stmt, 6)},
		};
	}
	f->loops = items;
	f->n_loops = n;
	return r;
}

static int read_stops(struct store *s, struct day day, struct arena *arena, struct gate_facts *f)
{
	struct gate_stop *items = NULL;
	struct sqlite3_stmt *stmt;
	size_t n = 0, cap = 0;
	int r;

	r = store_bind(s, &set, STOPS, &stmt, "id", f->contact, day);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		items = arena_grow(arena, items, n, &cap, sizeof *items);
		items[n++] = (struct gate_stop){
			(enum suppression_channel)col_word(stmt, 0, suppression_channels),
			{col_day(stmt, 1)},
		};
	}
	f->stops = items;
	f->n_stops = n;
	return r;
}

/* The one day that a statement gives for the contact. */
static int read_day(struct store *s, int statement, int64_t contact, struct day *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, statement, &stmt, "i", contact);
	if (r)
		return r;
	r = store_step(s, stmt);
	if (r < 0)
		return r;
	*ret = r ? (struct day){col_day(stmt, 0)} : NO_DAY;
	store_reset(stmt);
	return 0;
}

int store_gate_members(struct store *s, struct arena *arena, struct gate_facts *f)
{
	struct gate_member *items = NULL;
	struct sqlite3_stmt *stmt;
	size_t n = 0, cap = 0;
	int r;

	r = store_bind(s, &set, OTHERS, &stmt, "i", f->contact);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		items = arena_grow(arena, items, n, &cap, sizeof *items);
		items[n++] = (struct gate_member){col_int(stmt, 0), col_text(stmt, 1, arena)};
	}
	f->members = items;
	f->n_members = n;
	return r;
}

/* Most households are one person, or are fine: nobody else is named then. */
static bool speaks_of_others(const struct gate_facts *f)
{
	bool does = !day_is_none(f->others_low.when.day);

	for (size_t i = 0; i < f->n_promises; i++)
		does |= f->promises[i].contact != f->contact;
	for (size_t i = 0; i < f->n_complaints; i++)
		does |= f->complaints[i].contact != f->contact;
	for (size_t i = 0; i < f->n_asks; i++)
		does |= f->asks[i].contact != f->contact;
	return does;
}

int store_gate_facts(struct store *s, int64_t contact, const struct gate_rules *rules,
		     struct day day, struct arena *arena, struct gate_facts *ret)
{
	int r;

	*ret = (struct gate_facts){.contact = contact};
	r = read_self(s, ret);
	if (r == 0)
		r = read_scores(s, rules, ret);
	if (r == 0)
		r = read_promises(s, arena, ret);
	if (r == 0)
		r = read_complaints(s, arena, ret);
	if (r == 0)
		r = read_asks(s, arena, ret);
	if (r == 0 && speaks_of_others(ret))
		r = store_gate_members(s, arena, ret);
	if (r == 0)
		r = read_gives(s, arena, ret);
	if (r == 0)
		r = read_loops(s, arena, ret);
	if (r == 0)
		r = read_stops(s, day, arena, ret);
	if (r == 0)
		r = read_day(s, DEATH, contact, &ret->death_in_household);
	return r ? r : read_day(s, TALK, contact, &ret->talk_day);
}

int store_gate_household(struct store *s, int64_t contact, struct arena *arena, int64_t **ret,
			 size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, HOUSEHOLD, &stmt, "i", contact);
	return r ? r : store_all_ints(s, stmt, arena, ret, ret_n);
}

int store_gate_asks(struct store *s, int64_t contact, int64_t now, struct arena *arena,
		    struct followups *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, COME_ASKS, &stmt, "ii", contact, now);
	return r ? r : store_followup_read(s, stmt, arena, ret);
}

int store_gate_asks_between(struct store *s, int64_t from, int64_t until, int64_t *ret)
{
	struct sqlite3_stmt *stmt;
	int r;

	r = store_bind(s, &set, ASKS_BETWEEN, &stmt, "ii", from, until);
	return r ? r : store_one_int(s, stmt, ret);
}
