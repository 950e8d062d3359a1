/* A list that must stay fast at 1,000,000 rows uses its index: asked of SQLite itself, for every
 * statement there is. What reads a whole table or sorts is listed here, with the reason. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/cleanup.h"
#include "store/folder.h"
#include "store/merge.h"
#include "store/restore.h"
#include "store/sets.h"
#include "store/whole.h"

#define STEPS_MAX 120

struct plan {
	char *steps[STEPS_MAX];
	size_t n;
};

static void plan_read(struct store *s, const char *sql, struct plan *to)
{
	_cleanup_str_ struct str text = {0};
	struct sqlite3_stmt *stmt;

	to->n = 0;
	str_addf(&text, "EXPLAIN QUERY PLAN %s", sql);
	if (sqlite3_prepare_v2(store_db(s), text.data, -1, &stmt, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(store_db(s)));
	while (sqlite3_step(stmt) == SQLITE_ROW && to->n < STEPS_MAX)
		to->steps[to->n++] = strdup((const char *)sqlite3_column_text(stmt, 3));
	(void)sqlite3_finalize(stmt);
	assert_true(to->n < STEPS_MAX);
}

static void plan_free(struct plan *plan)
{
	for (size_t i = 0; i < plan->n; i++)
		free(plan->steps[i]);
	plan->n = 0;
}

static bool plan_has(const struct plan *plan, const char *part)
{
	for (size_t i = 0; i < plan->n; i++)
		if (strstr(plan->steps[i], part))
			return true;
	return false;
}

static const char *find_statement(enum store_noun noun, const char *part)
{
	const struct stmt_set *set = store_set(noun);
	const char *found = NULL;

	for (int i = 0; i < set->n; i++) {
		if (!strstr(store_sql(set, i), part))
			continue;
		if (found)
			fail_msg("two statements have: %s", part);
		found = store_sql(set, i);
	}
	if (!found)
		fail_msg("no statement has: %s", part);
	return found;
}

/* A statement by words that no other of its noun has, and how it must find its rows. */
static const struct {
	enum store_noun noun;
	const char *part, *way;
} ways[] = {
	/* agenda.due and agenda.get */
	{NOUN_FOLLOWUP_LIST, "(?3, ?4, ?5) ORDER BY f.due_at, f.\"rank\", f.id LIMIT ?6",
	 "SEARCH f USING INDEX followup_by_agenda (due_at>? AND due_at<?)"},
	{NOUN_FOLLOWUP_LIST, "AND f.kind = ?7",
	 "SEARCH f USING INDEX followup_by_agenda (due_at>? AND due_at<?)"},
	{NOUN_FOLLOWUP_LIST, "state = 'scheduled' AND due_at BETWEEN ?1 AND ?2",
	 "SEARCH followup USING COVERING INDEX followup_by_state "
	 "(state=? AND due_at>? AND due_at<?)"},
	{NOUN_FOLLOWUP_LIST, "state = 'scheduled' AND due_at <= ?1",
	 "SEARCH followup USING COVERING INDEX followup_by_state (state=? AND due_at<?)"},
	{NOUN_FOLLOWUP_LIST, "f.waits_for = 'gate' ",
	 "SEARCH f USING INDEX followup_by_wait (waits_for=? AND due_at<?)"},
	{NOUN_FOLLOWUP_LIST, "WHERE waits_for = 'gate' AND due_at <= ?1",
	 "SEARCH followup USING COVERING INDEX followup_by_wait (waits_for=? AND due_at<?)"},
	/* followup.list */
	{NOUN_FOLLOWUP_LIST, "WHERE ?1 IS NULL AND ?2 IS NULL",
	 "SEARCH f USING INDEX followup_by_due (due_at>? AND due_at<?)"},
	{NOUN_FOLLOWUP_LIST, "WHERE f.state = ?1",
	 "SEARCH f USING INDEX followup_by_state (state=? AND due_at>? AND due_at<?)"},
	{NOUN_FOLLOWUP_LIST, "WHERE ?1 IS NULL AND f.kind = ?2",
	 "SEARCH f USING INDEX followup_by_kind (kind=? AND due_at>? AND due_at<?)"},
	{NOUN_FOLLOWUP_LIST, "AND f.contact = ?8",
	 "SEARCH f USING INDEX followup_by_contact (contact=? AND due_at>? AND due_at<?)"},
	{NOUN_FOLLOWUP_LIST, "f.sale = ?1", "SEARCH f USING INDEX followup_by_sale (sale=?)"},
	/* the alarm, and what the clock looks at */
	{NOUN_FOLLOWUP_CLOCK, "min(next_at)",
	 "SEARCH followup USING COVERING INDEX followup_by_next (next_at>?)"},
	{NOUN_FOLLOWUP_CLOCK, "next_at <= ?1",
	 "SEARCH followup USING COVERING INDEX followup_by_next (next_at>? AND next_at<?)"},
	{NOUN_FOLLOWUP_CLOCK, "waits_for = 'part-of'",
	 "SEARCH followup USING INDEX followup_by_wait (waits_for=?)"},
	{NOUN_FOLLOWUP_CLOCK, "WHERE f.id > ?1", "SEARCH f USING INDEX followup_by_open (id>?)"},
	{NOUN_AWAY, "ORDER BY f.due_at, f.id LIMIT ?1",
	 "SEARCH f USING INDEX followup_by_wait (waits_for=?)"},
	{NOUN_AWAY, "f.\"rank\", f.id LIMIT ?2",
	 "SEARCH f USING INDEX followup_by_agenda (due_at<?)"},
	{NOUN_SPREAD, "f.due_at < ?1", "SEARCH f USING INDEX followup_by_agenda (due_at<?)"},
	{NOUN_SPREAD, "due_at BETWEEN ?1 AND ?2",
	 "SEARCH followup USING INDEX followup_by_agenda (due_at>? AND due_at<?)"},
	{NOUN_CONTACT, "min(paused_until)", "SEARCH contact USING INDEX contact_by_pause"},
	/* follow-ups of a run, an ask, a contact, a household */
	{NOUN_FOLLOWUP, "f.run = ?1 ORDER", "SEARCH f USING INDEX followup_by_run (run=?)"},
	{NOUN_FOLLOWUP, "EXISTS", "SEARCH followup USING INDEX followup_by_run (run=?)"},
	{NOUN_FOLLOWUP, "f.part_of = ?1", "SEARCH f USING INDEX followup_by_part (part_of=?)"},
	{NOUN_FOLLOWUP, "f.contact = ?1 AND f.state IN",
	 "SEARCH f USING INDEX followup_by_contact (contact=?)"},
	{NOUN_FOLLOWUP, "f.contact = ?1 AND r.plan = ?2 AND f.step",
	 "SEARCH f USING INDEX followup_by_contact (contact=?)"},
	{NOUN_FOLLOWUP, "f.contact = ?1 AND r.plan = ?2 AND f.run",
	 "SEARCH f USING INDEX followup_by_contact (contact=?)"},
	{NOUN_FOLLOWUP, "f.part_of IS NULL",
	 "SEARCH f USING INDEX followup_by_contact (contact=? AND due_at<?)"},
	/* the forest of referrals, the army, and those who send people */
	{NOUN_TREE, "SELECT contact, referrer FROM",
	 "SEARCH contact_fact USING COVERING INDEX contact_fact_by_referrer (referrer>?)"},
	{NOUN_TREE, "LEFT JOIN referral r ON r.id = f.credit WHERE",
	 "SEARCH r USING INTEGER PRIMARY KEY (rowid=?)"},
	{NOUN_TREE, "FROM down d LEFT JOIN",
	 "SEARCH f USING INDEX contact_fact_by_referrer (referrer=?)"},
	{NOUN_TREE, "s.completed_day BETWEEN",
	 "SEARCH s USING COVERING INDEX sale_sent (completed_day>? AND completed_day<?)"},
	{NOUN_TREE, "INDEXED BY sale_by_contact",
	 "SEARCH s USING INDEX sale_by_contact (contact=?)"},
	{NOUN_ARMY, "GROUP BY army",
	 "SEARCH contact_fact USING COVERING INDEX contact_fact_by_served (army>?)"},
	{NOUN_ARMY, "WHERE f.army = ?2",
	 "SEARCH f USING INDEX contact_fact_by_served (army=? AND <expr>>?)"},
	{NOUN_ARMY, "SELECT count(*) FROM gate_fact",
	 "SEARCH g USING COVERING INDEX gate_fact_by_state (state=?)"},
	{NOUN_ARMY, "c.household", "SEARCH g USING INDEX gate_fact_by_state (state=?)"},
	{NOUN_ARMY, "c.household", "SEARCH t USING INDEX touch_by_gift (contact=? AND day>?)"},
	{NOUN_REFERRERS, "FILTER",
	 "SEARCH referral USING COVERING INDEX referral_by_day (received_day>? AND "
	 "received_day<?)"},
	{NOUN_REFERRERS, "n_completed > 0",
	 "SEARCH contact_fact USING INDEX contact_fact_by_referrer (referrer=?)"},
	/* notices */
	{NOUN_NOTICE,
	 "i.notice IS NULL AND +f.state = 'scheduled' AND +f.due_at = ifnull(i.lead_for, i.due_at) "
	 "ORDER BY i.due_at, f.\"rank\", i.id LIMIT ?1",
	 "SCAN i USING INDEX notice_item_by_waiting"},
	{NOUN_NOTICE, "SELECT count(*), min(i.due_at) FROM notice n",
	 "SEARCH n USING COVERING INDEX notice_by_open (state=?)"},
	{NOUN_NOTICE_HOLD, "i.due_at >= ?2",
	 "SEARCH i USING INDEX notice_item_by_waiting (due_at>?)"},
	{NOUN_NOTICE_HOLD, "OFFSET",
	 "SEARCH notice_post USING COVERING INDEX notice_post_by_at (at>? AND at<?)"},
	/* derived facts of one contact */
	{NOUN_CONTACT_FACT, "FROM contact c WHERE c.id = ?1",
	 "SEARCH f USING INDEX followup_next (contact=?)"},
	{NOUN_CONTACT_FACT, "UPDATE contact_fact SET",
	 "SEARCH f USING INDEX followup_next (contact=?)"},
	{NOUN_CONTACT_FACT, "FROM contact c WHERE c.id = ?1",
	 "SEARCH s USING INDEX sale_by_contact (contact=?)"},
	/* lists of contacts */
	{NOUN_CONTACT_LIST, "ORDER BY c.name_key, c.id",
	 "SEARCH c USING INDEX contact_by_name (name_key>?)"},
	{NOUN_CONTACT_LIST, "INDEXED BY contact_fact_by_quiet",
	 "SEARCH f USING INDEX contact_fact_by_quiet (<expr>>?)"},
	{NOUN_CONTACT_LIST, "INDEXED BY contact_fact_by_class",
	 "SEARCH f USING INDEX contact_fact_by_class (<expr>>?)"},
	{NOUN_CONTACT_LIST, "ORDER BY ifnull(f.next_due_at",
	 "SEARCH f USING INDEX contact_fact_by_next (<expr>>?)"},
	/* events since, journal.list, an idempotency key */
	{NOUN_EVENT, "WHERE id > ?1", "SEARCH event USING INTEGER PRIMARY KEY (rowid>?)"},
	{NOUN_JOURNAL_ENTRY, "WHERE j.id < ?1 AND", "SEARCH j USING INTEGER PRIMARY KEY (rowid<?)"},
	{NOUN_JOURNAL_ENTRY, "WHERE contact = ?3",
	 "SEARCH journal_row USING COVERING INDEX journal_row_by_contact (contact=? AND "
	 "journal<?)"},
	{NOUN_IDEMPOTENCY, "SELECT hash", "SEARCH idempotency USING INDEX"},
	{NOUN_IDEMPOTENCY, "SELECT at",
	 "SCAN idempotency USING COVERING INDEX idempotency_by_time"},
	{NOUN_IDEMPOTENCY, "DELETE", "SEARCH idempotency USING INDEX idempotency_by_time (at<?)"},
	/* promises at risk, of a contact, of a state, of a sale; the follow-up of one */
	{NOUN_PROMISE, "SELECT count(*) FROM promise INDEXED BY promise_by_target",
	 "SEARCH promise USING INDEX promise_by_target (target_day<?)"},
	{NOUN_PROMISE, "ORDER BY due_day, id LIMIT ?3",
	 "SEARCH promise USING INDEX promise_by_target (target_day<?)"},
	{NOUN_PROMISE, "contact = ?1 AND (?2 IS NULL OR state",
	 "SEARCH promise USING INDEX promise_by_contact (contact=?)"},
	{NOUN_PROMISE, "contact = ?1 AND state = 'open'",
	 "SEARCH promise USING INDEX promise_by_contact (contact=?)"},
	{NOUN_PROMISE, "?1 IS NULL AND state = ?2",
	 "SEARCH promise USING INDEX promise_by_state (state=?)"},
	{NOUN_PROMISE, "WHERE sale = ?1", "SEARCH promise USING INDEX promise_by_sale (sale=?)"},
	{NOUN_PROMISE, "WHERE promise = ?1",
	 "SEARCH promise_redate USING INDEX promise_redate_by_promise (promise=?)"},
	{NOUN_FOLLOWUP, "f.about_kind = ?1",
	 "SEARCH f USING INDEX followup_by_about (about_kind=? AND about_id=?)"},
	/* dates of a contact, a sale, and of all by their day */
	{NOUN_DATE, "WHERE d.contact = ?1", "SEARCH d USING INDEX date_by_contact (contact=?)"},
	{NOUN_DATE, "WHERE d.sale = ?1 AND d.removed_day IS NULL",
	 "SEARCH d USING INDEX date_by_sale (sale=?)"},
	{NOUN_DATE, "INDEXED BY date_by_day", "SEARCH d USING INDEX date_by_day"},
	/* gate.list, gate.check, and the verdicts that the clock looks at again */
	{NOUN_GATE_FACT, "WHERE state = ?4",
	 "SEARCH gate_fact USING INDEX gate_fact_by_state (state=? AND contact>?)"},
	{NOUN_GATE_FACT, "WHERE first_blocking = ?4",
	 "SEARCH gate_fact USING INDEX gate_fact_by_code (first_blocking=? AND contact>?)"},
	{NOUN_GATE_FACT, "min(recheck_day)",
	 "SEARCH gate_fact USING COVERING INDEX gate_fact_by_recheck (recheck_day>?)"},
	{NOUN_GATE, "f.due_at <= ?2",
	 "SEARCH f USING INDEX followup_by_contact (contact=? AND due_at<?)"},
	{NOUN_GATE, "CROSS JOIN promise",
	 "SEARCH c USING INDEX contact_by_household (household=?)"},
	{NOUN_GATE, "CROSS JOIN promise", "SEARCH p USING INDEX promise_by_contact (contact=?)"},
	{NOUN_GATE, "CROSS JOIN complaint",
	 "SEARCH c USING INDEX complaint_by_contact (contact=?)"},
	{NOUN_GATE, "CROSS JOIN ask", "SEARCH a USING INDEX ask_by_contact (contact=?)"},
	{NOUN_GATE, "kind = 'ask'",
	 "SEARCH followup USING INDEX followup_by_kind (kind=? AND due_at>? AND due_at<?)"},
	{NOUN_GATE, "FROM touch", "SEARCH touch USING INDEX touch_by_gift (contact=?)"},
	{NOUN_GATE, "FROM referral r", "SEARCH r USING INDEX referral_unthanked (contact=?)"},
	{NOUN_GATE, "FROM referral r", "SEARCH r USING INDEX referral_untold (contact=?)"},
	{NOUN_GATE, "FROM gift", "SEARCH g USING INDEX gift_by_contact (contact=?)"},
	{NOUN_GATE, "FROM gift", "SEARCH t USING INDEX touch_by_followup (followup=?)"},
	/* gifts, of a contact and of all, and hours */
	{NOUN_GIFT, "?1 IS NULL AND day", "SEARCH gift USING INDEX gift_by_day (day>? AND day<?)"},
	{NOUN_GIFT, "contact = ?1 AND day BETWEEN ?2 AND ?3 AND (?5",
	 "SEARCH gift USING INDEX gift_by_contact (contact=? AND day>? AND day<?)"},
	{NOUN_GIFT, "total(amount)",
	 "SEARCH gift USING INDEX gift_by_contact (contact=? AND day>? AND day<?)"},
	{NOUN_GIFT, "f.kind = 'gift'", "SEARCH f USING INDEX followup_by_contact (contact=?)"},
	{NOUN_TIME_LOG, "ORDER BY day DESC",
	 "SEARCH time_log USING INDEX time_log_by_day (day>? AND day<?)"},
	{NOUN_ASK, "INDEXED BY", "SEARCH ask USING INDEX ask_by_id (contact=? AND id<?)"},
	{NOUN_TOUCH, "ORDER BY day DESC", "SEARCH touch USING INDEX touch_by_contact"},
	/* complaints, scores and compliments of a contact, a household, a state */
	{NOUN_COMPLAINT, "WHERE c.contact = ?1", "SEARCH c USING INDEX complaint_by_contact"},
	{NOUN_COMPLAINT, "WHERE ?1 IS NULL AND c.state = ?2",
	 "SEARCH c USING INDEX complaint_by_state (state=?)"},
	{NOUN_COMPLAINT, "c.state = 'open' ", "SEARCH c USING INDEX complaint_open (contact=?)"},
	{NOUN_SATISFACTION, "FROM satisfaction WHERE contact",
	 "SEARCH satisfaction USING INDEX satisfaction_by_contact (contact=?)"},
	{NOUN_SATISFACTION, "FROM compliment WHERE contact",
	 "SEARCH compliment USING INDEX compliment_by_contact (contact=?)"},
	/* what stands in a household */
	{NOUN_REPAIR, "r.state = 'active')), ", "SEARCH r USING INDEX run_by_contact (contact=?)"},
	{NOUN_REPAIR, "r.state = 'active')), ", "SEARCH c USING INDEX complaint_open (contact=?)"},
	{NOUN_REPAIR, "r.state = 'active')), ", "SEARCH f USING INDEX followup_held (contact=?)"},
	{NOUN_REPAIR, "max(r.anchor_day)", "SEARCH r USING INDEX run_by_contact (contact=?)"},
	{NOUN_REPAIR, "a.occurrence = ?2", "SEARCH a USING INDEX repair_cause_by_run (run=?)"},
	{NOUN_REPAIR, "a.about_id = ?1", "SEARCH a USING INDEX repair_cause_by_about"},
	{NOUN_SALE, "completed_day <= ?2 DESC", "SEARCH sale USING INDEX sale_by_contact"},
	/* what stands against a follow-up, and when that is over */
	{NOUN_SUPPRESSION, "until > ?2",
	 "SEARCH suppression USING INDEX suppression_in_force (contact=?)"},
	{NOUN_SUPPRESSION, "until <= ?1",
	 "SEARCH suppression USING INDEX suppression_by_end (until>? AND until<?)"},
	{NOUN_SUPPRESSION, "min(until)",
	 "SEARCH suppression USING INDEX suppression_by_end (until>?)"},
	{NOUN_SUPPRESSION, "WHERE id < ?1",
	 "SEARCH suppression USING INTEGER PRIMARY KEY (rowid<?)"},
	{NOUN_SUPPRESSION, "WHERE contact = ?3",
	 "SEARCH suppression USING INDEX suppression_by_contact (contact=? AND id<?)"},
	{NOUN_SUPPRESSION, "m.to_state", "SEARCH f USING INDEX followup_by_contact (contact=?)"},
	{NOUN_SUPPRESSION, "m.to_state", "followup_move_by_followup (followup=?)"},
	/* a talk, and what an ask's script is told */
	{NOUN_TALK, "ORDER BY day DESC", "SEARCH talk USING INDEX talk_by_contact (contact=?)"},
	/* who was named, by whom, and whether it was they who sent somebody */
	{NOUN_REFERRAL, "WHERE status = 'candidate'",
	 "SEARCH referral USING INDEX referral_by_status (status=? AND id>?)"},
	{NOUN_REFERRAL, "WHERE contact = ?3",
	 "SEARCH referral USING INDEX referral_by_contact (contact=? AND id>?)"},
	{NOUN_REFERRAL, "WHERE person = ?5",
	 "SEARCH referral USING INDEX referral_by_person (person=? AND id<?)"},
	{NOUN_REFERRAL, "SELECT id FROM referral WHERE person = ?1",
	 "SEARCH referral USING INDEX referral_by_person (person=?)"},
	{NOUN_CONTACT_FACT, "FROM contact c WHERE c.id = ?1",
	 "SEARCH r USING INDEX referral_by_contact (contact=?)"},
	{NOUN_SCRIPT, "FROM satisfaction",
	 "SEARCH satisfaction USING INDEX satisfaction_by_contact (contact=?)"},
	{NOUN_SCRIPT, "FROM compliment",
	 "SEARCH compliment USING INDEX compliment_by_contact (contact=?)"},
	{NOUN_SCRIPT, "s.source = 'referral'", "SEARCH s USING INDEX sale_by_contact (contact=?)"},
	{NOUN_SCRIPT, "r.person = ?1", "SEARCH r USING INDEX referral_by_person (person=?)"},
	{NOUN_SCRIPT, "state = 'completed'", "SEARCH sale USING INDEX sale_by_contact (contact=?)"},
	{NOUN_SCRIPT, "state = 'open'", "SEARCH sale USING INDEX sale_by_contact (contact=?)"},
	/* numbers.* and system.status: ranges of what was tallied, and of indexes that hold it all
	 */
	{NOUN_NUMBERS, "ORDER BY day, key",
	 "SEARCH tally USING PRIMARY KEY (what=? AND day>? AND day<?)"},
	{NOUN_NUMBERS, "sum(n), sum(total)",
	 "SEARCH tally USING PRIMARY KEY (what=? AND day>? AND day<?)"},
	{NOUN_NUMBERS, "b.outcome = 'later') > 2",
	 "SEARCH a USING COVERING INDEX ask_later_by_day (day>? AND day<?)"},
	{NOUN_NUMBERS, "b.outcome = 'later') > 2",
	 "SEARCH b USING COVERING INDEX ask_later (contact=? AND outcome=?)"},
	{NOUN_NUMBERS, "ORDER BY day, entry, id",
	 "SEARCH ask USING COVERING INDEX ask_by_contact (contact=?)"},
	{NOUN_NUMBERS, "SELECT a.day",
	 "SEARCH r USING COVERING INDEX referral_by_stage (<expr>>? AND <expr><?)"},
	{NOUN_NUMBERS, "SELECT a.day", "SEARCH a USING INTEGER PRIMARY KEY (rowid=?)"},
	{NOUN_NUMBERS, "SELECT NULL",
	 "SEARCH r USING COVERING INDEX referral_by_stage (<expr>>? AND <expr><?)"},
	{NOUN_NUMBERS, "referral_by_hours",
	 "SEARCH referral USING COVERING INDEX referral_by_hours (received_day>? AND "
	 "received_day<?)"},
	{NOUN_NUMBERS, "touch_by_minutes",
	 "SEARCH t USING COVERING INDEX touch_by_minutes (day>? AND day<?)"},
	{NOUN_NUMBERS, "FROM time_log",
	 "SEARCH time_log USING INDEX time_log_by_day (day>? AND day<?)"},
	{NOUN_NUMBERS_NOW, "sum(has_talk)",
	 "SEARCH contact_fact USING COVERING INDEX contact_fact_by_cover (n_completed>?)"},
	{NOUN_NUMBERS_NOW, "g.state = 'open'",
	 "SEARCH g USING COVERING INDEX gate_fact_by_state (state=?)"},
	{NOUN_NUMBERS_NOW, "last_two_way_day > ?3",
	 "SEARCH contact_fact USING COVERING INDEX contact_fact_by_cadence (cadence=? AND "
	 "last_two_way_day>? AND last_two_way_day<?)"},
	{NOUN_NUMBERS_NOW, "last_two_way_day IS NULL",
	 "SEARCH contact_fact USING COVERING INDEX contact_fact_by_cadence (cadence=? AND "
	 "last_two_way_day=?)"},
	{NOUN_NUMBERS_NOW, "key = 'open'",
	 "SEARCH tally USING PRIMARY KEY (what=? AND day=? AND key=?)"},
	{NOUN_NUMBERS_NOW, "ORDER BY last_two_way_day, contact",
	 "SEARCH contact_fact USING COVERING INDEX contact_fact_by_cadence (cadence=? AND "
	 "last_two_way_day<?)"},
	{NOUN_NUMBERS_NOW, "sale_from_referral", "SCAN s USING INDEX sale_from_referral"},
	{NOUN_NUMBERS_NOW, "gate_fact_by_since",
	 "SEARCH gate_fact USING COVERING INDEX gate_fact_by_since (since>?)"},
	{NOUN_NUMBERS_NOW, "UNION ALL", "SCAN r USING COVERING INDEX referral_unthanked"},
	{NOUN_NUMBERS_NOW, "UNION ALL", "SCAN r USING COVERING INDEX referral_untold"},
	{NOUN_NUMBERS_NOW, "UNION ALL", "SEARCH u USING INDEX suppression_of_all (contact=?)"},
	{NOUN_NUMBERS_NOW, "referral_open",
	 "SEARCH referral USING COVERING INDEX referral_open (status=? AND closed_day=? AND "
	 "direction=?)"},
	{NOUN_NUMBERS_NOW, "army = 'willing'",
	 "SEARCH contact_fact USING COVERING INDEX contact_fact_by_served (army>?)"},
	/* calendar.put and calendar.list */
	{NOUN_CALENDAR, "source = ?1", "SEARCH calendar_day USING COVERING INDEX"},
	{NOUN_CALENDAR, "day BETWEEN",
	 "SEARCH calendar_day USING INDEX calendar_day_by_day (day>? AND day<?)"},
	/* campaigns, and whom an edition is for */
	{NOUN_CAMPAIGN, "min(look_day)",
	 "SEARCH campaign USING COVERING INDEX campaign_by_look (look_day>?)"},
	{NOUN_CAMPAIGN, "look_day <= ?1", "SEARCH campaign USING INDEX campaign_by_look"},
	{NOUN_EDITION, "day < ifnull", "SEARCH edition USING INDEX sqlite_autoindex_edition_1"},
	{NOUN_EDITION, "count(sent_day)",
	 "SEARCH edition_recipient USING INDEX sqlite_autoindex_edition_recipient_1 (edition=?)"},
	{NOUN_RECIPIENT, "c.household = ?7",
	 "SEARCH c USING INDEX contact_by_household (household=?)"},
	{NOUN_RECIPIENT, "x.edition = ?9",
	 "SEARCH x USING INDEX sqlite_autoindex_edition_recipient_1 (edition=? AND contact>?)"},
	{NOUN_RECIPIENT, "c.id = ?7 AND c.state",
	 "SEARCH u USING INDEX suppression_in_force (contact=?)"},
	{NOUN_RECIPIENT, "c.id = ?7 AND c.state",
	 "SEARCH x USING INDEX complaint_open (contact=?)"},
	{NOUN_RECIPIENT, "c.id = ?7 AND c.state", "SEARCH r USING INDEX run_by_contact"},
	{NOUN_RECIPIENT, "max(o.id)",
	 "SEARCH o USING INDEX edition_recipient_by_contact (contact=?)"},
	{NOUN_RECIPIENT, "max(o.id)",
	 "SEARCH h USING INDEX edition_recipient_by_household (household=?)"},
	/* what a request changes of what was tallied */
	{NOUN_TALLY, "AND n = 0", "SEARCH tally USING PRIMARY KEY (what=? AND day=? AND key=?)"},
	{NOUN_TALLY_STEP, "INDEXED BY referral_by_followup",
	 "SEARCH referral USING INDEX referral_by_followup (followup=?)"},
	{NOUN_TALLY_STEP, "WHERE run = ?1", "SEARCH followup USING INDEX followup_by_run (run=?)"},
};

