/* Dates as they are lived: greeted in time each year, never late, and quiet where they must be. */
#include "rpc/story.h"

#include "rpc/facts.h"
#include "store/raw.h"

/* "done 2026-12-04|scheduled 2027-12-06": the follow-ups of a date, in the order they were made. */
static const char *rows_of(struct stack *f, int date, struct str *to)
{
	char sql[200];
	struct sqlite3_stmt *stmt;

	str_reset(to);
	(void)snprintf(sql, sizeof sql,
		       "SELECT state, date(due_day * 86400, 'unixepoch') FROM followup "
		       "WHERE about_kind = 'date' AND about_id = %d ORDER BY id",
		       date);
	assert_int_equal(sqlite3_prepare_v2(store_db(f->env.store), sql, -1, &stmt, NULL),
			 SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW)
		str_addf(to, "%s%s %s", to->len ? "|" : "",
			 (const char *)sqlite3_column_text(stmt, 0),
			 (const char *)sqlite3_column_text(stmt, 1));
	(void)sqlite3_finalize(stmt);
	return str_text(to);
}

static void expect_rows(struct stack *f, int date, const char *want)
{
	_cleanup_str_ struct str found = {0};

	assert_string_equal(rows_of(f, date, &found), want);
}

static int64_t open_of(struct stack *f, int date)
{
	char sql[200];

	(void)snprintf(sql, sizeof sql,
		       "SELECT id FROM followup WHERE about_kind = 'date' AND about_id = %d "
		       "AND state IN ('waiting', 'scheduled')",
		       date);
	return raw_number(store_db(f->env.store), sql);
}

static void greet(struct stack *f, int date)
{
	DO(f, "followup.done", "{\"id\":%lld}", (long long)open_of(f, date));
}

static void meet(struct stack *f)
{
	DO(f, "contact.add", "{\"name\":\"Ana Ruiz\"}");
	DO(f, "sale.record",
	   "{\"contact\":1,\"product\":\"Alarm\",\"completed_day\":\"2026-03-02\"}");
}

static void add(struct stack *f, const char *what, const char *day)
{
	DO(f, "date.add", "{\"contact\":1,\"what\":\"%s\",\"day\":\"%s\"}", what, day);
}

/* Its last step asks for a score; it is left out here. */
static void stop_repair(struct stack *f)
{
	int64_t id = raw_number(store_db(f->env.store),
				"SELECT r.id FROM run r JOIN plan p ON p.id = r.plan "
				"WHERE p.name = 'repair'");

	DO(f, "run.stop", "{\"id\":%lld}", (long long)id);
}

static void a_leap_day_is_greeted_each_year(void **state)
{
	struct stack *f = *state;
	int64_t events;

	meet(f);
	add(f, "birthday", "1988-02-29");
	for (int year = 2027; year <= 2030; year++) {
		char day[16];

		(void)snprintf(day, sizeof day, "%d-02-28", year);
		at_noon(f, day);
		greet(f, 1);
	}
	/* 28 Feb 2027 is a Sunday, the 29th of 2028 a Tuesday. */
	expect_rows(f, 1,
		    "done 2027-02-26|done 2028-02-29|done 2029-02-28|done 2030-02-28|"
		    "scheduled 2031-02-28");
	events = raw_number(store_db(f->env.store),
			    "SELECT count(*) FROM touch WHERE gave = 1 AND direction = 'out' "
			    "AND channel = 'message'");
	assert_int_equal(events, 4);
	expect_sound(f);
}

static void skipped_or_cancelled_it_comes_again_next_year(void **state)
{
	struct stack *f = *state;

	meet(f);
	add(f, "birthday", "--12-08");
	DO(f, "followup.skip", "{\"id\":%lld}", (long long)open_of(f, 1));
	DO(f, "followup.cancel", "{\"id\":%lld}", (long long)open_of(f, 1));
	expect_rows(f, 1, "skipped 2026-12-08|cancelled 2027-12-08|scheduled 2028-12-08");
	DO(f, "journal.undo", "{}");
	DO(f, "journal.undo", "{}");
	expect_rows(f, 1, "scheduled 2026-12-08");
	expect_sound(f);
}

