/* Imports from begin to done: applied in slices, the same twice, and what follows a sale. */
#include "ops/import_rig.h"

#include <sqlite3.h>

#include "base/cleanup.h"
#include "store/contact_fact.h"
#include "store/folder.h"
#include "store/journal.h"

static const struct import_row *deals(size_t *ret_n)
{
	static struct import_row rows[5];

	rows[0] = deal(2, "A1", "Isdom", "2017-03-01");
	rows[1] = deal(3, "A2", "Isdom", "2017-11-30");
	rows[2] = deal(4, "A3", "Cancity", "2017-12-28");
	rows[3] = deal(5, "A4", "Cancity", NULL);
	rows[4] = deal(6, "A5", "Isdom", "2017-11-30");
	rows[4].state = "lost";
	*ret_n = 5;
	return rows;
}

static void import_deals(struct rig *f)
{
	size_t n;
	const struct import_row *rows = deals(&n);

	import(f, IMPORT_SALES, rows, n);
}

static void sales_come_in_with_their_buyers(void **state)
{
	struct rig *f = *state;

	import_deals(f);
	expect_counts(f, "added 5 updated 0 unchanged 0 refused 0");
	assert_int_equal(number(f, "SELECT count(*) FROM contact"), 2);
	assert_int_equal(number(f, "SELECT count(*) FROM sale WHERE state = 'completed'"), 3);
	assert_int_equal(number(f, "SELECT count(*) FROM sale WHERE state = 'lost' "
				   "AND lost_day = 17500 AND completed_day IS NULL"),
			 1);
	assert_int_equal(number(f, "SELECT count(*) FROM sale WHERE origin = 'crm' "
				   "AND currency = 'USD' AND exponent = 2 AND amount = 120000"),
			 5);
	assert_int_equal(number(f, "SELECT count(*) FROM contact_fact WHERE standing = 'customer' "
				   "AND n_completed > 0 AND next_followup IS NOT NULL"),
			 2);
}

static void each_buyer_is_judged_by_the_gate(void **state)
{
	struct import_row rows[] = {deal(2, "B1", "Isdom", "2017-11-30"),
				    deal(3, "B2", "Cancity", "2017-11-30"),
				    deal(4, "B3", "Betasoloin", NULL)};
	struct rig *f = *state;

	rows[1].state = "lost";
	import(f, IMPORT_SALES, rows, 3);
	assert_int_equal(number(f, "SELECT count(*) FROM gate_fact"), 3);
}

static void no_past_step_is_made(void **state)
{
	struct rig *f = *state;

	import_deals(f);
	assert_int_equal(number(f, "SELECT count(*) FROM followup WHERE planned_day < 17531"), 0);
	assert_int_equal(number(f, "SELECT count(*) FROM followup WHERE state NOT IN "
				   "('waiting', 'scheduled')"),
			 0);
	/* Sold in November: served, not thanked. Sold three days ago: all of it but the thanks. */
	assert_int_equal(number(f, "SELECT group_concat(step, ' ') = 'value half-year' FROM "
				   "(SELECT step FROM followup WHERE contact = 1 ORDER BY id)"),
			 1);
	assert_int_equal(number(f, "SELECT group_concat(step, ' ') = 'satisfaction first-ask value "
				   "half-year' FROM (SELECT step FROM followup WHERE contact = 2 "
				   "ORDER BY id)"),
			 1);
}

static void the_newest_sale_of_a_contact_has_its_steps(void **state)
{
	struct rig *f = *state;

	import_deals(f);
	assert_int_equal(number(f, "SELECT count(*) FROM followup WHERE contact = 1 AND sale <> 2"),
			 0);
	assert_int_equal(number(f, "SELECT count(*) FROM run WHERE is_imported = 1"), 3);
	assert_int_equal(number(f, "SELECT count(*) FROM run WHERE sale = 1 AND state = 'ended'"),
			 1);
}

static void of_two_sales_of_one_day_one_has_the_steps(void **state)
{
	const struct import_row rows[] = {deal(2, "A1", "Isdom", "2017-12-29"),
					  deal(3, "A2", "Isdom", "2017-12-29")};
	struct rig *f = *state;

	import(f, IMPORT_SALES, rows, 2);
	assert_int_equal(number(f, "SELECT count(*) FROM followup WHERE step = 'value'"), 1);
	assert_int_equal(number(f, "SELECT count(*) FROM followup WHERE state = 'cancelled'"), 0);
}

