/* Imports and their rows as they are stored, and what a row may be about. */
#include "store/import.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "store/raw.h"
#include "vouch/errors.h"

struct fixture {
	struct store *store;
	struct arena *arena;
	struct import import;
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	struct store_options options = {.now = 1000};
	char why[STORE_WHY_SIZE];

	assert_int_equal(store_open(&options, &f->store, why), 0);
	f->arena = arena_new();
	assert_int_equal(store_begin(f->store), 0);
	f->import = (struct import){.source = "crm",
				    .kind = IMPORT_SALES,
				    .is_strict = true,
				    .created_at = 1000,
				    .ended_at = NO_INSTANT};
	assert_int_equal(store_import_add(f->store, &f->import), 0);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	store_close(f->store);
	arena_free(f->arena);
	free(f);
	return 0;
}

static int64_t number(const struct fixture *f, const char *sql)
{
	return raw_number(store_db(f->store), sql);
}

/* A row with every member set. */
static struct import_item whole(const struct fixture *f)
{
	static const char *emails[] = {"ana@example.com", "a@b"}, *phones[] = {"555-0100"};
	static const char *tags[] = {"vip", "fair"};

	return (struct import_item){
		.import = f->import.id,
		.line = 12,
		.key = "id A1",
		.is_repeat = true,
		.doubt = 5,
		.who = {.name = "Ana Ruiz",
			.org = "Isdom",
			.given = "Ana",
			.family = "Ruiz",
			.address = {"Calle 1", "Cadiz", "Andalucia", "11001", "Spain"},
			.notes = "two\nlines",
			.source = "fair",
			.external_id = "77",
			.emails = emails,
			.n_emails = 2,
			.phones = phones,
			.n_phones = 1,
			.tags = tags,
			.n_tags = 2},
		.what = {.product = "Alarm",
			 .amount = 105400,
			 .currency = "EUR",
			 .exponent = 2,
			 .state = SALE_COMPLETED,
			 .source = SOURCE_REFERRAL,
			 .opened_day = {17000},
			 .signed_day = NO_DAY,
			 .completed_day = {17100},
			 .lost_day = NO_DAY,
			 .refunded_day = NO_DAY,
			 .external_id = "A1"},
	};
}

static int64_t add(const struct fixture *f, const struct import_item *item)
{
	assert_int_equal(store_import_item_add(f->store, item), 0);
	return store_last_id(f->store);
}

static void an_import_is_read_as_it_was_written(void **state)
{
	struct fixture *f = *state;
	struct import got;

	f->import.state = IMPORT_PLANTING;
	f->import.n_items = 9;
	f->import.added = 4;
	f->import.updated = 3;
	f->import.unchanged = 2;
	f->import.refused = 1;
	f->import.journal = 77;
	f->import.ended_at = 2000;
	assert_int_equal(store_import_update(f->store, &f->import), 0);
	assert_int_equal(store_import_get(f->store, f->import.id, f->arena, &got), 0);
	assert_string_equal(got.source, "crm");
	assert_int_equal(got.id, f->import.id);
	assert_int_equal(got.version, 2);
	assert_int_equal(f->import.version, 2);
	assert_int_equal(got.kind, IMPORT_SALES);
	assert_int_equal(got.state, IMPORT_PLANTING);
	assert_true(got.is_strict && !got.is_dry_run);
	assert_int_equal(got.n_items, 9);
	assert_int_equal(got.added, 4);
	assert_int_equal(got.updated, 3);
	assert_int_equal(got.unchanged, 2);
	assert_int_equal(got.refused, 1);
	assert_int_equal(got.journal, 77);
	assert_int_equal(got.created_at, 1000);
	assert_int_equal(got.ended_at, 2000);
	assert_int_equal(store_import_get(f->store, 99, f->arena, &got), VOUCH_E_NOT_FOUND);
}

