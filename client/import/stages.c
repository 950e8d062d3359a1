/* The words of other programs for how far a sale is, and for where it came from. */
#include "import/stages.h"

#include <stddef.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/str.h"
#include "import/words.h"

struct pair {
	const char *word, *meaning;
};

static const struct pair stages[] = {
	{"won", "completed"},
	{"closedwon", "completed"},
	{"completed", "completed"},
	{"complete", "completed"},
	{"delivered", "completed"},
	{"installed", "completed"},
	{"sold", "completed"},
	{"paid", "completed"},
	{"done", "completed"},
	{"lost", "lost"},
	{"closedlost", "lost"},
	{"cancelled", "lost"},
	{"canceled", "lost"},
	{"rejected", "lost"},
	{"declined", "lost"},
	{"disqualified", "lost"},
	{"open", "open"},
	{"new", "open"},
	{"lead", "open"},
	{"prospecting", "open"},
	{"prospect", "open"},
	{"qualification", "open"},
	{"qualified", "open"},
	{"engaging", "open"},
	{"contacted", "open"},
	{"needsanalysis", "open"},
	{"proposal", "open"},
	{"quote", "open"},
	{"quoted", "open"},
	{"negotiation", "open"},
	{"negotiating", "open"},
	{"inprogress", "open"},
	{"pending", "open"},
	{"signed", "open"},
	{"refunded", "refunded"},
	{"valueproposition", "open"},
	{"iddecisionmakers", "open"},
	{"perceptionanalysis", "open"},
	{"proposalpricequote", "open"},
	{"negotiationreview", "open"},
	{"appointmentscheduled", "open"},
	{"qualifiedtobuy", "open"},
	{"presentationscheduled", "open"},
	{"decisionmakerboughtin", "open"},
	{"contractsent", "open"},
};

static const struct pair sources[] = {
	{"referral", "referral"},       {"referred", "referral"},    {"referredby", "referral"},
	{"recommendation", "referral"}, {"wordofmouth", "referral"}, {"prospecting", "prospecting"},
	{"coldcall", "prospecting"},    {"outbound", "prospecting"}, {"marketing", "marketing"},
	{"web", "marketing"},           {"website", "marketing"},    {"advertisement", "marketing"},
	{"advertising", "marketing"},   {"tradeshow", "marketing"},  {"campaign", "marketing"},
	{"walkin", "walk-in"},          {"repeat", "repeat"},        {"existingcustomer", "repeat"},
};

static const char *find(const struct pair *pairs, size_t n, const char *text)
{
	char word[WORD_SIZE];

	word_normalise(text, word);
	for (size_t i = 0; i < n; i++)
		if (str_equal(pairs[i].word, word))
			return pairs[i].meaning;
	return NULL;
}

const char *stage_state(const char *word)
{
	const char *state = find(stages, ARRAY_LEN(stages), word);
	char bare[WORD_SIZE];

	if (state)
		return state;
	str_copy(bare, sizeof bare, word);
	bare[strcspn(bare, "(")] = '\0';
	return find(stages, ARRAY_LEN(stages), bare);
}

const char *stage_source(const char *word)
{
	const char *source = find(sources, ARRAY_LEN(sources), word);

	return source ? source : "other";
}
