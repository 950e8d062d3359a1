/* How many there are of what system.status tells, kept in memory as rows change. */
#include "store/headcount.h"

#include <stdlib.h>
#include <string.h>

#define SQLITE_ENABLE_PREUPDATE_HOOK
#include <sqlite3.h>

#include "base/xalloc.h"
#include "domain/army.h"
#include "domain/words.h"
#include "store/contact_list.h"
#include "store/followup_list.h"
#include "store/journal.h"
#include "store/tables.h"

enum value {
	FOLLOWUP_STATE,
	FOLLOWUP_DUE,
	FOLLOWUP_WAITS,
	GATE_STATE,
	GATE_SINCE,
	FACT_COMPLETED,
	FACT_ARMY,
	FACT_CADENCE,
	FACT_TWO_WAY,
	TALLY_WHAT,
	N_VALUES
};

static const struct {
	const char *table, *column;
} values[] = {
	[FOLLOWUP_STATE] = {"followup", "state"},
	[FOLLOWUP_DUE] = {"followup", "due_at"},
	[FOLLOWUP_WAITS] = {"followup", "waits_for"},
	[GATE_STATE] = {"gate_fact", "state"},
	[GATE_SINCE] = {"gate_fact", "since"},
	[FACT_COMPLETED] = {"contact_fact", "n_completed"},
	[FACT_ARMY] = {"contact_fact", "army"},
	[FACT_CADENCE] = {"contact_fact", "cadence"},
	[FACT_TWO_WAY] = {"contact_fact", "last_two_way_day"},
	[TALLY_WHAT] = {"tally", "what"},
};

struct headcounter {
	struct headcount_asked asked;
	struct headcount n;
	bool is_counted; /* n holds */
	bool is_open;    /* what is not committed yet was seen */
	bool has_failed; /* a value could not be read */
	struct year_numbers year;
	struct numbers_range ranges[N_YEAR_PARTS];
	bool does_hold[N_YEAR_PARTS];
	const struct table *followup, *gate, *fact, *tally, *referral, *ask, *promise, *contact,
		*suppression;
	int columns[N_VALUES];
};

typedef int get_value(struct sqlite3 *db, int column, struct sqlite3_value **ret);

/* A row on one side of its change. */
struct side {
	struct headcounter *h;
	struct sqlite3 *db;
	get_value *get;
	int64_t sign; /* 1: it is counted, -1: not any more */
};

struct headcounter *headcounter_new(void)
{
	struct headcounter *h = xcalloc(1, sizeof *h);

	for (size_t i = 0; i < N_VALUES; i++)
		h->columns[i] = table_column(table_find(values[i].table), values[i].column);
	h->followup = table_find("followup");
	h->gate = table_find("gate_fact");
	h->fact = table_find("contact_fact");
	h->tally = table_find("tally");
	h->referral = table_find("referral");
	h->ask = table_find("ask");
	h->promise = table_find("promise");
	h->contact = table_find("contact");
	h->suppression = table_find("suppression");
	return h;
}

void headcounter_free(struct headcounter *h)
{
	free(h);
}

static struct sqlite3_value *value_of(const struct side *side, enum value which)
{
	struct sqlite3_value *value = NULL;

	if (side->get(side->db, side->h->columns[which], &value))
		side->h->has_failed = true;
	return value;
}

static const char *text_of(const struct side *side, enum value which)
{
	struct sqlite3_value *value = value_of(side, which);
	const char *text = value ? (const char *)sqlite3_value_text(value) : NULL;

	return text ? text : "";
}

static bool int_of(const struct side *side, enum value which, int64_t *ret)
{
	struct sqlite3_value *value = value_of(side, which);

	if (!value || sqlite3_value_type(value) != SQLITE_INTEGER)
		return false;
	*ret = sqlite3_value_int64(value);
	return true;
}

