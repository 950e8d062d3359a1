/* What was taken back before its contact was merged cannot be done again for nobody. */
#include "rpc/story.h"

static void add_two(struct stack *f)
{
	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "contact.add", "{\"name\":\"Ana R.\"}");
}

static void expect_refusal(struct stack *f, const char *params, const char *words)
{
	assert_int_equal(refused(f, "journal.undo", "%s", params), 610);
	if (!strstr(str_text(&f->reply), words))
		fail_msg("%s", str_text(&f->reply));
}

static void a_stop_does_not_come_back_for_nobody(void **state)
{
	struct stack *f = *state;
	json_t *list;

	add_two(f);
	DO(f, "suppression.add", "{\"contact\":2,\"channel\":\"all\",\"reason\":\"x\"}");
	DO(f, "journal.undo", "{\"id\":4}");
	DO(f, "contact.merge", "{\"keep\":1,\"drop\":2}");
	expect_refusal(
		f, "{\"id\":5}",
		"entry 5 cannot be taken back: contact 2 (Ana R.) was merged into another contact "
		"since, by entry 6 (two contacts merged into one");
	DO(f, "journal.undo", "{\"id\":6}");
	DO(f, "journal.undo", "{\"id\":5}");
	DO(f, "contact.merge", "{\"keep\":1,\"drop\":2}");
	list = tell(f, "suppression.list", "{\"contact\":1}");
	assert_int_equal(json_array_size(json_object_get(list, "items")), 1);
	json_decref(list);
}

static void nothing_goes_back_to_whom_it_was_taken_from(void **state)
{
	struct stack *f = *state;

	add_two(f);
	DO(f, "contact.add", "{\"name\":\"Ben\"}");
	DO(f, "followup.add",
	   "{\"contact\":2,\"kind\":\"call\",\"title\":\"x\",\"due\":\"2027-01-04\"}");
	DO(f, "followup.update", "{\"id\":1,\"contact\":3}");
	DO(f, "contact.merge", "{\"keep\":1,\"drop\":2}");
	expect_refusal(f, "{\"id\":6}", "contact 2 (Ana R.) was merged into another contact since");
	DO(f, "journal.undo", "{\"id\":7}");
	DO(f, "journal.undo", "{\"id\":6}");
}

static void a_merge_is_not_done_again_into_who_was_merged(void **state)
{
	struct stack *f = *state;

	add_two(f);
	DO(f, "contact.add", "{\"name\":\"Ben\"}");
	DO(f, "contact.merge", "{\"keep\":2,\"drop\":3}");
	DO(f, "journal.undo", "{\"id\":5}");
	DO(f, "contact.merge", "{\"keep\":1,\"drop\":2}");
	expect_refusal(f, "{\"id\":6}", "contact 2");
	DO(f, "contact.merge", "{\"keep\":1,\"drop\":3}");
	DO(f, "journal.undo", "{\"id\":8}");
	DO(f, "journal.undo", "{\"id\":7}");
	DO(f, "journal.undo", "{\"id\":6}");
}

/* Each: what comes while the merge is taken back, and is newer than it. */
static void a_merge_is_not_done_again_without_what_came_since(void **state)
{
	static const struct {
		const char *method, *params, *words;
	} news[] = {
		{"suppression.add", "{\"contact\":2,\"channel\":\"all\",\"reason\":\"x\"}",
		 ("entry 5 cannot be taken back: contact 2 (Ana R.) would be merged again, but not "
		  "stop 1 (Ana R.), which is newer than the merge; merge the two once more "
		  "instead")},
		{"followup.add",
		 "{\"contact\":2,\"kind\":\"call\",\"title\":\"x\",\"due\":\"2027-01-04\"}",
		 "but not follow-up 1 (x, Ana R.),"},
		{"sale.record",
		 "{\"contact\":2,\"product\":\"Alarm\",\"completed_day\":\"2026-11-20\"}",
		 "contact 2 (Ana R.) would be"},
		{"contact.update", "{\"id\":2,\"tags\":[\"x\"]}", "but not what it has now,"},
	};

	for (size_t i = 0; i < sizeof news / sizeof *news; i++) {
		struct stack *f = *state;

		add_two(f);
		DO(f, "contact.merge", "{\"keep\":1,\"drop\":2}");
		DO(f, "journal.undo", "{\"id\":4}");
		DO(f, news[i].method, "%s", news[i].params);
		expect_refusal(f, "{\"id\":5}", news[i].words);
		(void)tear_down(state);
		(void)put_plans(state);
	}
}

static void a_new_merge_takes_along_what_came_since(void **state)
{
	struct stack *f = *state;
	json_t *list;

	add_two(f);
	DO(f, "followup.add",
	   "{\"contact\":1,\"kind\":\"call\",\"title\":\"x\",\"due\":\"2027-01-04\"}");
	DO(f, "contact.merge", "{\"keep\":1,\"drop\":2}");
	DO(f, "journal.undo", "{\"id\":5}");
	DO(f, "suppression.add", "{\"contact\":2,\"channel\":\"all\",\"reason\":\"x\"}");
	assert_int_equal(refused(f, "journal.undo", "{\"id\":6}"), 610);
	DO(f, "contact.merge", "{\"keep\":1,\"drop\":2}");
	list = tell(f, "suppression.list", "{\"contact\":1}");
	assert_int_equal(json_array_size(json_object_get(list, "items")), 1);
	json_decref(list);
	list = tell(f, "followup.get", "{\"id\":1}");
	assert_string_equal(text(json_object_get(list, "followup"), "state"), "cancelled");
	json_decref(list);
}