static void what_must_be_fast_finds_its_rows_by_its_index(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
		struct plan plan;

		plan_read(*state, find_statement(ways[i].noun, ways[i].part), &plan);
		if (!plan_has(&plan, ways[i].way))
			fail_msg("not \"%s\" but \"%s\": %s", ways[i].way, plan.steps[0],
				 ways[i].part);
		plan_free(&plan);
	}
}

static const struct {
	enum store_noun noun;
	const char *part; /* of the statement */
	const char *step; /* that is allowed */
} allowed[] = {
	/* a few rows: plans, the parts of one plan, what one row is about */
	{NOUN_BOOK, "pragma_page_count", "SCAN pragma_"},
	{NOUN_PLAN, "FROM plan_step WHERE plan_version", "USE TEMP B-TREE FOR ORDER BY"},
	{NOUN_PLAN, "FROM plan p", "SCAN p USING INDEX"},
	{NOUN_PROMISE, "ORDER BY due_day, id LIMIT ?3", "USE TEMP B-TREE FOR ORDER BY"},
	{NOUN_RUN, "ORDER BY", "USE TEMP B-TREE FOR ORDER BY"},
	{NOUN_REPAIR, "ORDER BY r.contact", "USE TEMP B-TREE FOR ORDER BY"},
	{NOUN_TALK, "FROM talk_answer WHERE talk", "USE TEMP B-TREE FOR ORDER BY"},
	{NOUN_SCRIPT, "state = 'completed'", "USE TEMP B-TREE FOR ORDER BY"},
	{NOUN_FOLLOWUP, "SELECT EXISTS", "SCAN CONSTANT ROW"},
	{NOUN_FOLLOWUP, "f.step = ?3", "USE TEMP B-TREE FOR ORDER BY"},
	{NOUN_FOLLOWUP, "f.part_of IS NULL", "USE TEMP B-TREE FOR ORDER BY"},
	{NOUN_FOLLOWUP, "f.ended_day DESC", "USE TEMP B-TREE FOR ORDER BY"},
	{NOUN_SALE, "completed_day <= ?2 DESC", "USE TEMP B-TREE FOR ORDER BY"},
	{NOUN_COMPLAINT, "c.state = 'open' ", "USE TEMP B-TREE FOR ORDER BY"},
	{NOUN_SUPPRESSION, "m.to_state", "USE TEMP B-TREE FOR ORDER BY"},
	{NOUN_CONTACT_FACT, "LIMIT 1) WHERE true", "SCAN (subquery-"}, /* of one row */
	{NOUN_JOURNAL_ENTRY, "WHERE contact = ?3", "SCAN m"},
	{NOUN_JOURNAL_ENTRY, "WHERE contact = ?3", "USE TEMP B-TREE FOR ORDER BY"},
	{NOUN_JOURNAL, "sqlite_sequence", "SCAN sqlite_sequence"},
	{NOUN_WHOLE, "sqlite_sequence", "SCAN sqlite_sequence"},
	{NOUN_JOURNAL_ENTRY, "LIMIT ?2)", "SCAN (subquery-2)"},
	{NOUN_JOURNAL_ENTRY, "DISTINCT contact", "USE TEMP B-TREE FOR DISTINCT"},
	{NOUN_JOURNAL_ENTRY, "w.row = ?2", "USE TEMP B-TREE FOR ORDER BY"},
	{NOUN_IMPORT, "", "USE TEMP B-TREE FOR ORDER BY"},
	/* all holidays there are, put in force or counted */
	{NOUN_CALENDAR, "DISTINCT day", "SCAN calendar_day USING COVERING INDEX"},
	{NOUN_CALENDAR, "GROUP BY source", "SCAN calendar_day USING COVERING INDEX"},
	/* the one absence that has not ended */
	{NOUN_AWAY, "ended_day IS NULL", "SCAN away USING INDEX away_open"},
	/* the members of a household, and what it has had: a few rows each */
	{NOUN_GATE, "(SELECT ?1 AS id", "SCAN CONSTANT ROW"},
	{NOUN_GATE, "(SELECT ?1 AS id", "SCAN m"},
	{NOUN_REPAIR, "(SELECT ?1 AS id", "SCAN CONSTANT ROW"},
	{NOUN_REPAIR, "(SELECT ?1 AS id", "SCAN m"},
	{NOUN_GATE, "", "USE TEMP B-TREE FOR ORDER BY"},
	{NOUN_GATE_FACT, "count(*)", "SCAN CONSTANT ROW"},
	{NOUN_GATE_FACT, "count(*)", "SCAN gate_fact USING COVERING INDEX"}, /* pages, not rows */
	/* pop-ups that are open, items that wait to be shown: partial indexes */
	{NOUN_NOTICE, "", "USE TEMP B-TREE FOR ORDER BY"},
	{NOUN_NOTICE, "", "USE TEMP B-TREE FOR RIGHT PART OF ORDER BY"},
	{NOUN_NOTICE, "", "USING INDEX notice_item_by_waiting"},
	{NOUN_NOTICE, "SELECT EXISTS", "SCAN CONSTANT ROW"},
	{NOUN_NOTICE_HOLD, "", "USING INDEX notice_item_by_waiting"},
	{NOUN_FOLLOWUP_CLOCK, "count(*) FROM (", "SCAN (subquery-2)"},
	{NOUN_FOLLOWUP_LIST, "count(*) FROM (", "SCAN (subquery-1)"},
	{NOUN_NOTICE_HOLD, "count(*) FROM (", "SCAN (subquery-1)"},
	{NOUN_NOTICE_HOLD, "SELECT EXISTS", "SCAN CONSTANT ROW"},
	/* from an end, as far as the limit */
	{NOUN_NOTICE_HOLD, "FROM contact", "SCAN contact"},
	{NOUN_NOTICE_HOLD, "until_day DESC", "USE TEMP B-TREE FOR ORDER BY"}, /* one is open */
	/* from an end, as far as the limit */
	{NOUN_IDEMPOTENCY, "SELECT at", "SCAN idempotency USING COVERING INDEX"},
	{NOUN_EVENT, "ORDER BY id LIMIT 1", "SCAN event"},
	{NOUN_EVENT, "ORDER BY id DESC LIMIT 1", "SCAN event"},
	{NOUN_JOURNAL_ENTRY, "actor <> 'clock'", "SCAN journal USING INDEX journal_by_undo"},
	{NOUN_JOURNAL_PRUNE, "ORDER BY id DESC LIMIT 1", "SCAN journal"},
	{NOUN_JOURNAL_PRUNE, "FROM journal_row ORDER BY journal",
	 "SCAN journal_row USING COVERING"},
	{NOUN_SALE, "ORDER BY id DESC LIMIT ?7", "SCAN sale"},
	{NOUN_PROMISE, "WHERE ?1 IS NULL AND (?2", "SCAN promise"},
	{NOUN_RUN, "ORDER BY r.id DESC LIMIT", "SCAN r"},
	{NOUN_COMPLAINT, "WHERE ?1 IS NULL AND ?2 IS NULL", "SCAN c"},
	/* any part of a name, an organisation, an address or a number: no index can help */
	{NOUN_CONTACT_LIST, "instr(c.find_key", "SCAN c"},
	{NOUN_CONTACT_LIST, "instr(c.find_key", "SCAN contact_email"},
	{NOUN_CONTACT_LIST, "instr(c.find_key", "SCAN contact_phone"},
	{NOUN_CONTACT_LIST, "instr(c.find_key", "USE TEMP B-TREE FOR ORDER BY"},
	/* what was found so far, generation by generation */
	{NOUN_TREE, "WITH RECURSIVE down", "SCAN d"},
	{NOUN_TREE, "WITH RECURSIVE down", "SCAN CONSTANT ROW"},
	/* everybody who ever sent somebody, and whoever sent in a period */
	{NOUN_REFERRERS, "contact_fact_by_sent",
	 "SCAN f USING COVERING INDEX contact_fact_by_sent"},
	{NOUN_REFERRERS, "suppression_of_all", "SCAN suppression USING INDEX suppression_of_all"},
	{NOUN_REFERRERS, "FILTER", "USE TEMP B-TREE FOR GROUP BY"},
	/* the whole book, counted or made anew */
	{NOUN_CONTACT_LIST, "SELECT (SELECT count(*)", "SCAN contact_fact USING COVERING INDEX"},
	{NOUN_CONTACT_LIST, "SELECT (SELECT count(*)", "SCAN CONSTANT ROW"},
	{NOUN_GATE_FACT, "UPDATE gate_fact", "SCAN gate_fact"},
	{NOUN_CONTACT_FACT, "DELETE", "SCAN contact_fact"},
	{NOUN_CONTACT_FACT, "INSERT INTO", "SCAN c"},
	{NOUN_TALLY, "DELETE FROM tally", "SCAN tally"},
	{NOUN_TALLY, "INSERT INTO tally (what, day, key, n, total) SELECT", "SCAN"},
	{NOUN_TALLY, "INSERT INTO tally (what, day, key, n, total) SELECT",
	 "USE TEMP B-TREE FOR GROUP BY"},
	{NOUN_TALLY, "EXCEPT", "SCAN"},
	{NOUN_TALLY, "EXCEPT", "USE TEMP B-TREE FOR GROUP BY"},
	{NOUN_TALLY, "EXCEPT", "EXCEPT USING TEMP B-TREE"},
	/* all customers, all who said `later`, all that is owed to referrers: indexes of those
	   alone */
	{NOUN_NUMBERS, "sum(n), sum(total)", "USE TEMP B-TREE FOR GROUP BY"},
	{NOUN_NUMBERS, "b.outcome = 'later') > 2", "USE TEMP B-TREE FOR DISTINCT"},
	{NOUN_NUMBERS_NOW, "SELECT (SELECT ", "SCAN CONSTANT ROW"},
	{NOUN_NUMBERS_NOW, "sale_from_referral", "SCAN s USING INDEX sale_from_referral"},
	{NOUN_NUMBERS_NOW, "UNION ALL", "SCAN r USING COVERING INDEX referral_un"},
	{NOUN_NUMBERS_NOW, "UNION ALL", "SCAN (subquery"},
	{NOUN_CADENCE, "DELETE FROM cadence_fact", "SCAN cadence_fact"},
	/* those who were merged into one contact */
	{NOUN_IMPORT, "WITH RECURSIVE was", "SCAN was"},
	{NOUN_IMPORT, "WITH RECURSIVE named", "SCAN named"},
	/* copies of somebody who is erased, wherever they are; the whole file is written anew after
	   that */
	{NOUN_WIPE, "instr(before", "SCAN journal_row"},
	{NOUN_WIPE, "DELETE FROM idempotency", "SCAN idempotency"},
	{NOUN_WIPE, "import_item", "SCAN import_item"},
	{NOUN_WIPE, "FROM loop_item l", "SCAN x USING COVERING INDEX"},
	{NOUN_WIPE, "person IS NULL", "SCAN referral"},
	{NOUN_WIPE, "instr(reason", "SCAN followup_move"},
	{NOUN_WIPE, "UNION SELECT number", "USING TEMP B-TREE"},
	{NOUN_CHECK, "", "SCAN"},
	{NOUN_CHECK, "", "USE TEMP B-TREE FOR GROUP BY"},
};

