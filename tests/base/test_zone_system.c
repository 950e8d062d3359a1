/* The zone this machine is in: the forms of TZ, /etc/localtime, and their changes. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/civil.h"
#include "base/cleanup.h"
#include "base/tempdir.h"
#include "base/zone.h"

#define ZONEINFO "/usr/share/zoneinfo"
#define RULE "EST5EDT4,M3.2.0,M11.1.0"

static int clear_environment(void **state)
{
	(void)unsetenv("TZ");
	(void)unsetenv("TZDIR");
	return tempdir_setup(state);
}

static int clear_up(void **state)
{
	(void)unsetenv("TZ");
	(void)unsetenv("TZDIR");
	return tempdir_teardown(state);
}

static const struct {
	const char *tz, *name;
	int32_t summer; /* the offset on 1 July 2024 */
	const char *problem;
} forms[] = {
	{"Europe/Berlin", "Europe/Berlin", 7200, NULL},
	{":Europe/Berlin", "Europe/Berlin", 7200, NULL},
	{ZONEINFO "/Europe/Berlin", "Europe/Berlin", 7200, NULL},
	{":" ZONEINFO "/Europe/Berlin", "Europe/Berlin", 7200, NULL},
	{"Etc/GMT+5", "Etc/GMT+5", -18000, NULL},
	{RULE, RULE, -14400, NULL},
	{":" RULE, RULE, -14400, NULL},
	{"<+0545>-5:45", "<+0545>-5:45", 20700, NULL},
	{"UTC0", "UTC0", 0, NULL},
	{"UTC", "UTC", 0, NULL},
	{"", "UTC", 0, "TZ is set to nothing: the time zone is UTC"},
	{":", "UTC", 0, "TZ is set to nothing: the time zone is UTC"},
	{"Rubbish", "UTC", 0, "TZ names no time zone of this machine: the time zone is UTC"},
	{"Europe/Atlantis", "UTC", 0,
	 "TZ names no time zone of this machine: the time zone is UTC"},
	{"../../../etc/passwd", "UTC", 0,
	 "TZ names no time zone of this machine: the time zone is UTC"},
	{"/etc/passwd", "UTC", 0, "TZ names no time zone of this machine: the time zone is UTC"},
	{"/", "UTC", 0, "TZ names no time zone of this machine: the time zone is UTC"},
	{"/dev/zero", "UTC", 0, "TZ names no time zone of this machine: the time zone is UTC"},
	{"FOO5BAR", "UTC", 0, "TZ names no time zone of this machine: the time zone is UTC"},
	{RULE "x", "UTC", 0, "TZ names no time zone of this machine: the time zone is UTC"},
};

static void each_form_of_tz_names_a_zone_or_a_problem(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		const char *problem = "unset";
		struct zone *z;

		(void)setenv("TZ", forms[i].tz, 1);
		z = zone_load_system(&problem);
		assert_string_equal(zone_name(z), forms[i].name);
		assert_int_equal(zone_offset(z, civil("2024-07-01T00:00:00")), forms[i].summer);
		assert_string_equal(problem ? problem : "",
				    forms[i].problem ? forms[i].problem : "");
		zone_free(z);
	}
}

static void missing_zone_data_is_said_and_rules_work_without(void **state)
{
	char path[PATH_MAX];
	const char *problem;
	struct zone *z;

	(void)setenv("TZDIR", tempdir_path(state, "nothing", path), 1);
	(void)setenv("TZ", "Europe/Berlin", 1);
	z = zone_load_system(&problem);
	assert_string_equal(zone_name(z), "UTC");
	assert_string_equal(problem, "this machine has no time zone data (is tzdata installed?): "
				     "the time zone is UTC");
	zone_free(z);

	(void)setenv("TZ", RULE, 1);
	z = zone_load_system(&problem);
	assert_null(problem);
	assert_int_equal(zone_offset(z, civil("2024-07-01T00:00:00")), -14400);
	zone_free(z);
}

static void must_link(const char *target, const char *path)
{
	(void)unlink(path);
	assert_int_equal(symlink(target, path), 0);
}

