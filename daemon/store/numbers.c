/* What the numbers are made of: ranges of indexes, and what was tallied. */
#include "store/numbers.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "domain/ask.h"
#include "domain/gate.h"
#include "domain/words.h"
#include "store/sets.h"
#include "store/tally.h"

enum { ROWS, SUMS, LATERS, ASKS_OF, NAMED, NAMED_ALONE, MINUTES, TOUCHES, LOGGED, N };

#define STAGES                                                                                     \
	"ifnull(r.candidate_day, r.received_day), r.contacted_day, r.meeting_day, r.won_day, "     \
	"CASE r.status WHEN 'won' THEN r.closed_day END, r.received_day IS NOT NULL "              \
	"FROM referral r INDEXED BY referral_by_stage "
#define IN_RANGE                                                                                   \
	"WHERE r.direction = 'received' "                                                          \
	"AND ifnull(r.candidate_day, r.received_day) BETWEEN ?1 AND ?2"

static const char *const sql[] = {
	[ROWS] = "SELECT day, key, n, total FROM tally WHERE what = ?1 AND day BETWEEN ?2 AND ?3 "
		 "ORDER BY day, key",
	[SUMS] = "SELECT key, sum(n), sum(total) FROM tally WHERE what = ?1 "
		 "AND day BETWEEN ?2 AND ?3 GROUP BY key",
	[LATERS] = "SELECT DISTINCT a.contact FROM ask a INDEXED BY ask_later_by_day "
		   "WHERE a.outcome = 'later' AND a.day BETWEEN ?1 AND ?2 "
		   "AND (SELECT count(*) FROM ask b INDEXED BY ask_later "
		   "WHERE b.contact = a.contact AND b.outcome = 'later') > 2",
	[ASKS_OF] = "SELECT id, day, outcome FROM ask WHERE contact = ?1 ORDER BY day, entry, id",
	[NAMED] = "SELECT a.day, " STAGES "LEFT JOIN ask a ON a.id = r.ask " IN_RANGE,
	[NAMED_ALONE] = "SELECT NULL, " STAGES IN_RANGE,
	[MINUTES] = "SELECT contact_minutes FROM referral INDEXED BY referral_by_hours "
		    "WHERE direction = 'received' AND received_day BETWEEN ?1 AND ?2 "
		    "AND contact_minutes IS NOT NULL",
	[TOUCHES] = "SELECT sum(CASE WHEN EXISTS (SELECT 1 FROM sale s WHERE s.contact = t.contact "
		    " AND (s.opened_day <= t.day OR s.completed_day <= t.day)) "
		    "THEN t.minutes ELSE 0 END), sum(t.minutes) "
		    "FROM touch t INDEXED BY touch_by_minutes "
		    "WHERE t.minutes IS NOT NULL AND t.day BETWEEN ?1 AND ?2",
	[LOGGED] = "SELECT sum(CASE activity WHEN 'serving' THEN minutes ELSE 0 END), sum(minutes) "
		   "FROM time_log WHERE day BETWEEN ?1 AND ?2",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_NUMBERS};
const struct stmt_set *const store_set_numbers = &set;

/* "referral EUR 2", or "referral" without an amount; see store/tally.h. */
static void read_sale(char *key, struct sales_row *to)
{
	char *save = NULL, *source = strtok_r(key, " ", &save);
	char *currency = strtok_r(NULL, " ", &save), *exponent = strtok_r(NULL, " ", &save);

	to->source = word_index(sale_sources, source);
	to->currency = currency;
	to->exponent = exponent ? (int)strtol(exponent, NULL, 10) : 0;
}

int store_numbers_sales(struct store *s, const struct numbers_range *range, struct arena *arena,
			struct sales_row **ret, size_t *ret_n)
{
	struct sales_row *rows = NULL;
	struct sqlite3_stmt *stmt;
	size_t n = 0, cap = 0;
	int r;

	r = store_bind(s, &set, ROWS, &stmt, "tdd", "sale", range->from, range->to);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		rows = arena_grow(arena, rows, n, &cap, sizeof *rows);
		rows[n] = (struct sales_row){
			.day = {col_day(stmt, 0)},
			.n = col_int(stmt, 2),
			.amount = col_int(stmt, 3),
		};
		read_sale(col_text(stmt, 1, arena), &rows[n++]);
	}
	*ret = rows;
	*ret_n = n;
	return r;
}

struct sum {
	char *key;
	int64_t n, total;
};

/* What was tallied in the range, by key. */
static int read_sums(struct store *s, const char *what, const struct numbers_range *range,
		     struct arena *arena, struct sum **ret, size_t *ret_n)
{
	struct sqlite3_stmt *stmt;
	size_t cap = 0;
	int r;

	*ret = NULL;
	*ret_n = 0;
	r = store_bind(s, &set, SUMS, &stmt, "tdd", what, range->from, range->to);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		*ret = arena_grow(arena, *ret, *ret_n, &cap, sizeof **ret);
		(*ret)[(*ret_n)++] =
			(struct sum){col_text(stmt, 0, arena), col_int(stmt, 1), col_int(stmt, 2)};
	}
	return r;
}

int store_numbers_promises(struct store *s, const struct numbers_range *range, struct arena *arena,
			   struct promises_numbers *ret)
{
	struct sum *sums;
	size_t n;
	int r;

	r = read_sums(s, "promise", range, arena, &sums, &n);
	for (size_t i = 0; r == 0 && i < n; i++) {
		if (str_equal(sums[i].key, "on-time"))
			ret->kept_on_time += sums[i].n;
		else if (str_equal(sums[i].key, "late"))
			ret->kept_late += sums[i].n;
		else if (str_equal(sums[i].key, "broken"))
			ret->broken += sums[i].n;
		else
			ret->withdrawn += sums[i].n;
		ret->days_early += sums[i].total;
	}
	return r;
}

