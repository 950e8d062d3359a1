/* The only zone reader: civil time and instants in any IANA zone. */
#include "base/zone.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "base/tzif.h"
#include "base/xalloc.h"

#define ZONEINFO "/usr/share/zoneinfo"
#define LOCALTIME "/etc/localtime"
#define NAME_MAX_BYTES 255
#define FARTHEST ((int64_t)1 << 55)
#define HASH_START 0xcbf29ce484222325u /* FNV-1a */

struct zone {
	char *name;
	char *path; /* of the file it came from, null where there is none */
	uint64_t path_mark;
	uint64_t stamp;
	struct tzif table;
};

static uint64_t hash(uint64_t h, const void *bytes, size_t n)
{
	const unsigned char *b = bytes;

	for (size_t i = 0; i < n; i++)
		h = (h ^ b[i]) * 0x100000001b3u;
	return h;
}

void zone_free(struct zone *z)
{
	if (!z)
		return;
	tzif_deinit(&z->table);
	free(z->name);
	free(z->path);
	free(z);
}

int zone_parse(const char *name, const unsigned char *bytes, size_t n, struct zone **ret)
{
	struct tzif table;
	struct zone *z;
	int r;

	r = tzif_parse(bytes, n, &table);
	if (r)
		return r;

	z = xcalloc(1, sizeof *z);
	z->name = xstrdup(name);
	z->stamp = hash(HASH_START, bytes, n);
	z->table = table;
	*ret = z;
	return 0;
}

static struct zone *zone_from_rule(const char *name, const struct posixtz *rule)
{
	struct zone *z = xcalloc(1, sizeof *z);

	z->name = xstrdup(name);
	z->stamp = hash(HASH_START, name, strlen(name));
	z->table.has_rule = true;
	z->table.rule = *rule;
	return z;
}

static struct zone *zone_utc(void)
{
	return zone_from_rule("UTC", &(struct posixtz){0});
}

const char *zone_name(const struct zone *z)
{
	return z->name;
}

uint64_t zone_stamp(const struct zone *z)
{
	return z->stamp;
}

/* --- civil time --- */

static int64_t clamp(int64_t seconds)
{
	if (seconds > FARTHEST)
		return FARTHEST;
	return seconds < -FARTHEST ? -FARTHEST : seconds;
}

int32_t zone_offset(const struct zone *z, int64_t instant)
{
	return tzif_span(&z->table, clamp(instant)).offset;
}

int64_t zone_next_change(const struct zone *z, int64_t instant)
{
	struct posixtz_span span = tzif_span(&z->table, clamp(instant));

	return span.end > FARTHEST ? INT64_MAX : span.end;
}

int64_t zone_to_local(const struct zone *z, int64_t instant)
{
	return clamp(instant) + zone_offset(z, instant);
}

/* Walks the stretches of time that the offset limit leaves in question. In each, the civil time
 * has one candidate; one that lies before its stretch was jumped over by the transition. */
int64_t zone_to_instant(const struct zone *z, int64_t local, enum zone_fit *ret_fit)
{
	int64_t wanted = clamp(local), first = 0, after_gap = 0;
	int64_t at = wanted - TZIF_MAX_OFFSET, last = wanted + TZIF_MAX_OFFSET;
	int n_found = 0;
	bool is_past_gap = false;

	while (at < last && n_found < 2) {
		struct posixtz_span span = tzif_span(&z->table, at);
		int64_t candidate = wanted - span.offset;

		if (candidate < span.start && !is_past_gap) {
			after_gap = span.start;
			is_past_gap = true;
		}
		if (candidate >= span.start && candidate < span.end && n_found++ == 0)
			first = candidate;
		at = span.end;
	}
	if (ret_fit)
		*ret_fit = n_found == 0 ? ZONE_GAP : n_found == 1 ? ZONE_ONCE : ZONE_OVERLAP;
	return n_found ? first : after_gap;
}

/* --- files --- */

/* Tells a file from the one that replaces it; 0 where there is none. */
static uint64_t mark_of(const char *path)
{
	char link[PATH_MAX];
	struct stat st;
	ssize_t n;
	uint64_t h = HASH_START;

	if (stat(path, &st) < 0)
		return 0;
	h = hash(h, &st.st_dev, sizeof st.st_dev);
	h = hash(h, &st.st_ino, sizeof st.st_ino);
	h = hash(h, &st.st_size, sizeof st.st_size);
	h = hash(h, &st.st_mtim.tv_sec, sizeof st.st_mtim.tv_sec);
	h = hash(h, &st.st_mtim.tv_nsec, sizeof st.st_mtim.tv_nsec);
	n = readlink(path, link, sizeof link);
	return n > 0 ? hash(h, link, (size_t)n) : h;
}

bool zone_has_changed(const struct zone *z)
{
	return z->path && mark_of(z->path) != z->path_mark;
}