static void an_open_sale_gets_no_groundwork(void **state)
{
	const struct import_row row = deal(2, "A1", "Isdom", NULL);
	struct rig *f = *state;

	import(f, IMPORT_SALES, &row, 1);
	assert_int_equal(number(f, "SELECT count(*) FROM run"), 0);
	assert_int_equal(number(f, "SELECT count(*) FROM sale WHERE state = 'open'"), 1);
}

static void the_same_rows_again_change_nothing(void **state)
{
	struct rig *f = *state;

	import_deals(f);
	raw_exec(store_db(f->env.store),
		 "CREATE TEMP TABLE before AS SELECT sum(version) AS v, "
		 "count(*) AS n, (SELECT count(*) FROM followup_move) AS m, "
		 "(SELECT max(id) FROM journal) AS j FROM (SELECT version "
		 "FROM contact UNION ALL SELECT version FROM sale "
		 "UNION ALL SELECT version FROM followup UNION ALL SELECT "
		 "version FROM run)");
	import_deals(f);
	expect_counts(f, "added 0 updated 0 unchanged 5 refused 0");
	assert_int_equal(f->import.journal, 0);
	assert_int_equal(
		number(f,
		       "SELECT sum(version) = v AND count(*) = n AND m = (SELECT count(*) FROM "
		       "followup_move) AND j = (SELECT max(id) FROM journal) FROM (SELECT version "
		       "FROM contact UNION ALL SELECT version FROM sale UNION ALL SELECT version "
		       "FROM followup UNION ALL SELECT version FROM run), before"),
		1);
}

static void sales_without_ids_are_told_by_what_they_are(void **state)
{
	struct import_row rows[3] = {deal(2, NULL, "Isdom", "2017-03-01"),
				     deal(3, NULL, "Isdom", "2017-03-02"),
				     deal(4, NULL, "Isdom", NULL)};
	struct rig *f = *state;

	rows[2].product = "Camera";
	import(f, IMPORT_SALES, rows, 3);
	expect_counts(f, "added 3 updated 0 unchanged 0 refused 0");
	import(f, IMPORT_SALES, rows, 3);
	expect_counts(f, "added 0 updated 0 unchanged 3 refused 0");
	rows[0].amount = 1;
	import(f, IMPORT_SALES, rows, 3);
	expect_counts(f, "added 1 updated 0 unchanged 2 refused 0");
}

static void an_open_sale_that_was_won_is_completed(void **state)
{
	struct import_row row = deal(2, "A1", "Isdom", NULL);
	struct rig *f = *state;

	import(f, IMPORT_SALES, &row, 1);
	row = deal(2, "A1", "Isdom", "2017-12-20");
	import(f, IMPORT_SALES, &row, 1);
	expect_counts(f, "added 0 updated 1 unchanged 0 refused 0");
	assert_int_equal(number(f, "SELECT completed_day FROM sale WHERE state = 'completed'"),
			 17520);
	assert_int_equal(number(f, "SELECT count(*) FROM followup"), 4);
}

static void groundwork_of_a_sale_won_elsewhere_ends(void **state)
{
	struct import_row row = deal(2, NULL, "Isdom", "2017-12-20");
	struct contact c = {
		.name = "Isdom", .cadence = -1, .preferred_channel = -1, .paused_until = NO_DAY};
	const struct contact_parts parts = {0};
	struct sale sale = {.product = "Alarm",
			    .amount = 120000,
			    .source = -1,
			    .exponent = -1,
			    .opened_day = NO_DAY,
			    .signed_day = NO_DAY,
			    .completed_day = NO_DAY,
			    .lost_day = NO_DAY,
			    .refunded_day = NO_DAY};
	struct rig *f = *state;

	assert_int_equal(finish(f, op_contact_add(begin(f, OP_USER), &c, &parts)), 0);
	sale.contact = c.id;
	assert_true(day_parse(row.opened_day, &sale.opened_day));
	assert_int_equal(finish(f, op_sale_open(begin(f, OP_USER), &sale)), 0);
	import(f, IMPORT_SALES, &row, 1);
	expect_counts(f, "added 0 updated 1 unchanged 0 refused 0");
	assert_int_equal(number(f, "SELECT count(*) FROM sale"), 1);
	assert_int_equal(number(f, "SELECT count(*) FROM run r JOIN plan p ON p.id = r.plan "
				   "WHERE p.name = 'groundwork' AND r.state = 'stopped'"),
			 1);
	assert_int_equal(number(f, "SELECT count(*) FROM run WHERE is_imported = 1"), 1);
}

