/* The settings file: what is read, where it came from, and what is refused with its place. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/str.h"

#define SHIPPED TEST_SOURCE_DIR "/../daemon/vouch.conf"

struct folder {
	char path[64];
	char file[256];
};

static void folder_make(struct folder *f)
{
	str_copy(f->path, sizeof f->path, "/tmp/vouch-config-XXXXXX");
	assert_non_null(mkdtemp(f->path));
	(void)snprintf(f->file, sizeof f->file, "%s/vouch.conf", f->path);
}

static void folder_remove(const struct folder *f)
{
	(void)unlink(f->file);
	(void)rmdir(f->path);
}

static void file_write(const struct folder *f, const char *bytes, size_t n)
{
	FILE *file = fopen(f->file, "we");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, n, file), n);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(f->file, 0600), 0);
}

static int load(const struct folder *f, const char *text, struct config *c, char *why)
{
	file_write(f, text, strlen(text));
	return config_load(f->file, c, why);
}

static void the_shipped_file_names_every_setting_at_its_default(void **state)
{
	char why[CONFIG_WHY_SIZE] = "", text_of_file[16384];
	struct settings defaults;
	struct config c;
	struct folder f;
	FILE *file;
	size_t n;

	(void)state;
	config_init(&c);
	settings_defaults(&defaults);
	/* A copy: a checkout that others may write would be refused. */
	folder_make(&f);
	file = fopen(SHIPPED, "re");
	assert_non_null(file);
	n = fread(text_of_file, 1, sizeof text_of_file, file);
	assert_in_range(n, 1, sizeof text_of_file - 1);
	(void)fclose(file);
	file_write(&f, text_of_file, n);
	if (config_load(f.file, &c, why))
		fail_msg("%s", why);
	assert_memory_equal(&c.settings, &defaults, sizeof defaults);
	for (const struct setting *t = settings_table; t->key; t++) {
		char text[SETTING_TEXT_SIZE];

		if (strcmp(config_origin(&c, t), "default") == 0)
			fail_msg("[%s] %s is not in the shipped file", t->section, t->key);
		assert_string_equal(setting_text(t, &c.settings, text), t->fallback);
	}
	config_deinit(&c);
	folder_remove(&f);
}

static void each_setting_knows_its_file_and_line(void **state)
{
	char why[CONFIG_WHY_SIZE] = "", want[300];
	struct folder f;
	struct config c;

	(void)state;
	folder_make(&f);
	config_init(&c);
	assert_int_equal(load(&f,
			      "# mine\n\n[asks]\nasks_per_day = 5 ; busy\n[money]\n"
			      "  currency: eur\r\n",
			      &c, why),
			 0);
	assert_int_equal(c.settings.asks_per_day, 5);
	assert_string_equal(c.settings.currency, "EUR");
	(void)snprintf(want, sizeof want, "%s:4", f.file);
	assert_string_equal(config_origin(&c, setting_find("asks", "asks_per_day")), want);
	(void)snprintf(want, sizeof want, "%s:6", f.file);
	assert_string_equal(config_origin(&c, setting_find("money", "currency")), want);
	assert_string_equal(config_origin(&c, setting_find("work", "week")), "default");

	/* Read again without the line: the default is back. */
	assert_int_equal(load(&f, "", &c, why), 0);
	assert_int_equal(c.settings.asks_per_day, 3);
	assert_string_equal(config_origin(&c, setting_find("asks", "asks_per_day")), "default");
	config_deinit(&c);
	folder_remove(&f);
}

#define LINE_OF_189                                                                                \
	"; 34567890123456789012345678901234567890123456789012345678901234567890"                   \
	"12345678901234567890123456789012345678901234567890123456789012345678901234567890"         \
	"123456789012345678901234567890123456789"

