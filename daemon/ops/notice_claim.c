/* Which of what has come due gets a pop-up of its own, and what is said in one digest. */
#include <string.h>

#include "ops/notice.h"
#include "ops/notice_text.h"
#include "store/notice.h"

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
	r = store_notice_update(op->store, n);
	p->notice = *n;
	return r ? r : notice_text(op, p);
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
	return r ? r : post(op, &n, to);
}

/* As many as there is room for on the screen. */
static int claim_singles(struct op *op, struct posts *to)
{
	struct notice_item *items;
	int64_t n_open;
	size_t n = 0;
	int n_free, r;

	r = store_notice_singles(op->store, &n_open);
	if (r)
		return r;
	n_free = op->settings->popups_max - notice_singles((int)n_open, op->settings->popups_max);
	if (n_free == 0)
		return 0;
	r = store_notice_waiting(op->store, n_free, op->arena, &items, &n);
	for (size_t i = 0; r == 0 && i < n; i++)
		r = claim_single(op, &items[i], to);
	return r;
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
 * was answered; one that failed comes with the next try. */
static int refresh_digest(struct op *op, struct notice *digest, bool has_more, struct posts *to)
{
	bool is_behind = notice_stands_behind(digest), held;
	int r;

	if (digest->state == NOTICE_CLAIMED || (!has_more && !is_behind))
		return 0;
	r = store_notice_take_rest(op->store, digest->id);
	if (r == 0)
		r = is_held(op, digest, &held);
	if (r || held || digest->state == NOTICE_FAILED)
		return r;
	if (is_behind)
		digest->server_id = 0;
	return post(op, digest, to);
}

static int claim_digest(struct op *op, struct posts *to)
{
	struct notice_item *item;
	struct notice digest;
	bool is_open;
	size_t n;
	int r;

	r = store_notice_waiting(op->store, 1, op->arena, &item, &n);
	if (r == 0)
		r = store_notice_find_digest(op->store, op->arena, &digest, &is_open);
	if (r)
		return r;
	if (is_open)
		return refresh_digest(op, &digest, n > 0, to);
	if (n == 0)
		return 0;
	r = add(op, NOTICE_DIGEST, &digest);
	if (r == 0)
		r = store_notice_take_rest(op->store, digest.id);
	return r ? r : post(op, &digest, to);
}

static void give(struct op *op, const struct posts *posts, struct notice_post **ret, size_t *ret_n)
{
	*ret = arena_array(op->arena, posts->n, sizeof **ret);
	memcpy(*ret, posts->items, posts->n * sizeof **ret);
	*ret_n = posts->n;
}

int op_notice_claim(struct op *op, struct notice_post **ret, size_t *ret_n)
{
	struct posts posts = {0};
	int r;

	*ret_n = 0;
	r = store_notice_drop_void(op->store);
	if (r == 0)
		r = claim_singles(op, &posts);
	if (r == 0)
		r = claim_digest(op, &posts);
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
	if (r || digest.kind != NOTICE_DIGEST || !notice_is_open(digest.state) || n == 0)
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
