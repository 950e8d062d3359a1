/* What they said, and what went wrong, in a contact's brief and history. */
#include "ops/trouble_lines.h"

#include "store/complaint.h"
#include "store/satisfaction.h"

int trouble_brief(struct op *op, int64_t contact, int limit, struct brief *ret)
{
	const struct praise_filter newest = {.contact = contact, .limit = limit};
	int r;

	r = store_complaint_open_of_household(op->store, contact, op->arena, &ret->complaints,
					      &ret->n_complaints);
	if (r == 0)
		r = store_satisfaction_list(op->store, &newest, op->arena, &ret->scores,
					    &ret->n_scores);
	if (r == 0)
		r = store_compliment_list(op->store, &newest, op->arena, &ret->compliments,
					  &ret->n_compliments);
	return r ? r : op_repair_of(op, contact, &ret->repair);
}

static int add_complaints(struct op *op, int64_t contact, int limit, struct timeline *to)
{
	const struct complaint_filter filter = {.contact = contact, .state = -1, .limit = limit};
	struct complaint *items;
	size_t n;
	int r;

	r = store_complaint_list(op->store, &filter, op->arena, &items, &n);
	for (size_t i = 0; r == 0 && i < n; i++) {
		const struct complaint *c = &items[i];
		const char *note = c->note ? c->note : "";

		timeline_add(op, to,
			     (struct timeline_item){
				     c->day, "complaint", c->id,
				     arena_printf(op->arena, "complained: %s", c->text), 0});
		if (c->state == COMPLAINT_RESOLVED)
			timeline_add(op, to,
				     (struct timeline_item){c->resolved_day, "complaint", c->id,
							    arena_printf(op->arena, "put right%s%s",
									 *note ? ": " : "", note),
							    1});
	}
	return r;
}

static int add_scores(struct op *op, const struct praise_filter *filter, struct timeline *to)
{
	struct satisfaction *items;
	size_t n;
	int r;

	r = store_satisfaction_list(op->store, filter, op->arena, &items, &n);
	for (size_t i = 0; r == 0 && i < n; i++) {
		const char *words = items[i].words ? items[i].words : "";

		timeline_add(op, to,
			     (struct timeline_item){items[i].day, "satisfaction", items[i].id,
						    arena_printf(op->arena, "gave %d of 10%s%s",
								 items[i].score, *words ? ": " : "",
								 words),
						    0});
	}
	return r;
}

static int add_compliments(struct op *op, const struct praise_filter *filter, struct timeline *to)
{
	struct compliment *items;
	size_t n;
	int r;

	r = store_compliment_list(op->store, filter, op->arena, &items, &n);
	for (size_t i = 0; r == 0 && i < n; i++)
		timeline_add(op, to,
			     (struct timeline_item){
				     items[i].day, "compliment", items[i].id,
				     arena_printf(op->arena, "praised: %s", items[i].text), 0});
	return r;
}

int trouble_lines(struct op *op, int64_t contact, int limit, struct timeline *to)
{
	const struct praise_filter newest = {.contact = contact, .limit = limit};
	int r;

	r = add_complaints(op, contact, limit, to);
	if (r == 0)
		r = add_scores(op, &newest, to);
	return r ? r : add_compliments(op, &newest, to);
}