static void a_link_tells_the_name(void **state)
{
	static const struct {
		const char *target, *name;
	} links[] = {
		{ZONEINFO "/Europe/Berlin", "Europe/Berlin"},
		{"../.." ZONEINFO "/Asia/Tokyo", "Asia/Tokyo"},
		{ZONEINFO "/Europe/Oslo", "Europe/Oslo"}, /* the user's word, not its target's */
	};
	char path[PATH_MAX];

	(void)tempdir_path(state, "localtime", path);
	for (size_t i = 0; i < ARRAY_LEN(links); i++) {
		const char *problem;
		struct zone *z;

		must_link(links[i].target, path);
		z = zone_load_localtime(path, &problem);
		assert_null(problem);
		assert_string_equal(zone_name(z), links[i].name);
		zone_free(z);
	}
}

/* As `cp` would; the copy has no link to tell its name. */
static void copy_zone(const char *name, const char *to)
{
	_cleanup_free_ unsigned char *bytes = malloc(65536);
	char from[PATH_MAX];
	FILE *f;
	size_t n;

	(void)snprintf(from, sizeof from, "%s/%s", ZONEINFO, name);
	f = fopen(from, "re");
	assert_non_null(f);
	n = fread(bytes, 1, 65536, f);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(tempdir_write(to, bytes, n), 0);
}

static void a_copy_has_the_name_of_its_file(void **state)
{
	char path[PATH_MAX];
	const char *problem;
	struct zone *z;

	copy_zone("Europe/Berlin", tempdir_path(state, "localtime", path));
	z = zone_load_localtime(path, &problem);
	assert_null(problem);
	assert_string_equal(zone_name(z), "localtime");
	assert_int_equal(zone_offset(z, civil("2024-07-01T00:00:00")), 7200);
	zone_free(z);
}

static void a_localtime_that_cannot_be_used_means_utc_with_a_problem(void **state)
{
	static const char rubbish[] = "TZif2 and nothing more";
	char path[PATH_MAX], folder[PATH_MAX];
	const char *problem;

	zone_free(zone_load_localtime(tempdir_path(state, "none", path), &problem));
	assert_string_equal(problem, "/etc/localtime is missing: the time zone is UTC");

	(void)tempdir_path(state, "rubbish", path);
	assert_int_equal(tempdir_write(path, rubbish, sizeof rubbish), 0);
	zone_free(zone_load_localtime(path, &problem));
	assert_string_equal(problem, "/etc/localtime is no time zone file: the time zone is UTC");

	(void)tempdir_path(state, "folder", folder);
	assert_int_equal(mkdir(folder, 0700), 0);
	zone_free(zone_load_localtime(folder, &problem));
	assert_string_equal(problem, "/etc/localtime is missing: the time zone is UTC");

	must_link("loop", tempdir_path(state, "loop", path));
	zone_free(zone_load_localtime(path, &problem));
	assert_string_equal(problem, "/etc/localtime cannot be read: the time zone is UTC");
}

static void a_named_pipe_in_place_of_localtime_does_not_block(void **state)
{
	char path[PATH_MAX];
	const char *problem;

	assert_int_equal(mkfifo(tempdir_path(state, "pipe", path), 0600), 0);
	zone_free(zone_load_localtime(path, &problem));
	assert_non_null(problem);
}

static void a_replaced_localtime_is_noticed(void **state)
{
	char path[PATH_MAX], other[PATH_MAX];
	const char *problem;
	struct zone *z;

	must_link(ZONEINFO "/Europe/Berlin", tempdir_path(state, "localtime", path));
	z = zone_load_localtime(path, &problem);
	assert_false(zone_has_changed(z));

	/* as timedatectl does: a new link, renamed over the old one */
	must_link(ZONEINFO "/Asia/Tokyo", tempdir_path(state, "other", other));
	assert_int_equal(rename(other, path), 0);
	assert_true(zone_has_changed(z));
	zone_free(z);

	z = zone_load_localtime(path, &problem);
	assert_string_equal(zone_name(z), "Asia/Tokyo");
	assert_false(zone_has_changed(z));
	zone_free(z);
}

static void another_name_for_the_same_file_is_noticed(void **state)
{
	char path[PATH_MAX];
	const char *problem;
	struct zone *z;

	copy_zone("Europe/London", tempdir_path(state, "London", path));
	must_link("London", tempdir_path(state, "localtime", path));
	z = zone_load_localtime(path, &problem);
	assert_null(problem);
	must_link("./London", path);
	assert_true(zone_has_changed(z));
	zone_free(z);
}