static void a_row_is_read_as_it_was_staged(void **state)
{
	struct fixture *f = *state;
	struct import_item item = whole(f);
	struct import_items got;
	const struct contact *who;
	const struct sale *what;

	(void)add(f, &item);
	assert_int_equal(store_import_staged(f->store, f->import.id, 10, f->arena, &got), 0);
	assert_int_equal(got.n, 1);
	assert_int_equal(got.items[0].line, 12);
	assert_int_equal(got.items[0].doubt, 5);
	assert_true(got.items[0].is_repeat);
	who = &got.items[0].who;
	assert_string_equal(who->name, "Ana Ruiz");
	assert_string_equal(who->org, "Isdom");
	assert_string_equal(who->given, "Ana");
	assert_string_equal(who->family, "Ruiz");
	assert_string_equal(who->address.street, "Calle 1");
	assert_string_equal(who->address.city, "Cadiz");
	assert_string_equal(who->address.region, "Andalucia");
	assert_string_equal(who->address.postcode, "11001");
	assert_string_equal(who->address.country, "Spain");
	assert_string_equal(who->notes, "two\nlines");
	assert_string_equal(who->source, "fair");
	assert_string_equal(who->external_id, "77");
	assert_int_equal(who->n_emails, 2);
	assert_string_equal(who->emails[1], "a@b");
	assert_int_equal(who->n_phones, 1);
	assert_string_equal(who->phones[0], "555-0100");
	assert_int_equal(who->n_tags, 2);
	assert_string_equal(who->tags[0], "vip");
	what = &got.items[0].what;
	assert_string_equal(what->product, "Alarm");
	assert_string_equal(what->currency, "EUR");
	assert_string_equal(what->external_id, "A1");
	assert_int_equal(what->amount, 105400);
	assert_int_equal(what->exponent, 2);
	assert_int_equal(what->state, SALE_COMPLETED);
	assert_int_equal(what->source, SOURCE_REFERRAL);
	assert_int_equal(what->opened_day.n, 17000);
	assert_int_equal(what->completed_day.n, 17100);
	assert_true(day_is_none(what->lost_day));
}

static void what_a_row_does_not_say_is_read_as_nothing(void **state)
{
	struct fixture *f = *state;
	struct import_item item = {.import = f->import.id,
				   .line = 1,
				   .who = {.name = "Ana"},
				   .what = {.amount = NO_AMOUNT,
					    .exponent = -1,
					    .source = -1,
					    .opened_day = NO_DAY,
					    .completed_day = NO_DAY,
					    .lost_day = NO_DAY}};
	struct import_items got;

	(void)add(f, &item);
	assert_int_equal(store_import_staged(f->store, f->import.id, 10, f->arena, &got), 0);
	assert_int_equal(
		got.items[0].who.n_emails + got.items[0].who.n_phones + got.items[0].who.n_tags, 0);
	assert_null(got.items[0].who.org);
	assert_null(got.items[0].what.product);
	assert_true(got.items[0].what.amount == NO_AMOUNT);
	assert_int_equal(got.items[0].what.source, -1);
	assert_int_equal(got.items[0].who.cadence, -1);
	assert_true(day_is_none(got.items[0].what.opened_day));
	assert_true(day_is_none(got.items[0].who.paused_until));
}