static void a_state_never_moves_back(void **state)
{
	struct import_row row = deal(2, "A1", "Isdom", "2017-12-20");
	struct sale sale;
	struct rig *f = *state;

	import(f, IMPORT_SALES, &row, 1);
	row = deal(2, "A1", "Isdom", NULL);
	import(f, IMPORT_SALES, &row, 1);
	expect_counts(f, "added 0 updated 0 unchanged 1 refused 0");
	assert_int_equal(finish(f, op_sale_refund(begin(f, OP_USER), 1, NO_DAY, NULL, &sale)), 0);
	row = deal(2, "A1", "Isdom", "2017-12-20");
	import(f, IMPORT_SALES, &row, 1);
	expect_counts(f, "added 0 updated 0 unchanged 1 refused 0");
	assert_int_equal(number(f, "SELECT count(*) FROM sale WHERE state = 'refunded'"), 1);
	assert_int_equal(number(f, "SELECT count(*) FROM followup WHERE state IN "
				   "('waiting', 'scheduled')"),
			 0);
}

static void a_refunded_sale_is_taken_as_one(void **state)
{
	struct import_row row = deal(2, NULL, "Isdom", "2017-12-20");
	struct rig *f = *state;

	row.state = "refunded";
	import(f, IMPORT_SALES, &row, 1);
	expect_counts(f, "added 1 updated 0 unchanged 0 refused 0");
	import(f, IMPORT_SALES, &row, 1);
	expect_counts(f, "added 0 updated 0 unchanged 1 refused 0");
	assert_int_equal(number(f, "SELECT count(*) FROM sale WHERE state = 'refunded' "
				   "AND completed_day = 17520 AND refunded_day = 17520"),
			 1);
	assert_int_equal(number(f, "SELECT count(*) FROM followup"), 0);
	assert_int_equal(number(f, "SELECT n_completed FROM contact_fact"), 0);
}

/* An older file, or a day before the sale was completed, takes nothing back. */
static void a_completed_sale_that_was_refunded_is_refunded(void **state)
{
	struct import_row row = deal(2, NULL, "Isdom", "2017-12-20");
	struct rig *f = *state;

	import(f, IMPORT_SALES, &row, 1);
	row.state = "refunded";
	row.closed_day = "2017-12-19";
	import(f, IMPORT_SALES, &row, 1);
	expect_counts(f, "added 0 updated 0 unchanged 1 refused 0");
	row.closed_day = "2017-12-28";
	import(f, IMPORT_SALES, &row, 1);
	expect_counts(f, "added 0 updated 1 unchanged 0 refused 0");
	import(f, IMPORT_SALES, &row, 1);
	expect_counts(f, "added 0 updated 0 unchanged 1 refused 0");
	assert_int_equal(number(f, "SELECT count(*) FROM sale WHERE state = 'refunded' "
				   "AND completed_day = 17520 AND refunded_day = 17528"),
			 1);
	assert_int_equal(number(f, "SELECT count(*) FROM followup WHERE state IN "
				   "('waiting', 'scheduled')"),
			 0);
	row = deal(2, NULL, "Isdom", "2017-12-20");
	import(f, IMPORT_SALES, &row, 1);
	expect_counts(f, "added 0 updated 0 unchanged 1 refused 0");
}

static void a_refund_of_an_open_sale_ends_its_groundwork(void **state)
{
	struct import_row row = deal(2, "A1", "Isdom", NULL);
	struct rig *f = *state;

	import(f, IMPORT_SALES, &row, 1);
	row = deal(2, "A1", "Isdom", "2017-12-20");
	row.state = "refunded";
	import(f, IMPORT_SALES, &row, 1);
	expect_counts(f, "added 0 updated 1 unchanged 0 refused 0");
	assert_int_equal(number(f, "SELECT count(*) FROM sale WHERE state = 'refunded' "
				   "AND completed_day = 17520 AND refunded_day = 17520"),
			 1);
	assert_int_equal(number(f, "SELECT count(*) FROM followup WHERE state IN "
				   "('waiting', 'scheduled')"),
			 0);
}

static void a_dry_run_says_what_a_run_then_does(void **state)
{
	struct rig *f = *state;
	struct import_row rows[6];
	size_t n;

	memcpy(rows, deals(&n), 5 * sizeof *rows);
	import(f, IMPORT_SALES, rows, 2);
	rows[5] = rows[4]; /* the same row twice */
	rows[1].amount = 5;
	f->import.is_dry_run = true;
	import(f, IMPORT_SALES, rows, 6);
	expect_counts(f, "added 3 updated 1 unchanged 2 refused 0");
	assert_int_equal(number(f, "SELECT count(*) FROM sale"), 2);
	assert_int_equal(f->import.journal, 0);
	f->import.is_dry_run = false;
	import(f, IMPORT_SALES, rows, 6);
	expect_counts(f, "added 3 updated 1 unchanged 2 refused 0");
}

