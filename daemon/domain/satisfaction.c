/* Satisfaction: what a score asks for. DESIGN section 4, `repair` and `recheck`. */
#include "domain/satisfaction.h"

bool score_is_trouble(int score)
{
	return score <= SCORE_TROUBLE;
}

bool score_wants_recheck(int score, bool has_compliment)
{
	if (score_is_trouble(score) || score >= SCORE_ENOUGH)
		return false;
	return score < SCORE_SERVED || !has_compliment;
}

bool score_is_newer(const struct satisfaction *a, const struct satisfaction *b)
{
	if (!day_equal(a->day, b->day))
		return day_before(b->day, a->day);
	if (a->entry != b->entry)
		return a->entry > b->entry;
	return a->id > b->id;
}
