/* Settings: defaults, bounds, and values that read back as they were written. */
#include "domain/settings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
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
	assert_int_equal(s.calls_start, 480);
	assert_int_equal(s.calls_end, 1260);
	assert_int_equal(s.calls_per_day, 12);
	assert_int_equal(s.cadence_days[0], 30);
	assert_int_equal(s.cadence_days[1], 90);
	assert_int_equal(s.cadence_days[2], 180);
	assert_int_equal(s.journal_days, 90);
	assert_int_equal(s.journal_entries, 100000);
	assert_int_equal(s.backup_daily, 7);
	assert_int_equal(s.backup_weekly, 4);
	assert_int_equal(s.popups_per_hour, 20);
	assert_int_equal(s.popups_max, 3);
	assert_int_equal(s.privacy, PRIVACY_NAMES);
	assert_string_equal(s.currency, "USD");
	assert_int_equal(s.gifts_limit, 50);
	assert_int_equal(s.max_connections, 256);
}

static const struct {
	const char *section, *key;
	int min, fallback, max;
} numbers[] = {
	{"plans", "stale_days", 0, 10, 60},
	{"plans", "stale_days_thank", 0, 30, 90},
	{"plans", "calls_per_day", 1, 12, 100},
	{"asks", "ask_expiry_days", 30, 120, 365},
	{"asks", "asks_per_day", 1, 3, 20},
	{"gate", "score", 8, 9, 10}, /* below 8 nobody is pleased enough to be asked */
	{"gate", "rest_days", 90, 180, 730},
	{"gate", "asks_per_year", 1, 2, 2},
	{"gate", "gives", 1, 2, 5},
	{"gate", "complaint_days", 7, 14, 90},
	{"gate", "promise_days", 30, 90, 365},
	{"gate", "score_age_days", 90, 365, 365},
	{"cadence", "a", 7, 30, 730},
	{"cadence", "b", 7, 90, 730},
	{"cadence", "c", 7, 180, 730},
	{"desktop", "popups_max", 1, 3, 5},
	{"desktop", "popups_per_hour", 1, 20, 200},
	{"gifts", "limit", 0, 50, 100000000}, /* 0: no gifts */
	{"journal", "days", 7, 90, 3650},
	{"journal", "entries", 1000, 100000, 1000000},
	{"backup", "daily", 1, 7, 365},
	{"backup", "weekly", 0, 4, 520},
	{"socket", "max_connections", 8, 256, 20000},
};

static bool is_taken(const struct setting *setting, int n)
{
	char text[16], back[SETTING_TEXT_SIZE], why[SETTING_WHY_SIZE] = "", want[SETTING_WHY_SIZE];
	struct settings s;

	settings_defaults(&s);
	(void)snprintf(text, sizeof text, "%d", n);
	(void)snprintf(want, sizeof want, "must be a whole number from %d to %d", setting->min,
		       setting->max);
	if (setting_set(setting, &s, text, why) < 0) {
		assert_string_equal(why, want);
		return false;
	}
	assert_string_equal(setting_text(setting, &s, back), text);
	return true;
}

static void a_number_is_taken_from_its_least_to_its_most(void **state)
{
	size_t n_numbers = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
		const struct setting *t = setting_find(numbers[i].section, numbers[i].key);

		assert_non_null(t);
		assert_int_equal(strtol(t->fallback, NULL, 10), numbers[i].fallback);
		assert_true(is_taken(t, numbers[i].min));
		assert_true(is_taken(t, numbers[i].max));
		assert_false(is_taken(t, numbers[i].min - 1));
		assert_false(is_taken(t, numbers[i].max + 1));
	}
	for (const struct setting *t = settings_table; t->key; t++)
		n_numbers += t->type == SETTING_INT;
	assert_int_equal(n_numbers, ARRAY_LEN(numbers));
}

#define LONG_WEEK "mon,mon,mon,mon,mon,mon,mon,mon,mon,mon,mon,mon,mon,mon,mon,"
#define DEEP_50 "/a234567890123456789012345678901234567890123456789"
#define FOLDER_255 DEEP_50 DEEP_50 DEEP_50 DEEP_50 DEEP_50 "/abcd"