static void a_strict_import_with_a_bad_row_changes_nothing(void **state)
{
	const struct import_row rows[] = {deal(2, "A1", "Isdom", "2017-03-01"),
					  deal(3, "A2", NULL, "2017-03-01")};
	struct rig *f = *state;
	int64_t id;

	f->import.is_strict = true;
	id = stage(f, IMPORT_SALES, rows, 2);
	assert_int_equal(commit(f, id), VOUCH_E_IMPORT_REFUSED);
	assert_string_equal(f->op.fail_text, "line 3: contact is missing; nothing was imported "
					     "(rows refused: 1 of 2)");
	while (slice(f))
		;
	look(f, id);
	assert_int_equal(f->import.state, IMPORT_REFUSED);
	assert_int_equal(f->told.refused.n, 1);
	assert_int_equal(number(f, "SELECT count(*) FROM sale"), 0);
	assert_int_equal(number(f, "SELECT count(*) FROM import_item WHERE state = 'staged'"), 0);
	assert_int_equal(commit(f, id), VOUCH_E_IMPORT_STATE);
}

static void only_an_open_import_takes_rows_or_is_aborted(void **state)
{
	const struct import_row row = person(2, "Ana Ruiz");
	struct rig *f = *state;
	int64_t id = stage(f, IMPORT_CONTACTS, &row, 1);

	assert_int_equal(finish(f, op_import_abort(begin(f, OP_USER), id, &f->import)), 0);
	assert_int_equal(finish(f, op_import_add(begin(f, OP_USER), id, &row, 1, &f->import)),
			 VOUCH_E_IMPORT_STATE);
	assert_int_equal(finish(f, op_import_abort(begin(f, OP_USER), id, &f->import)),
			 VOUCH_E_IMPORT_STATE);
	assert_int_equal(finish(f, op_import_abort(begin(f, OP_USER), 99, &f->import)),
			 VOUCH_E_NOT_FOUND);
	while (slice(f))
		;
	assert_int_equal(number(f, "SELECT count(*) FROM import_item"), 0);
	assert_int_equal(number(f, "SELECT count(*) FROM contact"), 0);
}

static void what_was_refused_is_kept_until_the_next_import(void **state)
{
	const struct import_row rows[] = {person(2, "Ana Ruiz"), person(3, "")};
	struct rig *f = *state;

	import(f, IMPORT_CONTACTS, rows, 2);
	expect_counts(f, "added 1 updated 0 unchanged 0 refused 1");
	assert_int_equal(f->told.refused.n, 1);
	assert_int_equal(f->told.refused.items[0].line, 3);
	assert_int_equal(number(f, "SELECT count(*) FROM import_item"), 1);
	(void)stage(f, IMPORT_CONTACTS, rows, 1);
	look(f, 1);
	assert_int_equal(f->told.refused.n, 0);
	assert_int_equal(f->import.refused, 1);
}

static void imports_are_applied_one_after_the_other(void **state)
{
	const struct import_row rows[] = {person(2, "Ana"), person(3, "Luis"), person(4, "Marta"),
					  person(5, "Pedro")};
	struct rig *f = *state;
	int64_t first = stage(f, IMPORT_CONTACTS, rows, 4);
	int64_t second = stage(f, IMPORT_CONTACTS, rows, 4);

	assert_int_equal(commit(f, second), 0);
	assert_int_equal(commit(f, first), 0);
	(void)slice(f);
	look(f, first);
	assert_int_equal(f->import.added, 3);
	look(f, second);
	assert_int_equal(f->import.added, 0);
	while (slice(f))
		;
	look(f, second);
	expect_counts(f, "added 0 updated 0 unchanged 4 refused 0");
}

static void slices_are_one_group_of_the_journal(void **state)
{
	struct rig *f = *state;

	f->rows = 1;
	import_deals(f);
	assert_true(f->import.journal > 0);
	assert_int_equal(number(f, "SELECT count(DISTINCT group_id) FROM journal "
				   "WHERE actor = 'import'"),
			 1);
	assert_int_equal(number(f, "SELECT min(id) = min(group_id) AND count(*) > 7 FROM journal "
				   "WHERE actor = 'import'"),
			 1);
	assert_int_equal(number(f, "SELECT group_id FROM journal WHERE actor = 'import'"),
			 f->import.journal);
}