static bool is_costly(const char *step)
{
	return strncmp(step, "SCAN", 4) == 0 || strstr(step, "TEMP B-TREE");
}

static bool is_allowed(int noun, const char *sql, const char *step, bool used[])
{
	bool found = false;

	for (size_t i = 0; i < ARRAY_LEN(allowed); i++)
		if ((int)allowed[i].noun == noun && strstr(sql, allowed[i].part) &&
		    strstr(step, allowed[i].step))
			found = used[i] = true;
	return found;
}

static void check_statement(struct store *s, int noun, const char *sql, bool used[])
{
	struct plan plan;

	plan_read(s, sql, &plan);
	for (size_t i = 0; i < plan.n; i++)
		if (is_costly(plan.steps[i]) && !is_allowed(noun, sql, plan.steps[i], used))
			fail_msg("\"%s\" in: %s", plan.steps[i], sql);
	plan_free(&plan);
}

static void no_other_statement_reads_a_whole_table_or_sorts(void **state)
{
	bool used[ARRAY_LEN(allowed)] = {0};

	for (int noun = 0; noun < N_NOUNS; noun++) {
		const struct stmt_set *set = store_set((enum store_noun)noun);

		for (int i = 0; i < set->n; i++)
			check_statement(*state, noun, store_sql(set, i), used);
	}
	for (size_t i = 0; i < ARRAY_LEN(allowed); i++)
		if (!used[i])
			fail_msg("allowed and not needed: \"%s\" in: %s", allowed[i].step,
				 allowed[i].part);
}

