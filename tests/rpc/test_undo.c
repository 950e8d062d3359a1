/* Taking back: what comes back with it, what stands in the way, and imports as a whole. */
#include "rpc/story.h"

#include <sqlite3.h>

#include "base/cleanup.h"
#include "rpc/facts.h"

static int64_t count(struct stack *f, const char *sql)
{
	struct sqlite3_stmt *stmt;
	int64_t n;

	assert_int_equal(sqlite3_prepare_v2(store_db(f->env.store), sql, -1, &stmt, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	n = sqlite3_column_int64(stmt, 0);
	(void)sqlite3_finalize(stmt);
	return n;
}

static void undo(struct stack *f)
{
	DO(f, "journal.undo", "{}");
}

static int64_t next_at(struct stack *f, int64_t followup)
{
	char sql[80];

	(void)snprintf(sql, sizeof sql,
		       "SELECT coalesce(next_at, -1) FROM followup WHERE id = %lld",
		       (long long)followup);
	return count(f, sql);
}

/* The message of the last answer contains it. */
static void says(struct stack *f, const char *words)
{
	if (!strstr(str_text(&f->reply), words))
		fail_msg("not \"%s\": %s", words, str_text(&f->reply));
}

static void a_sale_taken_back_leaves_nothing_of_its_plan(void **state)
{
	struct stack *f = *state;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "sale.record",
	   "{\"contact\":1,\"product\":\"Alarm\",\"completed_day\":\"2026-12-01\"}");
	assert_true(count(f, "SELECT count(*) FROM followup") > 5);
	undo(f);
	assert_int_equal(count(f, "SELECT count(*) FROM followup"), 0);
	assert_int_equal(count(f, "SELECT count(*) FROM followup_move"), 0);
	assert_int_equal(count(f, "SELECT count(*) FROM run"), 0);
	assert_int_equal(count(f, "SELECT n_completed FROM contact_fact"), 0);
	assert_int_equal(count(f, "SELECT count(*) FROM contact_fact WHERE standing = 'prospect' "
				  "AND next_due_at IS NULL"),
			 1);
}

static void ids_are_not_given_out_again(void **state)
{
	struct stack *f = *state;
	json_t *added;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	undo(f);
	added = tell(f, "contact.add", "{\"name\":\"Ben\"}");
	assert_int_equal(number(json_object_get(added, "contact"), "id"), 2);
	json_decref(added);
}

static void a_version_is_never_seen_twice(void **state)
{
	struct stack *f = *state;
	json_t *got;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "contact.update", "{\"id\":1,\"notes\":\"x\"}"); /* 2 */
	undo(f);                                               /* 3 */
	assert_int_equal(
		refused(f, "contact.update", "{\"id\":1,\"if_version\":2,\"notes\":\"y\"}"), 101);
	got = tell(f, "contact.get", "{\"id\":1}");
	assert_int_equal(number(json_object_get(got, "contact"), "version"), 3);
	assert_string_equal(text(json_object_get(got, "contact"), "notes"), "-");
	json_decref(got);
}

/* It comes back as it was, and can be found again. */
static void what_is_derived_of_a_contact_follows(void **state)
{
	struct stack *f = *state;
	json_t *found;

	DO(f, "contact.add",
	   "{\"name\":\"Jos\u00e9 Ruiz\",\"phones\":[\"030 555-0142\"],\"emails\":[\"J@X.org\"]}");
	DO(f, "contact.update",
	   "{\"id\":1,\"name\":\"Pepe\",\"phones\":[\"1\"],\"emails\":[\"p@y.org\"]}");
	/* as another version of the program would have left them */
	assert_int_equal(
		sqlite3_exec(store_db(f->env.store),
			     "UPDATE contact SET name_key = 'x'; UPDATE contact_phone "
			     "SET digits = 'x'; UPDATE contact_email SET address_key = 'x'",
			     NULL, NULL, NULL),
		SQLITE_OK);
	undo(f);
	assert_int_equal(count(f, "SELECT count(*) FROM contact JOIN contact_phone p ON "
				  "p.contact = 1 JOIN contact_email e ON e.contact = 1 "
				  "WHERE name_key = 'jose ruiz' AND digits = '0305550142' "
				  "AND address_key = 'j@x.org'"),
			 1);
	found = tell(f, "contact.find", "{\"text\":\"ruiz\"}");
	assert_int_equal(json_array_size(json_object_get(found, "items")), 1);
	json_decref(found);
}