static void nobody_is_greeted_late(void **state)
{
	struct stack *f = *state;

	meet(f);
	add(f, "birthday", "--12-08");
	/* It fell due and nobody did it. */
	at_noon(f, "2026-12-11");
	expect_rows(f, 1, "scheduled 2026-12-08");
	at_noon(f, "2026-12-12");
	expect_rows(f, 1, "expired 2026-12-08|scheduled 2027-12-08");
	/* The laptop was off over the day. */
	at_noon(f, "2028-01-05");
	expect_rows(f, 1, "expired 2026-12-08|expired 2027-12-08|scheduled 2028-12-08");
	expect_sound(f);
}

/* Two days late it is still greeted. */
static void a_laptop_that_was_off_for_two_days_greets(void **state)
{
	struct stack *f = *state;

	meet(f);
	add(f, "birthday", "--12-08");
	at_noon(f, "2026-12-10");
	expect_rows(f, 1, "scheduled 2026-12-08");
	greet(f, 1);
	expect_rows(f, 1, "done 2026-12-08|scheduled 2027-12-08");
}

static void what_was_put_off_by_hand_is_not_too_late(void **state)
{
	struct stack *f = *state;

	meet(f);
	add(f, "birthday", "--12-08");
	DO(f, "followup.snooze", "{\"id\":%lld,\"until\":\"2026-12-21\"}",
	   (long long)open_of(f, 1));
	at_noon(f, "2026-12-22");
	expect_rows(f, 1, "scheduled 2026-12-21");
	at_noon(f, "2026-12-25");
	expect_rows(f, 1, "expired 2026-12-21|scheduled 2027-12-08");
}

static void a_complaint_holds_it_and_it_expires_held(void **state)
{
	struct stack *f = *state;

	meet(f);
	add(f, "birthday", "--12-08");
	add(f, "renewal", "2027-03-01");
	DO(f, "complaint.add", "{\"contact\":1,\"text\":\"t\"}");
	expect_rows(f, 1, "waiting 2026-12-08");
	expect_rows(f, 2, "waiting 2027-01-15");
	at_noon(f, "2026-12-12");
	expect_rows(f, 1, "expired 2026-12-08|waiting 2027-12-08");
	/* Put right before the renewal is past: it is called about. */
	at_noon(f, "2027-02-20");
	DO(f, "complaint.resolve", "{\"id\":1}");
	stop_repair(f);
	expect_rows(f, 1, "expired 2026-12-08|scheduled 2027-12-08");
	expect_rows(f, 2, "scheduled 2027-02-22");
	at_noon(f, "2027-03-08");
	expect_rows(f, 2, "scheduled 2027-02-22");
	at_noon(f, "2027-03-09");
	expect_rows(f, 2, "expired 2027-02-22|scheduled 2028-01-17");
	expect_sound(f);
}

static void the_why_says_that_it_was_too_late(void **state)
{
	struct stack *f = *state;
	json_t *why;

	meet(f);
	add(f, "birthday", "--12-08");
	at_noon(f, "2026-12-12");
	why = tell(f, "followup.why", "{\"id\":%lld}", (long long)(open_of(f, 1) - 1));
	assert_non_null(strstr(text(why, "text"), "the day of date 1 had gone by"));
	json_decref(why);
}

static void the_dead_are_not_greeted_and_an_undo_takes_that_back(void **state)
{
	struct stack *f = *state;

	meet(f);
	add(f, "birthday", "--12-08");
	DO(f, "contact.deceased", "{\"id\":1}");
	expect_rows(f, 1, "cancelled 2026-12-08");
	DO(f, "journal.undo", "{}");
	expect_rows(f, 1, "scheduled 2026-12-08");
	at_noon(f, "2026-12-08");
	greet(f, 1);
	expect_rows(f, 1, "done 2026-12-08|scheduled 2027-12-08");
}

