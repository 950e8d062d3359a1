/* A notice: one pop-up. claimed -> shown -> acted | dismissed | expired | closed. */
#include "domain/notice.h"

#include <stddef.h>

#include "base/clock.h"

const char *const notice_kinds[] = {"single", "digest", "morning", NULL};
const char *const notice_states[] = {"claimed",   "shown",   "failed", "acted",
				     "dismissed", "expired", "closed", NULL};

bool notice_is_open(enum notice_state state)
{
	return state == NOTICE_CLAIMED || state == NOTICE_SHOWN || state == NOTICE_FAILED;
}

bool notice_stands_behind(const struct notice *n)
{
	return n->state == NOTICE_SHOWN && !n->server;
}

int64_t notice_again_at(int attempts, int64_t last_post)
{
	int64_t wait = NOTICE_BACKOFF_FIRST;

	if (attempts < NOTICE_ATTEMPTS_MAX || last_post == NO_INSTANT)
		return NO_INSTANT;
	for (int i = NOTICE_ATTEMPTS_MAX; i < attempts && wait < NOTICE_BACKOFF_LAST; i++)
		wait *= 2;
	return last_post + (wait < NOTICE_BACKOFF_LAST ? wait : NOTICE_BACKOFF_LAST);
}

static int smaller(int a, int b)
{
	return a < b ? a : b;
}

/* n wait, and `n_free` posts are left in this hour; where not all get one, the last is for the
 * digest. */
static void share(const struct notice_facts *f, int n, int n_free, struct notice_choice *to)
{
	bool is_one_digest = f->attempts >= NOTICE_ATTEMPTS_MAX ||
			     (f->is_summing_up && n > 1 && !to->is_named_only);
	int n_singles =
		is_one_digest ? 0 : smaller(n, f->popups_max - smaller(f->n_open, f->popups_max));

	if (n_singles > n_free || (n > n_singles && n_singles == n_free))
		n_singles = n_free - 1;
	to->n_singles = n_singles;
	to->has_digest = n > n_singles;
}

static void hold(struct notice_choice *c, enum notice_hold why, int64_t until)
{
	c->hold = why;
	if (until != NO_INSTANT && (c->look_at == NO_INSTANT || until < c->look_at))
		c->look_at = until;
}

struct notice_choice notice_choose(const struct notice_facts *f)
{
	struct notice_choice c = {.look_at = NO_INSTANT};
	int64_t again = notice_again_at(f->attempts, f->last_post);
	int n = f->n_waiting;

	if (n == 0 && !f->is_returning)
		return c;
	if (f->disturb == DISTURB_ON) {
		hold(&c, HOLD_DISTURB, NO_INSTANT);
		return c;
	}
	if (again != NO_INSTANT && again > f->now) {
		hold(&c, HOLD_TROUBLE, again);
		return c;
	}
	if (f->quiet_until != NO_INSTANT) {
		c.is_named_only = true;
		c.is_staying_behind = f->is_returning;
		if (n > f->n_named || f->is_returning)
			hold(&c, HOLD_QUIET, f->quiet_until);
		n = f->n_named;
	}
	if (n && f->n_posts >= f->popups_per_hour)
		hold(&c, HOLD_RATE, f->post_at);
	else if (n)
		share(f, n, f->popups_per_hour - f->n_posts, &c);
	return c;
}