static void expect_open(struct stack *f, int contact, size_t n)
{
	json_t *list =
		tell(f, "followup.list", "{\"contact\":%d,\"state\":\"scheduled\"}", contact);

	assert_int_equal(json_array_size(json_object_get(list, "items")), n);
	json_decref(list);
}

/* An entry, 0: the newest; the entry that did it. */
static int64_t take_back(struct stack *f, int64_t entry)
{
	json_t *undone = entry ? tell(f, "journal.undo", "{\"id\":%lld}", (long long)entry)
			       : tell(f, "journal.undo", "{}");
	int64_t own = number(undone, "journal");

	json_decref(undone);
	return own;
}

/* Calls to keep in touch that only the clock made go with who is merged. */
static void the_clock_alone_does_not_keep_a_merge_from_being_done_again(void **state)
{
	struct stack *f = *state;
	int64_t redo;

	DO(f, "contact.add", "{\"name\":\"Ana\",\"cadence\":\"A\"}");
	DO(f, "contact.add", "{\"name\":\"Ana R.\",\"cadence\":\"none\"}");
	DO(f, "contact.merge", "{\"keep\":2,\"drop\":1}");
	DO(f, "journal.undo", "{\"id\":4}");
	expect_open(f, 1, 0);
	pass_days(f, 14);
	expect_open(f, 1, 1);
	redo = take_back(f, 5);
	expect_open(f, 1, 0);
	expect_open(f, 2, 0);
	(void)take_back(f, redo);
	expect_open(f, 1, 1);
}

/* Their calls are the merge's, and not newer than it. */
static void calls_of_both_stay_where_a_merge_is_done_again(void **state)
{
	struct stack *f = *state;

	DO(f, "contact.add", "{\"name\":\"Ana\",\"cadence\":\"A\"}");
	DO(f, "contact.add", "{\"name\":\"Ana R.\",\"cadence\":\"A\"}");
	pass_days(f, 5);
	expect_open(f, 1, 1);
	expect_open(f, 2, 1);
	DO(f, "contact.merge", "{\"keep\":2,\"drop\":1}");
	take_back(f, take_back(f, 0));
	DO(f, "followup.get", "{\"id\":1}");
	DO(f, "followup.get", "{\"id\":2}");
	expect_open(f, 1, 0);
	expect_open(f, 2, 1);
}

/* Of n sales, taken back, done again once who had one was merged. */
static void bring_again(struct stack *f, int n, const char *state, const char *words)
{
	char params[40];
	int64_t redo;
	json_t *undone;

	add_two(f);
	DO(f, "import.begin", "{\"source\":\"crm\",\"kind\":\"sales\"}");
	for (int i = 0; i < n; i++)
		DO(f, "import.add",
		   "{\"import\":1,\"items\":[{\"line\":%d,\"contact\":{\"name\":\"%s\"},"
		   "\"product\":\"Alarm %d\",\"state\":\"completed\","
		   "\"closed_day\":\"2026-11-20\",\"external_id\":\"S%d\"}]}",
		   i + 2, i ? "Ben" : "Ana R.", i, i);
	DO(f, "import.commit", "{\"import\":1}");
	stack_import(f);
	undone = tell(f, "journal.undo", "{}");
	redo = number(undone, "journal");
	assert_string_equal(text(undone, "state"), state);
	json_decref(undone);
	stack_undo(f);
	DO(f, "contact.merge", "{\"keep\":1,\"drop\":2}");
	(void)snprintf(params, sizeof params, "{\"id\":%lld}", (long long)redo);
	expect_refusal(f, params, words);
	assert_false(f->env.is_undoing);
}

static void an_import_is_not_brought_again_for_nobody(void **state)
{
	bring_again(*state, 120, "done",
		    "contact 2 (Ana R.) was merged into another contact since");
}

static void the_slices_of_a_large_import_are_not_begun_for_nobody(void **state)
{
	bring_again(*state, 300, "running", "contact 2 (Ana R.) has been changed since, by entry ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(a_stop_does_not_come_back_for_nobody),
		WITH_PLANS(nothing_goes_back_to_whom_it_was_taken_from),
		WITH_PLANS(a_merge_is_not_done_again_into_who_was_merged),
		WITH_PLANS(a_merge_is_not_done_again_without_what_came_since),
		WITH_PLANS(a_new_merge_takes_along_what_came_since),
		WITH_PLANS(the_clock_alone_does_not_keep_a_merge_from_being_done_again),
		WITH_PLANS(calls_of_both_stay_where_a_merge_is_done_again),
		WITH_PLANS(an_import_is_not_brought_again_for_nobody),
		WITH_PLANS(the_slices_of_a_large_import_are_not_begun_for_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
