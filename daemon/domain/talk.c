/* The best-interest talk: its questions, and what of the answers comes first. */
#include "domain/talk.h"

const char *const talk_motives[] = {"time-and-attention", "prestige", "none", NULL};
const char *const talk_agreements[] = {"yes", "no", "later", NULL};

const struct talk_question talk_questions[TALK_QUESTIONS] = {
	{"informed", "Were you kept informed, from the first day to the last?",
	 "nobody kept you informed"},
	{"reachable", "Could you reach the seller when you needed to?",
	 "you could not reach the seller when you needed to"},
	{"problems", "When there was a problem, was it dealt with in time?",
	 "problems were not dealt with in time"},
	{"looked-after", "Was your purchase looked after to the very end?",
	 "nobody looked after your purchase to the end"},
	{"expectations", "Did you get what you expected, and what mattered most to you?",
	 "you did not get what mattered most to you"},
};
const char *const talk_question_codes[] = {"informed",     "reachable",    "problems",
					   "looked-after", "expectations", NULL};

const struct talk_answer *talk_bad_experience(const struct talk *talk)
{
	const struct talk_answer *first = NULL;

	for (size_t i = 0; i < talk->n_answers; i++) {
		const struct talk_answer *answer = &talk->answers[i];

		if (!answer->is_bad)
			continue;
		if (answer->words)
			return answer;
		if (!first)
			first = answer;
	}
	return first;
}
