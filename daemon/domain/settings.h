/* Every number a person may set, its bounds and what it is for: one table for the config file,
 * settings.get and the manual. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum setting_type {
	SETTING_INT,      /* int, min to max */
	SETTING_TIME,     /* int, minutes after midnight, "00:00" to "23:59" */
	SETTING_WEEK,     /* uint8_t, "mon-fri" or "mon,tue,thu" */
	SETTING_WORD,     /* int, index into words */
	SETTING_FOLDER,   /* char[SETTING_TEXT_SIZE], a path, "~/…" too; "" where none is given */
	SETTING_COUNTRY,  /* char[SETTING_TEXT_SIZE], a code of ISO 3166 in capitals, or "" */
	SETTING_CURRENCY, /* char[SETTING_TEXT_SIZE], a code of ISO 4217 in capitals */
};

#define SETTING_TEXT_SIZE 256

enum privacy { PRIVACY_NAMES, PRIVACY_FULL, PRIVACY_NONE };
enum morning { MORNING_YES, MORNING_NO };
enum calendar_items { CALENDAR_TODO, CALENDAR_EVENT, CALENDAR_BOTH };

struct settings {
	uint8_t work_week;
	int work_start, work_end;
	int quiet_start, quiet_end;
	int calls_start, calls_end; /* in the contact's own zone */
	int stale_days, stale_days_thank;
	int calls_per_day; /* value calls and calls to keep in touch */
	int ask_expiry_days, asks_per_day;
	int gate_score, gate_rest_days, gate_asks_per_year, gate_gives;
	int gate_complaint_days, gate_promise_days, gate_score_age_days;
	int cadence_days[3]; /* of the classes A, B and C */
	int popups_max, popups_per_hour;
	int morning; /* enum morning */
	int privacy; /* enum privacy */
	char currency[SETTING_TEXT_SIZE];
	int gifts_limit;                 /* whole units of the currency; 0: no gifts */
	char country[SETTING_TEXT_SIZE]; /* of phone numbers without a country code */
	int journal_days, journal_entries;
	char backup_folder[SETTING_TEXT_SIZE];
	int backup_daily, backup_weekly;
	char calendar_folder[SETTING_TEXT_SIZE];
	int calendar_items; /* enum calendar_items */
	int max_connections;
};

struct setting {
	const char *section, *key; /* null key closes the table */
	enum setting_type type;
	size_t offset;
	int min, max;             /* SETTING_INT */
	const char *const *words; /* SETTING_WORD, closed by null */
	const char *fallback;     /* the default, as it stands in the file */
	const char *help;
};

#define N_SETTINGS 37
extern const struct setting settings_table[N_SETTINGS + 1];

void settings_defaults(struct settings *s);
#define SETTING_WHY_SIZE 160
/* 0, or -1 with a sentence in `why` that says what is allowed. */
int setting_set(const struct setting *setting, struct settings *s, const char *text,
		char why[SETTING_WHY_SIZE]);
/* What no single setting can say: 0, or -1 with a sentence in `why`. */
int settings_check(const struct settings *s, char why[SETTING_WHY_SIZE]);
/* Null where there is none. */
const struct setting *setting_find(const char *section, const char *key);
/* The value as it would stand in the file. Returns `to`. */
const char *setting_text(const struct setting *setting, const struct settings *s,
			 char to[SETTING_TEXT_SIZE]);
