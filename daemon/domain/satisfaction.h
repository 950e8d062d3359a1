/* Satisfaction: a 0 to 10 answer with the client's words; a compliment is unprompted praise. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "domain/day.h"

#define SCORE_MAX 10
#define SCORE_TROUBLE 6      /* this and below starts a repair */
#define SCORE_SERVED 8       /* with a compliment, enough to ask */
#define SCORE_ENOUGH 9       /* by itself, enough to ask; the default of the setting */
#define SCORE_AHEAD_DAYS 14  /* a score does the steps that ask for one and are due by then */
#define SCORE_VALID_DAYS 365 /* a compliment older than this is worth no more */

struct satisfaction {
	int64_t id;
	int64_t version;
	int64_t contact, sale, followup; /* 0: none */
	int score;
	const char *words;
	struct day day;
	int64_t entry; /* of the journal: orders what happened on one day */
	int64_t created_at;
};

struct compliment {
	int64_t id;
	int64_t version;
	int64_t contact, sale;
	const char *text;
	struct day day;
	int64_t entry;
	int64_t created_at;
};

/* 6 or less: something must be put right. */
bool score_is_trouble(int score);
/* 7, or 8 without a compliment: to be asked once more. */
bool score_wants_recheck(int score, bool has_compliment);
/* Of two scores, whether a is the newer: the later day, then the later entry. */
bool score_is_newer(const struct satisfaction *a, const struct satisfaction *b);
