/* Where things lie, with every state the environment can be in. */
#include <errno.h>
#include <pwd.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/paths.h"
#include "base/tempdir.h"

static void set(const char *variable, const char *value)
{
	if (value)
		(void)setenv(variable, value, 1);
	else
		(void)unsetenv(variable);
}

static const struct {
	enum paths_kind kind;
	const char *xdg, *home, *name;
	int r;
	const char *path;
} cases[] = {
	{PATHS_DATA, "/x", "/h", "vouch.db", 0, "/x/vouch/vouch.db"},
	{PATHS_DATA, NULL, "/h", "vouch.db", 0, "/h/.local/share/vouch/vouch.db"},
	{PATHS_DATA, "", "/h", "vouch.db", 0, "/h/.local/share/vouch/vouch.db"},
	{PATHS_DATA, "x/y", "/h", NULL, 0, "/h/.local/share/vouch"},
	{PATHS_CONFIG, NULL, "/h", "vouch.conf", 0, "/h/.config/vouch/vouch.conf"},
	{PATHS_CONFIG, "/x", NULL, "vouch.conf", 0, "/x/vouch/vouch.conf"},
	{PATHS_STATE, NULL, "/h", NULL, 0, "/h/.local/state/vouch"},
	{PATHS_STATE, "./x", "/h", NULL, 0, "/h/.local/state/vouch"},
	{PATHS_RUNTIME, "/run/user/1", NULL, "vouchd.sock", 0, "/run/user/1/vouch/vouchd.sock"},
	{PATHS_RUNTIME, NULL, "/h", "vouchd.sock", -ENOENT, NULL},
	{PATHS_RUNTIME, "", "/h", "vouchd.sock", -ENOENT, NULL},
	{PATHS_RUNTIME, "run", "/h", "vouchd.sock", -ENOENT, NULL},
};

static const char *const variables[] = {
	[PATHS_DATA] = "XDG_DATA_HOME",
	[PATHS_CONFIG] = "XDG_CONFIG_HOME",
	[PATHS_STATE] = "XDG_STATE_HOME",
	[PATHS_RUNTIME] = "XDG_RUNTIME_DIR",
};

static void the_environment_says_where_things_lie(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char path[PATH_MAX] = "";

		set(variables[cases[i].kind], cases[i].xdg);
		set("HOME", cases[i].home);
		assert_int_equal(paths_get(cases[i].kind, cases[i].name, path, sizeof path),
				 cases[i].r);
		if (cases[i].path)
			assert_string_equal(path, cases[i].path);
	}
}

static void a_home_that_is_unset_or_relative_comes_from_the_passwd_entry(void **state)
{
	static const char *const homes[] = {NULL, "", "home/me", "."};
	const struct passwd *me = getpwuid(getuid());
	char want[PATH_MAX], path[PATH_MAX];

	(void)state;
	if (!me)
		skip();
	(void)snprintf(want, sizeof want, "%s/.config/vouch", me->pw_dir);
	set("XDG_CONFIG_HOME", NULL);
	for (size_t i = 0; i < ARRAY_LEN(homes); i++) {
		set("HOME", homes[i]);
		assert_int_equal(paths_get(PATHS_CONFIG, NULL, path, sizeof path), 0);
		assert_string_equal(path, want);
	}
}

static void a_path_without_room_is_refused(void **state)
{
	char path[20];

	(void)state;
	set("XDG_DATA_HOME", "/x");
	assert_int_equal(paths_get(PATHS_DATA, "0123456789", path, 20), 0); /* 19 and the end */
	assert_int_equal(paths_get(PATHS_DATA, "0123456789", path, 19), -ENAMETOOLONG);
	assert_int_equal(paths_get(PATHS_DATA, "0123456789", path, 0), -ENAMETOOLONG);
}

static mode_t mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(lstat(path, &st), 0);
	return st.st_mode & 07777;
}

static void folders_are_made_with_their_parents_and_for_us_alone(void **state)
{
	char parent[PATH_MAX], path[PATH_MAX];
	mode_t before = umask(0);

	assert_int_equal(paths_make_folder(tempdir_path(state, "a/b/c", path)), 0);
	(void)umask(before);
	assert_int_equal(mode_of(path), 0700);
	assert_int_equal(mode_of(tempdir_path(state, "a/b", parent)), 0700);
	assert_int_equal(mode_of(tempdir_path(state, "a", parent)), 0700);
	assert_int_equal(paths_make_folder(path), 0); /* it is there already */
	assert_int_equal(paths_make_folder(tempdir_path(state, "a//b/d/", path)), 0);
	assert_int_equal(paths_check_private(path), 0);
}

static void a_folder_that_cannot_be_made_is_an_error(void **state)
{
	char path[5000];

	assert_int_equal(tempdir_write(tempdir_path(state, "file", path), "x", 1), 0);
	assert_int_equal(paths_make_folder(path), -ENOTDIR);
	assert_int_equal(paths_make_folder(tempdir_path(state, "file/below", path)), -ENOTDIR);
	assert_int_equal(paths_make_folder(""), -ENOENT);
	memset(path, 'a', sizeof path - 1);
	path[sizeof path - 1] = '\0';
	assert_int_equal(paths_make_folder(path), -ENAMETOOLONG);
	assert_int_equal(paths_check_private(path), -ENAMETOOLONG);
}

static void a_private_folder_is_real_ours_and_closed(void **state)
{
	char path[PATH_MAX], link[PATH_MAX];

	assert_int_equal(paths_check_private(tempdir_path(state, "folder", path)), -ENOENT);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(paths_check_private(path), 0);

	assert_int_equal(symlink(path, tempdir_path(state, "link", link)), 0);
	assert_int_equal(paths_check_private(link), -ELOOP);
	assert_int_equal(paths_check_private(tempdir_path(state, "link/", link)), -ELOOP);

	assert_int_equal(tempdir_write(tempdir_path(state, "file", link), "x", 1), 0);
	assert_int_equal(paths_check_private(link), -ENOTDIR);
}

static void a_folder_open_to_anybody_else_is_not_private(void **state)
{
	char path[PATH_MAX];

	assert_int_equal(mkdir(tempdir_path(state, "folder", path), 0700), 0);
	for (mode_t bit = 1; bit <= 040; bit *= 2) {
		assert_int_equal(chmod(path, 0700 | bit), 0);
		assert_int_equal(paths_check_private(path), -EACCES);
	}
}

static void a_folder_of_somebody_else_is_not_ours(void **state)
{
	char path[PATH_MAX];

	assert_int_equal(mkdir(tempdir_path(state, "folder", path), 0700), 0);
	if (geteuid() != 0) {
		assert_int_equal(paths_check_private("/"), -EPERM);
		return;
	}
	assert_int_equal(chown(path, 1, 1), 0);
	assert_int_equal(paths_check_private(path), -EPERM);
}

#define WITH_FOLDER(name) cmocka_unit_test_setup_teardown(name, tempdir_setup, tempdir_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_environment_says_where_things_lie),
		cmocka_unit_test(a_home_that_is_unset_or_relative_comes_from_the_passwd_entry),
		cmocka_unit_test(a_path_without_room_is_refused),
		WITH_FOLDER(folders_are_made_with_their_parents_and_for_us_alone),
		WITH_FOLDER(a_folder_that_cannot_be_made_is_an_error),
		WITH_FOLDER(a_private_folder_is_real_ours_and_closed),
		WITH_FOLDER(a_folder_open_to_anybody_else_is_not_private),
		WITH_FOLDER(a_folder_of_somebody_else_is_not_ours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