static void look_at_all(struct store *s, const struct stmt_set *set)
{
	for (int i = 0; i < set->n; i++) {
		struct plan plan;

		plan_read(s, store_sql(set, i), &plan);
		for (size_t k = 0; k < plan.n; k++)
			if (is_costly(plan.steps[k]))
				fail_msg("\"%s\" in: %s", plan.steps[k], store_sql(set, i));
		plan_free(&plan);
	}
}

/* Undo reads, writes and takes away rows by their ids, and finds what refers to one. */
static void what_undo_does_finds_its_rows_by_an_index(void **state)
{
	const struct stmt_set *set = restore_statements(*state);

	assert_true(set->n > 4 * 30);
	look_at_all(*state, set);
}

static void what_a_merge_moves_is_found_by_an_index(void **state)
{
	const struct stmt_set *set = merge_statements(*state);

	assert_true(set->n >= 24);
	look_at_all(*state, set);
}

static void what_is_exported_is_found_by_an_index(void **state)
{
	const struct stmt_set *set = whole_statements(*state);

	assert_true(set->n >= 6 * 30);
	look_at_all(*state, set);
}

static int set_up(void **state)
{
	*state = open_at(NULL);
	return *state ? 0 : -1;
}

static int tear_down(void **state)
{
	store_close(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_must_be_fast_finds_its_rows_by_its_index),
		cmocka_unit_test(no_other_statement_reads_a_whole_table_or_sorts),
		cmocka_unit_test(what_undo_does_finds_its_rows_by_an_index),
		cmocka_unit_test(what_a_merge_moves_is_found_by_an_index),
		cmocka_unit_test(what_is_exported_is_found_by_an_index),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
