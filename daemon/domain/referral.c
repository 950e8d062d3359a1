/* A referral: one person sent by another. */
#include "domain/referral.h"

#include <stddef.h>

const char *const referral_directions[] = {"received", "given", NULL};
const char *const permissions[] = {"introduced", "may-say-name", "none", NULL};
const char *const referral_statuses[] = {"candidate", "received", "contacted", "meeting",
					 "won",       "lost",     "not-a-fit", NULL};
const char *const referral_origins[] = {"ask", "emergency-list", "offered", "import", NULL};
const char *const loop_whats[] = {"thank", "first-contact", "outcome", "gift", NULL};

bool referral_is_received(const struct referral *r)
{
	return r->direction == REFERRAL_RECEIVED_ONE && r->status != REFERRAL_CANDIDATE;
}

bool referral_is_open(const struct referral *r)
{
	return referral_is_received(r) && day_is_none(r->closed_day);
}

bool referral_may_become(enum referral_status from, enum referral_status to)
{
	switch (from) {
	case REFERRAL_CANDIDATE: /* is promoted: that takes a permission */
		return false;
	case REFERRAL_RECEIVED:
	case REFERRAL_CONTACTED:
	case REFERRAL_MEETING:
	case REFERRAL_WON:
		return to > from && !(from == REFERRAL_WON && to == REFERRAL_NOT_A_FIT);
	case REFERRAL_LOST:
	case REFERRAL_NOT_A_FIT:
		return to == REFERRAL_RECEIVED;
	}
	return false;
}

struct day referral_day(const struct referral *r, enum referral_status status)
{
	switch (status) {
	case REFERRAL_CANDIDATE:
		return r->candidate_day;
	case REFERRAL_RECEIVED:
		return r->received_day;
	case REFERRAL_CONTACTED:
		return r->contacted_day;
	case REFERRAL_MEETING:
		return r->meeting_day;
	case REFERRAL_WON:
		return r->won_day;
	case REFERRAL_LOST:
		return r->lost_day;
	case REFERRAL_NOT_A_FIT:
		return r->not_a_fit_day;
	}
	return NO_DAY;
}

void referral_set_day(struct referral *r, enum referral_status status, struct day day)
{
	switch (status) {
	case REFERRAL_CANDIDATE:
		r->candidate_day = day;
		break;
	case REFERRAL_RECEIVED:
		r->received_day = day;
		break;
	case REFERRAL_CONTACTED:
		r->contacted_day = day;
		break;
	case REFERRAL_MEETING:
		r->meeting_day = day;
		break;
	case REFERRAL_WON:
		r->won_day = day;
		break;
	case REFERRAL_LOST:
		r->lost_day = day;
		break;
	case REFERRAL_NOT_A_FIT:
		r->not_a_fit_day = day;
		break;
	}
}

bool referral_owes(const struct referral *r, enum loop_what what)
{
	bool is_untold = day_is_none(r->told_outcome_day);

	if (!referral_is_received(r) || r->origin == ORIGIN_IMPORT)
		return false;
	switch (what) {
	case LOOP_THANK:
		return day_is_none(r->thanked_day);
	case LOOP_FIRST_CONTACT:
		return day_is_none(r->told_contact_day) && is_untold && day_is_none(r->closed_day);
	case LOOP_OUTCOME:
		return !day_is_none(r->closed_day) && is_untold;
	case LOOP_GIFT:
	case N_LOOP_WHATS:
		break;
	}
	return false;
}