static void one_that_came_due_meanwhile_is_looked_at(void **state)
{
	struct stack *f = *state;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "followup.add",
	   "{\"contact\":1,\"kind\":\"call\",\"title\":\"x\",\"due\":\"2026-12-01T14:00\"}");
	DO(f, "followup.cancel", "{\"id\":1}");
	pass_days(f, 1);
	f->env.is_stepped = false;
	undo(f);
	assert_true(f->env.is_stepped);
	assert_int_equal(next_at(f, 1), NOON + 7200);
	assert_int_equal(stack_tick(f), 0);
	assert_int_equal(count(f, "SELECT count(*) FROM notice_item"), 1);
}

static void one_that_was_shown_stays_so(void **state)
{
	struct stack *f = *state;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "followup.add",
	   "{\"contact\":1,\"kind\":\"call\",\"title\":\"x\",\"due\":\"2026-12-01T14:00\"}");
	pass_days(f, 1);
	DO(f, "followup.done", "{\"id\":1}");
	undo(f);
	assert_int_equal(next_at(f, 1), -1);
	assert_int_equal(count(f, "SELECT count(*) FROM notice_item"), 1);
}

/* One that was made during the pause waits for its end: there was no pause. */
static void what_was_held_because_of_it_is_let_go(void **state)
{
	struct stack *f = *state;
	json_t *row;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "contact.pause", "{\"id\":1}");
	DO(f, "followup.add",
	   "{\"contact\":1,\"kind\":\"call\",\"title\":\"x\",\"due\":\"2026-12-04\"}");
	DO(f, "journal.undo", "{\"id\":3}");
	row = tell(f, "followup.get", "{\"id\":1}");
	assert_string_equal(text(json_object_get(row, "followup"), "state"), "scheduled");
	json_decref(row);
}

static void what_comes_back_is_held_by_what_stands(void **state)
{
	struct stack *f = *state;
	json_t *row;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "followup.add",
	   "{\"contact\":1,\"kind\":\"call\",\"title\":\"x\",\"due\":\"2026-12-04\"}");
	DO(f, "followup.cancel", "{\"id\":1}");
	DO(f, "contact.pause", "{\"id\":1}");
	DO(f, "journal.undo", "{\"id\":4}");
	row = tell(f, "followup.get", "{\"id\":1}");
	assert_string_equal(text(json_object_get(row, "followup"), "waits_for"), "pause");
	json_decref(row);
}

/* Each begins with an added contact (entry 2) and what `first` adds (entry 3). */
static const struct {
	const char *first[2], *then[2], *id, *words;
} conflicts[] = {
	{{"contact.update", "{\"id\":1,\"notes\":\"a\"}"},
	 {"contact.update", "{\"id\":1,\"notes\":\"b\"}"},
	 "3",
	 "contact 1 (Ana) has been changed since, by entry 4 (contact changed, Tue 1 Dec 2026, "
	 "12:00); "
	 "take that back first"},
	{{"sale.open", "{\"contact\":1,\"product\":\"x\"}"},
	 {"sale.lose", "{\"id\":1}"},
	 "3",
	 "has been changed since, by entry 4 (sale lost"},
	{{"contact.update", "{\"id\":1,\"org\":\"x\"}"},
	 {"touch.log", "{\"contact\":1,\"channel\":\"call\",\"direction\":\"in\"}"},
	 "2",
	 "contact 1 (Ana) has been changed since, by entry 3 (contact changed"},
	{{"sale.open", "{\"contact\":1,\"product\":\"x\"}"},
	 {"touch.log", "{\"contact\":1,\"channel\":\"call\",\"direction\":\"in\",\"followup\":1}"},
	 "3",
	 "Ana) is needed by touch 1 (Ana), by entry 4 (touch logged"},
	{{"followup.add",
	  "{\"contact\":1,\"kind\":\"call\",\"title\":\"x\",\"due\":\"2026-12-04\"}"},
	 {"touch.log", "{\"contact\":1,\"channel\":\"call\",\"direction\":\"out\",\"followup\":1}"},
	 "3",
	 "follow-up 1 (x, Ana) is needed by touch 1 (Ana), by entry 4 (touch logged"},
	{{"contact.update", "{\"id\":1,\"uid\":\"u\"}"},
	 {"contact.update", "{\"id\":1,\"uid\":null}"},
	 "4",
	 "\"rows\":1"},
};