static void a_refused_row_keeps_its_line_and_why_alone(void **state)
{
	struct fixture *f = *state;
	struct import_item item = whole(f);
	struct import_items got;
	struct sqlite3_stmt *stmt;

	assert_int_equal(store_import_item_refuse(f->store, add(f, &item), "product", "is missing"),
			 0);
	item.field = "name";
	item.refusal = "is missing";
	assert_int_equal(store_import_item_add_refused(f->store, &item), 0);
	assert_int_equal(store_import_refused(f->store, f->import.id, 10, f->arena, &got), 0);
	assert_int_equal(got.n, 2);
	assert_int_equal(got.items[0].line, 12);
	assert_string_equal(got.items[0].field, "product");
	assert_string_equal(got.items[1].field, "name");

	assert_int_equal(sqlite3_prepare_v2(store_db(f->store), "SELECT * FROM import_item", -1,
					    &stmt, NULL),
			 0);
	while (sqlite3_step(stmt) == SQLITE_ROW)
		for (int i = 0; i < sqlite3_column_count(stmt); i++) {
			static const char *const kept[] = {"id",    "import",  "line",     "state",
							   "field", "refusal", "is_repeat"};
			bool is_kept = false;

			for (size_t k = 0; k < ARRAY_LEN(kept); k++)
				is_kept |= strcmp(sqlite3_column_name(stmt, i), kept[k]) == 0;
			if (!is_kept && sqlite3_column_type(stmt, i) != SQLITE_NULL)
				fail_msg("%s is kept", sqlite3_column_name(stmt, i));
		}
	(void)sqlite3_finalize(stmt);
}

static void applied_rows_come_with_a_contacts_newest_sale_first(void **state)
{
	static const struct {
		int64_t contact, sale;
		int32_t closed;
	} rows[] = {{2, 1, 50}, {1, 2, 10}, {1, 3, 30}, {1, 4, 30}, {2, 5, 60}};
	static const int64_t want[] = {4, 3, 2, 5, 1};
	struct fixture *f = *state;
	struct import_items got;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct import_item item = whole(f);

		item.what.completed_day.n = rows[i].closed;
		item.id = add(f, &item);
		item.contact = rows[i].contact;
		item.sale = rows[i].sale;
		assert_int_equal(store_import_item_apply(f->store, &item), 0);
	}
	assert_int_equal(store_import_applied(f->store, f->import.id, 10, f->arena, &got), 0);
	assert_int_equal(got.n, ARRAY_LEN(want));
	for (size_t i = 0; i < got.n; i++)
		assert_int_equal(got.items[i].sale, want[i]);
	assert_int_equal(store_import_staged(f->store, f->import.id, 10, f->arena, &got), 0);
	assert_int_equal(got.n, 0);
}

static void an_applied_row_keeps_nothing_that_it_says(void **state)
{
	struct fixture *f = *state;
	struct import_item item = whole(f);
	struct import_items got;

	item.id = add(f, &item);
	item.contact = 5;
	item.sale = 0;
	assert_int_equal(store_import_item_apply(f->store, &item), 0);
	assert_int_equal(number(f, "SELECT count(coalesce(key, name, org, given, family, emails, "
				   "phones, street, city, region, postcode, country, notes, tags, "
				   "contact_external_id, contact_source, product, external_id, "
				   "birthday, language, timezone)) FROM import_item"),
			 0);
	assert_int_equal(store_import_applied(f->store, f->import.id, 10, f->arena, &got), 0);
	assert_int_equal(got.n, 0);
	assert_int_equal(store_import_doubted(f->store, f->import.id, 10, f->arena, &got), 0);
	assert_int_equal(got.items[0].doubt, 5);
	assert_int_equal(got.items[0].line, 12);
	assert_int_equal(store_import_forget_told(f->store), 0);
	assert_int_equal(number(f, "SELECT count(*) FROM import_item"), 1);
	f->import.state = IMPORT_DONE;
	assert_int_equal(store_import_update(f->store, &f->import), 0);
	assert_int_equal(store_import_forget_told(f->store), 0);
	assert_int_equal(number(f, "SELECT count(*) FROM import_item"), 0);
}

static void doubts_and_keys_are_an_imports_own(void **state)
{
	struct fixture *f = *state;
	struct import_item item = whole(f);
	struct import_items got;
	bool has = true;

	(void)add(f, &item);
	item.doubt = 0;
	(void)add(f, &item);
	assert_int_equal(store_import_doubted(f->store, f->import.id, 10, f->arena, &got), 0);
	assert_int_equal(got.n, 1);
	assert_int_equal(got.items[0].doubt, 5);
	assert_int_equal(store_import_has_key(f->store, f->import.id, "id A1", &has), 0);
	assert_true(has);
	assert_int_equal(store_import_has_key(f->store, f->import.id + 1, "id A1", &has), 0);
	assert_false(has);
}

