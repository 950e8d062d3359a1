/* The birthdays of a calendar file, as items of import.add of kind dates. */
#include "import/birthdays.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "base/utf8.h"
#include "vouch/limits.h"

#define GROWN_UP 18 /* years: an earlier one is no year of birth of a client */
#define YEAR_FIRST 1900
#define MARK_BYTES 8 /* of what stands before a name: a cake */

/* What stands before a name, and behind one. Letters of ASCII in any case. */
static const char *const before[] = {
	"birthday:",        "birthday of ",   "birthday -",      "bday:",
	"b-day:",           "geburtstag:",    "geburtstag von ", "geburtstag ",
	"anniversaire de ", "anniversaire :", "anniversaire:",   "cumpleaños de ",
	"compleanno di ",
};
static const char *const behind[] = {
	"'s birthday",     "\xE2\x80\x99s birthday", "s' birthday", "'s bday",     " birthday",
	" hat geburtstag", "s geburtstag",           " (birthday)", " geburtstag",
};

struct birthdays {
	int this_year;
	struct arena *arena;
	struct refusals *refusals;
};

bool birthdays_are_for(const char *text, size_t n)
{
	static const char first[] = "BEGIN:VCALENDAR";
	size_t at = n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

	while (at < n && isspace((unsigned char)text[at]))
		at++;
	return n - at >= sizeof first - 1 && strncasecmp(text + at, first, sizeof first - 1) == 0;
}

static const char *trimmed(const char *text, size_t n, struct arena *arena)
{
	while (n && (*text == ' ' || *text == '-')) {
		text++;
		n--;
	}
	while (n && (text[n - 1] == ' ' || text[n - 1] == '!'))
		n--;
	return arena_strndup(arena, text, n);
}

/* "🎂 Ana" → "Ana" */
static const char *without_mark(const char *text)
{
	size_t n = strcspn(text, " ");

	if (n == 0 || n > MARK_BYTES || !text[n])
		return text;
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)text[i] < 0x80)
			return text;
	return (unsigned char)text[0] >= 0xE2 ? text + n + 1 : text;
}

/* "Ana (1976)" → "Ana", 1976; "(50)" is an age, and goes too. */
static size_t without_year(const char *text, int *ret_year)
{
	const char *open = strrchr(text, '(');
	const char *digits = open ? open + 1 : NULL;
	size_t n;

	*ret_year = 0;
	if (!digits || open == text)
		return strlen(text);
	digits += *digits == '*';
	n = strspn(digits, "0123456789");
	if (n == 0 || n > 4 || strcmp(digits + n, ")") != 0)
		return strlen(text);
	if (n == 4)
		*ret_year = (int)strtol(digits, NULL, 10);
	return (size_t)(open - text);
}

static const char *strip(const char *text, bool is_known, struct arena *arena)
{
	size_t n = strlen(text);

	for (size_t i = 0; i < ARRAY_LEN(before); i++)
		if (strncasecmp(text, before[i], strlen(before[i])) == 0)
			return trimmed(text + strlen(before[i]), n - strlen(before[i]), arena);
	for (size_t i = 0; i < ARRAY_LEN(behind); i++) {
		size_t k = strlen(behind[i]);

		if (n > k && strcasecmp(text + n - k, behind[i]) == 0)
			return trimmed(text, n - k + (behind[i][0] == 's' && behind[i][1] == '\''),
				       arena);
	}
	return is_known ? text : NULL;
}

const char *birthdays_name(const char *summary, bool is_known, int *ret_year, struct arena *arena)
{
	const char *text = trimmed(summary, strlen(summary), arena);

	text = without_mark(text);
	text = trimmed(text, without_year(text, ret_year), arena);
	return strip(text, is_known, arena);
}

static const char *value(const struct ics_event *e, const char *name)
{
	const struct ics_property *p = ics_property(e, name);

	return p ? ics_value(p) : "";
}

static bool is_marked(const struct ics_event *e)
{
	if (strcasecmp(value(e, "X-KDE-KABC-BIRTHDAY"), "YES") == 0 ||
	    strcasecmp(value(e, "X-NEXTCLOUD-BC-FIELD-TYPE"), "BDAY") == 0)
		return true;
	for (size_t i = 0; i < e->n; i++) {
		const char *v = ics_value(&e->properties[i]);

		if (!str_equal(e->properties[i].name, "CATEGORIES"))
			continue;
		for (; *v; v += strcspn(v, ","), v += *v == ',') {
			size_t n = strcspn(v, ",");

			if ((n == 8 && strncasecmp(v, "birthday", n) == 0) ||
			    (n == 9 && strncasecmp(v, "birthdays", n) == 0) ||
			    (n == 10 && strncasecmp(v, "geburtstag", n) == 0))
				return true;
		}
	}
	return false;
}

