/* Which backups are kept, and what they may be called. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/cleanup.h"
#include "domain/backup.h"

static void only_plain_names_are_taken(void **state)
{
	static const struct {
		const char *name;
		bool is_good;
	} cases[] = {
		{"vouch-2026-12-01", true},
		{"before_move", true},
		{"a", true},
		{"A.b-c_9", true},
		{"z-0-Z", true},
		{"Z", true},
		{"0", true},
		{"z", true},
		{"9", true},
		{"", false},
		{".hidden", false},
		{"-x", false},
		{"..", false},
		{"a/b", false},
		{"/etc/passwd", false},
		{"file:x?vfs=memdb", false},
		{"a b", false},
		{"a\nb", false},
		{"caf\xc3\xa9", false},
		{"0123456789012345678901234567890123456789012345678901234567890123", true},
		{"01234567890123456789012345678901234567890123456789012345678901234", false},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		if (backup_name_is_good(cases[i].name) != cases[i].is_good)
			fail_msg("'%s'", cases[i].name);
}

static void a_nightly_name_is_its_day(void **state)
{
	struct day day = day_from_civil(2026, 12, 1), back;
	char name[BACKUP_NAME_SIZE];

	(void)state;
	assert_string_equal(backup_name_of(day, name), "vouch-2026-12-01");
	assert_true(backup_name_day(name, &back));
	assert_int_equal(back.n, day.n);
	assert_false(backup_name_day("vouch-2026-02-30", &back));
	assert_false(backup_name_day("vouch-2026-12-01-old", &back));
	assert_false(backup_name_day("Vouch-2026-12-01", &back));
	assert_false(backup_name_day("vouch-1800-12-01", &back));
}

/* A letter a backup, newest first: d daily, w weekly, - neither. `ago` is in days before Tuesday,
 * 2026-12-01. */
static void rotation_keeps_what_the_settings_say(void **state)
{
	static const struct {
		int daily, weekly, ago[16]; /* closed by -1 */
		const char *kinds;
	} cases[] = {
		{7, 4, {-1}, ""},
		{7, 4, {0, -1}, "d"},
		{7, 4, {0, 1, 2, 3, 4, 5, 6, -1}, "ddddddd"},
		/* Tuesday 24 and Monday 23 are of one week, Sunday 22 is of another. */
		{7, 4, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, -1}, "ddddddd-ww"},
		{1, 2, {0, 1, 2, 8, 9, 15, 16, -1}, "dw-w---"},
		{2, 0, {0, 1, 2, 3, -1}, "dd--"},
		{1, 4, {0, 7, 8, -1}, "d-w"},
		/* Off for a year. */
		{2, 2, {0, 365, 366, 373, 380, -1}, "ddww-"},
		/* The same week a year ago is another one. */
		{1, 4, {0, 1, 365, -1}, "dww"},
	};
	struct day today = day_from_civil(2026, 12, 1);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		enum backup_kind kinds[17];
		struct day days[17];
		char text[17] = "";
		size_t n = 0;

		for (; cases[i].ago[n] >= 0; n++)
			days[n] = day_plus(today, -cases[i].ago[n]);
		/* what lies behind them is of the same week, and is left as it is */
		days[n] = n ? days[n - 1] : today;
		for (size_t k = 0; k <= n; k++)
			kinds[k] = BACKUP_NAMED;
		backup_rotate(days, n, cases[i].daily, cases[i].weekly, kinds);
		for (size_t k = 0; k < n; k++)
			text[k] = kinds[k] == BACKUP_DAILY    ? 'd'
				  : kinds[k] == BACKUP_WEEKLY ? 'w'
				  : kinds[k] == BACKUP_SPARE  ? '-'
							      : '?';
		assert_int_equal(kinds[n], BACKUP_NAMED);
		if (strcmp(text, cases[i].kinds) != 0)
			fail_msg("case %zu: %s, not %s", i, text, cases[i].kinds);
	}
}

/* Two years of nights: never more than the settings say, and each goes by the day it was told. */
static void every_night_for_two_years(void **state)
{
	struct day kept[16], today = day_from_civil(2026, 12, 1);
	enum backup_kind kinds[16];
	size_t n = 0;

	(void)state;
	for (int night = 0; night < 730; night++) {
		size_t left = 0;

		today = day_plus(today, 1);
		memmove(kept + 1, kept, n * sizeof *kept);
		kept[0] = today;
		n++;
		backup_rotate(kept, n, 7, 4, kinds);
		for (size_t i = 0; i < n; i++)
			if (kinds[i] != BACKUP_SPARE)
				kept[left++] = kept[i];
		n = left;
		assert_true(n <= 11);
		assert_false(day_before(backup_expires(kept[n - 1], 7, 4), today));
		if (night > 60) {
			assert_int_equal(n, 11);
			assert_true(today.n - kept[n - 1].n >= 28);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_plain_names_are_taken),
		cmocka_unit_test(a_nightly_name_is_its_day),
		cmocka_unit_test(rotation_keeps_what_the_settings_say),
		cmocka_unit_test(every_night_for_two_years),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