static void what_stands_in_the_way_is_named(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(conflicts); i++) {
		struct stack *f;
		void *fresh;
		int64_t facts;

		assert_int_equal(put_plans(&fresh), 0);
		f = fresh;
		DO(f, "contact.add", "{\"name\":\"Ana\"}");
		DO(f, conflicts[i].first[0], "%s", conflicts[i].first[1]);
		DO(f, conflicts[i].then[0], "%s", conflicts[i].then[1]);
		facts = count(f, "SELECT sum(version) FROM contact");
		(void)refused(f, "journal.undo", "{\"id\":%s}", conflicts[i].id);
		says(f, conflicts[i].words);
		if (strstr(str_text(&f->reply), "undo-conflict"))
			assert_int_equal(count(f, "SELECT sum(version) FROM contact"), facts);
		assert_int_equal(tear_down(&fresh), 0);
	}
}

static void what_must_be_unique_may_be_taken(void **state)
{
	struct stack *f = *state;

	DO(f, "contact.add", "{\"name\":\"Ana\",\"uid\":\"u\"}");
	DO(f, "contact.update", "{\"id\":1,\"uid\":null}");
	DO(f, "contact.add", "{\"name\":\"Ben\",\"uid\":\"u\"}");
	assert_int_equal(refused(f, "journal.undo", "{\"id\":3}"), 610);
	says(f, "what contact 1 (Ana) had for itself alone (its uid, an external id, a name) "
		"belongs to "
		"contact 2 (Ben) now, by entry 4 (contact added");
	DO(f, "contact.add", "{\"name\":\"Cleo\",\"tags\":[\"x\"]}");
	DO(f, "contact.update", "{\"id\":3,\"tags\":[]}"); /* 6 */
	DO(f, "contact.update", "{\"id\":3,\"tags\":[\"x\"]}");
	assert_int_equal(refused(f, "journal.undo", "{\"id\":6}"), 610);
	says(f, "contact 3 (Cleo) has been changed since, by entry 7");
}

static void what_the_clock_did_is_not_taken_back(void **state)
{
	struct stack *f = *state;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "contact.pause", "{\"id\":1,\"until\":\"2026-12-03\"}");
	pass_days(f, 5);
	assert_int_equal(refused(f, "journal.undo", "{\"id\":4}"), 611);
	says(f, "made by the clock");
	assert_int_equal(refused(f, "journal.undo", "{\"id\":3}"), 610);
	says(f, "contact 1 (Ana) has been changed since, by the clock, in entry 4 (");
}

static void entries_of_an_older_schema_stay(void **state)
{
	struct stack *f = *state;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	/* a row of fewer columns than the table has now */
	assert_int_equal(sqlite3_exec(store_db(f->env.store),
				      "UPDATE journal_row SET after = x'020102010302' "
				      "WHERE journal = 2",
				      NULL, NULL, NULL),
			 SQLITE_OK);
	assert_int_equal(refused(f, "journal.undo", "{}"), 611);
	says(f, "was written by an older vouch, which kept contact 1 (Ana) in another way");
}