static void a_stop_ends_it_and_lifting_it_brings_it_back(void **state)
{
	struct stack *f = *state;

	meet(f);
	add(f, "birthday", "--12-08");
	DO(f, "suppression.add",
	   "{\"contact\":1,\"channel\":\"message\",\"reason\":\"asked me to\"}");
	expect_rows(f, 1, "cancelled 2026-12-08");
	add(f, "renewal", "2027-03-01");
	expect_rows(f, 2, "scheduled 2027-01-15");
	DO(f, "suppression.add", "{\"contact\":1,\"channel\":\"all\",\"reason\":\"asked me to\"}");
	add(f, "wedding day", "2027-06-07");
	expect_rows(f, 3, "");
	DO(f, "suppression.remove", "{\"id\":2,\"reason\":\"r\"}");
	expect_rows(f, 1, "cancelled 2026-12-08");
	expect_rows(f, 2, "cancelled 2027-01-15|scheduled 2027-01-15");
	expect_rows(f, 3, "scheduled 2027-06-07");
	at_noon(f, "2026-12-09");
	DO(f, "suppression.remove", "{\"id\":1,\"reason\":\"r\"}");
	expect_rows(f, 1, "cancelled 2026-12-08|scheduled 2027-12-08");
	expect_sound(f);
}

static void a_pause_holds_it(void **state)
{
	struct stack *f = *state;

	meet(f);
	add(f, "birthday", "--12-08");
	DO(f, "contact.pause", "{\"id\":1,\"until\":\"2026-12-10\"}");
	expect_rows(f, 1, "waiting 2026-12-08");
	at_noon(f, "2026-12-10");
	expect_rows(f, 1, "scheduled 2026-12-10");
}

static void a_renewal_goes_with_its_sale(void **state)
{
	struct stack *f = *state;

	meet(f);
	DO(f, "contact.add", "{\"name\":\"Ben\"}");
	DO(f, "date.add", "{\"contact\":1,\"what\":\"renewal\",\"day\":\"2027-03-01\",\"sale\":1}");
	DO(f, "sale.update", "{\"id\":1,\"contact\":2}");
	expect_sound(f);
	assert_int_equal(raw_number(store_db(f->env.store), "SELECT contact FROM date"), 2);
	DO(f, "sale.refund", "{\"id\":1}");
	expect_rows(f, 1, "cancelled 2027-01-15");
	DO(f, "journal.undo", "{}");
	expect_rows(f, 1, "scheduled 2027-01-15");
	expect_sound(f);
}

static int n_holding(struct stack *f)
{
	return (int)raw_number(store_db(f->env.store),
			       "SELECT count(*) FROM date WHERE removed_day IS NULL");
}

static void a_renewal_comes_back_with_its_sale(void **state)
{
	static const char *const ends[] = {"sale.refund", "sale.lose"};
	struct stack *f = *state;

	meet(f);
	DO(f, "date.add", "{\"contact\":1,\"what\":\"renewal\",\"day\":\"2027-03-01\",\"sale\":1}");
	DO(f, "date.add", "{\"contact\":1,\"what\":\"renewal\",\"day\":\"2027-04-01\",\"sale\":1}");
	DO(f, "date.add", "{\"contact\":1,\"what\":\"renewal\",\"day\":\"2027-05-01\",\"sale\":1}");
	DO(f, "date.remove", "{\"id\":2}");
	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		DO(f, ends[i], "{\"id\":1}");
		assert_int_equal(n_holding(f), 0);
		/* Who entered one anew meanwhile does not get it twice. */
		if (i)
			DO(f, "date.add",
			   "{\"contact\":1,\"what\":\"renewal\",\"day\":\"2027-05-01\",\"sale\":"
			   "1}");
		DO(f, "sale.reopen", "{\"id\":1,\"reason\":\"by mistake\"}");
		assert_int_equal(n_holding(f), 2);
	}
	expect_rows(f, 1, "cancelled 2027-01-15|cancelled 2027-01-15|scheduled 2027-01-15");
	expect_rows(f, 2, "cancelled 2027-02-15");
	expect_rows(f, 3, "cancelled 2027-03-17|cancelled 2027-03-17");
	expect_rows(f, 4, "scheduled 2027-03-17");
	DO(f, "journal.undo", "{}");
	assert_int_equal(n_holding(f), 1);
	expect_sound(f);
}

static void a_day_that_comes_once_stays_until_it_is_done(void **state)
{
	struct stack *f = *state;

	meet(f);
	add(f, "permit ends", "2027-01-15");
	at_noon(f, "2027-06-01");
	expect_rows(f, 1, "scheduled 2027-01-15");
	greet(f, 1);
	expect_rows(f, 1, "done 2027-01-15");
}

