/* What moving a promise's own follow-up would mean for the promise. */
#include "ops/promise_warn.h"

#include "ops/promise_lines.h"
#include "store/promise.h"

static const char *say(struct op *op, const struct followup *f, const struct move_warning *w)
{
	const struct promise *p = &w->promise;

	if (w->is_past_due)
		return arena_printf(op->arena,
				    "follow-up %lld keeps promise p%lld (\"%s\"), which they heard "
				    "is done by %s; on %s it would be broken, unless you agree on "
				    "another day with them",
				    (long long)f->id, (long long)p->id, p->text,
				    say_day(op, p->due_day), say_day(op, f->due_day));
	return arena_printf(op->arena,
			    "follow-up %lld keeps promise p%lld (\"%s\"): your own day for it is "
			    "%s, and they heard %s",
			    (long long)f->id, (long long)p->id, p->text, say_day(op, p->target_day),
			    say_day(op, p->due_day));
}

static int warn_of(struct op *op, const struct followup *f, struct move_warning *ret,
		   bool *ret_is_needed)
{
	int r;

	*ret_is_needed = false;
	if (!followup_is_promise(f))
		return 0;
	*ret = (struct move_warning){.followup = f->id};
	r = store_promise_get(op->store, f->about_id, op->arena, &ret->promise);
	if (r || !day_before(ret->promise.target_day, f->due_day))
		return r;
	ret->is_past_due = day_before(ret->promise.due_day, f->due_day);
	ret->text = say(op, f, ret);
	*ret_is_needed = true;
	return 0;
}

int promise_warn(struct op *op, const struct followup *items, size_t n, struct move_warning **ret,
		 size_t *ret_n)
{
	bool is_needed;
	int r = 0;

	*ret = arena_array(op->arena, n, sizeof **ret);
	*ret_n = 0;
	for (size_t i = 0; r == 0 && i < n; i++) {
		r = warn_of(op, &items[i], &(*ret)[*ret_n], &is_needed);
		*ret_n += r == 0 && is_needed;
	}
	return r;
}