static void undo_and_redo_go_to_and_fro(void **state)
{
	struct stack *f = *state;

	DO(f, "contact.add", "{\"name\":\"Ana\"}"); /* 2 */
	undo(f);                                    /* 3 */
	DO(f, "journal.undo", "{\"id\":3}");        /* 4: it is there again */
	DO(f, "journal.undo", "{\"id\":4}");        /* 5: gone */
	assert_int_equal(count(f, "SELECT count(*) FROM contact"), 0);
	assert_int_equal(refused(f, "journal.undo", "{\"id\":2}"), 611);
	says(f, "by entry 5");
	DO(f, "journal.undo", "{\"id\":5}"); /* 6: there */
	undo(f);                             /* 7: gone, undoing 2 */
	assert_int_equal(refused(f, "journal.undo", "{\"id\":6}"), 611);
	DO(f, "journal.undo", "{\"id\":7}");
	assert_int_equal(count(f, "SELECT count(*) FROM contact"), 1);
	assert_int_equal(count(f, "SELECT count(*) FROM journal WHERE id = 2 "
				  "AND undone_by IS NULL"),
			 1);
}

static void subscribers_are_told_once_of_each(void **state)
{
	struct stack *f = *state;
	int64_t before;

	DO(f, "contact.add", "{\"name\":\"Ana\",\"phones\":[\"1\",\"2\"],\"tags\":[\"t\"]}");
	DO(f, "sale.open", "{\"contact\":1,\"product\":\"x\"}");
	before = count(f, "SELECT max(id) FROM event");
	undo(f);
	assert_int_equal(count(f, "SELECT count(*) FROM event WHERE kind = 'sale.changed'"), 2);
	assert_true(count(f, "SELECT max(id) FROM event") > before + 2);
	before = count(f, "SELECT count(*) FROM event WHERE kind = 'contact.changed'");
	undo(f);
	assert_int_equal(count(f, "SELECT count(*) FROM event WHERE kind = 'contact.changed'"),
			 before + 1);
}

/* What tells of a contact when it is done, does so when it is taken back. */
static void subscribers_are_told_what_is_not_so_any_more(void **state)
{
	static const struct {
		const char *method, *params;
	} done[] = {
		{"complaint.add", "{\"contact\":1,\"text\":\"late\"}"},
		{"satisfaction.record", "{\"contact\":1,\"score\":9}"},
		{"compliment.add", "{\"contact\":1,\"text\":\"fine\"}"},
		{"touch.log", "{\"contact\":1,\"channel\":\"call\",\"direction\":\"both\"}"},
		{"talk.record", "{\"contact\":1,\"motive\":\"none\",\"agreed\":\"yes\"}"},
		{"suppression.add", "{\"contact\":1,\"channel\":\"mail\",\"reason\":\"asked\"}"},
	};
	static const char told[] = "SELECT count(*) FROM event WHERE kind = 'contact.changed'";
	struct stack *f = *state;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	for (size_t i = 0; i < ARRAY_LEN(done); i++) {
		int64_t before;

		DO(f, done[i].method, "%s", done[i].params);
		before = count(f, told);
		undo(f);
		if (count(f, told) != before + 1)
			fail_msg("%s", done[i].method);
	}
}

/* Sales to n people, in slices of ten; their journal group is 2. */
static void import_sales(struct stack *f, int n)
{
	DO(f, "import.begin", "{\"source\":\"crm\",\"kind\":\"sales\"}");
	for (int i = 0; i < n; i++)
		DO(f, "import.add",
		   "{\"import\":1,\"items\":[{\"line\":%d,\"contact\":{\"name\":\"P%d\"},"
		   "\"product\":\"Alarm\",\"state\":\"completed\",\"closed_day\":\"2026-11-20\","
		   "\"external_id\":\"S%d\"}]}",
		   i + 2, i, i);
	DO(f, "import.commit", "{\"import\":1}");
	stack_import(f);
}

static void expect_nothing(struct stack *f)
{
	static const char *const counted[] = {"contact",  "sale",          "run",
					      "followup", "followup_move", "contact_fact"};

	for (size_t i = 0; i < ARRAY_LEN(counted); i++) {
		char sql[64];

		(void)snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", counted[i]);
		if (count(f, sql))
			fail_msg("something is left in %s", counted[i]);
	}
}