static void a_change_of_the_zone_keeps_what_has_come(void **state)
{
	struct stack *f = *state;

	meet(f);
	add(f, "birthday", "--12-08");
	at_noon(f, "2026-12-08");
	zone_free(f->zone);
	assert_int_equal(zone_load("America/New_York", &f->zone), 0);
	f->env.zone = f->zone;
	{
		struct arena *arena = arena_new();
		struct op op = {.actor = OP_CLOCK, .method = "rezone"};
		int64_t after = 0;

		assert_int_equal(op_group_begin(&f->env), 0);
		assert_int_equal(op_begin(&op, &f->env, arena, f->now), 0);
		assert_int_equal(op_end(&op, op_rezone(&op, &after)), 0);
		assert_int_equal(op_group_commit(&f->env), 0);
		arena_free(arena);
	}
	/* 12:00 UTC is 07:00 there: the day is still to come. */
	pass_days(f, 3);
	expect_rows(f, 1, "scheduled 2026-12-08");
	pass_days(f, 1);
	expect_rows(f, 1, "expired 2026-12-08|scheduled 2027-12-08");
}

/* Its follow-up is of a later entry: without the date it would be about nothing. */
static void a_date_whose_follow_up_came_with_the_end_of_a_stop_stays_with_it(void **state)
{
	struct stack *f = *state;
	int64_t made;

	meet(f);
	DO(f, "suppression.add", "{\"contact\":1,\"channel\":\"all\",\"reason\":\"asked\"}");
	add(f, "birthday", "--12-18");
	expect_rows(f, 1, "");
	made = newest_entry(f);
	DO(f, "suppression.remove", "{\"id\":1,\"reason\":\"r\"}");
	expect_rows(f, 1, "scheduled 2026-12-18");
	assert_int_equal(refused(f, "journal.undo", "{\"id\":%lld}", (long long)made),
			 VOUCH_E_UNDO_CONFLICT);
	DO(f, "journal.undo", "{}");
	DO(f, "journal.undo", "{\"id\":%lld}", (long long)made);
	assert_int_equal(raw_number(store_db(f->env.store), "SELECT count(*) FROM date"), 0);
	/* The other way round: the follow-up does not come back without its date. */
	assert_int_equal(refused(f, "journal.undo", "{\"id\":%lld}", (long long)made + 2),
			 VOUCH_E_UNDO_CONFLICT);
}

/* As a book may have it from an older vouch. */
static void the_clock_minds_no_follow_up_about_a_date_that_is_gone(void **state)
{
	struct stack *f = *state;
	int64_t id;

	meet(f);
	add(f, "birthday", "--12-18");
	id = open_of(f, 1);
	raw_exec(store_db(f->env.store), "DELETE FROM date");
	pass_days(f, 40);
	DO(f, "followup.done", "{\"id\":%lld}", (long long)id);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(a_leap_day_is_greeted_each_year),
		WITH_PLANS(skipped_or_cancelled_it_comes_again_next_year),
		WITH_PLANS(nobody_is_greeted_late),
		WITH_PLANS(a_laptop_that_was_off_for_two_days_greets),
		WITH_PLANS(what_was_put_off_by_hand_is_not_too_late),
		WITH_PLANS(a_complaint_holds_it_and_it_expires_held),
		WITH_PLANS(the_why_says_that_it_was_too_late),
		WITH_PLANS(the_dead_are_not_greeted_and_an_undo_takes_that_back),
		WITH_PLANS(a_stop_ends_it_and_lifting_it_brings_it_back),
		WITH_PLANS(a_pause_holds_it),
		WITH_PLANS(a_renewal_goes_with_its_sale),
		WITH_PLANS(a_renewal_comes_back_with_its_sale),
		WITH_PLANS(a_day_that_comes_once_stays_until_it_is_done),
		WITH_PLANS(a_change_of_the_zone_keeps_what_has_come),
		WITH_PLANS(a_date_whose_follow_up_came_with_the_end_of_a_stop_stays_with_it),
		WITH_PLANS(the_clock_minds_no_follow_up_about_a_date_that_is_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
