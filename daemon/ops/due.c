/* When a follow-up is due. */
#include "ops/due.h"

#include <string.h>

#include "domain/allowed.h"
#include "ops/flow.h"
#include "ops/flow_look.h"
#include "ops/zones.h"
#include "store/contact.h"
#include "store/followup.h"
#include "store/followup_clock.h"
#include "store/notice.h"

/* The zone of whoever is called, where it is another than ours; else null. */
static int zone_called(struct op *op, const struct followup *f, const struct zone **ret)
{
	const char *name = NULL;
	int r;

	*ret = NULL;
	if (!f->contact || followup_channel(f->kind, f->channel) != CHANNEL_CALL)
		return 0;
	r = store_contact_timezone(op->store, f->contact, op->arena, &name);
	if (r || !name || strcmp(name, zone_name(op->env->zone)) == 0)
		return r;
	*ret = op_zone(op->env, name);
	return 0;
}

/* By a snooze or a change, or when it was added. */
static bool is_named(const struct followup *f)
{
	return f->due_minute != ANY_MINUTE && (f->is_pinned || !f->run);
}

/* What an hour is to be for a call to whom it is for; .theirs is null where any is. */
static int rules_of(struct op *op, const struct followup *f, struct allowed_rules *ret)
{
	*ret = (struct allowed_rules){
		.work = &op->env->work,
		.ours = op->env->zone,
		.calls_start = op->settings->calls_start,
		.calls_end = op->settings->calls_end,
	};
	return zone_called(op, f, &ret->theirs);
}

/* A day that a person named is kept where an hour of it fits, unless that had gone by when it was
 * named, and they are not called now. One that came stays. */
static int64_t on_its_day(const struct op *op, const struct allowed_rules *rules,
			  const struct followup *f, int64_t at)
{
	int64_t found;

	if (!allowed_that_day(rules, at, &found))
		return allowed_next(rules, at);
	if (found <= op->now && f->due_at >= found && f->due_at <= op->now)
		return f->due_at;
	if (found > op->now || allowed_hour(rules, op->now))
		return found;
	return allowed_next(rules, op->now > at ? op->now : at);
}

int due_instant(struct op *op, const struct followup *f, int64_t *ret)
{
	int64_t at = op_instant(op, f->due_day, f->due_minute);
	struct allowed_rules rules;
	int r;

	if (at != NO_INSTANT && !is_named(f)) {
		r = rules_of(op, f, &rules);
		if (r)
			return r;
		if (rules.theirs && !allowed_hour(&rules, at))
			at = f->due_minute == ANY_MINUTE ? on_its_day(op, &rules, f, at)
							 : allowed_next(&rules, at);
	}
	*ret = at;
	return 0;
}

int due_moment(struct op *op, const struct followup *f, struct moment *at)
{
	int64_t asked = op_instant(op, at->day, at->minute);
	struct allowed_rules rules;
	int r = rules_of(op, f, &rules);

	if (r == 0 && rules.theirs && !allowed_hour(&rules, asked)) {
		int64_t local = zone_to_local(op->env->zone, allowed_next(&rules, asked));

		*at = (struct moment){day_of_local(local), minute_of_local(local)};
	}
	return r;
}

int due_again(struct op *op, const struct followup *f)
{
	bool is_ask = f->state == FOLLOWUP_WAITING && f->waits_for == WAIT_GATE;
	struct followup moved = *f;
	bool has_come = flow_has_come(f);
	int r;

	r = due_instant(op, f, &moved.due_at);
	if (r || f->due_zone || moved.due_at == f->due_at)
		return r;
	op->env->is_stepped = true;
	has_come &= moved.due_at <= op->now;
	if (f->state == FOLLOWUP_SCHEDULED || followup_is_of_date(f) ||
	    followup_waits_for_answer(f))
		r = flow_next_at(op, &moved, has_come, &moved.next_at);
	else if (f->next_at == f->due_at || (is_ask && moved.due_at > op->now))
		moved.next_at = moved.due_at;
	if (r == 0)
		r = store_notice_lead_move(op->store, f->id, f->due_at, moved.due_at);
	if (r == 0 && has_come)
		r = store_notice_item_move(op->store, f->id, f->due_at, moved.due_at);
	if (r == 0)
		r = store_followup_set_instants(op->store, f->id, moved.due_at, moved.next_at);
	return r ? r : flow_facts(op, f->contact);
}

int due_again_of_contact(struct op *op, int64_t contact)
{
	struct followups open;
	int r;

	r = store_followup_open_of_contact(op->store, contact, op->arena, &open);
	for (size_t i = 0; r == 0 && i < open.n; i++)
		r = due_again(op, &open.items[i]);
	return r;
}

static struct due_told told_by(const struct zone *zone, int64_t at)
{
	int64_t local = zone_to_local(zone, at);

	return (struct due_told){day_of_local(local), minute_of_local(local)};
}

struct due_told due_told(const struct op *op, const struct followup *f)
{
	if (f->due_at == NO_INSTANT || f->due_at == op_instant(op, f->due_day, f->due_minute))
		return (struct due_told){f->due_day, f->due_minute};
	return told_by(op->env->zone, f->due_at);
}

int due_there(struct op *op, const struct followup *f, struct due_told *ret)
{
	const struct zone *theirs = NULL;
	int r = 0;

	*ret = (struct due_told){NO_DAY, ANY_MINUTE};
	if (f->due_at != NO_INSTANT && followup_is_open(f->state))
		r = zone_called(op, f, &theirs);
	if (theirs && zone_offset(theirs, f->due_at) != zone_offset(op->env->zone, f->due_at))
		*ret = told_by(theirs, f->due_at);
	return r;
}

const char *due_say_there(struct op *op, const struct followup *f)
{
	struct due_told there;
	const char *day = "";

	if (due_there(op, f, &there) || day_is_none(there.day))
		return NULL;
	if (!day_equal(there.day, told_by(op->env->zone, f->due_at).day))
		day = arena_printf(op->arena, "%s ", weekday_short(day_weekday(there.day)));
	return arena_printf(op->arena, "%s%02d:%02d there", day, there.minute / 60,
			    there.minute % 60);
}