static void an_import_is_one_thing(void **state)
{
	struct stack *f = *state;
	json_t *list;

	import_sales(f, 25);
	assert_true(count(f, "SELECT count(*) FROM journal WHERE group_id = 2") > 5);
	list = tell(f, "journal.list", "{}");
	assert_int_equal(json_array_size(json_object_get(list, "items")), 2);
	assert_string_equal(text(json_array_get(json_object_get(list, "items"), 0), "text"),
			    "import 1 from crm: 25 sales added");
	json_decref(list);
	DO(f, "journal.undo", "{\"id\":4}");
	assert_false(f->env.is_undoing);
	expect_nothing(f);
	assert_int_equal(refused(f, "journal.undo", "{\"id\":2}"), 611);
}

static void a_large_import_goes_back_in_slices(void **state)
{
	struct stack *f = *state;
	int64_t n_slices;
	json_t *answer;

	import_sales(f, 120);
	n_slices = count(f, "SELECT count(*) FROM journal WHERE group_id = 2");
	answer = tell(f, "journal.undo", "{}");
	assert_string_equal(text(answer, "state"), "running");
	json_decref(answer);
	assert_true(f->env.is_undoing);
	assert_int_equal(refused(f, "journal.undo", "{\"id\":2}"), 611);
	says(f, "an import is being taken back");
	/* what it brought is left alone meanwhile, what else there is not */
	assert_int_equal(refused(f, "contact.update", "{\"id\":3,\"notes\":\"x\"}"), 101);
	says(f, "the import is being taken back right now");
	assert_int_equal(refused(f, "touch.log",
				 "{\"contact\":3,\"channel\":\"call\",\"direction\":\"in\"}"),
			 101);
	DO(f, "contact.add", "{\"name\":\"Zoe\"}");
	answer = tell(f, "journal.get", "{\"id\":2}");
	assert_int_equal(number(answer, "left"), n_slices - 1);
	json_decref(answer);
	stack_undo(f);
	assert_int_equal(count(f, "SELECT count(*) FROM contact"), 1);
	assert_int_equal(count(f, "SELECT count(*) FROM sale"), 0);
	assert_int_equal(count(f, "SELECT count(*) FROM event WHERE kind = 'import.done'"), 2);
	answer = tell(f, "journal.get", "{\"id\":2}");
	assert_int_equal(number(answer, "left"), 0);
	assert_true(number(json_object_get(answer, "entry"), "undone_by") > 0);
	json_decref(answer);
}

static void a_large_import_is_done_again_as_well(void **state)
{
	struct stack *f = *state;
	int64_t n_followups, first;

	import_sales(f, 120);
	n_followups = count(f, "SELECT count(*) FROM followup");
	undo(f);
	stack_undo(f);
	expect_nothing(f);
	first = count(f, "SELECT min(id) FROM journal WHERE undoes IS NOT NULL");
	DO(f, "journal.undo", "{\"id\":%lld}", (long long)first);
	stack_undo(f);
	assert_int_equal(count(f, "SELECT count(*) FROM followup"), n_followups);
	assert_int_equal(count(f, "SELECT count(*) FROM journal WHERE group_id = 2 "
				  "AND undone_by IS NOT NULL"),
			 0);
	undo(f);
	stack_undo(f);
	expect_nothing(f);
}

/* Both ways: a row of it was changed, and something new refers to one. */
static void a_large_import_is_refused_before_anything_is_done(void **state)
{
	struct stack *f = *state;
	int64_t newest;

	import_sales(f, 120);
	DO(f, "touch.log", "{\"contact\":3,\"channel\":\"call\",\"direction\":\"in\"}");
	newest = count(f, "SELECT max(id) FROM journal");
	assert_int_equal(refused(f, "journal.undo", "{\"id\":2}"), 610);
	says(f, "contact 3 (P2) is needed by touch 1 (P2), by entry");
	assert_false(f->env.is_undoing);
	undo(f);
	DO(f, "contact.update", "{\"id\":3,\"notes\":\"x\"}");
	assert_int_equal(refused(f, "journal.undo", "{\"id\":2}"), 610);
	says(f, "contact 3 (P2) has been changed since, by entry");
	undo(f);
	assert_int_equal(count(f, "SELECT count(*) FROM journal WHERE id > 2 AND id <= (SELECT "
				  "max(id) FROM journal) AND method = 'journal.undo'"),
			 2);
	assert_true(count(f, "SELECT max(id) FROM journal") > newest);
	undo(f);
	stack_undo(f);
	expect_nothing(f);
}