/* The asks of somebody who said `later` three times or more. */
static int count_laters(struct store *s, int64_t contact, const struct numbers_range *range,
			struct arena *arena, struct asks_numbers *to)
{
	struct gate_ask *asks = NULL;
	struct sqlite3_stmt *stmt;
	size_t n = 0, cap = 0;
	int r;

	r = store_bind(s, &set, ASKS_OF, &stmt, "i", contact);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		asks = arena_grow(arena, asks, n, &cap, sizeof *asks);
		asks[n++] = (struct gate_ask){
			.id = col_int(stmt, 0),
			.when = {.day = {col_day(stmt, 1)}},
			.outcome = col_word_or_none(stmt, 2, ask_outcomes),
		};
	}
	for (size_t i = 0; r == 0 && i < n; i++)
		if (asks[i].outcome == ASK_LATER && !day_before(asks[i].when.day, range->from) &&
		    !day_before(range->to, asks[i].when.day))
			to->counted += gate_ask_is_counted(asks, i);
	return r;
}

int store_numbers_asks(struct store *s, const struct numbers_range *range, struct arena *arena,
		       struct asks_numbers *ret)
{
	struct sqlite3_stmt *stmt;
	struct sum *sums;
	int64_t *ids;
	size_t n;
	int r;

	r = read_sums(s, "ask", range, arena, &sums, &n);
	for (size_t i = 0; r == 0 && i < n; i++) {
		ret->made += sums[i].n;
		if (strstr(sums[i].key, TALLY_OVERRIDE))
			ret->overridden += sums[i].n;
		if (!str_starts_with(sums[i].key, ask_outcomes[ASK_LATER]))
			ret->counted += sums[i].n;
		if (str_starts_with(sums[i].key, ask_outcomes[ASK_NAMES_GIVEN]))
			ret->with_names += sums[i].n;
	}
	if (r == 0)
		r = store_bind(s, &set, LATERS, &stmt, "dd", range->from, range->to);
	if (r == 0)
		r = store_all_ints(s, stmt, arena, &ids, &n);
	for (size_t i = 0; r == 0 && i < n; i++)
		r = count_laters(s, ids[i], range, arena, ret);
	return r;
}

int store_numbers_steps(struct store *s, const struct numbers_range *range, struct arena *arena,
			struct step_numbers **ret, size_t *ret_n)
{
	static const char between[] = {TALLY_BETWEEN, '\0'};
	struct sum *sums;
	int r;

	r = read_sums(s, "step", range, arena, &sums, ret_n);
	if (r)
		return r;
	*ret = arena_array(arena, *ret_n, sizeof **ret);
	for (size_t i = 0; i < *ret_n; i++) {
		char *rest = sums[i].key;
		const char *plan = strsep(&rest, between), *step = strsep(&rest, between);

		(*ret)[i] = (struct step_numbers){plan, step, rest, sums[i].n, sums[i].total};
	}
	return 0;
}

static int read_named(struct store *s, int statement, const struct numbers_range *range,
		      struct arena *arena, struct funnel_row **ret, size_t *ret_n)
{
	struct funnel_row *rows = NULL;
	struct sqlite3_stmt *stmt;
	size_t n = 0, cap = 0;
	int r;

	r = store_bind(s, &set, statement, &stmt, "dd", range->from, range->to);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		rows = arena_grow(arena, rows, n, &cap, sizeof *rows);
		for (int stage = 0; stage < N_FUNNEL_STAGES; stage++)
			rows[n].days[stage].n = col_day(stmt, stage);
		rows[n++].is_received = col_bool(stmt, N_FUNNEL_STAGES);
	}
	*ret = rows;
	*ret_n = n;
	return r;
}

int store_numbers_named(struct store *s, const struct numbers_range *range, struct arena *arena,
			struct funnel_row **ret, size_t *ret_n)
{
	return read_named(s, NAMED, range, arena, ret, ret_n);
}

int store_numbers_stages(struct store *s, const struct numbers_range *range, struct arena *arena,
			 struct funnel_row **ret, size_t *ret_n)
{
	return read_named(s, NAMED_ALONE, range, arena, ret, ret_n);
}

int store_numbers_hours(struct store *s, const struct numbers_range *range, struct arena *arena,
			int32_t **ret_minutes, size_t *ret_n)
{
	int32_t *minutes = NULL;
	struct sqlite3_stmt *stmt;
	size_t n = 0, cap = 0;
	int r;

	r = store_bind(s, &set, MINUTES, &stmt, "dd", range->from, range->to);
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		minutes = arena_grow(arena, minutes, n, &cap, sizeof *minutes);
		minutes[n++] = col_minute(stmt, 0);
	}
	*ret_minutes = minutes;
	*ret_n = n;
	return r;
}

static int add_time(struct store *s, int statement, const struct numbers_range *range,
		    struct time_numbers *to)
{
	struct sqlite3_stmt *stmt;
	int64_t v[2] = {0};
	int r;

	r = store_bind(s, &set, statement, &stmt, "dd", range->from, range->to);
	if (r == 0)
		r = store_ints(s, stmt, v, 2);
	to->serving += v[0];
	to->prospecting += v[1] - v[0];
	return r;
}

int store_numbers_time(struct store *s, const struct numbers_range *range, struct time_numbers *ret)
{
	int r;

	r = add_time(s, TOUCHES, range, ret);
	return r ? r : add_time(s, LOGGED, range, ret);
}
