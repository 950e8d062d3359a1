/* What is said of referrals in a contact's history. */
#include "ops/referral_lines.h"

#include "store/referral.h"

static void add(struct op *op, const struct referral *x, struct day day, const char *text,
		struct timeline *to)
{
	int order = to->n ? to->items[to->n - 1].order + 1 : 1;

	timeline_add(op, to, (struct timeline_item){day, "referral", x->id, text, order});
}

static const char *named_text(struct op *op, const char *verb, const struct referral *x)
{
	return arena_printf(op->arena, "%s %s%s%s", verb, x->name ? x->name : "somebody",
			    x->relation ? ", " : "", x->relation ? x->relation : "");
}

static void add_own(struct op *op, const struct referrals *rows, struct timeline *to)
{
	for (size_t i = 0; i < rows->n; i++) {
		const struct referral *x = &rows->items[i];

		if (!day_is_none(x->candidate_day))
			add(op, x, x->candidate_day, named_text(op, "named", x), to);
		if (!day_is_none(x->received_day))
			add(op, x, x->received_day, named_text(op, "sent", x), to);
	}
}

int referral_lines(struct op *op, int64_t contact, int limit, struct timeline *to)
{
	const struct candidate_filter named = {.contact = contact, .limit = limit};
	struct referrals rows;
	int r;

	r = store_candidate_list(op->store, &named, op->arena, &rows);
	if (r)
		return r;
	add_own(op, &rows, to);
	r = store_referral_sent(op->store, contact, limit, op->arena, &rows);
	if (r)
		return r;
	add_own(op, &rows, to);
	r = store_referral_sent_by(op->store, contact, limit, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++)
		add(op, &rows.items[i], rows.items[i].received_day,
		    arena_printf(op->arena, "sent by %s",
				 op_contact_name(op, rows.items[i].contact)),
		    to);
	return r;
}
