/* Notices: what the desktop is to show, and what came of it. */
#include "ops/notice.h"

#include "ops/due.h"
#include "ops/event.h"
#include "ops/followup.h"
#include "ops/morning.h"
#include "ops/notice_hold.h"
#include "ops/notice_text.h"
#include "store/followup.h"
#include "store/notice.h"
#include "store/notice_hold.h"

int op_notice_is_waiting(struct op *op, bool *ret)
{
	struct notice_facts facts;
	struct notice_choice choice;
	int r;

	r = notice_facts(op, &facts);
	if (r)
		return r;
	choice = notice_choose(&facts);
	if (choice.n_singles || choice.has_digest) {
		*ret = true;
		return 0;
	}
	r = store_notice_has_failed(op->store, ret);
	if (r || *ret)
		return r;
	r = morning_has_come(op, ret);
	return r || !*ret ? r : morning_has_news(op, ret);
}

/* Claimed and never said to be shown: we died in between. */
static bool may_have_been_seen(const struct notice *n)
{
	return n->state == NOTICE_CLAIMED;
}

int op_notice_reopen(struct op *op, struct notice_post **ret, size_t *ret_n)
{
	struct notice *open;
	size_t n;
	int r;

	*ret_n = 0;
	r = store_notice_open(op->store, op->arena, &open, &n);
	if (r || n == 0)
		return r;
	*ret = arena_array(op->arena, n, sizeof **ret);
	for (size_t i = 0; r == 0 && i < n; i++) {
		struct notice_post *post = &(*ret)[i];

		post->notice = open[i];
		post->notice.is_repeat |= may_have_been_seen(&open[i]);
		r = notice_text(op, post);
	}
	*ret_n = r ? 0 : n;
	return r;
}

/* Its items wait again, for a digest if they are more than one. */
static int give_back(struct op *op, struct notice *n)
{
	int r;

	op->env->desktop.is_summing_up = true;
	n->state = NOTICE_CLOSED;
	n->ended_at = op->now;
	r = store_notice_release(op->store, n->id, n->attempts);
	return r ? r : store_notice_update(op->store, n);
}

/* A pop-up that is not on the screen would be a new one. */
static int may_appear(struct op *op, bool *ret)
{
	struct notice_facts facts;
	int r;

	r = notice_facts(op, &facts);
	*ret = r == 0 && facts.disturb != DISTURB_ON && facts.n_posts < facts.popups_per_hour &&
	       !worktime_is_quiet(&op->env->work, op->local.minute);
	return r;
}

int op_notice_repost(struct op *op, int64_t id, bool is_on_screen, bool *ret_is_wanted)
{
	bool is_free = true;
	struct notice n;
	int r;

	*ret_is_wanted = false;
	r = store_notice_get(op->store, id, op->arena, &n);
	if (r == 0 && !is_on_screen)
		r = may_appear(op, &is_free);
	if (r)
		return r;
	if (!is_free || n.attempts >= NOTICE_ATTEMPTS_MAX)
		return give_back(op, &n);
	n.is_repeat |= may_have_been_seen(&n);
	n.state = NOTICE_CLAIMED;
	n.claimed_at = op->now;
	n.attempts++;
	if (!is_on_screen)
		r = store_notice_post_add(op->store, op->now, op->now - NOTICE_RATE_SECONDS);
	if (r == 0)
		r = store_notice_update(op->store, &n);
	*ret_is_wanted = r == 0;
	return r;
}

int op_notice_shown(struct op *op, int64_t id, const char *server, int64_t server_id,
		    bool *ret_is_wanted)
{
	struct notice n;
	int r;

	*ret_is_wanted = true; /* where nobody can say */
	r = store_notice_get(op->store, id, op->arena, &n);
	if (r)
		return r;
	*ret_is_wanted = notice_is_open(n.state) && !notice_stands_behind(&n);
	if (!*ret_is_wanted)
		return 0;
	n.state = NOTICE_SHOWN;
	n.shown_at = op->now;
	n.server = server;
	n.server_id = server_id;
	n.attempts = 0;
	r = store_notice_update(op->store, &n);
	if (r == 0)
		r = store_notice_answered(op->store, id);
	return r ? r : op_event(op, EVENT_NOTICE_SHOWN, id, 0);
}