static void count_followup(const struct side *side)
{
	const struct headcount_asked *asked = &side->h->asked;
	struct headcount *n = &side->h->n;
	int64_t due;

	if (!int_of(side, FOLLOWUP_DUE, &due))
		return;
	if (strcmp(text_of(side, FOLLOWUP_WAITS), "gate") == 0)
		n->waiting += side->sign;
	if (due >= asked->week || strcmp(text_of(side, FOLLOWUP_STATE), "scheduled") != 0)
		return;
	if (due < asked->today)
		n->overdue += side->sign;
	else if (due < asked->tomorrow)
		n->due_today += side->sign;
	else
		n->next_7_days += side->sign;
}

static void count_gate(const struct side *side)
{
	int state = word_index(gate_states, text_of(side, GATE_STATE));
	struct headcount *n = &side->h->n;
	int64_t since;

	if (state == GATE_ONE_SHORT)
		n->gate.one_short += side->sign;
	if (state == GATE_BLOCKED)
		n->gate.blocked += side->sign;
	if (state != GATE_OPEN)
		return;
	n->gate.open += side->sign;
	if (int_of(side, GATE_SINCE, &since) && since > side->h->asked.opened_after.n)
		n->opened += side->sign;
}

static void count_silence(const struct side *side)
{
	const struct headcount_asked *asked = &side->h->asked;
	int class = word_index(cadences, text_of(side, FACT_CADENCE));
	int64_t last;

	if (class < 0 || class >= CADENCE_NONE || !int_of(side, FACT_TWO_WAY, &last))
		return;
	if (last <= numbers_red_day(asked->day, asked->days[class]).n)
		side->h->n.red += side->sign;
	else if (last <= numbers_yellow_day(asked->day, asked->days[class]).n)
		side->h->n.yellow += side->sign;
}

static void count_army(const struct side *side)
{
	struct army_counts *army = &side->h->n.army;
	int rank = word_index(army_ranks, text_of(side, FACT_ARMY));

	if (rank == ARMY_WILLING)
		army->willing += side->sign;
	if (rank == ARMY_REFERRER)
		army->referrer += side->sign;
	if (rank == ARMY_REPEAT)
		army->repeat += side->sign;
	if (rank == ARMY_CHAMPION)
		army->champion += side->sign;
}

static void count_fact(const struct side *side)
{
	int64_t completed;

	side->h->n.contacts += side->sign;
	if (int_of(side, FACT_COMPLETED, &completed) && completed > 0)
		side->h->n.customers += side->sign;
	count_army(side);
	count_silence(side);
}

static void count(const struct side *side, const struct table *table)
{
	if (table == side->h->followup)
		count_followup(side);
	else if (table == side->h->gate)
		count_gate(side);
	else
		count_fact(side);
}

/* A tally is never moved to another day or key, so one side of it tells what it is. */
static void spoil_tallied(struct headcounter *h, struct sqlite3 *db, int operation)
{
	struct side side = {.h = h, .db = db, .get = sqlite3_preupdate_old};
	const char *what;

	if (operation == SQLITE_INSERT)
		side.get = sqlite3_preupdate_new;
	what = text_of(&side, TALLY_WHAT);
	if (strcmp(what, "ask") == 0)
		h->does_hold[YEAR_FUNNEL] = false;
	if (strcmp(what, "sale") == 0)
		h->does_hold[YEAR_SOURCES] = false;
	if (strcmp(what, "promise") == 0)
		h->does_hold[YEAR_PROMISES] = false;
}

static void spoil_year(struct headcounter *h, struct sqlite3 *db, int operation,
		       const struct table *table)
{
	if (table == h->tally)
		spoil_tallied(h, db, operation);
	if (table == h->referral || table == h->ask)
		h->does_hold[YEAR_FUNNEL] = false;
	if (table == h->referral || table == h->suppression ||
	    (table == h->contact && operation != SQLITE_INSERT))
		h->does_hold[YEAR_LOOPS] = false;
	if (table == h->promise)
		h->does_hold[YEAR_PROMISES] = false;
}

static void count_change(struct headcounter *h, struct sqlite3 *db, int operation,
			 const struct table *table)
{
	struct side before = {h, db, sqlite3_preupdate_old, -1};
	struct side after = {h, db, sqlite3_preupdate_new, 1};

	if (table != h->followup && table != h->gate && table != h->fact)
		return;
	if (operation != SQLITE_INSERT)
		count(&before, table);
	if (operation != SQLITE_DELETE)
		count(&after, table);
}

