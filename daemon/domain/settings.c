/* Every number a person may set: the table, reading and writing of values. */
#include "domain/settings.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "domain/money.h"
#include "domain/words.h"

#define N_WEEKDAYS 7
#define WEEK_TEXT_SIZE 64

static const char *const privacy_words[] = {"names", "full", "none", NULL};
static const char *const calendar_words[] = {"todo", "event", "both", NULL};
static const char *const yes_no[] = {"yes", "no", NULL};
static const char *const weekdays[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun", NULL};

#define AT(member) offsetof(struct settings, member)

const struct setting settings_table[N_SETTINGS + 1] = {
	{"work", "week", SETTING_WEEK, AT(work_week), .fallback = "mon-fri",
	 .help = "the working days"},
	{"work", "start", SETTING_TIME, AT(work_start), .fallback = "09:00",
	 .help = "when working hours begin, and what \"any time that day\" means"},
	{"work", "end", SETTING_TIME, AT(work_end), .fallback = "18:00",
	 .help = "when working hours end"},
	{"quiet", "start", SETTING_TIME, AT(quiet_start), .fallback = "20:00",
	 .help = "from when on what is late waits for the morning"},
	{"quiet", "end", SETTING_TIME, AT(quiet_end), .fallback = "08:00",
	 .help = "until when it waits"},
	{"calls", "start", SETTING_TIME, AT(calls_start), .fallback = "08:00",
	 .help = "from when on a contact may be called, in their own time zone"},
	{"calls", "end", SETTING_TIME, AT(calls_end), .fallback = "21:00", .help = "until when"},
	{"plans", "stale_days", SETTING_INT, AT(stale_days), 0, 60, NULL, "10",
	 "steps of a plan more days past than this are not made"},
	{"plans", "stale_days_thank", SETTING_INT, AT(stale_days_thank), 0, 90, NULL, "30",
	 "the same for thank-yous"},
	{"plans", "calls_per_day", SETTING_INT, AT(calls_per_day), 1, 100, NULL, "12",
	 "how many calls that give something, or keep in touch, fall due on one day"},
	{"asks", "ask_expiry_days", SETTING_INT, AT(ask_expiry_days), 30, 365, NULL, "120",
	 "days after which an ask that waits expires"},
	{"asks", "asks_per_day", SETTING_INT, AT(asks_per_day), 1, 20, NULL, "3",
	 "how many asks may fall due on one day"},
	{"gate", "score", SETTING_INT, AT(gate_score), 8, 10, NULL, "9",
	 "a score that is enough to ask; one less, but not below 8, with a compliment"},
	{"gate", "rest_days", SETTING_INT, AT(gate_rest_days), 90, 730, NULL, "180",
	 "days from one ask to the next"},
	{"gate", "asks_per_year", SETTING_INT, AT(gate_asks_per_year), 1, 2, NULL, "2",
	 "asks in 365 days, at most"},
	{"gate", "gives", SETTING_INT, AT(gate_gives), 1, 5, NULL, "2",
	 "times something is given before the next ask"},
	{"gate", "complaint_days", SETTING_INT, AT(gate_complaint_days), 7, 90, NULL, "14",
	 "days after a complaint was resolved, unless a good score came since"},
	{"gate", "promise_days", SETTING_INT, AT(gate_promise_days), 30, 365, NULL, "90",
	 "days after a promise was late or broken, unless a good score came since"},
	{"gate", "score_age_days", SETTING_INT, AT(gate_score_age_days), 90, 365, NULL, "365",
	 "days for which a score or a compliment counts"},
	{"cadence", "a", SETTING_INT, AT(cadence_days[0]), 7, 730, NULL, "30",
	 "days within which a contact of class A should hear from you"},
	{"cadence", "b", SETTING_INT, AT(cadence_days[1]), 7, 730, NULL, "90",
	 "the same for class B"},
	{"cadence", "c", SETTING_INT, AT(cadence_days[2]), 7, 730, NULL, "180",
	 "the same for class C, which customers are in unless you say otherwise"},
	{"desktop", "popups_max", SETTING_INT, AT(popups_max), 1, 5, NULL, "3",
	 "pop-ups at once; what is beyond goes into one digest"},
	{"desktop", "popups_per_hour", SETTING_INT, AT(popups_per_hour), 1, 200, NULL, "20",
	 "pop-ups in an hour; what is beyond goes into the digest"},
	{"desktop", "morning", SETTING_WORD, AT(morning), .words = yes_no, .fallback = "yes",
	 .help = "a digest at the start of each working day: yes or no"},
	{"desktop", "privacy", SETTING_WORD, AT(privacy), .words = privacy_words,
	 .fallback = "names", .help = "what pop-ups tell: first names, everything, or no names"},
	{"money", "currency", SETTING_CURRENCY, AT(currency), .fallback = "USD",
	 .help = "the currency of amounts that name none, as in ISO 4217"},
	{"gifts", "limit", SETTING_INT, AT(gifts_limit), 0, 100000000, NULL, "50",
	 "gifts to one person in a calendar year, at most, in whole units of that currency; 0: "
	 "none"},
	{"contacts", "country", SETTING_COUNTRY, AT(country), .fallback = "",
	 .help = "where phone numbers without a country code are at home, as in ISO 3166: US, DE; "
		 "empty: not known"},
	{"journal", "days", SETTING_INT, AT(journal_days), 7, 3650, NULL, "90",
	 "days for which what was done can be taken back"},
	{"journal", "entries", SETTING_INT, AT(journal_entries), 1000, 1000000, NULL, "100000",
	 "entries of the journal that are kept at most"},
	{"backup", "folder", SETTING_FOLDER, AT(backup_folder), .fallback = "",
	 .help = "where backups go; empty: the folder backups beside the book"},
	{"backup", "daily", SETTING_INT, AT(backup_daily), 1, 365, NULL, "7",
	 "nightly backups that are kept"},
	{"backup", "weekly", SETTING_INT, AT(backup_weekly), 0, 520, NULL, "4",
	 "besides, weeks of which one is kept"},
	{"calendar", "folder", SETTING_FOLDER, AT(calendar_folder), .fallback = "",
	 .help = "a folder that is kept as a calendar of what is due, for vdirsyncer, khal and "
		 "phones; empty: none"},
	{"calendar", "items", SETTING_WORD, AT(calendar_items), .words = calendar_words,
	 .fallback = "todo", .help = "what it holds: todo (VTODO), event (VEVENT) or both"},
	{"socket", "max_connections", SETTING_INT, AT(max_connections), 8, 20000, NULL, "256",
	 "programs that may be connected at once"},
	{.key = NULL},
};

static void *member(const struct setting *setting, struct settings *s)
{
	return (char *)s + setting->offset;
}

static bool read_int(const char *text, int min, int max, int *ret)
{
	long n = 0;

	if (!*text || strlen(text) > 9)
		return false;
	for (const char *c = text; *c; c++) {
		if (!isdigit((unsigned char)*c))
			return false;
		n = n * 10 + (*c - '0');
	}
	if (n < min || n > max)
		return false;
	*ret = (int)n;
	return true;
}

/* "9:00" or "09:00". */
static bool read_time(const char *text, int *ret)
{
	const char *colon = strchr(text, ':');
	char hours[3] = "";
	int h, m;

	if (!colon || colon == text || colon - text > 2 || strlen(colon + 1) != 2)
		return false;
	memcpy(hours, text, (size_t)(colon - text));
	if (!read_int(hours, 0, 23, &h) || !read_int(colon + 1, 0, 59, &m))
		return false;
	*ret = h * 60 + m;
	return true;
}

/* "mon" or "mon-fri", which may go round the end of the week: "sun-thu". */
static bool read_days(char *text, uint8_t *week)
{
	char *dash = strchr(text, '-');
	int first, last;

	if (dash)
		*dash = '\0';
	first = word_index(weekdays, text);
	last = dash ? word_index(weekdays, dash + 1) : first;
	if (first < 0 || last < 0)
		return false;
	for (int d = first;; d = (d + 1) % N_WEEKDAYS) {
		*week |= (uint8_t)(1U << d);
		if (d == last)
			return true;
	}
}

static bool read_week(const char *text, uint8_t *ret)
{
	char copy[WEEK_TEXT_SIZE] = "";
	uint8_t week = 0;
	size_t n = 0;

	for (const char *c = text; *c; c++) {
		if (n + 1 == sizeof copy)
			return false;
		if (*c != ' ')
			copy[n++] = (char)tolower((unsigned char)*c);
	}
	for (char *rest = copy, *days; (days = strsep(&rest, ","));)
		if (!read_days(days, &week))
			return false;
	*ret = week;
	return true;
}

static bool read_currency(const char *text, char to[SETTING_TEXT_SIZE])
{
	char code[4];

	if (strlen(text) != 3)
		return false;
	for (size_t i = 0; i < sizeof code; i++)
		code[i] = (char)toupper((unsigned char)text[i]);
	if (money_exponent(code) < 0)
		return false;
	str_copy(to, SETTING_TEXT_SIZE, code);
	return true;
}

/* Absolute, or below the home folder. */
static bool read_folder(const char *text, char to[SETTING_TEXT_SIZE])
{
	if (strlen(text) >= SETTING_TEXT_SIZE ||
	    (*text && *text != '/' && strncmp(text, "~/", 2) != 0))
		return false;
	str_copy(to, SETTING_TEXT_SIZE, text);
	return true;
}

static bool read_country(const char *text, char to[SETTING_TEXT_SIZE])
{
	char code[3] = "";

	if (*text && strlen(text) != 2)
		return false;
	for (size_t i = 0; text[i]; i++) {
		if (!isalpha((unsigned char)text[i]))
			return false;
		code[i] = (char)toupper((unsigned char)text[i]);
	}
	str_copy(to, SETTING_TEXT_SIZE, code);
	return true;
}

static void say_words(const char *const *words, char why[SETTING_WHY_SIZE])
{
	size_t n = (size_t)snprintf(why, SETTING_WHY_SIZE, "must be one of ");

	for (size_t i = 0; words[i] && n < SETTING_WHY_SIZE; i++)
		n += (size_t)snprintf(why + n, SETTING_WHY_SIZE - n, "%s%s", i ? ", " : "",
				      words[i]);
}

static void say_allowed(const struct setting *setting, char why[SETTING_WHY_SIZE])
{
	switch (setting->type) {
	case SETTING_INT:
		(void)snprintf(why, SETTING_WHY_SIZE, "must be a whole number from %d to %d",
			       setting->min, setting->max);
		return;
	case SETTING_TIME:
		str_copy(why, SETTING_WHY_SIZE, "must be a time of day from 00:00 to 23:59");
		return;
	case SETTING_WEEK:
		str_copy(why, SETTING_WHY_SIZE, "must be days like mon-fri or mon,tue,thu");
		return;
	case SETTING_WORD:
		say_words(setting->words, why);
		return;
	case SETTING_FOLDER:
		str_copy(why, SETTING_WHY_SIZE,
			 "must be a folder that begins with / or ~/, or empty");
		return;
	case SETTING_COUNTRY:
		str_copy(why, SETTING_WHY_SIZE,
			 "must be a country of ISO 3166 in two letters, like US or DE, or empty");
		return;
	case SETTING_CURRENCY:
		str_copy(why, SETTING_WHY_SIZE, "must be a currency of ISO 4217, like USD or EUR");
		return;
	}
}

static bool read_value(const struct setting *setting, struct settings *s, const char *text)
{
	int word;

	switch (setting->type) {
	case SETTING_INT:
		return read_int(text, setting->min, setting->max, member(setting, s));
	case SETTING_TIME:
		return read_time(text, member(setting, s));
	case SETTING_WEEK:
		return read_week(text, member(setting, s));
	case SETTING_WORD:
		word = word_index(setting->words, text);
		if (word >= 0)
			*(int *)member(setting, s) = word;
		return word >= 0;
	case SETTING_FOLDER:
		return read_folder(text, member(setting, s));
	case SETTING_COUNTRY:
		return read_country(text, member(setting, s));
	case SETTING_CURRENCY:
		return read_currency(text, member(setting, s));
	}
	return false;
}

int setting_set(const struct setting *setting, struct settings *s, const char *text,
		char why[SETTING_WHY_SIZE])
{
	if (read_value(setting, s, text))
		return 0;
	say_allowed(setting, why);
	return -1;
}

void settings_defaults(struct settings *s)
{
	*s = (struct settings){0};
	for (const struct setting *t = settings_table; t->key; t++)
		(void)read_value(t, s, t->fallback);
}

int settings_check(const struct settings *s, char why[SETTING_WHY_SIZE])
{
	const char *section = NULL;

	if (s->work_start >= s->work_end)
		section = "work";
	else if (s->calls_start >= s->calls_end)
		section = "calls";
	if (!section)
		return 0;
	(void)snprintf(why, SETTING_WHY_SIZE, "the end of [%s] must be later than its start",
		       section);
	return -1;
}

const struct setting *setting_find(const char *section, const char *key)
{
	for (const struct setting *t = settings_table; t->key; t++)
		if (str_equal(t->section, section) && str_equal(t->key, key))
			return t;
	return NULL;
}

/* Three days running or more as "mon-wed", others by comma. The bit after the last is never set. */
static void write_week(uint8_t week, char to[SETTING_TEXT_SIZE])
{
	size_t n = 0;

	to[0] = '\0';
	for (int d = 0; d < N_WEEKDAYS; d++) {
		int last = d;

		if (!(week & 1U << d))
			continue;
		while (week & 1U << (last + 1))
			last++;
		n += (size_t)snprintf(to + n, SETTING_TEXT_SIZE - n, "%s%s", n ? "," : "",
				      weekdays[d]);
		if (last - d < 2)
			continue;
		n += (size_t)snprintf(to + n, SETTING_TEXT_SIZE - n, "-%s", weekdays[last]);
		d = last;
	}
}

const char *setting_text(const struct setting *setting, const struct settings *s,
			 char to[SETTING_TEXT_SIZE])
{
	const void *value = (const char *)s + setting->offset;
	int n = 0;

	if (setting->type == SETTING_INT || setting->type == SETTING_TIME ||
	    setting->type == SETTING_WORD)
		n = *(const int *)value;
	switch (setting->type) {
	case SETTING_INT:
		(void)snprintf(to, SETTING_TEXT_SIZE, "%d", n);
		break;
	case SETTING_TIME:
		(void)snprintf(to, SETTING_TEXT_SIZE, "%02d:%02d", n / 60, n % 60);
		break;
	case SETTING_WEEK:
		write_week(*(const uint8_t *)value, to);
		break;
	case SETTING_WORD:
		str_copy(to, SETTING_TEXT_SIZE, setting->words[n]);
		break;
	case SETTING_FOLDER:
	case SETTING_COUNTRY:
	case SETTING_CURRENCY:
		str_copy(to, SETTING_TEXT_SIZE, value);
		break;
	}
	return to;
}
