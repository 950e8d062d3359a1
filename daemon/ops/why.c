/* Why a follow-up is there, told to a person. */
#include "ops/why.h"

#include "base/clock.h"
#include "base/str.h"
#include "ops/ask.h"
#include "ops/contact.h"
#include "ops/date.h"
#include "ops/due.h"
#include "ops/followup.h"
#include "ops/gate.h"
#include "ops/promise.h"
#include "ops/repair.h"
#include "ops/request.h"
#include "store/complaint.h"
#include "store/followup.h"
#include "store/run.h"

/* "Tue 1 Dec 2026" or "Tue 1 Dec 2026, 09:00". */
static const char *say_due(struct op *op, struct day day, int minute)
{
	struct civil c = day_to_civil(day);
	const char *text = arena_printf(op->arena, "%s %d %s %d", weekday_short(day_weekday(day)),
					c.day, month_short(c.month), c.year);

	if (minute == ANY_MINUTE)
		return text;
	return arena_printf(op->arena, "%s, %02d:%02d", text, minute / 60, minute % 60);
}

static const char *say_at(struct op *op, int64_t at)
{
	return say_due(op, day_of_local(zone_to_local(op->env->zone, at)), ANY_MINUTE);
}

const char *why_waits(const struct followup *f)
{
	static const char *const texts[] = {
		[WAIT_AFTER] = "the step before it is not done yet",
		[WAIT_PART_OF] = "the ask it belongs to is not answered yet",
		[WAIT_GATE] = "the ask is not earned yet",
		[WAIT_REPAIR] = "something must be put right first",
		[WAIT_COMPLAINT] = "a complaint is open",
		[WAIT_PAUSE] = "the contact is paused",
		[WAIT_AWAY] = "you are away",
		[WAIT_SUPPRESSION] = "they asked not to be contacted for a while",
	};

	return f->state == FOLLOWUP_WAITING && f->waits_for >= 0 ? texts[f->waits_for] : NULL;
}

static const char *say_cause(struct op *op, const struct followup_move *m)
{
	switch (m->cause) {
	case CAUSE_SALE:
		return arena_printf(op->arena, "sale %lld", (long long)m->cause_id);
	case CAUSE_RUN:
		return arena_printf(op->arena, "run %lld", (long long)m->cause_id);
	case CAUSE_FOLLOWUP:
		return arena_printf(op->arena, "follow-up %lld", (long long)m->cause_id);
	case CAUSE_CONTACT:
		return "the contact";
	case CAUSE_AWAY:
		return "your absence";
	case CAUSE_PROMISE:
	case CAUSE_COMPLAINT:
	case CAUSE_SCORE:
	case CAUSE_COMPLIMENT:
	case CAUSE_ASK:
	case CAUSE_SUPPRESSION:
	case CAUSE_REFERRAL:
	case CAUSE_DATE:
	case CAUSE_CAMPAIGN:
	case CAUSE_REQUEST:
		return arena_printf(op->arena, "%s %lld", causes[m->cause], (long long)m->cause_id);
	}
	return "you";
}