static const struct {
	const char *text, *want; /* after "FILE" */
} refusals[] = {
	{"[asks]\nasks_per_day = 21\n", ":2: asks_per_day: must be a whole number from 1 to 20"},
	{"[asks]\n\nper_day = 3\n",
	 ":3: per_day: unknown; [asks] has ask_expiry_days, asks_per_day"},
	{"[earned]\nscore = 9\n",
	 ":2: score: there is no section [earned]; there are [work], [quiet], [calls], "
	 "[plans], [asks], [gate], [cadence], [desktop], [money], [gifts], [contacts], [journal], "
	 "[backup], [calendar], [socket]"},
	{"week = mon\n", ":1: week: there is no section []; there are [work], [quiet], [calls], "
			 "[plans], [asks], [gate], [cadence], [desktop], [money], [gifts], "
			 "[contacts], [journal], [backup], [calendar], [socket]"},
	{"[work]\nstart\n", ":2: must be a [section], a \"key = value\" or a comment"},
	{"[work\n", ":1: must be a [section], a \"key = value\" or a comment"},
	{"[work]\nstart = 08:00\nend = 17:00\nstart = 09:00\n",
	 ":4: start: was given in line 2 already"},
	{"[work]\nstart = 08:00\n 17:00\n", ":3: 17: unknown; [work] has week, start, end"},
	{"[work]\nstart = 18:00\nend = 09:00\n",
	 ": the end of [work] must be later than its start"},
	{"[work]\n" LINE_OF_189 "x\n[money]\ncurrency=EUR\n", ":2: a line may have 190 characters"},
};

static void what_is_not_allowed_is_refused_with_its_place(void **state)
{
	struct folder f;

	(void)state;
	folder_make(&f);
	for (size_t i = 0; i < ARRAY_LEN(refusals); i++) {
		char why[CONFIG_WHY_SIZE] = "";
		struct config c;

		config_init(&c);
		c.settings.asks_per_day = 7;
		assert_int_equal(load(&f, refusals[i].text, &c, why), -EINVAL);
		assert_int_equal(strncmp(why, f.file, strlen(f.file)), 0);
		assert_string_equal(why + strlen(f.file), refusals[i].want);
		assert_int_equal(c.settings.asks_per_day, 7); /* as it was */
		config_deinit(&c);
	}
	folder_remove(&f);
}

static void a_line_at_the_limit_is_read(void **state)
{
	char why[CONFIG_WHY_SIZE] = "";
	struct folder f;
	struct config c;

	(void)state;
	assert_int_equal(strlen(LINE_OF_189), 189);
	folder_make(&f);
	config_init(&c);
	assert_int_equal(load(&f, LINE_OF_189 "\n[money]\ncurrency=EUR", &c, why), 0);
	assert_string_equal(c.settings.currency, "EUR");
	config_deinit(&c);
	folder_remove(&f);
}

static void a_nul_byte_is_refused(void **state)
{
	static const char bytes[] = "[money]\ncurrency = EUR\0\n";
	char why[CONFIG_WHY_SIZE] = "";
	struct folder f;
	struct config c;

	(void)state;
	folder_make(&f);
	config_init(&c);
	file_write(&f, bytes, sizeof bytes - 1);
	assert_int_equal(config_load(f.file, &c, why), -EINVAL);
	assert_non_null(strstr(why, ":2: a NUL byte"));
	config_deinit(&c);
	folder_remove(&f);
}

static void a_file_that_others_may_write_is_refused(void **state)
{
	static const mode_t modes[] = {0620, 0602, 0666, 0660};
	struct folder f;

	(void)state;
	folder_make(&f);
	file_write(&f, "", 0);
	for (size_t i = 0; i < ARRAY_LEN(modes); i++) {
		char why[CONFIG_WHY_SIZE] = "";
		struct config c;

		config_init(&c);
		assert_int_equal(chmod(f.file, modes[i]), 0);
		assert_int_equal(config_load(f.file, &c, why), -EACCES);
		assert_non_null(strstr(why, "others may write"));
		assert_int_equal(chmod(f.file, 0644), 0);
		assert_int_equal(config_load(f.file, &c, why), 0);
		config_deinit(&c);
	}
	folder_remove(&f);
}

