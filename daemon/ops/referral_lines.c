/* What is said of referrals in a contact's history. */
#include "ops/referral_lines.h"

#include <string.h>

#include "ops/repair.h"
#include "store/loop.h"
#include "store/referral.h"
#include "store/sale.h"

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

/* What the referrer was told of it. */
static void add_heard(struct op *op, const struct referral *x, struct timeline *to)
{
	if (!day_is_none(x->thanked_day))
		add(op, x, x->thanked_day, named_text(op, "thanked for", x), to);
	if (!day_is_none(x->told_contact_day))
		add(op, x, x->told_contact_day, named_text(op, "told of the first contact with", x),
		    to);
	if (!day_is_none(x->told_outcome_day))
		add(op, x, x->told_outcome_day, named_text(op, "told how it ended with", x), to);
}

/* Each status that it had after it was received. */
static void add_way(struct op *op, const struct referral *x, struct timeline *to)
{
	for (int status = REFERRAL_CONTACTED; status <= REFERRAL_NOT_A_FIT; status++) {
		struct day day = referral_day(x, (enum referral_status)status);

		if (!day_is_none(day))
			add(op, x, day,
			    arena_printf(op->arena, "referral: %s", referral_statuses[status]), to);
	}
}

static void add_own(struct op *op, const struct referrals *rows, struct timeline *to)
{
	for (size_t i = 0; i < rows->n; i++) {
		const struct referral *x = &rows->items[i];

		if (!day_is_none(x->candidate_day))
			add(op, x, x->candidate_day, named_text(op, "named", x), to);
		if (!day_is_none(x->received_day))
			add(op, x, x->received_day, named_text(op, "sent", x), to);
		add_heard(op, x, to);
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
	for (size_t i = 0; r == 0 && i < rows.n; i++) {
		add(op, &rows.items[i], rows.items[i].received_day,
		    arena_printf(op->arena, "sent by %s",
				 op_contact_name(op, rows.items[i].contact)),
		    to);
		add_way(op, &rows.items[i], to);
	}
	return r;
}

/* What goes to somebody they sent carries a warning while something must be put right with them. */
static bool has_trouble(struct op *op, int64_t referrer)
{
	const struct followup probe = {.contact = referrer, .kind = KIND_CALL};
	int wait = 0;

	return repair_wait_of(op, &probe, &wait) == 0 && wait;
}

static const char *name_of(struct op *op, int64_t contact, bool is_short)
{
	const char *name = op_contact_name(op, contact);

	return is_short ? arena_strndup(op->arena, name, strcspn(name, " ")) : name;
}

static const char *sent_reason(struct op *op, const struct referral *x, bool is_short)
{
	const char *referrer = name_of(op, x->contact, is_short), *warning = "";
	const char *need = is_short ? NULL : x->need;

	if (has_trouble(op, x->contact))
		warning = arena_printf(op->arena, "; careful: something must be put right with %s",
				       referrer);
	return arena_printf(op->arena, "sent by %s%s%s%s", referrer, need ? ", " : "",
			    need ? need : "", warning);
}

/* Of what goes to the referrer: its title names whom it is about. */
static const char *heard_reason(struct op *op, const struct followup *f, const struct referral *x)
{
	struct loop_items rows;
	size_t n = 0;

	if (store_loop_of_followup(op->store, f->id, op->arena, &rows))
		return NULL;
	for (size_t i = 0; i < rows.n; i++)
		n += rows.items[i].referral != x->id;
	if (n == 0)
		return arena_printf(op->arena, "about %s", name_of(op, x->person, true));
	return arena_printf(op->arena, "about %s and more", name_of(op, x->person, true));
}

/* A customer who is reminded of whom they came through sends others sooner. */
static const char *came_reason(struct op *op, const struct followup *f, bool is_short)
{
	struct referral x;
	struct sale sale;

	if (store_sale_get(op->store, f->sale, op->arena, &sale) || !sale.referral ||
	    store_referral_get(op->store, sale.referral, op->arena, &x))
		return NULL;
	return arena_printf(op->arena, "came through %s", name_of(op, x.contact, is_short));
}

const char *referral_reason(struct op *op, const struct followup *f, bool is_short)
{
	struct referral x;

	if (f->sale && f->run && f->kind == KIND_THANK_YOU)
		return came_reason(op, f, is_short);
	if (!f->about_id || f->about != ABOUT_REFERRAL ||
	    store_referral_get(op->store, f->about_id, op->arena, &x))
		return NULL;
	if (x.person == f->contact)
		return sent_reason(op, &x, is_short);
	return is_short ? heard_reason(op, f, &x) : NULL;
}
