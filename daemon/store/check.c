/* "system.check": does the database keep its promises? */
#include "store/check.h"

#include <assert.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "store/db.h"
#include "store/sets.h"
#include "store/tally.h"

enum {
	WAITS,
	ENDED,
	UNSEEN,
	TWICE,
	RUN_TWICE,
	RUN_PLAN,
	RUN_SALE,
	MERGED,
	PAUSED,
	FACT_LACKS,
	FACT_SPARE,
	NOTICE_FOLLOWUP,
	NOTICE_NOTICE,
	MOVE,
	STAGED,
	PROMISE_END,
	PROMISE_TARGET,
	PROMISE_TASK,
	GATE_LACKS,
	ASK_LATER,
	REPAIR_TWICE,
	REFERRAL_CLOSED,
	REFERRAL_PERSON,
	REFERRAL_SALE,
	GIFT_REFERRAL,
	LOOP_CONTACT,
	DATE_DAY,
	DATE_TASK,
	DATE_TWICE,
	AWAY_TWICE,
	AWAY_DAYS,
	AWAY_PROMISE,
	EDITION_END,
	EDITION_FIXED,
	CAMPAIGN_TASK,
	MAIL_RETURNED,
	REQUEST_TASK,
	DISTINCT_BACK,
	N_RULES,
	INTEGRITY = N_RULES,
	REFERENCES,
	N,
};