/* Whatever a buyer's rows are spread over, what is derived of them is what it would be anew. */
static void a_slice_ends_when_others_have_waited(void **state)
{
	struct rig *f = *state;

	f->rows = 100;
	f->until = 1; /* over at once */
	import_deals(f);
	assert_true(f->n_slices >= 10); /* each of the five is applied, then planted */
	expect_counts(f, "added 5 updated 0 unchanged 0 refused 0");
	assert_int_equal(number(f, "SELECT count(*) FROM followup"), 6);
	assert_int_equal(number(f, "SELECT count(*) FROM gate_fact"), 2);
	assert_int_equal(sqlite3_exec(store_db(f->env.store),
				      "CREATE TEMP TABLE had AS SELECT * FROM contact_fact", NULL,
				      NULL, NULL),
			 SQLITE_OK);
	assert_int_equal(store_begin(f->env.store), 0);
	assert_int_equal(store_contact_fact_rebuild(f->env.store), 0);
	assert_int_equal(store_commit(f->env.store), 0);
	assert_int_equal(number(f, "SELECT count(*) FROM had"), 2);
	assert_int_equal(number(f, "SELECT count(*) FROM (SELECT * FROM contact_fact EXCEPT "
				   "SELECT * FROM had)"),
			 0);
}

static void its_end_is_the_one_event(void **state)
{
	struct rig *f = *state;

	import_deals(f);
	assert_int_equal(number(f, "SELECT count(*) FROM event"), 1);
	assert_int_equal(number(f, "SELECT about_id FROM event WHERE kind = 'import.done'"), 1);
}

/* The book is closed after k slices, as after a crash, and opened again. */
static void a_crash_after_any_slice_changes_nothing_of_the_end(void **state)
{
	const struct folder *folder = *state;
	int n_slices = 1;

	for (int k = 0; k < n_slices; k++) {
		const char ending[] = {(char)('a' + k), '\0'};
		const char *path = beside(folder, ending);
		struct rig *f = rig_new(path);
		size_t n;
		const struct import_row *rows = deals(&n);
		int64_t id = stage(f, IMPORT_SALES, rows, n);
		bool is_pending = false;
		int done = 0;

		f->rows = 1;
		assert_int_equal(commit(f, id), 0);
		while (done < k && slice(f))
			done++;
		store_close(f->env.store);
		assert_int_equal(open_book(f, path), 0);
		assert_int_equal(finish(f, op_import_is_pending(begin(f, OP_CLOCK), &is_pending)),
				 0);
		assert_true(is_pending || k);
		n_slices += is_pending;
		while (slice(f))
			;
		look(f, id);
		expect_counts(f, "added 5 updated 0 unchanged 0 refused 0");
		assert_int_equal(number(f, "SELECT count(*) FROM followup"), 6);
		assert_int_equal(number(f, "SELECT count(*) FROM import_item"), 0);
		rig_free(f);
	}
	assert_true(n_slices > 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_BOOK(sales_come_in_with_their_buyers),
		WITH_BOOK(each_buyer_is_judged_by_the_gate),
		WITH_BOOK(no_past_step_is_made),
		WITH_BOOK(the_newest_sale_of_a_contact_has_its_steps),
		WITH_BOOK(of_two_sales_of_one_day_one_has_the_steps),
		WITH_BOOK(an_open_sale_gets_no_groundwork),
		WITH_BOOK(the_same_rows_again_change_nothing),
		WITH_BOOK(sales_without_ids_are_told_by_what_they_are),
		WITH_BOOK(an_open_sale_that_was_won_is_completed),
		WITH_BOOK(groundwork_of_a_sale_won_elsewhere_ends),
		WITH_BOOK(a_state_never_moves_back),
		WITH_BOOK(a_refunded_sale_is_taken_as_one),
		WITH_BOOK(a_completed_sale_that_was_refunded_is_refunded),
		WITH_BOOK(a_refund_of_an_open_sale_ends_its_groundwork),
		WITH_BOOK(a_dry_run_says_what_a_run_then_does),
		WITH_BOOK(a_strict_import_with_a_bad_row_changes_nothing),
		WITH_BOOK(only_an_open_import_takes_rows_or_is_aborted),
		WITH_BOOK(what_was_refused_is_kept_until_the_next_import),
		WITH_BOOK(imports_are_applied_one_after_the_other),
		WITH_BOOK(slices_are_one_group_of_the_journal),
		WITH_BOOK(a_slice_ends_when_others_have_waited),
		WITH_BOOK(its_end_is_the_one_event),
		cmocka_unit_test_setup_teardown(a_crash_after_any_slice_changes_nothing_of_the_end,
						folder_make, folder_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
