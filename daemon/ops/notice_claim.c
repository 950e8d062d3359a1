/* Which of what has come due gets a pop-up of its own, and what is said in one digest. */
#include <string.h>

#include "base/clock.h"
#include "ops/morning.h"
#include "ops/notice.h"
#include "ops/notice_hold.h"
#include "ops/notice_text.h"
#include "store/notice.h"
#include "store/notice_hold.h"
#include "vouch/errors.h"

#define GATHER_SLICE 500 /* items a new digest takes in one turn */
#define ALL (-1)
#define POSTS_MAX 8 /* singles and a digest; the setting goes up to 5 */

struct posts {
	struct notice_post items[POSTS_MAX];
	size_t n;
};

/* Where the notice has a pop-up already, the new one takes its place. */
static int post(struct op *op, struct notice *n, struct posts *to)
{
	struct notice_post *p = &to->items[to->n++];
	int r;

	n->state = NOTICE_CLAIMED;
	n->claimed_at = op->now;
	n->attempts++;
	r = store_notice_update(op->store, n);
	p->notice = *n;
	return r ? r : notice_text(op, p);
}

/* One that nobody asked for counts for the limit of an hour. */
static int post_counted(struct op *op, struct notice *n, struct posts *to)
{
	int r;

	r = store_notice_post_add(op->store, op->now, op->now - NOTICE_RATE_SECONDS);
	return r ? r : post(op, n, to);
}

/* What earlier notices died of goes with the items. */
static int inherit(struct op *op, struct notice *n)
{
	int worst, r;

	r = store_notice_worst(op->store, n->id, &worst);
	if (r)
		return r;
	n->attempts = n->attempts > worst ? n->attempts : worst;
	n->is_repeat |= worst > 0;
	return 0;
}

static int add(struct op *op, enum notice_kind kind, struct notice *ret)
{
	*ret = (struct notice){.kind = kind,
			       .state = NOTICE_CLAIMED,
			       .claimed_at = op->now,
			       .shown_at = NO_INSTANT,
			       .ended_at = NO_INSTANT};
	return store_notice_add(op->store, ret);
}

static int claim_single(struct op *op, const struct notice_item *item, struct posts *to)
{
	struct notice n;
	int r;

	r = add(op, NOTICE_SINGLE, &n);
	if (r == 0)
		r = store_notice_take(op->store, item->id, n.id);
	if (r == 0)
		r = inherit(op, &n);
	return r ? r : post_counted(op, &n, to);
}

static int claim_singles(struct op *op, const struct notice_choice *choice, struct posts *to)
{
	int limit = choice->n_singles;
	struct notice_item *items;
	size_t n = 0;
	int r;

	if (limit == 0)
		return 0;
	r = choice->is_named_only ? store_notice_named(op->store, notice_named_since(op), limit,
						       op->arena, &items, &n)
				  : store_notice_waiting(op->store, limit, op->arena, &items, &n);
	for (size_t i = 0; r == 0 && i < n; i++)
		r = claim_single(op, &items[i], to);
	return r;
}

/* Takes a slice of what waits. Where that is not all, it is posted when the rest is in; should we
 * die before, it is one that failed, and is posted then. */
static int gather(struct op *op, struct notice *digest)
{
	int64_t n_left = 0;
	int r;

	r = store_notice_take_rest(op->store, digest->id, GATHER_SLICE);
	if (r == 0)
		r = store_notice_count_waiting(op->store, 1, &n_left);
	op->env->desktop.gathering = n_left ? digest->id : 0;
	if (r || n_left == 0)
		return r;
	digest->state = NOTICE_FAILED;
	return store_notice_update(op->store, digest);
}

static int take_rest(struct op *op, const struct notice_choice *choice, struct notice *digest)
{
	int r = 0;

	if (choice->has_digest)
		r = choice->is_named_only
			    ? store_notice_take_named(op->store, digest->id, notice_named_since(op))
			    : store_notice_take_rest(op->store, digest->id, ALL);
	return r ? r : inherit(op, digest);
}