/* Each gives at most two ids of a broken rule; ?1 is how many to look for. */
static const char *const sql[] = {
	[WAITS] = "SELECT id, 0 FROM followup WHERE (state = 'waiting') != (waits_for IS NOT NULL) "
		  "LIMIT ?1",
	[ENDED] = "SELECT id, 0 FROM followup WHERE next_at IS NOT NULL "
		  "AND state NOT IN ('waiting', 'scheduled') LIMIT ?1",
	/* Nothing else ends what waits for an answer that is never noted. */
	[UNSEEN] = "SELECT f.id, a.id FROM followup f INDEXED BY followup_by_wait "
		   "JOIN followup a ON a.id = f.part_of WHERE f.waits_for = 'part-of' "
		   "AND f.next_at IS NULL AND a.state NOT IN ('waiting', 'scheduled') LIMIT ?1",
	/* A part of an ask that was made stays with it, whatever run comes after. */
	[TWICE] = "SELECT min(f.id), max(f.id) FROM followup f JOIN run r ON r.id = f.run "
		  "WHERE f.state IN ('waiting', 'scheduled') AND f.scope = 'contact' "
		  "AND f.step IS NOT NULL AND f.part_of IS NULL GROUP BY f.contact, r.plan, f.step "
		  "HAVING count(*) > 1 LIMIT ?1",
	[RUN_TWICE] = "SELECT min(id), max(id) FROM run GROUP BY plan, anchor_kind, anchor_id "
		      "HAVING count(*) > 1 LIMIT ?1",
	[RUN_PLAN] = "SELECT r.id, r.plan_version FROM run r JOIN plan_version v "
		     "ON v.id = r.plan_version WHERE v.plan != r.plan LIMIT ?1",
	[RUN_SALE] = "SELECT r.id, r.sale FROM run r WHERE r.anchor_kind = 'sale' "
		     "AND r.sale IS NOT r.anchor_id LIMIT ?1",
	/* One that was erased with whom it was merged into still names them. */
	[MERGED] =
		"SELECT id, 0 FROM contact WHERE (state = 'merged') != (merged_into IS NOT NULL) "
		"AND (state != 'erased' OR merged_into IS NULL) LIMIT ?1",
	[PAUSED] = "SELECT id, 0 FROM contact WHERE paused_until IS NOT NULL AND state != 'paused' "
		   "LIMIT ?1",
	[FACT_LACKS] = "SELECT id, 0 FROM contact c WHERE NOT EXISTS "
		       "(SELECT 1 FROM contact_fact f WHERE f.contact = c.id) LIMIT ?1",
	[FACT_SPARE] = "SELECT contact, 0 FROM contact_fact f WHERE NOT EXISTS "
		       "(SELECT 1 FROM contact c WHERE c.id = f.contact) LIMIT ?1",
	[NOTICE_FOLLOWUP] = "SELECT id, followup FROM notice_item i WHERE NOT EXISTS "
			    "(SELECT 1 FROM followup f WHERE f.id = i.followup) LIMIT ?1",
	[NOTICE_NOTICE] = "SELECT id, notice FROM notice_item i WHERE notice IS NOT NULL "
			  "AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.id = i.notice) LIMIT ?1",
	[MOVE] = "SELECT id, followup FROM followup_move m WHERE NOT EXISTS "
		 "(SELECT 1 FROM followup f WHERE f.id = m.followup) LIMIT ?1",
	[STAGED] = "SELECT i.import, count(*) FROM import_item i JOIN import m ON m.id = i.import "
		   "WHERE m.state = 'done' AND (i.state = 'staged' OR i.sale IS NOT NULL) GROUP BY "
		   "i.import LIMIT ?1",
	[PROMISE_END] = "SELECT id, 0 FROM promise WHERE (state = 'open') != (ended_day IS NULL) "
			"LIMIT ?1",
	[PROMISE_TARGET] = "SELECT id, 0 FROM promise WHERE target_day > due_day LIMIT ?1",
	[PROMISE_TASK] = "SELECT f.id, p.id FROM followup f JOIN promise p ON p.id = f.about_id "
			 "WHERE f.about_kind = 'promise' AND f.state IN ('waiting', 'scheduled') "
			 "AND (p.state != 'open' OR p.contact != f.contact) LIMIT ?1",
	[GATE_LACKS] = "SELECT id, 0 FROM contact c WHERE c.state NOT IN ('merged', 'erased') "
		       "AND NOT EXISTS (SELECT 1 FROM gate_fact g WHERE g.contact = c.id) LIMIT ?1",
	[ASK_LATER] = "SELECT id, 0 FROM ask WHERE (outcome IS 'later') != (later_day IS NOT NULL) "
		      "LIMIT ?1",
	[REPAIR_TWICE] = "SELECT min(r.id), max(r.id) FROM run r JOIN plan p ON p.id = r.plan "
			 "JOIN contact c ON c.id = r.contact WHERE p.name = 'repair' "
			 "AND r.state = 'active' AND c.household IS NOT NULL GROUP BY c.household "
			 "HAVING count(*) > 1 LIMIT ?1",
	[REFERRAL_CLOSED] = "SELECT id, 0 FROM referral WHERE direction = 'received' AND "
			    "(status IN ('lost', 'not-a-fit')) > (closed_day IS NOT NULL) OR "
			    "(status IN ('candidate', 'received', 'contacted', 'meeting')) > "
			    "(closed_day IS NULL) LIMIT ?1",
	[REFERRAL_PERSON] =
		"SELECT id, 0 FROM referral WHERE direction = 'received' AND "
		"(status = 'candidate') != (received_day IS NULL) OR person = contact LIMIT ?1",
	[REFERRAL_SALE] = "SELECT s.id, s.referral FROM sale s LEFT JOIN referral r "
			  "ON r.id = s.referral WHERE s.referral IS NOT NULL "
			  "AND (r.id IS NULL OR r.person IS NOT s.contact OR s.source IS NOT "
			  "'referral') LIMIT ?1",
	[GIFT_REFERRAL] =
		"SELECT g.id, g.referral FROM gift g JOIN referral r ON r.id = g.referral "
		"WHERE r.contact <> g.contact OR r.direction <> 'received' LIMIT ?1",
	[LOOP_CONTACT] =
		"SELECT f.id, r.id FROM loop_item i JOIN followup f ON f.id = i.followup "
		"JOIN referral r ON r.id = i.referral WHERE f.contact <> r.contact LIMIT ?1",
	[DATE_DAY] = "SELECT id, 0 FROM date WHERE (year IS NULL AND NOT is_yearly) "
		     "OR lead_days NOT BETWEEN 0 AND 365 OR date(printf('%04d-%02d-%02d', "
		     "ifnull(year, 2000), month, month_day), '+0 days') "
		     "IS NOT printf('%04d-%02d-%02d', ifnull(year, 2000), month, month_day) "
		     "LIMIT ?1",
	[DATE_TASK] = "SELECT f.id, d.id FROM followup f JOIN date d ON d.id = f.about_id "
		      "WHERE f.about_kind = 'date' AND f.state IN ('waiting', 'scheduled') "
		      "AND (d.removed_day IS NOT NULL OR d.contact != f.contact) LIMIT ?1",
	[DATE_TWICE] = "SELECT min(id), max(id) FROM followup WHERE about_kind = 'date' "
		       "AND state IN ('waiting', 'scheduled') GROUP BY about_id "
		       "HAVING count(*) > 1 LIMIT ?1",
	[AWAY_TWICE] = "SELECT min(id), max(id) FROM away WHERE ended_day IS NULL "
		       "HAVING count(*) > 1 LIMIT ?1",
	[AWAY_DAYS] = "SELECT id, 0 FROM away WHERE until_day <= from_day LIMIT ?1",
	[AWAY_PROMISE] = "SELECT id, about_id FROM followup INDEXED BY followup_by_wait "
			 "WHERE waits_for = 'away' AND about_kind = 'promise' LIMIT ?1",
	[EDITION_END] = "SELECT id, 0 FROM edition WHERE (state IN ('sent', 'skipped')) != "
			"(ended_day IS NOT NULL) LIMIT ?1",
	[EDITION_FIXED] = "SELECT id, 0 FROM edition e WHERE state IN ('frozen', 'sent') "
			  "AND frozen_day IS NULL OR state = 'planned' AND EXISTS "
			  "(SELECT 1 FROM edition_recipient x WHERE x.edition = e.id) LIMIT ?1",
	[CAMPAIGN_TASK] = "SELECT f.id, c.id FROM followup f JOIN campaign c ON c.id = f.about_id "
			  "WHERE f.about_kind = 'campaign' AND f.state IN ('waiting', 'scheduled') "
			  "AND c.ended_day IS NOT NULL LIMIT ?1",
	[MAIL_RETURNED] = "SELECT contact, edition FROM edition_recipient "
			  "WHERE returned_day IS NOT NULL AND sent_day IS NULL LIMIT ?1",
	[REQUEST_TASK] = "SELECT f.id, q.id FROM followup f JOIN request q ON q.id = f.about_id "
			 "WHERE f.about_kind = 'request' AND f.state IN ('waiting', 'scheduled') "
			 "AND (q.done_day IS NOT NULL OR q.contact != f.contact) LIMIT ?1",
	[DISTINCT_BACK] = "SELECT contact, other FROM contact_distinct d WHERE NOT EXISTS "
			  "(SELECT 1 FROM contact_distinct b WHERE b.contact = d.other "
			  "AND b.other = d.contact) LIMIT ?1",
	[INTEGRITY] = "SELECT integrity_check FROM pragma_integrity_check(?1)",
	[REFERENCES] = "SELECT \"table\", rowid, parent FROM pragma_foreign_key_check LIMIT ?1",
};
static_assert(ARRAY_LEN(sql) == N, "a statement for each name");
static const struct stmt_set set = {sql, N, NOUN_CHECK};
const struct stmt_set *const store_set_check = &set;

