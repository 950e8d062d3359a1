/* The settings file, vouch.conf: an INI file that is read and never written. */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ini.h>

#include "base/cleanup.h"
#include "base/paths.h"
#include "base/str.h"
#include "base/xalloc.h"

#define LINE_MAX_BYTES 190 /* libinih cuts at 200 without a word */
#define FILE_MAX_BYTES (64 * 1024)

struct reading {
	FILE *file;
	const char *path;
	bool may_be_absent;
	int line;
	int lines[N_SETTINGS]; /* where each setting was given; 0: not yet */
	bool has_failed;
	struct config *to;
	char *why;
};

void config_init(struct config *c)
{
	*c = (struct config){0};
	settings_defaults(&c->settings);
}

void config_deinit(struct config *c)
{
	for (size_t i = 0; i < N_SETTINGS; i++)
		free(c->origin[i]);
	*c = (struct config){0};
}

const char *config_origin(const struct config *c, const struct setting *setting)
{
	const char *origin = c->origin[setting - settings_table];

	return origin ? origin : "default";
}

/* The first failure is the one that is told. */
static int fail(struct reading *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
static int fail(struct reading *r, const char *format, ...)
{
	va_list args;
	size_t n;

	if (r->has_failed)
		return 0;
	str_copy(r->why, CONFIG_WHY_SIZE, r->path);
	n = strlen(r->why);
	if (r->line)
		(void)snprintf(r->why + n, CONFIG_WHY_SIZE - n, ":%d", r->line);
	n = strlen(r->why);
	(void)snprintf(r->why + n, CONFIG_WHY_SIZE - n, ": ");
	n = strlen(r->why);
	va_start(args, format);
	(void)vsnprintf(r->why + n, CONFIG_WHY_SIZE - n, format, args);
	va_end(args);
	r->has_failed = true;
	return 0;
}

/* Gives libinih one line, and counts. */
static char *next_line(char *to, int size, void *user)
{
	_cleanup_free_ char *line = NULL;
	struct reading *r = user;
	size_t room = 0;
	ssize_t n;

	if (r->has_failed)
		return NULL;
	n = getline(&line, &room, r->file);
	if (n < 0)
		return NULL;
	r->line++;
	if (n > LINE_MAX_BYTES || n >= size) {
		(void)fail(r, "a line may have %d characters", LINE_MAX_BYTES);
		return NULL;
	}
	if (memchr(line, '\0', (size_t)n)) {
		(void)fail(r, "a NUL byte: this is no text file");
		return NULL;
	}
	str_copy(to, (size_t)size, line);
	return to;
}

static int fail_unknown(struct reading *r, const char *section, const char *key)
{
	char names[400] = "";
	size_t n = 0;

	for (const struct setting *t = settings_table; t->key; t++)
		if (str_equal(t->section, section) && n < sizeof names)
			n += (size_t)snprintf(names + n, sizeof names - n, "%s%s", n ? ", " : "",
					      t->key);
	if (n)
		return fail(r, "%s: unknown; [%s] has %s", key, section, names);
	for (const struct setting *t = settings_table; t->key; t++)
		if ((t == settings_table || !str_equal(t->section, t[-1].section)) &&
		    n < sizeof names)
			n += (size_t)snprintf(names + n, sizeof names - n, "%s[%s]", n ? ", " : "",
					      t->section);
	return fail(r, "%s: there is no section [%s]; there are %s", key, section, names);
}

static int take_setting(void *user, const char *section, const char *key, const char *value)
{
	const struct setting *setting = setting_find(section, key);
	char why[SETTING_WHY_SIZE];
	struct reading *r = user;
	int *line;

	if (!setting)
		return fail_unknown(r, section, key);
	line = &r->lines[setting - settings_table];
	if (*line)
		return fail(r, "%s: was given in line %d already", key, *line);
	if (setting_set(setting, &r->to->settings, value, why))
		return fail(r, "%s: %s", key, why);
	*line = r->line;
	return 1;
}

static int parse(struct reading *r)
{
	int wrong;

	ini_allow_multiline = false;
	wrong = ini_parse_stream(next_line, r, take_setting, r);
	if (wrong && !r->has_failed) {
		r->line = wrong;
		(void)fail(r, "must be a [section], a \"key = value\" or a comment");
	}
	r->line = 0;
	return r->has_failed ? -EINVAL : 0;
}

/* What a later file says counts. */
static void keep_origins(const struct reading *r)
{
	for (size_t i = 0; i < N_SETTINGS; i++) {
		size_t size = strlen(r->path) + 16;

		if (!r->lines[i])
			continue;
		free(r->to->origin[i]);
		r->to->origin[i] = xmalloc(size);
		(void)snprintf(r->to->origin[i], size, "%s:%d", r->path, r->lines[i]);
	}
}

/* 0, or -errno with the reason said. */
static int open_file(struct reading *r)
{
	int fd = open(r->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), code;
	struct stat st;

	if (fd < 0) {
		code = errno;
		if (code == ENOENT && r->may_be_absent)
			return -code;
		(void)fail(r, "cannot be read: %s", strerror(code));
		return -code;
	}
	r->file = fdopen(fd, "re");
	if (!r->file || fstat(fd, &st)) {
		code = errno;
		if (!r->file)
			(void)close(fd);
		return -code;
	}
	code = 0;
	if (!S_ISREG(st.st_mode) || st.st_size > FILE_MAX_BYTES) {
		(void)fail(r, "is no file of settings, or larger than %d KiB",
			   FILE_MAX_BYTES / 1024);
		code = -EINVAL;
	} else if (st.st_mode & (S_IWGRP | S_IWOTH) || (st.st_uid && st.st_uid != geteuid())) {
		(void)fail(r, "others may write this file; it must be yours, with mode 0644 "
			      "or less");
		code = -EACCES;
	}
	return code;
}

static int read_file(struct reading *r)
{
	_cleanup_fclose_ FILE *file = NULL;
	int code;

	code = open_file(r);
	file = r->file;
	if (code == 0)
		code = parse(r);
	if (code == 0)
		keep_origins(r);
	return code == -ENOENT && r->may_be_absent ? 0 : code;
}

static int is_settings_file(const struct dirent *e)
{
	size_t n = strlen(e->d_name);

	return e->d_name[0] != '.' && n > 5 && strcmp(e->d_name + n - 5, ".conf") == 0;
}

/* The files of conf.d beside the main one, by their names. */
static int read_folder(const char *path, struct config *to, char *why)
{
	const char *slash = strrchr(path, '/');
	_cleanup_str_ struct str folder = {0};
	struct dirent **files = NULL;
	int n, code = 0;

	str_add_n(&folder, path, slash ? (size_t)(slash - path) + 1 : 0);
	str_add(&folder, CONFIG_FOLDER);
	n = scandir(folder.data, &files, is_settings_file, alphasort);
	if (n < 0 && errno != ENOENT && errno != ENOTDIR) {
		code = -errno;
		(void)snprintf(why, CONFIG_WHY_SIZE, "%s: cannot be read: %s", folder.data,
			       strerror(errno));
	}
	for (int i = 0; i < n; i++) {
		_cleanup_str_ struct str file = {0};
		struct reading r = {.to = to, .why = why};

		str_addf(&file, "%s/%s", folder.data, files[i]->d_name);
		r.path = file.data;
		if (code == 0)
			code = read_file(&r);
		free(files[i]);
	}
	free(files);
	return code;
}

static int read_all(const char *path, bool may_be_absent, struct config *to, char *why)
{
	struct reading r = {.path = path, .may_be_absent = may_be_absent, .to = to, .why = why};
	char reason[SETTING_WHY_SIZE];
	int code;

	code = read_file(&r);
	if (code == 0)
		code = read_folder(path, to, why);
	if (code == 0 && settings_check(&to->settings, reason)) {
		(void)fail(&r, "%s", reason);
		code = -EINVAL;
	}
	return code;
}

int config_load(const char *path, struct config *c, char why[CONFIG_WHY_SIZE])
{
	char found[PATH_MAX];
	struct config fresh;
	int code;

	if (!path) {
		code = paths_get(PATHS_CONFIG, CONFIG_NAME, found, sizeof found);
		if (code) {
			str_copy(why, CONFIG_WHY_SIZE, "there is no config folder");
			return code;
		}
	}
	config_init(&fresh);
	code = read_all(path ? path : found, !path, &fresh, why);
	if (code) {
		config_deinit(&fresh);
		return code;
	}
	config_deinit(c);
	*c = fresh;
	return 0;
}
