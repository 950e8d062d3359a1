/* Do not contact: what a suppression stands against, and when. */
#include "domain/suppression.h"

const char *const suppression_channels[] = {"call",       "message", "email", "mail", "visit",
					    "newsletter", "card",    "ask",   "all",  NULL};

bool suppression_holds(const struct suppression *s, struct day day)
{
	if (!day_is_none(s->lifted_day))
		return false;
	return day_is_none(s->until) || day_before(day, s->until);
}

bool suppression_outlasts(const struct suppression *a, const struct suppression *b)
{
	if (day_is_none(b->until))
		return false;
	return day_is_none(a->until) || day_before(b->until, a->until);
}

bool suppression_covers(enum suppression_channel suppressed, enum followup_kind kind, int channel)
{
	enum channel used = followup_channel(kind, channel);

	if (!followup_reaches_person(kind))
		return false;
	switch (suppressed) {
	case SUPPRESS_CALL:
		return used == CHANNEL_CALL;
	case SUPPRESS_MESSAGE:
		return used == CHANNEL_MESSAGE;
	case SUPPRESS_EMAIL:
		return used == CHANNEL_EMAIL;
	case SUPPRESS_MAIL:
		return used == CHANNEL_MAIL;
	case SUPPRESS_VISIT:
		return used == CHANNEL_VISIT;
	case SUPPRESS_NEWSLETTER:
		return false;
	case SUPPRESS_CARD:
		return kind == KIND_CARD;
	case SUPPRESS_ASK:
		return kind == KIND_ASK;
	case SUPPRESS_ALL:
		return true;
	}
	return false;
}