static const struct {
	const char *before, *between; /* null: the second number is not shown */
	const char *after;
} sentences[] = {
	[WAITS] = {"follow-up ", NULL,
		   " waits for nothing, or does not wait and names a reason to"},
	[ENDED] = {"follow-up ", NULL, " has ended and is still to be looked at"},
	[UNSEEN] = {"follow-up ", " waits for the answer of follow-up ",
		    ", and is never looked at"},
	[TWICE] = {"follow-ups ", " and ", " are the same step for the same contact, both open"},
	[RUN_TWICE] = {"runs ", " and ", " are of one plan for the same thing"},
	[RUN_PLAN] = {"run ", " has plan version ", ", which is of another plan"},
	[RUN_SALE] = {"run ", " began with another sale than ", ""},
	[MERGED] = {"contact ", NULL, " is merged into nobody, or names one without being merged"},
	[PAUSED] = {"contact ", NULL, " has an end of its pause and is not paused"},
	[FACT_LACKS] = {"contact ", NULL, " has no derived facts"},
	[FACT_SPARE] = {"contact ", NULL, " has derived facts and does not exist"},
	[NOTICE_FOLLOWUP] = {"notice item ", " is about follow-up ", ", which does not exist"},
	[NOTICE_NOTICE] = {"notice item ", " belongs to notice ", ", which does not exist"},
	[MOVE] = {"move ", " is of follow-up ", ", which does not exist"},
	[STAGED] = {"import ", " has ended and left staged rows: ", ""},
	[PROMISE_END] = {"promise ", NULL, " has ended on no day, or is open and has an end"},
	[PROMISE_TARGET] = {"promise ", NULL, " aims for a day after it is due"},
	[PROMISE_TASK] = {"follow-up ", " is open, and promise ",
			  ", which it is to keep, is not, or was made to another"},
	[GATE_LACKS] = {"contact ", NULL, " was never judged by the gate"},
	[ASK_LATER] = {"ask ", NULL, " was answered 'later' without a day, or has one and was not"},
	[REPAIR_TWICE] = {"runs ", " and ", " both put something right for one household"},
	[REFERRAL_CLOSED] = {"referral ", NULL,
			     " is closed and has no day, or is open and has one"},
	[REFERRAL_PERSON] = {"referral ", NULL,
			     " was received on no day, or a candidate on one, or sent themself"},
	[REFERRAL_SALE] = {"sale ", " came by referral ", ", which is about another, or is none"},
	[GIFT_REFERRAL] = {"gift ", " is in thanks for referral ",
			   ", which its contact has not sent"},
	[DATE_DAY] = {"date ", NULL, " is no day of the calendar, or comes once in no year"},
	[DATE_TASK] = {"follow-up ", " is open, and date ",
		       ", which it is for, was removed, or is another contact's"},
	[DATE_TWICE] = {"follow-ups ", " and ", " are for the same date, both open"},
	[LOOP_CONTACT] = {"follow-up ", " is about referral ", ", which its contact has not sent"},
	[AWAY_TWICE] = {"absences ", " and ", " have both not ended"},
	[AWAY_DAYS] = {"absence ", NULL, " ends before it begins"},
	[AWAY_PROMISE] = {"follow-up ", " is held by an absence, and keeps promise ", ""},
	[EDITION_END] = {"edition ", NULL, " is over and has no end, or goes on and has one"},
	[EDITION_FIXED] = {"edition ", NULL,
			   " is frozen or sent to nobody known, or is planned and has recipients"},
	[CAMPAIGN_TASK] = {"follow-up ", " is open, and campaign ", ", which it is for, has ended"},
	[MAIL_RETURNED] = {"mail of contact ", " has come back and was never sent: edition ", ""},
	[REQUEST_TASK] = {"follow-up ", " is open, and request ",
			  ", which it is to answer, is answered, or is another contact's"},
	[DISTINCT_BACK] = {"contact ", " is said to be another person than contact ",
			   ", and not the other way round"},
};
static_assert(ARRAY_LEN(sentences) == N_RULES, "a sentence for each rule");