static void the_next_to_be_worked_on_is_the_oldest_that_runs(void **state)
{
	static const struct {
		enum import_state state;
		bool is_next, is_left;
	} cases[] = {
		{IMPORT_OPEN, false, false},    {IMPORT_CHECKING, true, false},
		{IMPORT_APPLYING, true, false}, {IMPORT_PLANTING, true, false},
		{IMPORT_DONE, false, false},    {IMPORT_REFUSED, false, true},
		{IMPORT_ABORTED, false, true},
	};
	struct fixture *f = *state;
	struct import later = {.source = "crm", .created_at = 1, .ended_at = NO_INSTANT};
	struct import_item item = whole(f);
	int64_t id;

	(void)add(f, &item);
	assert_int_equal(store_import_add(f->store, &later), 0);
	later.state = IMPORT_APPLYING;
	assert_int_equal(store_import_update(f->store, &later), 0);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		f->import.state = cases[i].state;
		assert_int_equal(store_import_update(f->store, &f->import), 0);
		assert_int_equal(store_import_next(f->store, &id), 0);
		assert_int_equal(id, cases[i].is_next ? f->import.id : later.id);
		assert_int_equal(import_is_running(cases[i].state), cases[i].is_next);
		assert_int_equal(store_import_next_left(f->store, &id), 0);
		assert_int_equal(id, cases[i].is_left ? f->import.id : 0);
	}
}

static void what_is_left_goes_in_pieces_but_for_refusals(void **state)
{
	struct fixture *f = *state;
	struct import_item item = whole(f);
	int n;

	for (int i = 0; i < 3; i++)
		(void)add(f, &item);
	assert_int_equal(store_import_item_refuse(f->store, add(f, &item), "name", "is bad"), 0);
	assert_int_equal(store_import_items_drop(f->store, f->import.id, 2, &n), 0);
	assert_int_equal(n, 2);
	assert_int_equal(store_import_items_drop(f->store, f->import.id, 2, &n), 0);
	assert_int_equal(n, 1);
	assert_int_equal(store_import_forget_told(f->store), 0);
	assert_int_equal(number(f, "SELECT count(*) FROM import_item"), 1);
	f->import.state = IMPORT_DONE;
	assert_int_equal(store_import_update(f->store, &f->import), 0);
	assert_int_equal(store_import_forget_told(f->store), 0);
	assert_int_equal(number(f, "SELECT count(*) FROM import_item"), 0);
}

static void one_left_open_for_long_is_aborted(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(store_import_abort_old(f->store, 1000, 5000), 0);
	assert_int_equal(number(f, "SELECT count(*) FROM import WHERE state = 'open'"), 1);
	assert_int_equal(store_import_abort_old(f->store, 1001, 5000), 0);
	assert_int_equal(number(f, "SELECT ended_at FROM import WHERE state = 'aborted'"), 5000);
}

