/* Requests of people about what is held of them. */
#include "ops/request.h"

#include "ops/event.h"
#include "ops/refuse.h"

#define DAYS 30 /* GDPR, article 12: within one month */

static int check_new(struct op *op, const struct request *x)
{
	struct contact contact;
	struct requests rows;
	char day[DAY_TEXT_SIZE];
	int r;

	r = op_live_contact(op, x->contact, &contact);
	if (r == 0)
		r = op_not_after_today(op, x->day, "day");
	if (r == 0)
		r = store_request_of_contact(op->store, x->contact, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++)
		if (rows.items[i].kind == x->kind && day_is_none(rows.items[i].done_day))
			r = op_fail(op, VOUCH_E_DUPLICATE, "kind",
				    "they asked for that already, on %s (request %lld)",
				    day_format(rows.items[i].day, day),
				    (long long)rows.items[i].id);
	return r;
}

int op_request_add(struct op *op, struct request *x)
{
	int r;

	if (day_is_none(x->day))
		x->day = op->today;
	r = check_new(op, x);
	if (r)
		return r;
	x->due_day = day_plus(x->day, DAYS);
	x->done_day = NO_DAY;
	x->created_at = op->now;
	r = store_request_add(op->store, x);
	return r ? r : op_event(op, EVENT_CONTACT_CHANGED, x->contact, x->contact);
}

static int check_done(struct op *op, const struct request *x, struct day day)
{
	char text[DAY_TEXT_SIZE];

	if (!day_is_none(x->done_day))
		return op_fail(op, VOUCH_E_REQUEST_STATE, "id",
			       "request %lld was answered already, on %s", (long long)x->id,
			       day_format(x->done_day, text));
	if (day_before(day, x->day))
		return op_fail(op, VOUCH_E_CONFLICT, "day", "they asked for it later, on %s",
			       day_format(x->day, text));
	return op_not_after_today(op, day, "day");
}

int op_request_done(struct op *op, int64_t id, struct day day, struct request *ret)
{
	int r;

	r = store_request_get(op->store, id, op->arena, ret);
	if (r)
		return op_not_found(op, r, "id", "there is no request %lld", (long long)id);
	if (day_is_none(day))
		day = op->today;
	r = check_done(op, ret, day);
	if (r == 0)
		r = store_request_done(op->store, id, day);
	if (r)
		return r;
	ret->version++;
	ret->done_day = day;
	return op_event(op, EVENT_CONTACT_CHANGED, ret->contact, ret->contact);
}

int op_request_open(struct op *op, const int64_t after[2], int limit, struct requests *ret)
{
	return store_request_open(op->store, after[0], after[1], limit, op->arena, ret);
}

int op_request_answer(struct op *op, int64_t contact, enum request_kind kind, int64_t *ret_n)
{
	struct requests rows;
	int r;

	*ret_n = 0;
	r = store_request_of_contact(op->store, contact, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++) {
		if (rows.items[i].kind != kind || !day_is_none(rows.items[i].done_day))
			continue;
		r = store_request_done(op->store, rows.items[i].id, op->today);
		++*ret_n;
	}
	return r;
}
