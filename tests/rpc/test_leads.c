/* Steps that are told of ahead: each lead once, none that was missed twice, none once it is due. */
#include "base/cleanup.h"
#include "rpc/story.h"
#include "store/raw.h"

/* The step is due on Tue 22 Dec 2026; its leads are Tue 15 Dec and Mon 21 Dec, at nine. */
#define PLAN                                                                                       \
	"{\"document\":{\"name\":\"p\",\"steps\":[{\"key\":\"s\",\"offset\":\"+21\",\"kind\":"     \
	"\"call\",\"leads\":[7,1],\"text\":\"t\",\"reason\":\"r\"}]}}"

static void begin(struct stack *f)
{
	DO(f, "contact.add", "{\"name\":\"Ana Ruiz\"}");
	DO(f, "plan.put", PLAN);
	DO(f, "plan.apply", "{\"plan\":\"p\",\"contact\":1}");
}

/* "2026-12-15 09:00 ahead|2026-12-22 09:00": what was noticed of follow-up 1. */
static void expect_told(struct stack *f, const char *want)
{
	static const char sql[] = "SELECT strftime('%Y-%m-%d %H:%M', due_at, 'unixepoch') || "
				  "CASE WHEN lead_for IS NULL THEN '' ELSE ' ahead' END "
				  "FROM notice_item ORDER BY due_at";
	_cleanup_str_ struct str told = {0};
	struct sqlite3_stmt *stmt;

	assert_int_equal(sqlite3_prepare_v2(store_db(f->env.store), sql, -1, &stmt, NULL),
			 SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW)
		str_addf(&told, "%s%s", told.len ? "|" : "",
			 (const char *)sqlite3_column_text(stmt, 0));
	(void)sqlite3_finalize(stmt);
	assert_string_equal(str_text(&told), want);
}

static void expect_next(struct stack *f, const char *want)
{
	json_t *why = tell(f, "followup.why", "{\"id\":1}");

	assert_string_equal(text(why, "next_at"), want);
	json_decref(why);
}

/* Its last step asks for a score; it is left out here. */
static void stop_repair(struct stack *f)
{
	int64_t id = raw_number(store_db(f->env.store),
				"SELECT r.id FROM run r JOIN plan p ON p.id = r.plan "
				"WHERE p.name = 'repair'");

	DO(f, "run.stop", "{\"id\":%lld}", (long long)id);
}

static void each_is_told_on_its_morning(void **state)
{
	struct stack *f = *state;

	begin(f);
	expect_next(f, "2026-12-15T09:00:00Z");
	pass_days(f, 14);
	expect_told(f, "2026-12-15 09:00 ahead");
	expect_next(f, "2026-12-21T09:00:00Z");
	pass_days(f, 6);
	expect_told(f, "2026-12-15 09:00 ahead|2026-12-21 09:00 ahead");
	expect_next(f, "2026-12-22T09:00:00Z");
	pass_days(f, 2);
	expect_told(f, "2026-12-15 09:00 ahead|2026-12-21 09:00 ahead|2026-12-22 09:00");
	expect_next(f, "-");
	assert_int_equal(raw_number(store_db(f->env.store),
				    "SELECT count(*) FROM event WHERE kind = 'followup.due'"),
			 1);
}

static void of_several_that_were_missed_the_newest_is_told(void **state)
{
	struct stack *f = *state;

	begin(f);
	at_noon(f, "2026-12-21");
	expect_told(f, "2026-12-21 09:00 ahead");
	at_noon(f, "2026-12-21");
	expect_told(f, "2026-12-21 09:00 ahead");
}

static void none_is_told_once_it_is_due(void **state)
{
	struct stack *f = *state;

	begin(f);
	at_noon(f, "2026-12-22");
	expect_told(f, "2026-12-22 09:00");
}

static void what_is_planted_later_tells_only_of_what_lies_ahead(void **state)
{
	struct stack *f = *state;

	DO(f, "contact.add", "{\"name\":\"Ana Ruiz\"}");
	DO(f, "plan.put", PLAN);
	DO(f, "plan.apply", "{\"plan\":\"p\",\"contact\":1,\"anchor_day\":\"2026-11-15\"}");
	/* Due on Mon 7 Dec instead of Sun 6 Dec: the first lead was Mon 30 Nov. */
	expect_next(f, "2026-12-04T09:00:00Z");
	pass_days(f, 3);
	expect_told(f, "2026-12-04 09:00 ahead");
}

static void a_move_makes_them_anew(void **state)
{
	struct stack *f = *state;

	begin(f);
	pass_days(f, 14);
	DO(f, "followup.snooze", "{\"id\":1,\"until\":\"2027-01-12\"}");
	expect_next(f, "2027-01-05T09:00:00Z");
	/* Back to where one of the mornings is the same as before. */
	DO(f, "followup.update", "{\"id\":1,\"due\":\"2026-12-16\"}");
	expect_next(f, "2026-12-16T09:00:00Z");
	DO(f, "followup.update", "{\"id\":1,\"due\":\"2026-12-28\"}");
	expect_next(f, "2026-12-21T09:00:00Z");
	pass_days(f, 6);
	expect_told(f, "2026-12-15 09:00 ahead|2026-12-21 09:00 ahead");
	/* Due at an instant at which it was told ahead of another day. */
	DO(f, "journal.undo", "{}");
	DO(f, "followup.update", "{\"id\":1,\"due\":\"2026-12-22T09:00\"}");
	pass_days(f, 1);
	expect_told(f, "2026-12-15 09:00 ahead|2026-12-21 09:00 ahead|2026-12-22 09:00");
}