/* Where it comes to a conflict after all, what was taken back is done again. */
static void a_large_undo_that_meets_a_conflict_turns_back(void **state)
{
	struct stack *f = *state;
	struct arena *arena = arena_new();
	struct op op = {.actor = OP_USER, .method = "journal.undo"};
	int64_t n_followups;
	json_t *answer;
	bool more;
	int r;

	import_sales(f, 120);
	n_followups = count(f, "SELECT count(*) FROM followup");
	undo(f);
	/* behind the back of the program */
	assert_int_equal(sqlite3_exec(store_db(f->env.store),
				      "UPDATE contact SET notes = 'x' WHERE id = 1", NULL, NULL,
				      NULL),
			 SQLITE_OK);
	for (r = 0, more = true; r == 0 && more;) {
		op = (struct op){.actor = OP_USER, .method = "journal.undo"};
		assert_int_equal(op_group_begin(&f->env), 0);
		assert_int_equal(op_begin(&op, &f->env, arena, f->now), 0);
		r = op_end(&op, op_undo_slice(&op, &more));
		assert_int_equal(op_group_commit(&f->env), 0);
	}
	assert_int_equal(r, 610);
	assert_int_equal(op_group_begin(&f->env), 0);
	assert_int_equal(op_begin(&op, &f->env, arena, f->now), 0);
	assert_int_equal(op_end(&op, op_undo_turn_back(&op, "because")), 0);
	assert_int_equal(op_group_commit(&f->env), 0);
	stack_undo(f);
	assert_int_equal(count(f, "SELECT count(*) FROM followup"), n_followups);
	answer = tell(f, "journal.get", "{\"id\":2}");
	assert_string_equal(text(answer, "why"), "because");
	assert_int_equal(number(answer, "left"), 0);
	assert_true(json_is_true(json_object_get(json_object_get(answer, "entry"), "can_undo")));
	json_decref(answer);
	arena_free(arena);
}

static void an_import_that_is_not_finished_waits(void **state)
{
	struct stack *f = *state;
	struct arena *arena = arena_new();
	struct op op = {.actor = OP_IMPORT, .method = "import.commit"};

	DO(f, "import.begin", "{\"source\":\"crm\",\"kind\":\"contacts\"}");
	DO(f, "import.add",
	   "{\"import\":1,\"items\":[{\"line\":1,\"name\":\"A\"},"
	   "{\"line\":2,\"name\":\"B\"}]}");
	DO(f, "import.commit", "{\"import\":1}");
	assert_int_equal(op_group_begin(&f->env), 0);
	assert_int_equal(op_begin(&op, &f->env, arena, f->now), 0);
	assert_int_equal(op_end(&op, op_import_slice(&op, 1, &f->env.is_importing)), 0);
	assert_int_equal(op_group_commit(&f->env), 0);
	assert_int_equal(refused(f, "journal.undo", "{}"), 611);
	says(f, "import 1 is not finished yet");
	stack_import(f);
	undo(f);
	assert_int_equal(count(f, "SELECT count(*) FROM contact"), 0);
	arena_free(arena);
}

