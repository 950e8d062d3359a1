/* Editions: listed, and who is on one. */
#include "ops/edition.h"

#include "ops/campaign.h"
#include "ops/refuse.h"
#include "store/edition.h"
#include "store/household.h"
#include "store/recipient.h"

int op_edition_row(struct op *op, const struct issue *i, struct edition_row *ret)
{
	ret->edition = i->edition;
	ret->edition.state = edition_state_on(&i->edition, &op->env->work, op->today);
	return recipients_count(op, i, &ret->counts);
}

int op_edition_list(struct op *op, int64_t campaign, struct day before, int limit,
		    struct edition_rows *ret)
{
	const struct edition_filter filter = {campaign, before, limit};
	struct edition_rows rows = {0};
	struct editions found;
	struct issue i;
	int r;

	r = store_campaign_get(op->store, campaign, op->arena, &i.campaign);
	if (r)
		return op_not_found(op, r, "campaign", "there is no campaign %lld",
				    (long long)campaign);
	r = store_edition_list(op->store, &filter, op->arena, &found);
	if (r)
		return r;
	rows.items = arena_array(op->arena, found.n, sizeof *rows.items);
	for (; r == 0 && rows.n < found.n; rows.n++) {
		i.edition = found.items[rows.n];
		r = op_edition_row(op, &i, &rows.items[rows.n]);
	}
	*ret = rows;
	return r;
}

static int get_issue(struct op *op, int64_t id, const char *field, struct issue *ret)
{
	int r;

	r = store_edition_get(op->store, id, &ret->edition);
	if (r)
		return op_not_found(op, r, field, "there is no edition %lld", (long long)id);
	return store_campaign_get(op->store, ret->edition.campaign, op->arena, &ret->campaign);
}

int op_edition_get(struct op *op, int64_t id, bool is_export, struct issue *ret)
{
	int r;

	r = get_issue(op, id, "id", ret);
	return r || !is_export ? r : recipients_freeze(op, ret);
}

int op_edition_last(struct op *op, int64_t contact, struct recipient *ret_row,
		    struct issue *ret_issue)
{
	int r;

	r = store_recipient_last_sent(op->store, contact, op->arena, ret_row);
	return r || !ret_row->id ? r : get_issue(op, ret_row->edition, "id", ret_issue);
}

int op_address_flag(struct op *op, const struct contact *c, struct day *ret)
{
	struct household home = {0};
	int r = 0;

	if (c->household)
		r = store_household_get(op->store, c->household, op->arena, &home);
	if (r)
		return r;
	if (home.id && address_why_not(&home.address) != WHY_NOT_ADDRESS)
		return store_address_flag_day(op->store, 0, home.id, ret);
	return store_address_flag_day(op->store, c->id, 0, ret);
}