static const struct {
	const char *section, *key, *text, *want; /* want null: refused */
} values[] = {
	{"plans", "stale_days", "-1", NULL},
	{"plans", "stale_days", "", NULL},
	{"plans", "stale_days", "7 days", NULL},
	{"gifts", "limit", "50.00", NULL},
	{"plans", "stale_days", "+7", NULL},
	{"plans", "stale_days", "07", "7"},
	{"plans", "stale_days", "000000007", "7"},
	{"plans", "stale_days", "0000000007", NULL}, /* so long is no number of days */
	{"work", "start", "9:00", "09:00"},
	{"work", "start", "0:00", "00:00"},
	{"work", "start", "00:59", "00:59"},
	{"work", "start", "09:000", NULL},
	{"work", "start", "10:5a", NULL},
	{"work", "start", "a:00", NULL},
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
	{"work", "week", "mon,fri-sun", "mon,fri-sun"},
	{"work", "week", "mon,tue,wed", "mon-wed"},
	{"work", "week", "sat,sun", "sat,sun"},
	{"work", "week", "sun-sat", "mon-sun"},
	{"work", "week", "mon ,  tue,                                                   thu",
	 "mon,tue,thu"},
	/* 63 letters are read, and no more */
	{"work", "week", LONG_WEEK "tue", "mon,tue"},
	{"work", "week", LONG_WEEK "tue,", NULL},
	{"work", "week", LONG_WEEK "tue,mon", NULL},
	{"desktop", "morning", "yes", "yes"},
	{"desktop", "morning", "no", "no"},
	{"desktop", "morning", "maybe", NULL},
	{"calendar", "items", "todo", "todo"},
	{"calendar", "items", "event", "event"},
	{"calendar", "items", "both", "both"},
	{"calendar", "items", "", NULL},
	{"desktop", "privacy", "names", "names"},
	{"desktop", "privacy", "full", "full"},
	{"desktop", "privacy", "none", "none"},
	{"desktop", "privacy", "Names", NULL},
	{"money", "currency", "eur", "EUR"},
	{"money", "currency", "JPY", "JPY"},
	{"money", "currency", "XTS", NULL},
	{"money", "currency", "US", NULL},
	{"money", "currency", "USDD", NULL},
	{"money", "currency", "", NULL},
	{"contacts", "country", "", ""},
	{"contacts", "country", "de", "DE"},
	{"contacts", "country", "D", NULL},
	{"contacts", "country", "DEU", NULL},
	{"contacts", "country", "D1", NULL},
	{"contacts", "country", "1D", NULL},
	{"backup", "folder", "", ""},
	{"backup", "folder", "/", "/"},
	{"backup", "folder", "/var/backups", "/var/backups"},
	{"backup", "folder", "~/Backups", "~/Backups"},
	{"backup", "folder", "~/", "~/"},
	{"backup", "folder", "~", NULL},
	{"backup", "folder", "~ann/Backups", NULL}, /* another's home */
	{"backup", "folder", "Backups", NULL},
	{"calendar", "folder", FOLDER_255, FOLDER_255},
	{"calendar", "folder", FOLDER_255 "e", NULL},
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
		struct settings s;

		memset(&s, 0x11, sizeof s); /* whatever was set before */
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
	const struct settings none = {0};
	char before[SETTING_TEXT_SIZE] = "mon";

	(void)state;
	assert_string_equal(setting_text(week, &none, before), "");
	for (int bits = 1; bits < 128; bits++) {
		struct settings s = {.work_week = (uint8_t)bits}, again = {0};
		char why[SETTING_WHY_SIZE], text[SETTING_TEXT_SIZE];

		assert_int_equal(setting_set(week, &again, setting_text(week, &s, text), why), 0);
		assert_int_equal(again.work_week, bits);
	}
}

static void what_is_allowed_is_said_of_each_kind(void **state)
{
	static const struct {
		const char *section, *key, *want;
	} cases[] = {
		{"work", "start", "must be a time of day from 00:00 to 23:59"},
		{"work", "week", "must be days like mon-fri or mon,tue,thu"},
		{"desktop", "privacy", "must be one of names, full, none"},
		{"desktop", "morning", "must be one of yes, no"},
		{"calendar", "items", "must be one of todo, event, both"},
		{"backup", "folder", "must be a folder that begins with / or ~/, or empty"},
		{"contacts", "country",
		 "must be a country of ISO 3166 in two letters, like US or DE, or empty"},
		{"money", "currency", "must be a currency of ISO 4217, like USD or EUR"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct setting *t = setting_find(cases[i].section, cases[i].key);
		char why[SETTING_WHY_SIZE] = "";
		struct settings s = {0};

		assert_int_equal(setting_set(t, &s, "?", why), -1);
		assert_string_equal(why, cases[i].want);
	}
}

static void hours_must_end_after_they_start_but_quiet_ones_go_round_midnight(void **state)
{
	static const struct {
		int work[2], calls[2], quiet[2]; /* start and end */
		const char *want;
	} cases[] = {
		{{540, 1080}, {480, 1260}, {1200, 480}, NULL},
		{{540, 541}, {480, 481}, {1200, 1200}, NULL},
		{{540, 540}, {480, 1260}, {1200, 480}, "work"},
		{{540, 539}, {480, 480}, {1200, 480}, "work"},
		{{540, 1080}, {480, 480}, {1200, 480}, "calls"},
		{{540, 1080}, {480, 479}, {480, 1200}, "calls"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct settings s = {
			.work_start = cases[i].work[0],
			.work_end = cases[i].work[1],
			.calls_start = cases[i].calls[0],
			.calls_end = cases[i].calls[1],
			.quiet_start = cases[i].quiet[0],
			.quiet_end = cases[i].quiet[1],
		};
		char why[SETTING_WHY_SIZE] = "", want[SETTING_WHY_SIZE] = "";

		if (cases[i].want)
			(void)snprintf(want, sizeof want,
				       "the end of [%s] must be later than its start",
				       cases[i].want);
		assert_int_equal(settings_check(&s, why), cases[i].want ? -1 : 0);
		assert_string_equal(why, want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_defaults_are_those_of_the_design),
		cmocka_unit_test(a_number_is_taken_from_its_least_to_its_most),
		cmocka_unit_test(a_value_reads_back_as_written_or_is_refused_with_what_is_allowed),
		cmocka_unit_test(every_default_is_allowed_and_written_as_it_stands_in_the_table),
		cmocka_unit_test(every_week_reads_back),
		cmocka_unit_test(what_is_allowed_is_said_of_each_kind),
		cmocka_unit_test(hours_must_end_after_they_start_but_quiet_ones_go_round_midnight),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