/* The one it stands behind is on the screen still. */
static int is_held(struct op *op, const struct notice *digest, bool *ret)
{
	struct notice front;
	int r;

	*ret = false;
	if (!notice_stands_behind(digest))
		return 0;
	r = store_notice_get(op->store, digest->server_id, op->arena, &front);
	*ret = r == 0 && notice_is_open(front.state);
	return r;
}

/* More for the digest that is open. One whose pop-up is on its way is left alone until that
 * was answered; one that failed comes with the next try. That of the morning becomes one like
 * others with it. In quiet hours none comes back by itself. */
static int refresh_digest(struct op *op, struct notice *digest, const struct notice_choice *choice,
			  struct posts *to)
{
	bool is_behind = notice_stands_behind(digest), held;
	int r;

	if (digest->state == NOTICE_CLAIMED ||
	    (!choice->has_digest && (!is_behind || choice->is_staying_behind)))
		return 0;
	r = take_rest(op, choice, digest);
	if (r == 0)
		r = is_held(op, digest, &held);
	if (r || held || digest->state == NOTICE_FAILED)
		return r;
	if (is_behind)
		digest->server_id = 0;
	digest->kind = NOTICE_DIGEST;
	return choice->has_digest ? post_counted(op, digest, to) : post(op, digest, to);
}

static int claim_digest(struct op *op, const struct notice_choice *choice, struct posts *to)
{
	struct notice digest;
	bool is_open;
	int r;

	r = store_notice_find_digest(op->store, op->arena, &digest, &is_open);
	if (r)
		return r;
	if (is_open)
		return refresh_digest(op, &digest, choice, to);
	if (!choice->has_digest)
		return 0;
	r = add(op, NOTICE_DIGEST, &digest);
	if (r == 0)
		r = choice->is_named_only ? take_rest(op, choice, &digest) : gather(op, &digest);
	if (r == 0)
		r = inherit(op, &digest);
	return r || op->env->desktop.gathering ? r : post_counted(op, &digest, to);
}

/* The next slice of the digest that gathers what waits. */
static int gather_on(struct op *op, struct posts *to)
{
	struct notice digest;
	int r;

	r = store_notice_get(op->store, op->env->desktop.gathering, op->arena, &digest);
	op->env->desktop.gathering = 0;
	if (r == VOUCH_E_NOT_FOUND || (r == 0 && digest.state != NOTICE_FAILED))
		return 0; /* it was taken back, or posted meanwhile: the rest comes after it */
	if (r == 0)
		r = gather(op, &digest);
	if (r == 0 && !op->env->desktop.gathering)
		r = inherit(op, &digest);
	return r || op->env->desktop.gathering ? r : post_counted(op, &digest, to);
}

/* What the digests on the screen tell goes into this one; they are taken down. */
static int take_digests(struct op *op, const struct notice *morning, struct posts *to)
{
	struct notice *old;
	size_t n;
	int r;

	r = store_notice_digests(op->store, op->arena, &old, &n);
	for (size_t i = 0; r == 0 && i < n; i++) {
		if (old[i].id == morning->id)
			continue;
		r = store_notice_take_from(op->store, old[i].id, morning->id);
		old[i].state = NOTICE_CLOSED;
		old[i].ended_at = op->now;
		if (r == 0)
			r = store_notice_update(op->store, &old[i]);
		if (to->n < POSTS_MAX - 1)
			to->items[to->n++] = (struct notice_post){.notice = old[i]};
	}
	return r;
}

/* Alone on this morning: it takes what waits, what earlier digests told, and what was closed
 * before and is due still. */
static int claim_morning(struct op *op, struct posts *to)
{
	struct notice morning;
	int r;

	r = add(op, NOTICE_MORNING, &morning);
	if (r == 0)
		r = take_digests(op, &morning, to);
	if (r == 0)
		r = store_notice_take_quieted(op->store, morning.id, op->now, morning_instant(op));
	if (r == 0)
		r = gather(op, &morning);
	if (r == 0)
		r = inherit(op, &morning);
	return r || op->env->desktop.gathering ? r : post_counted(op, &morning, to);
}