/* Ben's repair, which he is called for, is handed over to Ana's as she moves in with him. */
static void move_in_together(struct stack *f)
{
	DO(f, "contact.add", "{\"name\":\"Ana\",\"cadence\":\"none\"}");
	DO(f, "contact.add", "{\"name\":\"Ben\",\"cadence\":\"none\"}");
	DO(f, "touch.log", "{\"contact\":2,\"channel\":\"call\",\"direction\":\"both\"}");
	DO(f, "contact.update", "{\"id\":2,\"cadence\":\"A\"}");
	DO(f, "household.add", "{\"name\":\"Ben\",\"members\":[2]}");
	pass_days(f, 14);
	DO(f, "complaint.add", "{\"contact\":1,\"text\":\"it beeps\"}");
	DO(f, "complaint.add", "{\"contact\":2,\"text\":\"it is silent\"}");
	pass_days(f, 2);
	assert_int_equal(count(f, "SELECT count(*) FROM followup_move WHERE rule = 'quiet'"), 0);
	DO(f, "contact.update", "{\"id\":1,\"household\":1}");
}

static void an_undo_plans_no_call_for_another_of_the_household(void **state)
{
	_cleanup_str_ struct str before = {0}, after = {0};
	struct stack *f = *state;

	move_in_together(f);
	assert_int_equal(count(f, "SELECT count(*) FROM followup_move WHERE rule = 'quiet'"), 1);
	dump_facts(f, &before);
	DO(f, "compliment.add", "{\"contact\":1,\"text\":\"well done\"}");
	undo(f);
	dump_facts(f, &after);
	assert_false(print_difference(&before, &after));
}

/* Ben's ask waits to be earned; one of Ana, whom nobody may call now, is of a later day. */
static void two_asks_come(struct stack *f)
{
	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "contact.add", "{\"name\":\"Ben\"}");
	DO(f, "household.add", "{\"name\":\"Home\",\"members\":[1,2]}");
	DO(f, "suppression.add",
	   "{\"contact\":1,\"channel\":\"all\",\"reason\":\"ill\",\"until\":\"2027-02-01\"}");
	DO(f, "ask.record",
	   "{\"contact\":1,\"outcome\":\"later\",\"later_day\":\"2027-01-08\","
	   "\"override_reason\":\"they offered\"}");
	DO(f, "sale.record",
	   "{\"contact\":2,\"product\":\"Alarm\",\"completed_day\":\"2026-12-01\"}");
	at_noon(f, "2026-12-15");
	DO(f, "satisfaction.record", "{\"contact\":2,\"score\":7}");
	at_noon(f, "2026-12-17");
	at_noon(f, "2027-01-11");
}

static int64_t asks_that_have_come(struct stack *f, const char *waits_for)
{
	char sql[200];

	(void)snprintf(sql, sizeof sql,
		       "SELECT count(*) FROM followup WHERE kind = 'ask' AND part_of IS NULL AND "
		       "waits_for = '%s' AND due_at <= %lld",
		       waits_for, (long long)f->now);
	return count(f, sql);
}

static void an_undo_takes_no_ask_from_another_of_the_household(void **state)
{
	_cleanup_str_ struct str before = {0}, after = {0};
	struct stack *f = *state;

	two_asks_come(f);
	assert_int_equal(asks_that_have_come(f, "gate"), 1);
	assert_int_equal(asks_that_have_come(f, "suppression"), 1);
	dump_facts(f, &before);
	DO(f, "followup.add",
	   "{\"contact\":2,\"kind\":\"call\",\"title\":\"x\",\"due\":\"2027-01-25\"}");
	undo(f);
	dump_facts(f, &after);
	assert_false(print_difference(&before, &after));
	pass_days(f, 22);
	assert_int_equal(asks_that_have_come(f, "suppression"), 0);
	assert_int_equal(asks_that_have_come(f, "gate"), 1); /* that of Ana, who may be asked */
	assert_int_equal(count(f, "SELECT count(*) FROM followup WHERE kind = 'ask' AND "
				  "contact = 1 AND state = 'waiting' AND waits_for = 'gate'"),
			 1);
}

