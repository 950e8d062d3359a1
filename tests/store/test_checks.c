/* What the schema lets a column hold are the words that the program knows, and asking costs no
 * table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "domain/army.h"
#include "domain/ask.h"
#include "domain/campaign.h"
#include "domain/complaint.h"
#include "domain/contact.h"
#include "domain/followup.h"
#include "domain/import.h"
#include "domain/notice.h"
#include "domain/plan.h"
#include "domain/promise.h"
#include "domain/referral.h"
#include "domain/run.h"
#include "domain/sale.h"
#include "domain/suppression.h"
#include "domain/talk.h"
#include "domain/touch.h"
#include "store/folder.h"
#include "store/gate.h"
#include "store/journal.h"
#include "store/raw.h"
#include "store/request.h"
#include "store/tables.h"

/* How many words of edition_states are kept: one missed is worked out. */
#define EDITION_STATES_KEPT 4

static const struct {
	const char *table, *column;
	const char *const *words;
	int n; /* 0: all of them */
} lists[] = {
	{"ask", "channel", channels, 0},
	{"ask", "outcome", ask_outcomes, 0},
	{"campaign", "standing", standings, 0},
	{"campaign", "cadence", cadences, 0},
	{"contact", "state", contact_states, 0},
	{"contact", "cadence", cadences, 0},
	{"contact", "preferred_channel", channels, 0},
	{"contact_consent", "channel", consent_channels, 0},
	{"contact_consent", "answer", consents, 0},
	{"contact_fact", "standing", standings, 0},
	{"contact_fact", "army", army_ranks, 0},
	{"edition", "state", edition_states, EDITION_STATES_KEPT},
	{"followup", "kind", followup_kinds, 0},
	{"followup", "channel", channels, 0},
	{"followup", "state", followup_states, 0},
	{"followup", "waits_for", followup_waits, 0},
	{"followup", "about_kind", followup_abouts, 0},
	{"followup", "outcome", outcomes, 0},
	{"gate_fact", "state", gate_states, 0},
	{"import", "kind", import_kinds, 0},
	{"import", "state", import_states, 0},
	{"import_item", "state", import_item_states, 0},
	{"journal", "actor", journal_actors, 0},
	{"loop_item", "what", loop_whats, 0},
	{"notice", "kind", notice_kinds, 0},
	{"notice", "state", notice_states, 0},
	{"plan_step", "\"when\"", step_whens, 0},
	{"promise", "state", promise_states, 0},
	{"referral", "permission", permissions, 0},
	{"referral", "status", referral_statuses, 0},
	{"referral", "origin", referral_origins, 0},
	{"repair_cause", "kind", repair_kinds, 0},
	{"request", "kind", request_kinds, 0},
	{"run", "anchor_kind", anchor_kinds, 0},
	{"run", "state", run_states, 0},
	{"sale", "state", sale_states, 0},
	{"sale", "source", sale_sources, 0},
	{"suppression", "channel", suppression_channels, 0},
	{"talk", "motive", talk_motives, 0},
	{"talk", "agreed", talk_agreements, 0},
	{"touch", "channel", channels, 0},
	{"touch", "direction", directions, 0},
};

/* The text of a table, its white space made one. */
static void read_table(struct store *s, const char *table, struct str *to)
{
	struct sqlite3_stmt *stmt;
	const char *text;

	assert_int_equal(sqlite3_prepare_v2(store_db(s),
					    "SELECT sql FROM sqlite_master WHERE type = 'table' "
					    "AND name = ?1",
					    -1, &stmt, NULL),
			 SQLITE_OK);
	(void)sqlite3_bind_text(stmt, 1, table, -1, SQLITE_STATIC);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	text = (const char *)sqlite3_column_text(stmt, 0);
	for (size_t i = 0; text[i]; i++) {
		if (!strchr("\t\n ", text[i]))
			str_addf(to, "%c", text[i]);
		else if (i > 0 && !strchr("\t\n ", text[i - 1]))
			str_add(to, " ");
	}
	(void)sqlite3_finalize(stmt);
}

static void a_column_may_hold_the_words_that_the_program_knows(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		_cleanup_str_ struct str text = {0}, check = {0};

		read_table(*state, lists[i].table, &text);
		str_addf(&check, " CHECK (%s = '%s'", lists[i].column, lists[i].words[0]);
		for (int k = 1; k != lists[i].n && lists[i].words[k]; k++)
			str_addf(&check, " OR %s = '%s'", lists[i].column, lists[i].words[k]);
		str_add(&check, ")");
		if (!strstr(str_text(&text), str_text(&check)))
			fail_msg("%s lacks %s", lists[i].table, str_text(&check));
	}
}

/* SQLite makes one for each list of more than two words, with each row that is written. */
static void no_row_is_written_by_way_of_a_table_of_words(void **state)
{
	for (const struct table *t = tables; t->name; t++) {
		_cleanup_str_ struct str sql = {0};
		struct sqlite3_stmt *stmt;

		str_addf(&sql, "EXPLAIN INSERT INTO \"%s\" DEFAULT VALUES", t->name);
		assert_int_equal(
			sqlite3_prepare_v2(store_db(*state), str_text(&sql), -1, &stmt, NULL),
			SQLITE_OK);
		while (sqlite3_step(stmt) == SQLITE_ROW)
			if (strcmp((const char *)sqlite3_column_text(stmt, 1), "OpenEphemeral") ==
			    0)
				fail_msg("%s has a CHECK or an index with a list", t->name);
		(void)sqlite3_finalize(stmt);
	}
}

static void another_word_is_refused_and_none_is_as_before(void **state)
{
	struct sqlite3 *db = store_db(*state);

	raw_exec(db, "INSERT INTO contact (id, name, created_at) VALUES (1, 'Ana', 1)");
	raw_exec(db, "INSERT INTO touch (contact, day, channel, direction, created_at) "
		     "VALUES (1, 1, 'other', 'both', 1)");
	raw_exec(db, "UPDATE contact SET preferred_channel = 'other', cadence = 'none'");
	raw_exec(db, "UPDATE contact SET preferred_channel = NULL, cadence = NULL");
	assert_int_equal(sqlite3_exec(db, "UPDATE touch SET channel = 'drum'", NULL, NULL, NULL) &
				 0xff,
			 SQLITE_CONSTRAINT);
	assert_int_equal(sqlite3_exec(db, "UPDATE contact SET cadence = 'a'", NULL, NULL, NULL) &
				 0xff,
			 SQLITE_CONSTRAINT);
	assert_int_equal(sqlite3_exec(db, "UPDATE contact SET state = NULL", NULL, NULL, NULL) &
				 0xff,
			 SQLITE_CONSTRAINT);
}

/* What a migration has done to the text of a table is over: nobody else may. */
static void the_text_of_a_table_cannot_be_edited(void **state)
{
	struct sqlite3 *db = store_db(*state);

	(void)sqlite3_exec(db, "PRAGMA writable_schema = ON", NULL, NULL, NULL);
	assert_int_not_equal(
		sqlite3_exec(db, "UPDATE sqlite_master SET sql = sql", NULL, NULL, NULL),
		SQLITE_OK);
	assert_int_equal(raw_number(db, "SELECT integrity_check = 'ok' "
					"FROM pragma_integrity_check"),
			 1);
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
		cmocka_unit_test(a_column_may_hold_the_words_that_the_program_knows),
		cmocka_unit_test(no_row_is_written_by_way_of_a_table_of_words),
		cmocka_unit_test(another_word_is_refused_and_none_is_as_before),
		cmocka_unit_test(the_text_of_a_table_cannot_be_edited),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