static bool holds_any(const struct headcounter *h)
{
	bool does = h->is_counted;

	for (size_t i = 0; i < N_YEAR_PARTS; i++)
		does = does || h->does_hold[i];
	return does;
}

void headcounter_follow(struct headcounter *h, struct sqlite3 *db, int operation,
			const struct table *table)
{
	h->is_open = true;
	if (!table || !holds_any(h))
		return;
	if (h->is_counted)
		count_change(h, db, operation, table);
	spoil_year(h, db, operation, table);
	if (h->has_failed)
		headcounter_forget(h);
}

void headcounter_doubt(struct headcounter *h)
{
	if (h->is_open)
		headcounter_forget(h);
}

void headcounter_commit(struct headcounter *h)
{
	h->is_open = false;
}

void headcounter_forget(struct headcounter *h)
{
	h->is_counted = h->has_failed = false;
	memset(h->does_hold, 0, sizeof h->does_hold);
}

const struct year_numbers *store_year(struct store *s, enum year_part part,
				      const struct numbers_range *range)
{
	const struct headcounter *h = journal_headcounter(store_journal(s));

	if (!h->does_hold[part] || !day_equal(h->ranges[part].from, range->from) ||
	    !day_equal(h->ranges[part].to, range->to))
		return NULL;
	return &h->year;
}

struct year_numbers *store_year_keep(struct store *s, enum year_part part,
				     const struct numbers_range *range)
{
	struct headcounter *h = journal_headcounter(store_journal(s));

	h->ranges[part] = *range;
	h->does_hold[part] = true;
	return &h->year;
}

static int count_agenda(struct store *s, const struct headcount_asked *asked, struct headcount *to)
{
	int r;

	r = store_followup_agenda_count(s, INT64_MIN, asked->today - 1, &to->overdue);
	if (r == 0)
		r = store_followup_agenda_count(s, asked->today, asked->tomorrow - 1,
						&to->due_today);
	if (r == 0)
		r = store_followup_agenda_count(s, asked->tomorrow, asked->week - 1,
						&to->next_7_days);
	return r ? r : store_followup_waiting_count(s, INT64_MAX, &to->waiting);
}

static int count_quiet(struct store *s, const struct headcount_asked *asked, struct headcount *to)
{
	int r = 0;

	for (enum cadence class = CADENCE_A; r == 0 && class < CADENCE_NONE; class ++) {
		struct cadence_numbers n = {.days = asked->days[class]};

		r = store_numbers_silent(s, class, asked->day, &n);
		to->yellow += n.yellow;
		to->red += n.red;
	}
	return r;
}

static int count_all(struct store *s, const struct headcount_asked *asked, struct headcount *to)
{
	int r;

	*to = (struct headcount){0};
	r = count_agenda(s, asked, to);
	if (r == 0)
		r = store_gate_count(s, &to->gate);
	if (r == 0)
		r = store_numbers_opened(s, asked->opened_after, &to->opened);
	if (r == 0)
		r = store_contact_count(s, &to->contacts, &to->customers);
	if (r == 0)
		r = store_numbers_army(s, &to->army);
	return r ? r : count_quiet(s, asked, to);
}

static bool is_same(const struct headcount_asked *a, const struct headcount_asked *b)
{
	return a->today == b->today && a->tomorrow == b->tomorrow && a->week == b->week &&
	       day_equal(a->day, b->day) && day_equal(a->opened_after, b->opened_after) &&
	       memcmp(a->days, b->days, sizeof a->days) == 0;
}

int store_headcount(struct store *s, const struct headcount_asked *asked, struct headcount *ret)
{
	struct headcounter *h = journal_headcounter(store_journal(s));
	int r;

	if (!h->is_counted || !is_same(&h->asked, asked)) {
		h->is_counted = false;
		r = count_all(s, asked, &h->n);
		if (r)
			return r;
		h->asked = *asked;
		h->is_counted = true;
	}
	*ret = h->n;
	return 0;
}
