/* What is said of promises in a contact's history. */
#include "ops/promise_lines.h"

#include <stdlib.h>

#include "ops/promise.h"

const char *say_day(struct op *op, struct day day)
{
	struct civil c = day_to_civil(day);

	return arena_printf(op->arena, "%s %d %s", weekday_short(day_weekday(day)), c.day,
			    month_short(c.month));
}

static const char *because(struct op *op, const char *reason)
{
	return reason ? arena_printf(op->arena, " (%s)", reason) : "";
}

/* "2 days early", "on its day", "1 day late" */
static const char *margin_text(struct op *op, int margin)
{
	if (margin == 0)
		return "on its day";
	return arena_printf(op->arena, "%d %s %s", abs(margin), abs(margin) == 1 ? "day" : "days",
			    margin > 0 ? "early" : "late");
}

static const char *end_text(struct op *op, const struct promise *p)
{
	if (p->state == PROMISE_KEPT)
		return arena_printf(op->arena, "kept, %s: %s", margin_text(op, promise_margin(p)),
				    p->text);
	return arena_printf(op->arena, "%s: %s%s", promise_states[p->state], p->text,
			    because(op, p->reason));
}

static void add(struct op *op, const struct promise *p, struct day day, const char *text,
		struct timeline *to)
{
	int order = to->n ? to->items[to->n - 1].order + 1 : 1;

	timeline_add(op, to, (struct timeline_item){day, "promise", p->id, text, order});
}

static int add_all(struct op *op, const struct promise *p, struct timeline *to)
{
	struct redates redates;
	struct day due;
	int r;

	r = op_promise_redates(op, p->id, &redates);
	if (r)
		return r;
	due = redates.n ? redates.items[0].from_due : p->due_day;
	add(op, p, p->made_day,
	    arena_printf(op->arena, "promised for %s: %s", say_day(op, due), p->text), to);
	for (size_t i = 0; i < redates.n; i++) {
		const struct promise_redate *d = &redates.items[i];

		add(op, p, d->day,
		    arena_printf(op->arena, "re-dated to %s%s: %s%s", say_day(op, d->to_due),
				 d->is_late ? ", late" : "", p->text, because(op, d->reason)),
		    to);
	}
	if (p->state != PROMISE_OPEN)
		add(op, p, p->ended_day, end_text(op, p), to);
	return 0;
}

int promise_lines(struct op *op, int64_t contact, int limit, struct timeline *to)
{
	const struct promise_filter filter = {.contact = contact, .state = -1, .limit = limit};
	struct promises rows;
	int r;

	r = op_promise_list(op, &filter, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++)
		r = add_all(op, &rows.items[i], to);
	return r;
}