/* Sees to the morning, once a day. */
static int begin_day(struct op *op, const struct notice_facts *f, struct posts *to)
{
	int64_t again = notice_again_at(f->attempts, f->last_post);
	bool has_come, has_news;
	int r;

	if (f->n_posts >= f->popups_per_hour || (again != NO_INSTANT && again > op->now))
		return 0;
	r = morning_has_come(op, &has_come);
	if (r || !has_come)
		return r;
	r = morning_has_news(op, &has_news);
	if (r == 0)
		r = morning_mark(op);
	if (r || !has_news)
		return r;
	if (op->settings->morning == MORNING_YES)
		return claim_morning(op, to);
	return store_notice_take_quieted(op->store, 0, op->now, morning_instant(op));
}

static void give(struct op *op, const struct posts *posts, struct notice_post **ret, size_t *ret_n)
{
	*ret = arena_array(op->arena, posts->n, sizeof **ret);
	memcpy(*ret, posts->items, posts->n * sizeof **ret);
	*ret_n = posts->n;
}

static int claim_due(struct op *op, struct posts *to)
{
	struct notice_facts facts;
	struct notice_choice choice;
	int64_t n_left = 0;
	int r;

	r = notice_facts(op, &facts);
	if (r)
		return r;
	choice = notice_choose(&facts);
	r = claim_singles(op, &choice, to);
	if (r == 0 && facts.disturb != DISTURB_ON && choice.hold != HOLD_TROUBLE)
		r = claim_digest(op, &choice, to);
	if (r == 0)
		r = store_notice_count_waiting(op->store, 1, &n_left);
	op->env->desktop.is_summing_up =
		choice.hold != HOLD_NONE || (facts.is_summing_up && n_left);
	return r;
}

/* The morning's first; then what is due. */
static int claim(struct op *op, struct posts *to)
{
	struct notice_facts facts;
	int r;

	r = store_notice_drop_void(op->store);
	if (r == 0)
		r = notice_facts(op, &facts);
	if (r == 0 && facts.disturb != DISTURB_ON)
		r = begin_day(op, &facts, to);
	if (r == 0 && to->n == 0 && !op->env->desktop.gathering)
		r = claim_due(op, to);
	return r;
}

int op_notice_claim(struct op *op, struct notice_post **ret, size_t *ret_n)
{
	struct posts posts = {0};
	int r = 0;

	*ret_n = 0;
	if (op->env->desktop.gathering)
		r = gather_on(op, &posts);
	if (r == 0 && posts.n == 0 && !op->env->desktop.gathering)
		r = claim(op, &posts);
	if (r == 0 && posts.n)
		give(op, &posts, ret, ret_n);
	return r;
}

/* The digest waits behind the one it gave up, or is over with it. */
static int step_back(struct op *op, struct notice *digest, int64_t front)
{
	int64_t n_left;
	int r;

	r = store_notice_due_count(op->store, digest->id, &n_left);
	if (r)
		return r;
	digest->kind = NOTICE_DIGEST;
	digest->state = n_left ? NOTICE_SHOWN : NOTICE_ACTED;
	digest->ended_at = n_left ? NO_INSTANT : op->now;
	digest->server = NULL;
	digest->server_id = n_left ? front : 0;
	return store_notice_update(op->store, digest);
}

int op_notice_next(struct op *op, int64_t id, struct notice_post **ret, size_t *ret_n)
{
	struct notice digest, single;
	struct notice_item *item;
	struct posts posts = {0};
	size_t n;
	int r;

	*ret_n = 0;
	r = store_notice_get(op->store, id, op->arena, &digest);
	if (r == 0)
		r = store_notice_due(op->store, id, 1, op->arena, &item, &n);
	if (r || digest.kind == NOTICE_SINGLE || !notice_is_open(digest.state) || n == 0)
		return r;
	r = add(op, NOTICE_SINGLE, &single);
	if (r == 0)
		r = store_notice_take(op->store, item->id, single.id);
	if (r)
		return r;
	single.server = digest.server;
	single.server_id = digest.server ? digest.server_id : 0;
	r = step_back(op, &digest, single.id);
	if (r == 0)
		r = post(op, &single, &posts);
	if (r == 0)
		give(op, &posts, ret, ret_n);
	return r;
}