int op_notice_failed(struct op *op, int64_t id)
{
	struct notice n;
	int r;

	r = store_notice_get(op->store, id, op->arena, &n);
	if (r || n.state != NOTICE_CLAIMED)
		return r;
	n.state = NOTICE_FAILED;
	n.attempts = 0; /* we live */
	r = store_notice_update(op->store, &n);
	return r ? r : op_event(op, EVENT_NOTICE_FAILED, id, 0);
}

static int end_notice(struct op *op, int64_t id, enum notice_state state)
{
	struct notice n;
	int r;

	r = store_notice_get(op->store, id, op->arena, &n);
	if (r || !notice_is_open(n.state))
		return r;
	n.state = state;
	n.ended_at = op->now;
	return store_notice_update(op->store, &n);
}

int op_notice_closed(struct op *op, int64_t id, uint32_t reason)
{
	return end_notice(op, id, reason == 2 ? NOTICE_DISMISSED : NOTICE_EXPIRED);
}

/* The Snooze button: +1 h, or 09:00 the next working day where that is outside working hours; a
 * call to another zone waits further until people are called there. */
static int snooze(struct op *op, const struct followup *f)
{
	const struct worktime *work = &op->env->work;
	struct moment to = {op->today, op->local.minute + 60};
	struct followup moved;
	int r;

	if (to.minute >= 24 * 60 || !worktime_is_open(work, to))
		to = (struct moment){worktime_workday_from(work, day_plus(op->today, 1)),
				     work->start};
	r = due_moment(op, f, &to);
	return r ? r : op_followup_snooze(op, &f->id, 1, to.day, to.minute, &moved);
}

static int act_on(struct op *op, struct followup *f, enum notice_action action)
{
	const struct done done = {
		.outcome = -1, .minutes = -1, .day = NO_DAY, .next = {.kind = -1}};
	struct done_result *result;

	switch (action) {
	case NOTICE_OPEN:
		return 0;
	case NOTICE_DONE:
		result = arena_alloc(op->arena, sizeof *result);
		return op_followup_done(op, &f->id, 1, &done, result);
	case NOTICE_SNOOZE:
		return snooze(op, f);
	}
	return 0;
}

int op_notice_act(struct op *op, int64_t id, enum notice_action action, int64_t *ret_contact)
{
	struct notice_item *items;
	struct notice n;
	struct followup f;
	size_t n_items;
	int r;

	*ret_contact = 0;
	r = store_notice_get(op->store, id, op->arena, &n);
	if (r == 0)
		r = store_notice_items(op->store, id, 1, op->arena, &items, &n_items);
	if (r)
		return r;
	if (n.kind == NOTICE_SINGLE && n_items) {
		r = store_followup_get(op->store, items[0].followup, op->arena, &f);
		if (r)
			return r;
		*ret_contact = f.contact;
		if (!items[0].is_void && items[0].lead_for == NO_INSTANT)
			r = act_on(op, &f, action);
	}
	return r ? r : end_notice(op, id, NOTICE_ACTED);
}

int op_notice_read(struct op *op, int64_t id, struct notice_post *ret)
{
	int r;

	*ret = (struct notice_post){0};
	r = store_notice_get(op->store, id, op->arena, &ret->notice);
	return r ? r : notice_text(op, ret);
}

int op_notice_take_down(struct op *op, int64_t **ret, size_t *ret_n)
{
	int r;

	r = store_notice_outdated(op->store, op->arena, ret, ret_n);
	for (size_t i = 0; r == 0 && i < *ret_n; i++)
		r = end_notice(op, (*ret)[i], NOTICE_CLOSED);
	return r;
}
