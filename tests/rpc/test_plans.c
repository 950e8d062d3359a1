/* The built-in plans walked over thousands of days, and what a preview promises. */
#include "base/cleanup.h"
#include "rpc/story.h"

#define ANCHORS 3000

static bool is_workday(const char *due)
{
	struct day day;
	char text_of_day[11] = "";

	memcpy(text_of_day, due, 10);
	assert_true(day_parse(text_of_day, &day));
	return day_weekday(day) < SATURDAY;
}

static int order_of(const char *key)
{
	static const char *const keys[] = {
		"thank",   "service", "promise-check", "satisfaction", "first-ask", "contact-list",
		"consent", "value",   "half-year",     "second-ask",   "yearly",    "yearly-ask"};

	for (int i = 0; i < 12; i++)
		if (strcmp(keys[i], key) == 0)
			return i;
	return -1;
}

static void check_steps(const json_t *preview, const char *anchor)
{
	const char *last = anchor;
	json_t *row;
	int order = -1;
	size_t i;

	assert_int_equal(json_array_size(json_object_get(preview, "steps")), 11);
	json_array_foreach (json_object_get(preview, "steps"), i, row) {
		const char *due = text(row, "due");

		if (!is_workday(due))
			fail_msg("%s of %s falls on %s", text(row, "key"), anchor, due);
		assert_true(strncmp(due, anchor, 10) >= 0);
		assert_true(order_of(text(row, "key")) > order);
		assert_true(strncmp(due, last, 10) >= 0);
		order = order_of(text(row, "key"));
		last = due;
	}
}

static void every_step_of_the_default_plan_falls_on_a_working_day_in_order(void **state)
{
	struct stack *f = *state;
	struct day anchor = {NOON / 86400};
	char day[DAY_TEXT_SIZE];

	for (int i = 0; i < ANCHORS; i++, anchor = day_plus(anchor, 1)) {
		json_t *preview;

		f->now = (int64_t)anchor.n * 86400 + (i % 24) * 3600;
		(void)day_format(anchor, day);
		preview = tell(f, "plan.preview", "{\"plan\":\"after-sale\",\"anchor_day\":\"%s\"}",
			       day);
		check_steps(preview, day);
		json_decref(preview);
	}
}

/* The preview's rows, and the stored ones, as text to compare. */
static void rows_as_text(const json_t *rows, struct str *to)
{
	json_t *row;
	size_t i;

	str_reset(to);
	json_array_foreach (rows, i, row)
		str_addf(to, "%s %s %s %s %s\n", text(row, "kind"), text(row, "title"),
			 text(row, "state"), text(row, "waits_for"), text(row, "due"));
}

static void preview_equals_what_is_stored(void **state)
{
	static const int ages[] = {0,  1,  3,  9,   10,  11,  14,  15,  29,  30, 31,
				   40, 89, 99, 101, 200, 364, 370, 376, 390, 800};
	_cleanup_str_ struct str wanted = {0}, stored = {0};
	struct stack *f = *state;
	char day[DAY_TEXT_SIZE];

	for (size_t i = 0; i < ARRAY_LEN(ages); i++) {
		json_t *preview, *sale;

		DO(f, "contact.add", "{\"name\":\"Contact %zu\"}", i);
		(void)day_format((struct day){(int32_t)(NOON / 86400) - ages[i]}, day);
		preview = tell(f, "plan.preview",
			       "{\"plan\":\"after-sale\",\"anchor_day\":\"%s\",\"contact\":%zu}",
			       day, i + 1);
		sale = tell(f, "sale.record",
			    "{\"contact\":%zu,\"product\":\"Alarm\",\"completed_day\":\"%s\"}",
			    i + 1, day);
		rows_as_text(json_object_get(preview, "steps"), &wanted);
		rows_as_text(json_object_get(sale, "followups"), &stored);
		assert_string_equal(str_text(&stored), str_text(&wanted));
		json_decref(preview);
		json_decref(sale);
	}
}

static void a_second_sale_is_previewed_without_what_a_newer_one_makes(void **state)
{
	_cleanup_str_ struct str wanted = {0}, stored = {0};
	struct stack *f = *state;
	json_t *preview, *sale;

	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "sale.record", "{\"contact\":1,\"product\":\"A\",\"completed_day\":\"2026-11-30\"}");
	preview = tell(f, "plan.preview",
		       "{\"plan\":\"after-sale\",\"anchor_day\":\"2026-11-27\",\"contact\":1}");
	sale = tell(f, "sale.record",
		    "{\"contact\":1,\"product\":\"B\",\"completed_day\":\"2026-11-27\"}");
	rows_as_text(json_object_get(preview, "steps"), &wanted);
	rows_as_text(json_object_get(sale, "followups"), &stored);
	assert_string_equal(str_text(&stored), str_text(&wanted));
	assert_int_equal(json_array_size(json_object_get(sale, "followups")), 3);
	json_decref(preview);
	json_decref(sale);
}

static void a_plan_comes_back_as_it_was_put_and_equal_ones_make_no_version(void **state)
{
	struct stack *f = *state;
	json_t *plan = tell(f, "plan.get", "{\"name\":\"after-sale\"}");
	json_t *document = json_object_get(json_object_get(plan, "plan"), "document");
	char *params = json_dumps(document, JSON_COMPACT);
	json_t *again = tell(f, "plan.put", "{\"document\":%s}", params);

	assert_int_equal(number(json_object_get(again, "plan"), "version"), 1);
	assert_true(
		json_equal(json_object_get(json_object_get(again, "plan"), "document"), document));
	free(params);
	json_decref(again);
	json_decref(plan);
}

static void running_runs_keep_their_version_of_a_plan(void **state)
{
	struct stack *f = *state;

	DO(f, "plan.put",
	   "{\"document\":{\"name\":\"short\",\"steps\":[{\"key\":\"a\",\"offset\":\"+1\",\"kind\":"
	   "\"call\",\"text\":\"A\",\"reason\":\"r\"},{\"key\":\"b\",\"offset\":\"+2\",\"after\":"
	   "\"a\",\"kind\":\"call\",\"text\":\"B\",\"reason\":\"r\"}]}}");
	DO(f, "contact.add", "{\"name\":\"Ana\"}");
	DO(f, "plan.apply", "{\"plan\":\"short\",\"contact\":1}");
	DO(f, "plan.put",
	   "{\"document\":{\"name\":\"short\",\"steps\":[{\"key\":\"a\",\"offset\":\"+1\",\"kind\":"
	   "\"call\",\"text\":\"A\",\"reason\":\"r\"},{\"key\":\"b\",\"offset\":\"+9\",\"after\":"
	   "\"a\",\"kind\":\"call\",\"text\":\"B\",\"reason\":\"r\"}]}}");
	at_noon(f, "2026-12-02");
	done(f, 1, "a");
	expect_step(f, 1, "b", "scheduled", "2026-12-04T09:00");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(every_step_of_the_default_plan_falls_on_a_working_day_in_order),
		WITH_PLANS(preview_equals_what_is_stored),
		WITH_PLANS(a_second_sale_is_previewed_without_what_a_newer_one_makes),
		WITH_PLANS(a_plan_comes_back_as_it_was_put_and_equal_ones_make_no_version),
		WITH_PLANS(running_runs_keep_their_version_of_a_plan),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
