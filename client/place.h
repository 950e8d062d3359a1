/* Placeholders of patterns: what CONTACT, WHEN or SCORE stand for, by their names. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* The closed vocabularies people type; closed by null. */
extern const char *const place_activities[];
extern const char *const place_outcomes[];
extern const char *const place_channels[];
extern const char *const place_answers[];
extern const char *const place_permissions[];
extern const char *const place_kinds[];
extern const char *const place_numbers[]; /* in the order in which they are told */
extern const char *const place_directions[];
extern const char *const place_sources[];
extern const char *const place_motives[];
extern const char *const place_statuses[]; /* what a referral becomes */
extern const char *const place_states[];   /* of a list of referrals */
extern const char *const place_tolds[];
extern const char *const place_agreements[];
extern const char *const place_standings[];
extern const char *const place_classes[];
extern const char *const place_mailings[];
extern const char *const place_marks[];  /* what became of an edition */
extern const char *const place_events[]; /* kinds of events, then their nouns */
extern const char *const place_bars[];
extern const char *const place_stops[];    /* what a person may not want */
extern const char *const place_asked[];    /* of what is held about somebody */
extern const char *const place_cadences[]; /* of a contact: no class too, or by standing */
extern const char *const place_groups[];   /* a standing, or everybody */

enum place_type {
	PLACE_TEXT,
	PLACE_FILE,    /* free text as well: shells complete it with names of files */
	PLACE_ONE,     /* one word that begins small, and is no other one's */
	PLACE_CONTACT, /* part of a name, or c12 */
	PLACE_WHEN,    /* one to four words that calendar.parse takes */
	PLACE_WORD,    /* one of `words`; with `plural` also with an s or es behind it */
	PLACE_NUMBER,  /* min to max */
	PLACE_NUMBERS, /* positive, one or several with commas */
	PLACE_ID,      /* a letter and a number */
	PLACE_AMOUNT,
	PLACE_MINUTES,  /* 90, 45m, 1h30 */
	PLACE_CURRENCY, /* three capital letters */
	PLACE_PHONE,    /* digits in any spacing */
	PLACE_EMAIL,    /* one word with an @ in it */
};

struct place {
	const char *name;
	enum place_type type;
	const char *wants; /* "the number of a follow-up, such as 12" */
	const char *const *words;
	bool is_plural;
	char letter;
	int min, max;
};

/* Every placeholder by its index; null behind the last. */
const struct place *place_at(size_t i);
/* The placeholder of this name (n characters); it must be in the table. */
const struct place *place_find(const char *name, size_t n);
/* Whether one argument can stand there. PLACE_WHEN answers true: vouchd decides. */
bool place_accepts(const struct place *place, const char *text);
/* Does it take any text? */
bool place_is_free(const struct place *place);
/* How much an argument there says about what was meant, 1 to 7. */
int place_weight(const struct place *place);
/* Index of the word that the text is, plural allowed for; -1 for none. */
int place_word(const struct place *place, const char *text);
/* 90 for "90", "90m" or "1h30", 60 for "1h"; 0 where the text is no time from a minute to a day. */
int place_minutes(const char *text);
/* The number of "c12" for 'c'; 0 where the text is no such id. */
long long place_id(const char *text, char letter);
