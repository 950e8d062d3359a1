/* A recurrence rule as text: what vouch reads itself, and what is left for libical. */
#include "domain/recur_rule.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"

#define NUMBER_MAX 3660 /* days between, INTERVAL and COUNT */

struct part {
	const char *name, *value;
	size_t n_name, n_value;
};

enum part_kind {
	PART_FREQ,
	PART_INTERVAL,
	PART_COUNT,
	PART_UNTIL,
	PART_RSCALE,
	PART_SKIP,
	PART_OTHER,  /* libical's alone */
	PART_WEEKNO, /* libical gives its days out of order, or none: measured with 3.0.16 */
	PART_TIME,
};

static const struct {
	const char *name;
	enum part_kind kind;
} parts[] = {
	{"FREQ", PART_FREQ},       {"INTERVAL", PART_INTERVAL}, {"COUNT", PART_COUNT},
	{"UNTIL", PART_UNTIL},     {"RSCALE", PART_RSCALE},     {"SKIP", PART_SKIP},
	{"BYDAY", PART_OTHER},     {"BYMONTHDAY", PART_OTHER},  {"BYMONTH", PART_OTHER},
	{"BYYEARDAY", PART_OTHER}, {"BYWEEKNO", PART_WEEKNO},   {"BYSETPOS", PART_OTHER},
	{"WKST", PART_OTHER},      {"BYHOUR", PART_TIME},       {"BYMINUTE", PART_TIME},
	{"BYSECOND", PART_TIME},
};

bool recur_wrong(char why[RECUR_WHY_SIZE], const char *format, ...)
{
	va_list args;

	va_start(args, format);
	(void)vsnprintf(why, RECUR_WHY_SIZE, format, args);
	va_end(args);
	return false;
}

static bool is_one_of(const char *text, size_t n, const char *const words[], size_t n_words)
{
	for (size_t i = 0; i < n_words; i++)
		if (strlen(words[i]) == n && memcmp(words[i], text, n) == 0)
			return true;
	return false;
}

/* A whole number from 1 to NUMBER_MAX; 0 for anything else. */
static int number_of(const char *text, size_t n)
{
	int value = 0;

	if (n > 4)
		return 0;
	for (size_t i = 0; i < n; i++) {
		if (text[i] < '0' || text[i] > '9')
			return 0;
		value = value * 10 + (text[i] - '0');
	}
	return value <= NUMBER_MAX ? value : 0;
}

/* 20271231, 20271231T235959 or 20271231T235959Z: the day counts, since time floats here. */
static bool until_of(const char *text, size_t n, struct day *ret)
{
	static const char shape[] = "dddddddd"
				    "Tdddddd"
				    "Z";
	char day[11];

	if (n != 8 && n != 15 && n != 16)
		return false;
	for (size_t i = 0; i < n; i++) {
		bool is_digit = text[i] >= '0' && text[i] <= '9';

		if (shape[i] == 'd' ? !is_digit : text[i] != shape[i])
			return false;
	}
	(void)snprintf(day, sizeof(day), "%.4s-%.2s-%.2s", text, text + 4, text + 6);
	return day_parse(day, ret);
}

static bool check_frequency(const struct part *p, char why[RECUR_WHY_SIZE])
{
	static const char *const days[] = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
	static const char *const times[] = {"HOURLY", "MINUTELY", "SECONDLY"};

	if (is_one_of(p->value, p->n_value, times, 3))
		return recur_wrong(why, "a rule repeats by the day at most: write FREQ=DAILY");
	if (!is_one_of(p->value, p->n_value, days, 4))
		return recur_wrong(why, "FREQ is one of DAILY, WEEKLY, MONTHLY, YEARLY");
	return true;
}

static bool read_part(const struct part *p, enum part_kind kind, struct recur_rule *rule,
		      char why[RECUR_WHY_SIZE])
{
	static const char *const gregorian[] = {"GREGORIAN"}, *const backward[] = {"BACKWARD"};

	switch (kind) {
	case PART_FREQ:
		return check_frequency(p, why);
	case PART_INTERVAL:
		rule->interval = number_of(p->value, p->n_value);
		if (!rule->interval)
			return recur_wrong(why, "INTERVAL is a number from 1 to %d", NUMBER_MAX);
		return true;
	case PART_COUNT:
		rule->count = number_of(p->value, p->n_value);
		if (!rule->count)
			return recur_wrong(why,
					   "COUNT is a number from 1 to %d; for more, write UNTIL",
					   NUMBER_MAX);
		return true;
	case PART_UNTIL:
		if (!until_of(p->value, p->n_value, &rule->until))
			return recur_wrong(why, "UNTIL is a day, written like UNTIL=20271231");
		return true;
	case PART_RSCALE:
		if (!is_one_of(p->value, p->n_value, gregorian, 1))
			return recur_wrong(why, "RSCALE is GREGORIAN: no other calendar is kept");
		return true;
	case PART_SKIP:
		if (!is_one_of(p->value, p->n_value, backward, 1))
			return recur_wrong(why,
					   "SKIP is BACKWARD: a day the month lacks is its last");
		return true;
	case PART_TIME:
		return recur_wrong(why,
				   "a rule gives days: leave out BYHOUR, BYMINUTE and BYSECOND");
	case PART_WEEKNO:
		return recur_wrong(why, "BYWEEKNO is not taken: name the day by BYMONTH and BYDAY");
	case PART_OTHER:
		break;
	}
	return true;
}

