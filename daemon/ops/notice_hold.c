/* What holds pop-ups back, until when, and that in words. */
#include "ops/notice_hold.h"

#include "base/clock.h"
#include "ops/morning.h"
#include "store/notice.h"
#include "store/notice_hold.h"

/* The quiet hours that now lies in; false where these are none, and their end is left alone. */
static bool quiet_hours(const struct op *op, int64_t *ret_since, int64_t *ret_until)
{
	const struct worktime *w = &op->env->work;
	int minute = op->local.minute;
	struct day from = op->today, to = op->today;
	int64_t until;

	if (!worktime_is_quiet(w, minute))
		return false;
	if (minute < w->quiet_start)
		from = day_plus(from, -1);
	if (minute >= w->quiet_end)
		to = day_plus(to, 1);
	until = op_instant(op, to, w->quiet_end);
	if (until <= op->now)
		return false;
	*ret_since = op_instant(op, from, w->quiet_start);
	*ret_until = until;
	return true;
}

int64_t notice_named_since(const struct op *op)
{
	int64_t since = op->now, until, late = op->now - NOTICE_NAMED_SECONDS;

	(void)quiet_hours(op, &since, &until);
	return since > late ? since : late;
}

static int count_posts(struct op *op, struct notice_facts *f)
{
	int64_t since = op->now - NOTICE_RATE_SECONDS, n, left;
	int r;

	r = store_notice_post_count(op->store, since, op->now, &n, &f->last_post);
	if (r)
		return r;
	f->n_posts = (int)n;
	if (n < f->popups_per_hour)
		return 0;
	r = store_notice_post_before(op->store, since, op->now, f->popups_per_hour - 1, &left);
	f->post_at = r || left == NO_INSTANT ? NO_INSTANT : left + NOTICE_RATE_SECONDS;
	return r;
}

/* Would a digest come back that nobody asks for? By a button of what it stood behind they did. */
static int look_behind(struct op *op, bool *ret_is_returning)
{
	struct notice digest, front;
	bool is_open, is_answer;
	int r;

	r = store_notice_find_digest(op->store, op->arena, &digest, &is_open);
	if (r || !is_open || !notice_stands_behind(&digest))
		return r;
	r = store_notice_get(op->store, digest.server_id, op->arena, &front);
	if (r)
		return r;
	is_answer =
		front.state == NOTICE_ACTED && op->now - front.ended_at <= NOTICE_ANSWER_SECONDS;
	*ret_is_returning = !notice_is_open(front.state) && !is_answer;
	return 0;
}

static int count_waiting(struct op *op, struct notice_facts *f)
{
	int64_t n, n_named = 0, attempts, since;
	bool is_quiet = quiet_hours(op, &since, &f->quiet_until);
	int limit = f->popups_max + 1, r;

	r = store_notice_count_waiting(op->store, limit, &n);
	if (r == 0 && is_quiet)
		r = look_behind(op, &f->is_returning);
	if (r || n == 0)
		return r;
	if (is_quiet)
		r = store_notice_count_named(op->store, notice_named_since(op), limit, &n_named);
	if (r == 0)
		r = store_notice_waiting_attempts(op->store, &attempts);
	if (r)
		return r;
	f->n_waiting = (int)n;
	f->n_named = (int)n_named;
	f->attempts = (int)attempts;
	return 0;
}

int notice_facts(struct op *op, struct notice_facts *ret)
{
	int64_t n_open;
	int r;

	*ret = (struct notice_facts){
		.now = op->now,
		.post_at = NO_INSTANT,
		.quiet_until = NO_INSTANT,
		.last_post = NO_INSTANT,
		.disturb = op->env->desktop.disturb,
		.is_summing_up = op->env->desktop.is_summing_up,
		.popups_max = op->settings->popups_max,
		.popups_per_hour = op->settings->popups_per_hour,
	};
	r = store_notice_singles(op->store, &n_open);
	if (r)
		return r;
	ret->n_open = (int)n_open;
	r = count_waiting(op, ret);
	return r ? r : count_posts(op, ret);
}

int op_notice_next_look(struct op *op, int64_t *ret)
{
	struct notice_facts facts;
	struct notice_choice choice;
	int64_t morning;
	int r;

	r = notice_facts(op, &facts);
	if (r == 0)
		r = morning_next(op, &morning);
	if (r)
		return r;
	choice = notice_choose(&facts);
	*ret = choice.look_at;
	if (morning != NO_INSTANT && (*ret == NO_INSTANT || morning < *ret))
		*ret = morning;
	return 0;
}

static const char *clock_text(struct op *op, int64_t instant)
{
	int minute = minute_of_local(zone_to_local(op->env->zone, instant));

	return arena_printf(op->arena, "%02d:%02d", minute / 60, minute % 60);
}

static const char *why_held(struct op *op, const struct notice_choice *c)
{
	switch (c->hold) {
	case HOLD_NONE:
		return NULL;
	case HOLD_DISTURB:
		return "do not disturb is on";
	case HOLD_TROUBLE:
		return arena_printf(op->arena,
				    "vouchd ended three times while it showed something; the next "
				    "try is at %s",
				    clock_text(op, c->look_at));
	case HOLD_QUIET:
		return arena_printf(op->arena, "quiet hours last until %s",
				    clock_text(op, c->look_at));
	case HOLD_RATE:
		return arena_printf(op->arena,
				    "%d pop-ups in an hour are the limit; the next comes at %s",
				    op->settings->popups_per_hour, clock_text(op, c->look_at));
	}
	return NULL;
}

/* Without a server all of it is undelivered, whatever else would hold it. */
int op_notice_delivery(struct op *op, struct notice_delivery *ret)
{
	struct notice_facts facts;
	struct notice_choice choice;
	int64_t n_failed, since, failed_since;
	int r;

	*ret = (struct notice_delivery){.undelivered_since = NO_INSTANT};
	r = store_notice_waiting_count(op->store, &ret->held, &since);
	if (r == 0)
		r = store_notice_failed_count(op->store, &n_failed, &failed_since);
	if (r == 0)
		r = notice_facts(op, &facts);
	if (r)
		return r;
	choice = notice_choose(&facts);
	ret->undelivered = n_failed;
	ret->undelivered_since = failed_since;
	if (op->env->desktop.has_server && ret->held && choice.hold != HOLD_NONE) {
		ret->why_held = why_held(op, &choice);
		return 0;
	}
	ret->undelivered += ret->held;
	ret->held = 0;
	if (failed_since == NO_INSTANT || (since != NO_INSTANT && since < failed_since))
		ret->undelivered_since = since;
	return 0;
}