/* The name; null where the event is no birthday. */
static const char *name_in(const struct birthdays *b, const struct ics_event *e, int *ret_year)
{
	const struct ics_property *summary = ics_property(e, "SUMMARY");
	const struct ics_property *own = ics_property(e, "X-KDE-KABC-NAME-1");
	bool is_known = is_marked(e);
	const char *name;

	*ret_year = 0;
	if (!summary)
		return is_known ? (own ? ics_text(own, VOUCH_NAME_MAX + 1, b->arena) : "") : NULL;
	name = birthdays_name(ics_text(summary, (size_t)2 * VOUCH_NAME_MAX, b->arena), is_known,
			      ret_year, b->arena);
	return is_known && own ? ics_text(own, VOUCH_NAME_MAX + 1, b->arena) : name;
}

static json_t *refuse(const struct birthdays *b, size_t line, const char *field, const char *why)
{
	refusals_add(b->refusals, &(struct refusal){.line = (int64_t)line,
						    .field = field,
						    .column = field,
						    .reason = why});
	return NULL;
}

/* "19760503", with or without a time; and "1976-05-03", as some write it. */
static bool read_day(const char *text, int *ret_year, int *ret_month, int *ret_day)
{
	static const int last[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	char digits[9];
	size_t n = 0;

	for (; *text && n < 8; text++)
		if (*text != '-' && !isdigit((unsigned char)*text))
			return false;
		else if (*text != '-')
			digits[n++] = *text;
	digits[n] = '\0';
	if (n < 8 || (*text && *text != 'T'))
		return false;
	*ret_day = (int)strtol(digits + 6, NULL, 10);
	digits[6] = '\0';
	*ret_month = (int)strtol(digits + 4, NULL, 10);
	digits[4] = '\0';
	*ret_year = (int)strtol(digits, NULL, 10);
	return *ret_month >= 1 && *ret_month <= 12 && *ret_day >= 1 &&
	       *ret_day <= last[*ret_month - 1];
}

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* The year of birth, 0 where none is known. */
static int year_of(const struct birthdays *b, const struct ics_event *e, int told, int begun)
{
	int own = (int)strtol(value(e, "X-NEXTCLOUD-BC-YEAR"), NULL, 10);

	if (own >= YEAR_FIRST && own <= b->this_year)
		return own;
	if (told >= YEAR_FIRST && told <= b->this_year)
		return told;
	return begun >= YEAR_FIRST && begun <= b->this_year - GROWN_UP ? begun : 0;
}

static json_t *make(const struct birthdays *b, const struct ics_event *e, const char *name,
		    int told)
{
	const struct ics_property *start = ics_property(e, "DTSTART");
	int year, month, day;
	char text[32];
	json_t *item;

	if (!start)
		return refuse(b, e->line, "DTSTART", "is missing: on which day?");
	if (!*name)
		return refuse(b, e->line, "SUMMARY", "names nobody");
	if (!read_day(ics_value(start), &year, &month, &day))
		return refuse(b, start->line, "DTSTART", "is no day; one is 19760503");
	year = year_of(b, e, told, year);
	if (month == 2 && day == 29 && year && !is_leap(year))
		return refuse(b, start->line, "DTSTART", "is a 29 February of a year without one");
	if (year)
		(void)snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
	else
		(void)snprintf(text, sizeof text, "--%02d-%02d", month, day);
	item = json_pack("{s:I, s:s, s:s, s:s}", "line", (json_int_t)e->line, "name", name, "what",
			 "birthday", "birthday", text);
	if (*value(e, "UID"))
		(void)json_object_set_new(item, "external_id", json_string(value(e, "UID")));
	return item;
}

/* Of a series, what was moved or taken out says nothing of a birthday. */
static bool is_passed_over(const struct ics_event *e)
{
	return ics_property(e, "RECURRENCE-ID") || strcasecmp(value(e, "STATUS"), "CANCELLED") == 0;
}

int birthdays_each(const struct ics *ics, int this_year, struct refusals *refusals,
		   struct rows_counts *counts, int (*take)(json_t *, void *), void *user)
{
	const struct birthdays b = {this_year, refusals->arena, refusals};
	int exit = 0;

	*counts = (struct rows_counts){0};
	for (size_t i = 0; !exit && i < ics->n; i++) {
		const struct ics_event *e = &ics->events[i];
		int told;
		const char *name = is_passed_over(e) ? NULL : name_in(&b, e, &told);
		json_t *item = name ? make(&b, e, name, told) : NULL;

		counts->read++;
		counts->left_out += !name;
		counts->refused += name && !item;
		counts->made += item != NULL;
		if (item && take)
			exit = take(item, user);
		else
			json_decref(item);
	}
	return exit;
}