/* What libical is to see of the rule, but for the interval. */
static bool is_passed_on(enum part_kind kind)
{
	return kind == PART_FREQ || kind == PART_OTHER;
}

static size_t find_part(const struct part *p)
{
	size_t i = 0;

	while (i < ARRAY_LEN(parts) && (strlen(parts[i].name) != p->n_name ||
					memcmp(parts[i].name, p->name, p->n_name) != 0))
		i++;
	return i;
}

static bool take_part(const struct part *p, struct recur_rule *rule, char why[RECUR_WHY_SIZE])
{
	size_t i = find_part(p), used = strlen(rule->text);

	if (i == ARRAY_LEN(parts))
		return recur_wrong(why, "a rule is a number of days, or RRULE parts like "
					"FREQ=MONTHLY;INTERVAL=3");
	if (rule->seen & (1U << i))
		return recur_wrong(why, "%s stands twice in the rule", parts[i].name);
	rule->seen |= 1U << i;
	if (!read_part(p, parts[i].kind, rule, why))
		return false;

	if (is_passed_on(parts[i].kind))
		(void)snprintf(rule->text + used, sizeof(rule->text) - used, "%s%.*s=%.*s",
			       used ? ";" : "", (int)p->n_name, p->name, (int)p->n_value, p->value);
	return true;
}

static bool read_parts(const char *text, struct recur_rule *rule, char why[RECUR_WHY_SIZE])
{
	while (*text) {
		size_t length = strcspn(text, ";");
		size_t n_name = strcspn(text, "=;");
		struct part p = {.name = text, .n_name = n_name};

		if (n_name < length) {
			p.value = text + n_name + 1;
			p.n_value = length - n_name - 1;
		}
		if (p.n_value == 0)
			return recur_wrong(why, "each part of a rule is NAME=VALUE, parted by ;");
		if (!take_part(&p, rule, why))
			return false;
		text += length + (text[length] == ';');
	}
	return true;
}

/* In capitals, without a leading "RRULE:"; false where a character belongs in no rule. */
static bool tidy(const char *rule, char to[RECUR_LENGTH_MAX + 1])
{
	static const char prefix[] = "RRULE:";
	size_t n = strnlen(rule, RECUR_LENGTH_MAX + 1);

	if (n == 0 || n > RECUR_LENGTH_MAX)
		return false;
	for (size_t i = 0; i <= n; i++)
		to[i] = rule[i] >= 'a' && rule[i] <= 'z' ? (char)(rule[i] - 'a' + 'A') : rule[i];
	if (strncmp(to, prefix, strlen(prefix)) == 0)
		memmove(to, to + strlen(prefix), n + 1 - strlen(prefix));
	return strspn(to, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789=;,+-") == strlen(to) && *to;
}

bool recur_read(const char *rule, struct recur_rule *ret, char why[RECUR_WHY_SIZE])
{
	char text[RECUR_LENGTH_MAX + 1];

	*ret = (struct recur_rule){.interval = 1, .until = NO_DAY};
	if (!rule || !tidy(rule, text))
		return recur_wrong(why,
				   "a rule is a number of days, or an RRULE like FREQ=YEARLY of at "
				   "most %d characters",
				   RECUR_LENGTH_MAX);
	if (strspn(text, "0123456789") == strlen(text)) {
		ret->every_days = number_of(text, strlen(text));
		if (!ret->every_days)
			return recur_wrong(why, "the days between are 1 to %d", NUMBER_MAX);
		return true;
	}

	if (!read_parts(text, ret, why))
		return false;
	if (!(ret->seen & 1U << PART_FREQ))
		return recur_wrong(why, "a rule needs its FREQ, as in FREQ=YEARLY");
	if (ret->count && !day_is_none(ret->until))
		return recur_wrong(why, "a rule has COUNT or UNTIL, not both");
	return true;
}