static void due_on_a_morning_that_told_ahead_it_is_noticed(void **state)
{
	struct stack *f = *state;

	begin(f);
	pass_days(f, 13);
	/* Told on Tue 15 Dec at nine of Tue 22 Dec; then at nine of the 15th it is due itself. */
	DO(f, "dev.clock", "{\"now\":\"2026-12-15T09:00:00Z\"}");
	expect_told(f, "2026-12-15 09:00 ahead");
	DO(f, "dev.clock", "{\"now\":\"2026-12-15T08:00:00Z\"}");
	DO(f, "followup.update", "{\"id\":1,\"due\":\"2026-12-15T09:00\"}");
	DO(f, "dev.clock", "{\"now\":\"2026-12-15T09:00:00Z\"}");
	expect_told(f, "2026-12-15 09:00");
	expect_next(f, "-");
}

static void an_undo_looks_ahead_again(void **state)
{
	struct stack *f = *state;

	begin(f);
	pass_days(f, 14);
	DO(f, "followup.skip", "{\"id\":1}");
	DO(f, "journal.undo", "{}");
	expect_next(f, "2026-12-21T09:00:00Z");
	pass_days(f, 9);
	DO(f, "followup.skip", "{\"id\":1}");
	DO(f, "journal.undo", "{}");
	expect_next(f, "-");
}

static void what_is_held_is_silent(void **state)
{
	struct stack *f = *state;

	begin(f);
	DO(f, "complaint.add", "{\"contact\":1,\"text\":\"t\"}");
	expect_next(f, "-");
	pass_days(f, 15);
	assert_int_equal(raw_number(store_db(f->env.store),
				    "SELECT count(*) FROM notice_item WHERE followup = 1"),
			 0);
	DO(f, "complaint.resolve", "{\"id\":1}");
	stop_repair(f);
	expect_next(f, "2026-12-21T09:00:00Z");
	DO(f, "contact.pause", "{\"id\":1,\"until\":\"2026-12-18\"}");
	expect_next(f, "-");
	at_noon(f, "2026-12-18");
	expect_next(f, "2026-12-21T09:00:00Z");
}

static void another_zone_moves_them(void **state)
{
	struct stack *f = *state;
	struct arena *arena = arena_new();
	struct op op = {.actor = OP_CLOCK, .method = "rezone"};
	int64_t after = 0;

	begin(f);
	pass_days(f, 14);
	zone_free(f->zone);
	assert_int_equal(zone_load("America/New_York", &f->zone), 0);
	f->env.zone = f->zone;
	assert_int_equal(op_group_begin(&f->env), 0);
	assert_int_equal(op_begin(&op, &f->env, arena, f->now), 0);
	assert_int_equal(op_end(&op, op_rezone(&op, &after)), 0);
	assert_int_equal(op_group_commit(&f->env), 0);
	arena_free(arena);
	expect_next(f, "2026-12-15T14:00:00Z");
	assert_int_equal(raw_number(store_db(f->env.store), "SELECT count(*) FROM notice_item i "
							    "JOIN followup f ON f.id = i.followup "
							    "AND f.due_at = i.lead_for"),
			 1);
}

static void leads_come_back_as_they_were_put(void **state)
{
	struct stack *f = *state;
	json_t *got, *steps;

	begin(f);
	got = tell(f, "plan.get", "{\"name\":\"p\"}");
	steps = json_object_get(json_object_get(json_object_get(got, "plan"), "document"), "steps");
	assert_int_equal(json_integer_value(json_array_get(
				 json_object_get(json_array_get(steps, 0), "leads"), 0)),
			 7);
	json_decref(got);
	got = tell(f, "plan.preview", "{\"plan\":\"p\",\"anchor_day\":\"2026-12-01\"}");
	steps = json_object_get(got, "steps");
	assert_int_equal(json_array_size(json_object_get(json_array_get(steps, 0), "leads")), 2);
	json_decref(got);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PLANS(each_is_told_on_its_morning),
		WITH_PLANS(of_several_that_were_missed_the_newest_is_told),
		WITH_PLANS(none_is_told_once_it_is_due),
		WITH_PLANS(what_is_planted_later_tells_only_of_what_lies_ahead),
		WITH_PLANS(a_move_makes_them_anew),
		WITH_PLANS(due_on_a_morning_that_told_ahead_it_is_noticed),
		WITH_PLANS(an_undo_looks_ahead_again),
		WITH_PLANS(what_is_held_is_silent),
		WITH_PLANS(another_zone_moves_them),
		WITH_PLANS(leads_come_back_as_they_were_put),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
