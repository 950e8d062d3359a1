/* The hold on a clock that cannot be believed: what is due waits until it is set right. */
#include "ops/doubt.h"

#include <stdlib.h>

#include "ops/gate.h"
#include "store/book.h"

#define SEEN_SECONDS 3600 /* of a day that the clock may go back: near enough */

static int read_seen(struct op *op, int64_t *ret)
{
	const char *text;
	int r;

	*ret = NO_INSTANT;
	r = store_book_get(op->store, BOOK_SEEN, op->arena, &text);
	if (r == 0 && text)
		*ret = strtoll(text, NULL, 10);
	return r;
}

static int write_seen(struct op *op)
{
	int r;

	r = store_book_set(op->store, BOOK_SEEN,
			   arena_printf(op->arena, "%lld", (long long)op->now));
	if (r == 0)
		op->env->seen_at = op->now;
	return r;
}

int op_doubt_judge(struct op *op, bool is_start)
{
	int64_t seen;
	int r;

	r = read_seen(op, &seen);
	if (r)
		return r;
	op->env->seen_at = seen;
	op->env->doubt = doubt_of(op->now, seen, is_start);
	return 0;
}

bool op_doubt_holds(const struct op_env *env)
{
	return env->doubt != DOUBT_NONE;
}

/* "2026-12-01 09:30" */
static const char *time_text(struct op *op, int64_t instant)
{
	int64_t local = zone_to_local(op->env->zone, instant);
	struct civil c = day_to_civil(day_of_local(local));
	int minute = minute_of_local(local);

	return arena_printf(op->arena, "%04d-%02d-%02d %02d:%02d", c.year, c.month, c.day,
			    minute / 60, minute % 60);
}

#define HELD "nothing falls due and nothing is shown until it is set right"
#define IF_RIGHT                                                                                   \
	"if it is right, stop vouchd, run \"vouchd --accept-clock\" once, and start it again"

const char *op_doubt_why(struct op *op)
{
	const char *now = time_text(op, op->now);

	switch (op->env->doubt) {
	case DOUBT_NONE:
		return NULL;
	case DOUBT_EARLY:
		return arena_printf(op->arena,
				    "The clock of this machine shows %s, a time before this vouch "
				    "was made: " HELD ".",
				    now);
	case DOUBT_BACK:
		return arena_printf(op->arena,
				    "The clock of this machine shows %s, but this book was open on "
				    "%s already: " HELD "; " IF_RIGHT ".",
				    now, time_text(op, op->env->seen_at));
	case DOUBT_AHEAD:
		return arena_printf(
			op->arena,
			"The clock of this machine shows %s, more than five years after "
			"this book was last open (%s): " HELD "; " IF_RIGHT ".",
			now, time_text(op, op->env->seen_at));
	}
	return NULL;
}

int op_doubt_seen(struct op *op)
{
	int64_t seen = op->env->seen_at;

	if (seen != NO_INSTANT && op->now > seen - SEEN_SECONDS && op->now < seen + SEEN_SECONDS)
		return 0;
	return write_seen(op);
}

int op_doubt_accept(struct op *op)
{
	int r;

	r = op_doubt_judge(op, false);
	if (r || op->env->doubt == DOUBT_NONE)
		return r ? r : write_seen(op);
	return op_fail(op, VOUCH_E_CONFLICT, NULL,
		       "the clock shows %s, a time before this vouch was made: set it right first",
		       time_text(op, op->now));
}

int op_doubt_over(struct op *op)
{
	return gate_judge_again(op);
}
