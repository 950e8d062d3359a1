/* Settings: defaults, bounds, and values that read back as they were written. */
#include "domain/settings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/cleanup.h"

static void the_defaults_are_those_of_the_design(void **state)
{
	struct settings s;

	(void)state;
	settings_defaults(&s);
	assert_int_equal(s.work_week, 0x1f);
	assert_int_equal(s.work_start, 540);
	assert_int_equal(s.work_end, 1080);
	assert_int_equal(s.quiet_start, 1200);
	assert_int_equal(s.quiet_end, 480);
	assert_int_equal(s.stale_days, 10);
	assert_int_equal(s.stale_days_thank, 30);
	assert_int_equal(s.ask_expiry_days, 120);
	assert_int_equal(s.asks_per_day, 3);
	assert_int_equal(s.gate_score, 9);
	assert_int_equal(s.gate_rest_days, 180);
	assert_int_equal(s.gate_asks_per_year, 2);
	assert_int_equal(s.gate_gives, 2);
	assert_int_equal(s.gate_complaint_days, 14);
	assert_int_equal(s.gate_promise_days, 90);
	assert_int_equal(s.gate_score_age_days, 365);
	assert_int_equal(s.popups_max, 3);
	assert_int_equal(s.privacy, PRIVACY_NAMES);
	assert_string_equal(s.currency, "USD");
	assert_int_equal(s.gifts_limit, 50);
	assert_int_equal(s.max_connections, 256);
}

static const struct {
	const char *section, *key, *text, *want; /* want null: refused */
} values[] = {
	{"plans", "stale_days", "0", "0"},
	{"plans", "stale_days", "60", "60"},
	{"plans", "stale_days", "61", NULL},
	{"plans", "stale_days", "-1", NULL},
	{"plans", "stale_days", "", NULL},
	{"plans", "stale_days", "7 days", NULL},
	{"plans", "stale_days", "99999999999999999999", NULL},
	{"plans", "stale_days_thank", "90", "90"},
	{"plans", "stale_days_thank", "91", NULL},
	{"asks", "ask_expiry_days", "29", NULL},
	{"asks", "ask_expiry_days", "30", "30"},
	{"asks", "ask_expiry_days", "365", "365"},
	{"asks", "ask_expiry_days", "366", NULL},
	{"asks", "asks_per_day", "0", NULL},
	{"asks", "asks_per_day", "20", "20"},
	{"asks", "asks_per_day", "21", NULL},
	{"gate", "score", "7", NULL},
	{"gate", "score", "8", "8"},
	{"gate", "score", "10", "10"},
	{"gate", "score", "11", NULL},
	{"gate", "rest_days", "89", NULL},
	{"gate", "rest_days", "90", "90"},
	{"gate", "rest_days", "730", "730"},
	{"gate", "rest_days", "731", NULL},
	{"gate", "asks_per_year", "0", NULL},
	{"gate", "asks_per_year", "1", "1"},
	{"gate", "asks_per_year", "3", NULL},
	{"gate", "gives", "0", NULL},
	{"gate", "gives", "5", "5"},
	{"gate", "gives", "6", NULL},
	{"gate", "complaint_days", "6", NULL},
	{"gate", "complaint_days", "7", "7"},
	{"gate", "complaint_days", "90", "90"},
	{"gate", "complaint_days", "91", NULL},
	{"gate", "promise_days", "29", NULL},
	{"gate", "promise_days", "30", "30"},
	{"gate", "promise_days", "365", "365"},
	{"gate", "promise_days", "366", NULL},
	{"gate", "score_age_days", "89", NULL},
	{"gate", "score_age_days", "90", "90"},
	{"gate", "score_age_days", "365", "365"},
	{"gate", "score_age_days", "366", NULL},
	{"desktop", "popups_max", "0", NULL},
	{"desktop", "popups_max", "5", "5"},
	{"desktop", "popups_max", "6", NULL},
	{"gifts", "limit", "0", "0"},
	{"gifts", "limit", "100000000", "100000000"},
	{"gifts", "limit", "100000001", NULL},
	{"gifts", "limit", "-1", NULL},
	{"gifts", "limit", "50.00", NULL},
	{"socket", "max_connections", "7", NULL},
	{"socket", "max_connections", "8", "8"},
	{"socket", "max_connections", "20000", "20000"},
	{"socket", "max_connections", "20001", NULL},
	{"work", "start", "9:00", "09:00"},
	{"work", "start", "23:59", "23:59"},
	{"work", "start", "24:00", NULL},
	{"work", "start", "9", NULL},
	{"work", "start", "09:60", NULL},
	{"work", "start", "09:0", NULL},
	{"work", "start", ":30", NULL},
	{"work", "start", "009:00", NULL},
	{"work", "week", "mon-fri", "mon-fri"},
	{"work", "week", "Mon, Tue, Thu", "mon,tue,thu"},
	{"work", "week", "sun-thu", "mon-thu,sun"}, /* goes round the end of the week */
	{"work", "week", "mon-sun", "mon-sun"},
	{"work", "week", "sat", "sat"},
	{"work", "week", "", NULL},
	{"work", "week", "mon-", NULL},
	{"work", "week", "mon,,tue", NULL},
	{"work", "week", "monday", NULL},
	{"work", "week", "mon-tue-wed", NULL},
	{"desktop", "privacy", "full", "full"},
	{"desktop", "privacy", "none", "none"},
	{"desktop", "privacy", "Names", NULL},
	{"money", "currency", "eur", "EUR"},
	{"money", "currency", "JPY", "JPY"},
	{"money", "currency", "XXX", NULL},
	{"money", "currency", "US", NULL},
	{"money", "currency", "USDD", NULL},
};