/* Ana's first ask, for the 16th; her score is too low for it. */
static int64_t ask_not_earned(struct stack *f)
{
	json_t *ask;
	int64_t id;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "sale.record",
	   "{\"contact\":1,\"product\":\"Alarm\",\"completed_day\":\"2026-12-01\"}");
	DO(f, "touch.log",
	   "{\"contact\":1,\"channel\":\"call\",\"direction\":\"both\",\"gave\":true}");
	DO(f, "touch.log",
	   "{\"contact\":1,\"channel\":\"call\",\"direction\":\"both\",\"gave\":true}");
	at_noon(f, "2026-12-15");
	DO(f, "satisfaction.record", "{\"contact\":1,\"score\":7}");
	ask = step(f, 1, "first-ask");
	id = number(ask, "id");
	json_decref(ask);
	return id;
}

/* It had come before what is taken back: the next score finds it waiting. */
static void an_ask_that_had_come_is_let_go_when_it_is_earned(void **state)
{
	struct stack *f = *state;
	int64_t id = ask_not_earned(f);
	json_t *ask;

	at_noon(f, "2026-12-20");
	DO(f, "followup.cancel", "{\"id\":%lld}", (long long)id);
	undo(f);
	DO(f, "satisfaction.record", "{\"contact\":1,\"score\":9}");
	ask = step(f, 1, "first-ask");
	assert_string_equal(text(ask, "state"), "scheduled");
	assert_string_equal(text(ask, "due"), "2026-12-21T09:00");
	json_decref(ask);
}

static void an_ask_that_came_meanwhile_waits_on(void **state)
{
	struct stack *f = *state;
	int64_t id = ask_not_earned(f), expiry;

	DO(f, "followup.update", "{\"id\":%lld,\"title\":\"x\"}", (long long)id);
	at_noon(f, "2026-12-20");
	expiry = next_at(f, id);
	undo(f);
	assert_int_equal(next_at(f, id), expiry);
}

/* The clock has not seen it yet. */
static void an_ask_that_came_while_it_was_cancelled_is_looked_at(void **state)
{
	struct stack *f = *state;
	int64_t id = ask_not_earned(f), expiry;

	DO(f, "followup.cancel", "{\"id\":%lld}", (long long)id);
	at_noon(f, "2026-12-20");
	undo(f);
	assert_true(next_at(f, id) < f->now);
	assert_int_equal(stack_tick(f), 0);
	expiry = next_at(f, id);
	assert_true(expiry > f->now);
	undo(f);
	assert_int_equal(next_at(f, id), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(a_sale_taken_back_leaves_nothing_of_its_plan),
		WITH_PLANS(ids_are_not_given_out_again),
		WITH_PLANS(a_version_is_never_seen_twice),
		WITH_PLANS(what_is_derived_of_a_contact_follows),
		WITH_PLANS(one_that_came_due_meanwhile_is_looked_at),
		WITH_PLANS(one_that_was_shown_stays_so),
		WITH_PLANS(what_was_held_because_of_it_is_let_go),
		WITH_PLANS(what_comes_back_is_held_by_what_stands),
		cmocka_unit_test(what_stands_in_the_way_is_named),
		WITH_PLANS(what_must_be_unique_may_be_taken),
		WITH_PLANS(what_the_clock_did_is_not_taken_back),
		WITH_PLANS(entries_of_an_older_schema_stay),
		WITH_PLANS(undo_and_redo_go_to_and_fro),
		WITH_PLANS(an_undo_plans_no_call_for_another_of_the_household),
		WITH_PLANS(an_undo_takes_no_ask_from_another_of_the_household),
		WITH_PLANS(an_ask_that_had_come_is_let_go_when_it_is_earned),
		WITH_PLANS(an_ask_that_came_meanwhile_waits_on),
		WITH_PLANS(an_ask_that_came_while_it_was_cancelled_is_looked_at),
		WITH_PLANS(subscribers_are_told_once_of_each),
		WITH_PLANS(subscribers_are_told_what_is_not_so_any_more),
		WITH_PLANS(an_import_is_one_thing),
		WITH_PLANS(a_large_import_goes_back_in_slices),
		WITH_PLANS(a_large_import_is_done_again_as_well),
		WITH_PLANS(a_large_import_is_refused_before_anything_is_done),
		WITH_PLANS(a_large_undo_that_meets_a_conflict_turns_back),
		WITH_PLANS(an_import_that_is_not_finished_waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
