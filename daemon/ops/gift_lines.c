/* Gifts in a contact's brief and history. */
#include "ops/gift_lines.h"

#include "domain/money.h"

static int load(struct op *op, int64_t contact, int limit, struct gifts *ret)
{
	const struct gift_filter newest = {.contact = contact,
					   .from = DAY_FIRST,
					   .to = DAY_LAST,
					   .before_day = NO_DAY,
					   .limit = limit};

	return store_gift_list(op->store, &newest, op->arena, ret);
}

int gift_brief(struct op *op, int64_t contact, int limit, struct brief *ret)
{
	return load(op, contact, limit, &ret->gifts);
}

int gift_lines(struct op *op, int64_t contact, int limit, struct timeline *to)
{
	struct gifts rows;
	int r;

	r = load(op, contact, limit, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++) {
		const struct gift *g = &rows.items[i];
		char amount[MONEY_TEXT_SIZE];

		money_format((struct minor){g->amount}, g->exponent, g->currency, amount);
		timeline_add(op, to,
			     (struct timeline_item){
				     g->day, "gift", g->id,
				     arena_printf(op->arena, "gift: %s, %s", g->what, amount), 0});
	}
	return r;
}