/* Sentences by rule; %1 is when, %2 the new day, %3 the cause. */
static const char *const told[] = {
	[RULE_PLANTED] = "planted on %1 for %2, from %3",
	[RULE_ADDED] = "added by you on %1 for %2",
	[RULE_AFTER] = "dated %2 on %1, when %3 was done with",
	[RULE_NEXT] = "planted on %1 for %2 as the next of its series, after %3",
	[RULE_STALE] = "expired on %1: its day was too long past when the sale was entered",
	[RULE_WHEN] = "skipped on %1: what it was for does not apply",
	[RULE_BEFORE_ENDED] = "cancelled on %1 with %3, which it follows",
	[RULE_TAKEN_OVER] = "cancelled on %1: taken over by %3",
	[RULE_RETURNED] = "brought back on %1 for %2 by %3",
	[RULE_COMPLETED] = "cancelled on %1: %3 was completed",
	[RULE_LOST] = "cancelled on %1: %3 was lost",
	[RULE_REFUNDED] = "cancelled on %1: %3 was refunded",
	[RULE_REOPENED] = "cancelled on %1: %3 was reopened",
	[RULE_RUN_STOPPED] = "cancelled on %1: %3 was stopped",
	[RULE_SUPERSEDED] = "cancelled on %1: superseded by %3",
	[RULE_WAITED_LONG] = "expired on %1: it had waited too long to be earned",
	[RULE_DONE] = "done on %1",
	[RULE_SKIPPED] = "skipped by you on %1",
	[RULE_CANCELLED] = "cancelled by you on %1",
	[RULE_SNOOZED] = "snoozed on %1 to %2",
	[RULE_NO_ANSWER] = "nobody answered on %1; moved to %2",
	[RULE_LEFT_WORD] = "word was left on %1; moved to %2",
	[RULE_NOT_REACHED] = "ended on %1: not reached, every try was used",
	[RULE_UPDATED] = "changed by you on %1, due %2",
	[RULE_PAUSED] = "put on hold on %1: the contact was paused",
	[RULE_RESUMED] = "let go on %1, due %2: the contact's pause was over",
	[RULE_EARNED] = "let go on %1, due %2: the ask was earned",
	[RULE_CLOSED] = "held back again on %1: the ask is not earned any more",
	[RULE_CAPPED] = "moved on %1 to %2: enough of its kind fall due on the day before",
	[RULE_ASKED] = "done on %1, when the answer was noted",
	[RULE_TALKED] = "done on %1, when the talk was noted",
	[RULE_ANSWERED] = "dated %2 on %1, when %3 was answered with a yes",
	[RULE_TURNED_DOWN] = "cancelled on %1: %3 was answered otherwise",
	[RULE_LATER] = "planted on %1 for %2, the day they named at %3",
	[RULE_NEVER] = "cancelled on %1: they do not want to be asked again",
	[RULE_OFFERED] = "done on %1: names were offered by themselves",
	[RULE_PROMISED] = "planted on %1 for %2, for %3",
	[RULE_REDATED] = "moved on %1 to %2: %3 was re-dated",
	[RULE_KEPT] = "done on %1: %3 was kept",
	[RULE_BROKEN] = "cancelled on %1: %3 was broken",
	[RULE_WITHDRAWN] = "cancelled on %1: %3 was withdrawn",
	[RULE_SCORED] = "done on %1: they gave a score, %3",
	[RULE_PRAISED] = "changed on %1, due %2: they paid a compliment, %3",
	[RULE_TROUBLE] = "put on hold on %1: %3 must be put right first",
	[RULE_PUT_RIGHT] = "let go on %1, due %2: what was wrong is put right",
	[RULE_DROPPED] = "dropped on %1: the repair asks for the score itself",
	[RULE_FIXED] = "done on %1, when the last complaint was resolved, %3",
	[RULE_NEW_TROUBLE] = "cancelled on %1: a new repair began, for %3",
	[RULE_SUPPRESSED] = "stopped on %1: they asked not to be contacted so, %3",
	[RULE_LIFTED] = "let go on %1, due %2: %3 is over",
	[RULE_DECEASED] = "cancelled on %1: the contact has died",
	[RULE_JOINED] = "made on %1 to be about %3 as well",
	[RULE_TOLD] = "changed on %1: what it said of %3 was said",
	[RULE_ADVANCED] = "ended on %1: %3 had moved on",
	[RULE_AWAY] = "put on hold on %1: you were away",
	[RULE_BACK] = "let go on %1, due %2: you were back",
	[RULE_SPREAD] = "moved on %1 to %2: what was overdue was spread over working days",
	[RULE_OUTDATED] = "expired on %1: it was too long past when what was overdue was spread",
	[RULE_QUIET] = ("planted on %1 for %2: they have not heard from you for as long as their "
			"class allows"),
	[RULE_SPOKEN] = "cancelled on %1: you spoke, so the days count anew",
	[RULE_DAY_OFF] = "moved on %1 to %2: its day is a day off",
	[RULE_DATE] = "planted on %1 for %2, for %3",
	[RULE_DATE_CHANGED] = "ended on %1: %3 was changed, removed, or has gone by",
	[RULE_CAMPAIGN] = "planted on %1 for %2, for %3",
	[RULE_CAMPAIGN_OVER] = "ended on %1: that edition of %3 is over, or was changed",
	[RULE_ERASED] = "cancelled on %1: the contact was erased",
	[RULE_REQUEST] = "planted on %1 for %2, for %3",
	[RULE_REQUEST_DONE] = "done on %1: %3 was answered",
};

/* The few rules that end one follow-up and move another. */
static const char *sentence(const struct followup_move *m)
{
	if (m->rule == RULE_PRAISED && m->to_state == FOLLOWUP_DONE)
		return "done on %1: they paid a compliment, %3";
	if (m->rule == RULE_LATER && m->from_state >= 0)
		return "moved on %1 to %2, to come after %3";
	if (m->rule == RULE_WAITED_LONG && m->cause == CAUSE_FOLLOWUP)
		return "expired on %1: it had waited too long for an answer to %3";
	if (m->rule == RULE_TOLD && m->to_state == FOLLOWUP_DONE)
		return "done on %1, when it was noted of %3";
	if (m->rule == RULE_TOLD && m->to_state == FOLLOWUP_SKIPPED)
		return "skipped on %1: what there was to say of %3 has been said";
	if (m->rule == RULE_FIXED && m->to_state == FOLLOWUP_SKIPPED)
		return "skipped on %1: %3 had confirmed that it is put right";
	if (m->rule == RULE_DATE_CHANGED && m->to_state == FOLLOWUP_EXPIRED)
		return "expired on %1: the day of %3 had gone by, and it was too late for it";
	if (m->rule == RULE_DATE_CHANGED)
		return "cancelled on %1: %3 was removed";
	return told[m->rule];
}