struct problems {
	struct arena *arena;
	const char **texts;
	size_t n, cap;
};

static void add(struct problems *p, const char *text)
{
	p->texts = arena_grow(p->arena, p->texts, p->n, &p->cap, sizeof *p->texts);
	p->texts[p->n++] = text;
}

static const char *rule_sentence(int rule, struct sqlite3_stmt *stmt, struct arena *arena)
{
	long long first = col_int(stmt, 0), second = col_int(stmt, 1);

	if (!sentences[rule].between)
		return arena_printf(arena, "%s%lld%s", sentences[rule].before, first,
				    sentences[rule].after);
	return arena_printf(arena, "%s%lld%s%lld%s", sentences[rule].before, first,
			    sentences[rule].between, second, sentences[rule].after);
}

static const char *sentence(int rule, struct sqlite3_stmt *stmt, struct arena *arena)
{
	const char *text;

	if (rule < N_RULES)
		return rule_sentence(rule, stmt, arena);
	text = col_text(stmt, 0, arena);
	if (rule == REFERENCES)
		return arena_printf(arena, "row %lld of %s refers to a %s that does not exist",
				    (long long)col_int(stmt, 1), text, col_text(stmt, 2, arena));
	return str_equal(text, "ok") ? NULL : text;
}

static int look(struct store *s, int rule, struct problems *p)
{
	struct sqlite3_stmt *stmt;
	int r;

	if (p->n >= CHECK_PROBLEMS_MAX)
		return 0;
	r = store_bind(s, &set, rule, &stmt, "i", (int64_t)(CHECK_PROBLEMS_MAX - p->n));
	if (r)
		return r;
	while ((r = store_step(s, stmt)) == 1) {
		const char *text = sentence(rule, stmt, p->arena);

		if (text)
			add(p, text);
	}
	return r;
}

static int look_at_tally(struct store *s, struct problems *p)
{
	bool is_right;
	int r;

	if (p->n >= CHECK_PROBLEMS_MAX)
		return 0;
	r = store_tally_is_right(s, &is_right);
	if (r == 0 && !is_right)
		add(p, "what is counted by day is not what the book holds");
	return r;
}

int store_check(struct store *s, bool full, struct arena *arena, const char ***ret_problems,
		int *ret_n)
{
	struct problems p = {.arena = arena};
	int r = 0;

	for (int rule = 0; r == 0 && rule < (full ? N : N_RULES); rule++)
		r = look(s, rule, &p);
	if (r == 0 && full)
		r = look_at_tally(s, &p);
	if (r)
		return r;
	*ret_problems = p.texts;
	*ret_n = (int)p.n;
	return 0;
}