static void only_the_default_file_may_be_absent(void **state)
{
	char why[CONFIG_WHY_SIZE] = "";
	struct folder f;
	struct config c;

	(void)state;
	folder_make(&f);
	config_init(&c);
	assert_int_equal(config_load(f.file, &c, why), -ENOENT);
	assert_non_null(strstr(why, "cannot be read"));
	assert_int_equal(setenv("XDG_CONFIG_HOME", f.path, 1), 0);
	c.settings.asks_per_day = 7;
	assert_int_equal(config_load(NULL, &c, why), 0);
	assert_int_equal(c.settings.asks_per_day, 3);
	config_deinit(&c);
	folder_remove(&f);
}

/* The last one counts; what only hidden and other files say does not. */
static void files_of_conf_d_follow_by_their_names(void **state)
{
	static const struct {
		const char *name, *text;
	} files[] = {
		{"20-late.conf", "[asks]\nasks_per_day = 9\n"},
		{"10-early.conf", "[asks]\nasks_per_day = 8\n[money]\ncurrency = EUR\n"},
		{".hidden.conf", "[asks]\nasks_per_day = 1\n"},
		{"notes.txt", "not a setting"},
	};
	char why[CONFIG_WHY_SIZE] = "", folder[128], path[ARRAY_LEN(files)][256], want[400];
	struct folder f;
	struct config c;

	(void)state;
	folder_make(&f);
	(void)snprintf(folder, sizeof folder, "%s/conf.d", f.path);
	assert_int_equal(mkdir(folder, 0700), 0);
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		struct folder in = f;

		(void)snprintf(path[i], sizeof path[i], "%s/%s", folder, files[i].name);
		(void)snprintf(in.file, sizeof in.file, "%s", path[i]);
		file_write(&in, files[i].text, strlen(files[i].text));
	}
	config_init(&c);
	assert_int_equal(load(&f, "[asks]\nasks_per_day = 7\n[cadence]\na = 20\n", &c, why), 0);
	assert_int_equal(c.settings.asks_per_day, 9);
	assert_int_equal(c.settings.cadence_days[0], 20);
	assert_string_equal(c.settings.currency, "EUR");
	(void)snprintf(want, sizeof want, "%s:2", path[0]);
	assert_string_equal(config_origin(&c, setting_find("asks", "asks_per_day")), want);

	/* One that is wrong: all of the old settings stay. */
	(void)snprintf(f.file, sizeof f.file, "%s", path[1]);
	file_write(&f, "[asks]\nasks_per_day = 99\n", 25);
	(void)snprintf(f.file, sizeof f.file, "%s/vouch.conf", f.path);
	assert_int_equal(config_load(f.file, &c, why), -EINVAL);
	(void)snprintf(want, sizeof want, "%s:2: asks_per_day: must be a whole number from 1 to 20",
		       path[1]);
	assert_string_equal(why, want);
	assert_int_equal(c.settings.asks_per_day, 9);
	for (size_t i = 0; i < ARRAY_LEN(files); i++)
		(void)unlink(path[i]);
	(void)rmdir(folder);
	config_deinit(&c);
	folder_remove(&f);
}

static void a_folder_or_a_huge_file_is_refused(void **state)
{
	char why[CONFIG_WHY_SIZE] = "";
	struct folder f;
	struct config c;

	(void)state;
	folder_make(&f);
	config_init(&c);
	assert_int_equal(config_load(f.path, &c, why), -EINVAL);
	file_write(&f, "", 0);
	assert_int_equal(truncate(f.file, 65 * 1024), 0);
	assert_int_equal(config_load(f.file, &c, why), -EINVAL);
	config_deinit(&c);
	folder_remove(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_shipped_file_names_every_setting_at_its_default),
		cmocka_unit_test(each_setting_knows_its_file_and_line),
		cmocka_unit_test(what_is_not_allowed_is_refused_with_its_place),
		cmocka_unit_test(a_line_at_the_limit_is_read),
		cmocka_unit_test(a_nul_byte_is_refused),
		cmocka_unit_test(a_file_that_others_may_write_is_refused),
		cmocka_unit_test(only_the_default_file_may_be_absent),
		cmocka_unit_test(files_of_conf_d_follow_by_their_names),
		cmocka_unit_test(a_folder_or_a_huge_file_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
