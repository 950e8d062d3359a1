/* A follow-up: one dated thing to do for one contact. DESIGN section 5. */
#include "domain/followup.h"

#include "base/clock.h"

const char *const followup_kinds[] = {"call",           "visit",     "message",  "card",
				      "gift",           "thank-you", "check-in", "ask",
				      "review-request", "task",      NULL};
const char *const followup_states[] = {"waiting",   "scheduled", "done", "skipped",
				       "cancelled", "expired",   NULL};
const char *const followup_waits[] = {"after", "part-of", "gate",        "repair", "complaint",
				      "pause", "away",    "suppression", NULL};
const char *const outcomes[] = {"reached", "no-answer", "left-word",   "replied",
				"sent",    "done",      "not-reached", NULL};
const char *const step_scopes[] = {"sale", "contact", NULL};
const char *const directions[] = {"in", "out", "both", NULL};
const char *const causes[] = {
	"sale",  "run",        "followup", "contact",     "promise",  "complaint",
	"score", "compliment", "ask",      "suppression", "referral", "away",
	"date",  "campaign",   "request",  NULL,
};
const char *const followup_abouts[] = {"promise",  "referral", "complaint", "score", "date",
				       "campaign", "request",  "ask",       NULL};
const char *const move_rules[] = {
	"planted",     "added",        "after",        "next",        "stale",
	"when",        "before-ended", "taken-over",   "returned",    "completed",
	"lost",        "refunded",     "reopened",     "run-stopped", "superseded",
	"waited-long", "done",         "skipped",      "cancelled",   "snoozed",
	"no-answer",   "left-word",    "not-reached",  "updated",     "paused",
	"resumed",     "earned",       "closed",       "capped",      "asked",
	"talked",      "answered",     "turned-down",  "later",       "never",
	"offered",     "promised",     "redated",      "kept",        "broken",
	"withdrawn",   "scored",       "praised",      "trouble",     "put-right",
	"dropped",     "fixed",        "new-trouble",  "suppressed",  "lifted",
	"deceased",    "joined",       "told",         "advanced",    "away",
	"back",        "spread",       "outdated",     "quiet",       "spoken",
	"day-off",     "date",         "date-changed", "campaign",    "campaign-over",
	"erased",      "request",      "request-done", NULL,
};

bool followup_is_open(enum followup_state state)
{
	return state == FOLLOWUP_WAITING || state == FOLLOWUP_SCHEDULED;
}

bool followup_is_promise(const struct followup *f)
{
	return f->about_id && f->about == ABOUT_PROMISE;
}

bool followup_is_request(const struct followup *f)
{
	return f->about_id && f->about == ABOUT_REQUEST;
}

bool followup_is_owed(const struct followup *f)
{
	return followup_is_promise(f) || followup_is_request(f);
}

bool followup_is_of_date(const struct followup *f)
{
	return f->about_id && f->about == ABOUT_DATE;
}

bool followup_is_value_call(const struct followup *f)
{
	return f->gives && !f->score && !followup_is_promise(f) &&
	       (f->kind == KIND_CALL || f->kind == KIND_VISIT || f->kind == KIND_CHECK_IN);
}

int followup_rank(const struct followup *f)
{
	if (followup_is_promise(f))
		return 0;
	if (f->score)
		return 2;
	switch (f->kind) {
	case KIND_THANK_YOU:
		return 1;
	case KIND_ASK:
		return 3;
	case KIND_CALL:
	case KIND_VISIT:
	case KIND_CHECK_IN:
		return 4;
	case KIND_MESSAGE:
	case KIND_CARD:
	case KIND_GIFT:
	case KIND_REVIEW_REQUEST:
		return 5;
	case KIND_TASK:
		return 6;
	}
	return 6;
}

bool followup_reaches_person(enum followup_kind kind)
{
	return kind != KIND_TASK;
}

enum outcome followup_default_outcome(enum followup_kind kind)
{
	switch (kind) {
	case KIND_CALL:
	case KIND_VISIT:
	case KIND_CHECK_IN:
	case KIND_ASK:
		return OUTCOME_REACHED;
	case KIND_MESSAGE:
	case KIND_CARD:
	case KIND_GIFT:
	case KIND_THANK_YOU:
	case KIND_REVIEW_REQUEST:
		return OUTCOME_SENT;
	case KIND_TASK:
		return OUTCOME_DONE;
	}
	return OUTCOME_DONE;
}

bool outcome_ends(enum outcome outcome)
{
	return outcome != OUTCOME_NO_ANSWER && outcome != OUTCOME_LEFT_WORD;
}

bool outcome_touch(enum outcome outcome, enum direction *ret_direction)
{
	switch (outcome) {
	case OUTCOME_REACHED:
	case OUTCOME_REPLIED:
		*ret_direction = DIRECTION_BOTH;
		return true;
	case OUTCOME_SENT:
	case OUTCOME_LEFT_WORD:
		*ret_direction = DIRECTION_OUT;
		return true;
	case OUTCOME_NO_ANSWER:
	case OUTCOME_DONE:
	case OUTCOME_NOT_REACHED:
		return false;
	}
	return false;
}

enum channel followup_channel(enum followup_kind kind, int channel)
{
	if (channel >= 0)
		return (enum channel)channel;
	switch (kind) {
	case KIND_VISIT:
		return CHANNEL_VISIT;
	case KIND_MESSAGE:
	case KIND_REVIEW_REQUEST:
		return CHANNEL_MESSAGE;
	case KIND_CARD:
	case KIND_GIFT:
		return CHANNEL_MAIL;
	case KIND_CALL:
	case KIND_THANK_YOU:
	case KIND_CHECK_IN:
	case KIND_ASK:
		return CHANNEL_CALL;
	case KIND_TASK:
		return CHANNEL_OTHER;
	}
	return CHANNEL_OTHER;
}

int followup_hold(const struct followup_holds *holds)
{
	if (holds->is_before_open)
		return WAIT_AFTER;
	if (holds->is_part_open)
		return WAIT_PART_OF;
	if (holds->trouble)
		return holds->trouble;
	if (holds->is_contact_paused)
		return WAIT_PAUSE;
	if (holds->is_suppressed)
		return WAIT_SUPPRESSION;
	if (holds->is_gate_closed)
		return WAIT_GATE;
	return -1;
}

bool followup_waits_for_trouble(const struct followup *f)
{
	if (followup_is_owed(f))
		return false;
	return f->kind != KIND_THANK_YOU && f->kind != KIND_TASK;
}

bool followup_is_held_by_trouble(const struct followup *f)
{
	return f->state == FOLLOWUP_WAITING &&
	       (f->waits_for == WAIT_REPAIR || f->waits_for == WAIT_COMPLAINT);
}

int64_t followup_next_at(const struct followup *f)
{
	if (f->state == FOLLOWUP_SCHEDULED)
		return f->due_at;
	if (f->state == FOLLOWUP_WAITING && f->waits_for == WAIT_GATE)
		return f->due_at;
	/* An ask may expire, and a step that asks for a score is dropped on its day. */
	if (followup_is_held_by_trouble(f) && (f->has_gate || f->score))
		return f->due_at;
	return NO_INSTANT;
}

bool followup_waits_for_answer(const struct followup *f)
{
	return f->state == FOLLOWUP_WAITING && f->waits_for == WAIT_PART_OF;
}

struct day followup_part_since(const struct followup *part, const struct followup *ask)
{
	if (followup_is_open(ask->state))
		return NO_DAY;
	return day_later(part->due_day, ask->ended_day);
}