static void another_file_of_the_same_size_and_time_is_noticed(void **state)
{
	const struct timespec times[2] = {{.tv_sec = 1700000000}, {.tv_sec = 1700000000}};
	char path[PATH_MAX], other[PATH_MAX];
	const char *problem;
	struct zone *z;

	copy_zone("Europe/Berlin", tempdir_path(state, "localtime", path));
	copy_zone("Europe/Berlin", tempdir_path(state, "other", other));
	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
	assert_int_equal(utimensat(AT_FDCWD, other, times, 0), 0);
	z = zone_load_localtime(path, &problem);
	assert_int_equal(rename(other, path), 0);
	assert_true(zone_has_changed(z));
	zone_free(z);
}

static void a_localtime_that_goes_or_comes_is_noticed(void **state)
{
	char path[PATH_MAX];
	const char *problem;
	struct zone *z;

	must_link(ZONEINFO "/Europe/Berlin", tempdir_path(state, "localtime", path));
	z = zone_load_localtime(path, &problem);
	assert_int_equal(unlink(path), 0);
	assert_true(zone_has_changed(z));
	zone_free(z);

	z = zone_load_localtime(path, &problem);
	assert_false(zone_has_changed(z));
	must_link(ZONEINFO "/Europe/Berlin", path);
	assert_true(zone_has_changed(z));
	zone_free(z);
}

static void tz_wins_over_localtime(void **state)
{
	const char *problem;
	struct zone *z;

	(void)state;
	(void)setenv("TZ", "Asia/Tokyo", 1);
	z = zone_load_system(&problem);
	assert_string_equal(zone_name(z), "Asia/Tokyo");
	assert_false(zone_has_changed(z));
	zone_free(z);

	(void)setenv("TZ", "JST-9", 1);
	z = zone_load_system(&problem);
	assert_false(zone_has_changed(z));
	zone_free(z);
}

static void an_update_of_the_zone_data_is_noticed_and_changes_the_stamp(void **state)
{
	char path[PATH_MAX], other[PATH_MAX];
	struct zone *before, *after, *same;

	copy_zone("Africa/Casablanca", tempdir_path(state, "Home", path));
	(void)setenv("TZDIR", *state, 1);
	assert_int_equal(zone_load("Home", &before), 0);
	assert_string_equal(zone_name(before), "Home");

	copy_zone("Africa/Algiers", tempdir_path(state, "other", other));
	assert_int_equal(rename(other, path), 0);
	assert_true(zone_has_changed(before));
	assert_int_equal(zone_load("Home", &after), 0);
	assert_true(zone_stamp(before) != zone_stamp(after));

	/* reinstalled without a change: read again, but nothing to recompute */
	copy_zone("Africa/Algiers", tempdir_path(state, "other", other));
	assert_int_equal(rename(other, path), 0);
	assert_true(zone_has_changed(after));
	assert_int_equal(zone_load("Home", &same), 0);
	assert_true(zone_stamp(same) == zone_stamp(after));
	zone_free(before);
	zone_free(after);
	zone_free(same);
}

static void a_relative_tzdir_is_ignored(void **state)
{
	struct zone *z;

	(void)state;
	(void)setenv("TZDIR", "elsewhere", 1);
	assert_int_equal(zone_load("Europe/Berlin", &z), 0);
	zone_free(z);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, clear_environment, clear_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_form_of_tz_names_a_zone_or_a_problem),
		TEST(missing_zone_data_is_said_and_rules_work_without),
		TEST(a_link_tells_the_name),
		TEST(a_copy_has_the_name_of_its_file),
		TEST(a_localtime_that_cannot_be_used_means_utc_with_a_problem),
		TEST(a_named_pipe_in_place_of_localtime_does_not_block),
		TEST(a_replaced_localtime_is_noticed),
		TEST(another_name_for_the_same_file_is_noticed),
		TEST(another_file_of_the_same_size_and_time_is_noticed),
		TEST(a_localtime_that_goes_or_comes_is_noticed),
		TEST(tz_wins_over_localtime),
		TEST(an_update_of_the_zone_data_is_noticed_and_changes_the_stamp),
		TEST(a_relative_tzdir_is_ignored),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