static void candidates_come_nearest_first(void **state)
{
	static const struct import_clue clue = {WAY_EMAIL, "x@y", "ana", "crm"};
	struct fixture *f = *state;
	struct import_candidates got;

	raw_exec(
		store_db(f->store),
		"INSERT INTO contact (id, state, merged_into, name, name_key, origin, external_id, "
		"created_at) VALUES (1, 'active', NULL, 'B', 'b', 'erp', NULL, 0), "
		"(2, 'active', NULL, 'C', 'c', 'crm', '7', 0), "
		"(3, 'deceased', NULL, 'Ana', 'ana', NULL, NULL, 0), "
		"(4, 'merged', 1, 'Ana', 'ana', NULL, NULL, 0), "
		"(5, 'active', NULL, 'Ana', 'ana', NULL, NULL, 0);"
		"INSERT INTO contact_email (contact, position, address, address_key) SELECT id, 0, "
		"'X@y', 'x@y' FROM contact WHERE id < 5;"
		"INSERT INTO contact_phone (contact, position, number, digits) VALUES "
		"(2, 0, '1', '1')");
	assert_int_equal(store_import_candidates(f->store, &clue, f->arena, &got), 0);
	assert_int_equal(got.n, 3);
	assert_int_equal(got.items[0].contact, 3);
	assert_true(got.items[0].is_same_name && got.items[0].has_emails);
	assert_false(got.items[0].has_phones || got.items[0].is_same_origin);
	assert_int_equal(got.items[1].contact, 2);
	assert_true(got.items[1].is_same_origin && got.items[1].has_external_id);
	assert_true(got.items[1].has_phones);
	assert_int_equal(got.items[2].contact, 1);
	assert_false(got.items[2].is_same_origin || got.items[2].has_external_id);
}

static void the_same_sale_is_told_by_what_it_is(void **state)
{
	static const struct {
		const char *product;
		int64_t amount;
		enum sale_state state;
		int32_t opened, closed;
		int64_t want;
	} cases[] = {
		{"Alarm", 5, SALE_COMPLETED, 10, 20, 1}, {"Camera", 5, SALE_COMPLETED, 10, 20, 0},
		{"Alarm", 6, SALE_COMPLETED, 10, 20, 0}, {"Alarm", 5, SALE_COMPLETED, 11, 20, 0},
		{"Alarm", 5, SALE_COMPLETED, 10, 21, 0}, {"Alarm", 5, SALE_LOST, 10, 20, 0},
		{"Alarm", 5, SALE_OPEN, 10, 0, 1},       {"Lock", 5, SALE_LOST, 10, 30, 2},
		{"Lock", 5, SALE_OPEN, 10, 0, 2},        {"Door", 5, SALE_COMPLETED, 10, 20, 3},
	};
	struct fixture *f = *state;

	raw_exec(store_db(f->store),
		 "INSERT INTO contact (id, created_at) VALUES (1, 0);"
		 "INSERT INTO sale (contact, state, product, amount, opened_day, completed_day, "
		 "created_at) VALUES (1, 'completed', 'Alarm', 5, 10, 20, 0), "
		 "(1, 'open', 'Lock', 5, 10, NULL, 0), (1, 'refunded', 'Door', 5, 10, 20, 0)");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct day closed = {cases[i].closed};
		bool is_won = cases[i].state == SALE_COMPLETED;
		const struct sale sale = {
			.contact = 1,
			.product = cases[i].product,
			.amount = cases[i].amount,
			.state = cases[i].state,
			.opened_day = {cases[i].opened},
			.completed_day = is_won ? closed : NO_DAY,
			.lost_day = cases[i].state == SALE_LOST ? closed : NO_DAY,
		};
		int64_t got = -1;

		assert_int_equal(store_import_same_sale(f->store, &sale, &got), 0);
		if (got != cases[i].want)
			fail_msg("case %zu: sale %d", i, (int)got);
	}
}

#define WITH_STORE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(an_import_is_read_as_it_was_written),
		WITH_STORE(a_row_is_read_as_it_was_staged),
		WITH_STORE(what_a_row_does_not_say_is_read_as_nothing),
		WITH_STORE(a_refused_row_keeps_its_line_and_why_alone),
		WITH_STORE(applied_rows_come_with_a_contacts_newest_sale_first),
		WITH_STORE(an_applied_row_keeps_nothing_that_it_says),
		WITH_STORE(doubts_and_keys_are_an_imports_own),
		WITH_STORE(the_next_to_be_worked_on_is_the_oldest_that_runs),
		WITH_STORE(what_is_left_goes_in_pieces_but_for_refusals),
		WITH_STORE(one_left_open_for_long_is_aborted),
		WITH_STORE(candidates_come_nearest_first),
		WITH_STORE(the_same_sale_is_told_by_what_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
