/* Backups: what they may be called, and which of them are kept. */
#include "domain/backup.h"

#include <stdio.h>
#include <string.h>

#define NIGHTLY "vouch-"
#define WEEK 7

const char *const backup_kind_words[] = {"daily", "weekly", "named", "before", "spare", NULL};

static bool is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool backup_name_is_good(const char *name)
{
	size_t n = strlen(name);

	if (n == 0 || n > BACKUP_NAME_MAX || !is_plain(name[0]))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!is_plain(name[i]) && !strchr("-_.", name[i]))
			return false;
	return true;
}

const char *backup_name_of(struct day day, char to[BACKUP_NAME_SIZE])
{
	char text[DAY_TEXT_SIZE];

	(void)snprintf(to, BACKUP_NAME_SIZE, NIGHTLY "%s", day_format(day, text));
	return to;
}

bool backup_name_day(const char *name, struct day *ret)
{
	if (strncmp(name, NIGHTLY, strlen(NIGHTLY)) != 0)
		return false;
	return day_parse(name + strlen(NIGHTLY), ret) && day_in_range(*ret);
}

/* Counted from Mondays. */
static int week_of(struct day day)
{
	return (day.n - (int)day_weekday(day)) / WEEK;
}

void backup_rotate(const struct day *days, size_t n, int daily, int weekly, enum backup_kind *ret)
{
	int n_weeks = 0;

	for (size_t i = 0; i < n; i++) {
		if (i < (size_t)daily) {
			ret[i] = BACKUP_DAILY;
			continue;
		}
		ret[i] = BACKUP_SPARE;
		if (n_weeks < weekly && (i + 1 == n || week_of(days[i + 1]) != week_of(days[i]))) {
			ret[i] = BACKUP_WEEKLY;
			n_weeks++;
		}
	}
}

struct day backup_expires(struct day day, int daily, int weekly)
{
	return day_plus(day, daily + weekly * WEEK);
}