static const char *say_move(struct op *op, const struct followup_move *m)
{
	_cleanup_str_ struct str text = {0};
	const char *values[] = {say_at(op, m->at), say_due(op, m->to_day, m->to_minute),
				say_cause(op, m)};

	for (const char *c = sentence(m); *c; c++) {
		if (c[0] == '%' && c[1] >= '1' && c[1] <= '3') {
			str_add(&text, values[c[1] - '1']);
			c++;
		} else {
			str_add_char(&text, *c);
		}
	}
	if (m->reason)
		str_addf(&text, " (\"%s\")", m->reason);
	return arena_strdup(op->arena, str_text(&text));
}

static const char *say_anchor(struct op *op, const struct run *run)
{
	if (run->anchor_kind == ANCHOR_CONTACT)
		return "the contact";
	return arena_printf(op->arena, "%s %lld", anchor_kinds[run->anchor_kind],
			    (long long)run->anchor_id);
}

static const char *say_origin(struct op *op, const struct why *w)
{
	const struct followup *f = &w->followup;

	if (followup_is_promise(f))
		return arena_printf(op->arena, "promise %lld, %s", (long long)f->about_id,
				    op_promise_reason(op, f->about_id));
	if (f->about_id && f->about == ABOUT_ASK)
		return arena_printf(op->arena, "ask %lld, answered 'later'",
				    (long long)f->about_id);
	if (followup_is_request(f))
		return arena_printf(op->arena, "request %lld, %s", (long long)f->about_id,
				    op_request_reason(op, f->about_id));
	if (followup_is_of_date(f))
		return arena_printf(op->arena, "date %lld, %s", (long long)f->about_id,
				    op_date_reason(op, f->about_id));
	if (f->about_id && (f->about == ABOUT_DATE || f->about == ABOUT_CAMPAIGN))
		return arena_printf(op->arena, "%s %lld", followup_abouts[f->about],
				    (long long)f->about_id);
	if (!w->has_run)
		return "a reminder of your own";
	return arena_printf(
		op->arena, "step '%s' of the plan '%s' (version %d), anchored at %s on %s: %s",
		f->step, w->run.plan_name, w->run.plan_number, say_anchor(op, &w->run),
		say_due(op, w->run.anchor_day, ANY_MINUTE), f->reason ? f->reason : f->title);
}

static void say_trouble(struct op *op, struct str *to, const struct repair_cause *cause)
{
	str_addf(to, "%s %lld of %s", repair_kinds[cause->kind], (long long)cause->id,
		 say_due(op, cause->day, ANY_MINUTE));
	if (cause->text)
		str_addf(to, " (\"%s\")", cause->text);
}

/* What blocks one that is held until things are put right. */
static int say_held(struct op *op, const struct followup *f, const char **ret)
{
	_cleanup_str_ struct str text = {0};
	struct complaint *open = NULL;
	struct repair repair;
	size_t n = 0;
	int r;

	r = op_repair_of(op, f->contact, &repair);
	if (r == 0 && !repair.run.id)
		r = store_complaint_open_of_household(op->store, f->contact, op->arena, &open, &n);
	str_addf(&text, "%s: ", why_waits(f));
	for (size_t i = 0; r == 0 && i < repair.n_causes; i++) {
		str_add(&text, i ? ", " : "");
		say_trouble(op, &text, &repair.causes[i]);
	}
	for (size_t i = 0; r == 0 && i < n; i++) {
		const struct repair_cause cause = {REPAIR_COMPLAINT, open[i].id, .day = open[i].day,
						   .text = open[i].text};

		str_add(&text, i ? ", " : "");
		say_trouble(op, &text, &cause);
	}
	*ret = arena_strdup(op->arena, str_text(&text));
	return r;
}

/* One that the hours of calls moved names the hour, or the day, it was to have. */
static const char *say_moved(struct op *op, const struct followup *f, struct due_told due)
{
	int minute = f->due_minute == ANY_MINUTE ? op->env->work.start : f->due_minute;

	if (day_equal(due.day, f->due_day) && due.minute == f->due_minute)
		return "";
	if (f->due_minute == ANY_MINUTE && !day_equal(due.day, f->due_day))
		return arena_printf(op->arena, "; %s had no hour left for a call there",
				    say_due(op, f->due_day, ANY_MINUTE));
	return arena_printf(op->arena, "; %02d:%02d is no hour to call where they live",
			    minute / 60, minute % 60);
}