static void a_value_reads_back_as_written_or_is_refused_with_what_is_allowed(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(values); i++) {
		const struct setting *setting = setting_find(values[i].section, values[i].key);
		char why[SETTING_WHY_SIZE] = "", text[SETTING_TEXT_SIZE];
		struct settings s, before;

		assert_non_null(setting);
		settings_defaults(&s);
		before = s;
		if (!values[i].want) {
			assert_int_equal(setting_set(setting, &s, values[i].text, why), -1);
			assert_int_equal(strncmp(why, "must be ", 8), 0);
			assert_memory_equal(&s, &before, sizeof s);
			continue;
		}
		assert_int_equal(setting_set(setting, &s, values[i].text, why), 0);
		assert_string_equal(setting_text(setting, &s, text), values[i].want);
	}
}

static void every_default_is_allowed_and_written_as_it_stands_in_the_table(void **state)
{
	size_t n = 0;

	(void)state;
	for (const struct setting *t = settings_table; t->key; t++, n++) {
		char why[SETTING_WHY_SIZE], text[SETTING_TEXT_SIZE];
		struct settings s = {0};

		assert_int_equal(setting_set(t, &s, t->fallback, why), 0);
		assert_string_equal(setting_text(t, &s, text), t->fallback);
		assert_ptr_equal(setting_find(t->section, t->key), t);
	}
	assert_int_equal(n, N_SETTINGS);
	assert_null(setting_find("work", "stale_days"));
}

static void every_week_reads_back(void **state)
{
	const struct setting *week = setting_find("work", "week");

	(void)state;
	for (int bits = 1; bits < 128; bits++) {
		struct settings s = {.work_week = (uint8_t)bits}, again = {0};
		char why[SETTING_WHY_SIZE], text[SETTING_TEXT_SIZE];

		assert_int_equal(setting_set(week, &again, setting_text(week, &s, text), why), 0);
		assert_int_equal(again.work_week, bits);
	}
}

static void a_working_day_must_end_after_it_starts(void **state)
{
	char why[SETTING_WHY_SIZE] = "";
	struct settings s;

	(void)state;
	settings_defaults(&s);
	assert_int_equal(settings_check(&s, why), 0);
	s.work_end = s.work_start;
	assert_int_equal(settings_check(&s, why), -1);
	assert_string_not_equal(why, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_defaults_are_those_of_the_design),
		cmocka_unit_test(a_value_reads_back_as_written_or_is_refused_with_what_is_allowed),
		cmocka_unit_test(every_default_is_allowed_and_written_as_it_stands_in_the_table),
		cmocka_unit_test(every_week_reads_back),
		cmocka_unit_test(a_working_day_must_end_after_it_starts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
