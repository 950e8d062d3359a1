/* The best-interest talk, held before or during a sale: what the client lived through with others,
 * what would move them to refer, and whether they agreed to. DESIGN sections 1 and 2. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/day.h"

enum talk_motive { MOTIVE_TIME_AND_ATTENTION, MOTIVE_PRESTIGE, MOTIVE_NONE };
extern const char *const talk_motives[];

/* Do they agree to refer once the work is done to their expectations? */
enum talk_agreed { AGREED_YES, AGREED_NO, AGREED_LATER };
extern const char *const talk_agreements[];

#define TALK_QUESTIONS 5

/* The diagnostic questions, in the order to ask them; about other sellers, not about us. */
struct talk_question {
	const char *code;
	const char *text;    /* to be asked */
	const char *trouble; /* what a bad experience was: "you told me that …" */
};
extern const struct talk_question talk_questions[TALK_QUESTIONS];
extern const char *const talk_question_codes[]; /* the same codes, closed by null */

struct talk_answer {
	int question;
	bool is_bad;       /* it went badly */
	const char *words; /* their own; null: none */
};

struct talk {
	int64_t id;
	int64_t version;
	int64_t contact;
	int64_t sale; /* 0: none */
	struct day day;
	enum talk_motive motive;
	enum talk_agreed agreed;
	const char *note;
	int64_t created_at;
	struct talk_answer answers[TALK_QUESTIONS];
	size_t n_answers;
};

/* The bad experience to begin with: the first in their own words, else the first; null: none. */
const struct talk_answer *talk_bad_experience(const struct talk *talk);