static const char *say_scheduled(struct op *op, const struct followup *f)
{
	struct due_told due = due_told(op, f);
	const char *there = due_say_there(op, f);

	return arena_printf(op->arena, "It %s %s%s%s%s.",
			    f->due_at <= op->now ? "was due" : "is due",
			    say_due(op, due.day, due.minute), there ? ", " : "", there ? there : "",
			    say_moved(op, f, due));
}

static const char *say_now(struct op *op, const struct why *w)
{
	const struct followup *f = &w->followup;

	switch (f->state) {
	case FOLLOWUP_WAITING:
		return arena_printf(op->arena, "It waits: %s.", w->blocks ? w->blocks : "");
	case FOLLOWUP_SCHEDULED:
		return say_scheduled(op, f);
	case FOLLOWUP_DONE:
	case FOLLOWUP_SKIPPED:
	case FOLLOWUP_CANCELLED:
	case FOLLOWUP_EXPIRED:
		return arena_printf(op->arena, "It is %s.", followup_states[f->state]);
	}
	return "";
}

static const char *say_all(struct op *op, const struct why *w)
{
	_cleanup_str_ struct str text = {0};
	const struct followup *f = &w->followup;

	str_addf(&text, "Follow-up %lld, \"%s\" for %s, comes from %s. It was ", (long long)f->id,
		 f->title, op_contact_name(op, f->contact), say_origin(op, w));
	for (size_t i = 0; i < w->n_moves; i++)
		str_addf(&text, "%s%s", i ? "; then " : "", w->texts[i]);
	str_addf(&text, ". %s", say_now(op, w));
	return arena_strdup(op->arena, str_text(&text));
}

/* An ask that waits for the gate: what blocks it, and when that is looked at again. */
static int look_at_gate(struct op *op, struct why *w)
{
	struct gate_verdict *v = arena_alloc(op->arena, sizeof *v);
	const char *by_itself = "it does not open by itself";
	int64_t change;
	int r;

	r = gate_of_followup(op, &w->followup, NO_DAY, v);
	if (r)
		return r;
	if (v->first_blocking < 0) {
		w->blocks = "its day has not come yet; as things stand it is earned";
		return 0;
	}
	if (!day_is_none(v->next_possible_day))
		by_itself = arena_printf(op->arena, "it opens by itself on %s at the earliest",
					 say_due(op, v->next_possible_day, ANY_MINUTE));
	w->blocks = arena_printf(op->arena, "the ask is not earned yet: %s; %s%s%s",
				 v->conditions[v->first_blocking].detail, by_itself,
				 v->helps[0] ? "; what helps: " : "", v->helps);
	change = op_instant(op, v->next_change_day, 0);
	if (change != NO_INSTANT && (w->next_at == NO_INSTANT || change < w->next_at))
		w->next_at = change;
	return 0;
}

/* A part whose ask was made: what is missing, and until when. */
static int look_at_answer(struct op *op, struct why *w)
{
	const struct followup *f = &w->followup;
	int64_t expiry;
	int r;

	r = ask_part_expiry(op, f, &expiry);
	if (r == 0 && f->part_of && expiry != NO_INSTANT)
		w->blocks = arena_printf(op->arena,
					 "no answer is noted to follow-up %lld, the ask it belongs "
					 "to; without one it expires on %s",
					 (long long)f->part_of, say_at(op, expiry));
	return r;
}

int op_why(struct op *op, int64_t id, struct why *ret)
{
	int r;

	*ret = (struct why){0};
	r = op_followup_get(op, id, &ret->followup);
	if (r == 0)
		r = store_move_list(op->store, id, op->arena, &ret->moves, &ret->n_moves);
	if (r == 0 && ret->followup.run) {
		ret->has_run = true;
		r = store_run_get(op->store, ret->followup.run, op->arena, &ret->run);
	}
	if (r)
		return r;
	ret->texts = arena_array(op->arena, ret->n_moves, sizeof *ret->texts);
	for (size_t i = 0; i < ret->n_moves; i++)
		ret->texts[i] = say_move(op, &ret->moves[i]);
	ret->blocks = why_waits(&ret->followup);
	ret->next_at = ret->followup.next_at;
	if (ret->followup.state == FOLLOWUP_WAITING && ret->followup.waits_for == WAIT_GATE)
		r = look_at_gate(op, ret);
	else if (followup_waits_for_answer(&ret->followup))
		r = look_at_answer(op, ret);
	else if (followup_is_held_by_trouble(&ret->followup))
		r = say_held(op, &ret->followup, &ret->blocks);
	if (r)
		return r;
	ret->text = say_all(op, ret);
	return r;
}