/* At most `size` bytes of a regular file; anything else in its place is as if missing. */
static int read_file(const char *path, unsigned char *to, size_t size, size_t *ret_n)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;
	size_t n = 0;
	ssize_t got = 1;

	if (fd < 0)
		return errno == ENOTDIR ? -ENOENT : -errno;
	if (fstat(fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -ENOENT;
	while (n < size && got > 0) {
		got = read(fd, to + n, size - n);
		if (got < 0)
			return -errno;
		n += (size_t)got;
	}
	*ret_n = n;
	return 0;
}

static int load_file(const char *name, const char *path, struct zone **ret)
{
	_cleanup_free_ unsigned char *bytes = xmalloc(TZIF_MAX_BYTES + 1);
	uint64_t mark = mark_of(path); /* before reading: a change in between shows later */
	size_t n = 0;
	int r;

	r = read_file(path, bytes, TZIF_MAX_BYTES + 1, &n);
	if (r)
		return r;
	r = zone_parse(name, bytes, n, ret);
	if (r)
		return r;

	(*ret)->path = xstrdup(path);
	(*ret)->path_mark = mark;
	return 0;
}

const char *zone_folder(void)
{
	const char *folder = secure_getenv("TZDIR");

	return folder && folder[0] == '/' ? folder : ZONEINFO;
}

/* Letters, digits and "+-_/." in parts that are not empty and start with no full stop. */
static bool is_name(const char *name)
{
	bool starts_part = true;

	if (strlen(name) > NAME_MAX_BYTES)
		return false;
	for (const char *c = name; *c; c++) {
		bool is_letter = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z');
		bool is_other = (*c >= '0' && *c <= '9') || *c == '+' || *c == '-' || *c == '_';

		if (*c == '/' ? starts_part : !is_letter && !is_other && (*c != '.' || starts_part))
			return false;
		starts_part = *c == '/';
	}
	return !starts_part;
}

int zone_load(const char *name, struct zone **ret)
{
	char path[PATH_MAX];
	int n;

	if (!is_name(name))
		return -EINVAL;
	n = snprintf(path, sizeof path, "%s/%s", zone_folder(), name);
	if (n < 0 || (size_t)n >= sizeof path)
		return -ENOENT;
	return load_file(name, path, ret);
}

/* What follows the zoneinfo folder in a path, null where the path lies elsewhere. */
static const char *name_in_path(const char *path)
{
	const char *folder = zone_folder(), *found;

	if (str_starts_with(path, folder) && path[strlen(folder)] == '/')
		found = path + strlen(folder) + 1;
	else
		found = strstr(path, "/zoneinfo/") ? strstr(path, "/zoneinfo/") + 10 : NULL;
	return found && is_name(found) ? found : NULL;
}

/* The name is the link's where the path is one: /etc/localtime tells the zone that way. */
static int load_path(const char *path, struct zone **ret)
{
	char link[PATH_MAX];
	ssize_t n = readlink(path, link, sizeof link - 1);
	const char *name = name_in_path(path);

	if (n > 0 && !name) {
		link[n] = '\0';
		name = name_in_path(link);
	}
	if (!name)
		name = strrchr(path, '/') + 1;
	return load_file(name, path, ret);
}

/* --- the machine's zone --- */

static const char *localtime_problem(int r)
{
	if (r == -ENOENT)
		return "/etc/localtime is missing: the time zone is UTC";
	if (r == -EINVAL)
		return "/etc/localtime is no time zone file: the time zone is UTC";
	return "/etc/localtime cannot be read: the time zone is UTC";
}

struct zone *zone_load_localtime(const char *path, const char **ret_problem)
{
	struct zone *z;
	int r;

	*ret_problem = NULL;
	r = load_path(path, &z);
	if (r) {
		*ret_problem = localtime_problem(r);
		z = zone_utc();
		z->path_mark = mark_of(path);
		z->path = xstrdup(path);
	}
	return z;
}

/* A name before a rule: "EST5EDT" is both. */
static struct zone *load_named(const char *tz)
{
	struct posixtz rule;
	struct zone *z;

	if (tz[0] == '/')
		return load_path(tz, &z) ? NULL : z;
	if (zone_load(tz, &z) == 0)
		return z;
	if (posixtz_parse(tz, strlen(tz), &rule) == 0)
		return zone_from_rule(tz, &rule);
	return NULL;
}

struct zone *zone_load_system(const char **ret_problem)
{
	const char *tz = secure_getenv("TZ");
	struct zone *z;

	if (!tz)
		return zone_load_localtime(LOCALTIME, ret_problem);
	if (tz[0] == ':')
		tz++;
	*ret_problem = NULL;
	if (tz[0] == '\0') {
		*ret_problem = "TZ is set to nothing: the time zone is UTC";
		return zone_utc();
	}
	z = load_named(tz);
	if (z)
		return z;
	*ret_problem =
		access(zone_folder(), R_OK | X_OK) == 0
			? "TZ names no time zone of this machine: the time zone is UTC"
			: "this machine has no time zone data (is tzdata installed?): the time "
			  "zone is UTC";
	return zone_utc();
}
