/* gift.add and gift.list. */
#include "ops/gift.h"

#include "rpc/lists.h"
#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

json_t *render_gift(struct op *op, const struct gift *g)
{
	json_t *o = json_object();

	set_id(o, "id", g->id);
	set_int(o, "version", g->version);
	set_object(o, "contact", render_who(op, g->contact));
	set_id(o, "referral", g->referral);
	set_id(o, "followup", g->followup);
	set_text(o, "what", g->what);
	set_int(o, "amount", g->amount);
	set_text(o, "currency", g->currency);
	set_int(o, "exponent", g->exponent);
	set_day(o, "day", g->day);
	set_instant(o, "created_at", g->created_at);
	return o;
}

static json_t *render_year(const struct gift_year *y)
{
	json_t *o = json_object();

	set_int(o, "year", y->year);
	set_text(o, "currency", y->currency);
	set_int(o, "exponent", y->exponent);
	set_int(o, "amount", y->amount);
	set_object(o, "limit", y->limit == NO_GIFT_LIMIT ? json_null() : json_integer(y->limit));
	set_bool(o, "is_over", gift_is_over(y->amount, y->limit));
	return o;
}

struct gift_params {
	struct given given;
	struct list_params list;
	int64_t contact, referral;
	const char *what;
	int64_t amount;
	const char *currency;
	struct day day;
	int64_t year;
};
#define S struct gift_params
static const struct param add_params[] = {
	ROW_ID(S, contact, "contact", PARAM_REQUIRED, "who was given it"),
	ROW_TEXT(S, what, "what", 1, VOUCH_NAME_MAX, PARAM_REQUIRED, "what was given"),
	ROW_INT(S, amount, "amount", 0, VOUCH_AMOUNT_MAX, 0, PARAM_REQUIRED,
		"its value in minor units (cents)"),
	ROW_TEXT(S, currency, "currency", 3, 3, 0, "ISO 4217 code; from the settings"),
	ROW_DAY(S, day, "day", 0, "when it was given; today"),
	ROW_ID(S, referral, "referral", 0, "the referral it is in thanks for"),
	{0},
};
static const struct param list_params[] = {
	PARAMS_LIST(S),
	ROW_ID(S, contact, "contact", 0, "only theirs"),
	ROW_INT(S, year, "year", 1900, 2199, 0, 0, "only of that year"),
	{0},
};

static int gift_add(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct gift gift = {
		.contact = p->contact,
		.referral = p->referral,
		.what = p->what,
		.amount = p->amount,
		.currency = p->currency,
		.day = p->day,
	};
	struct gift_result result;
	int r;

	r = op_gift_add(c->op, &gift, &result);
	if (r)
		return r;
	*ret = under("gift", render_gift(c->op, &gift));
	set_object(*ret, "this_year", render_year(&result.year));
	set_object(*ret, "followup",
		   result.followup.id ? render_followup(c->op, &result.followup) : json_null());
	set_object(*ret, "touch", render_touch(c->op, &result.touch));
	return 0;
}

static int gift_list(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct gift_filter filter = {.contact = p->contact,
				     .from = DAY_FIRST,
				     .to = DAY_LAST,
				     .limit = list_rows(&p->list)};
	int64_t at[2] = {NO_DAY.n, 0};
	struct gifts rows;
	struct page page;
	size_t i = 0;
	int r;

	if (p->year) {
		filter.from = day_from_civil((int)p->year, 1, 1);
		filter.to = day_from_civil((int)p->year, 12, 31);
	}
	r = list_cursor(c, &p->list, at, 2);
	if (r)
		return r;
	filter.before_day = (struct day){(int32_t)at[0]};
	filter.before_id = at[1];
	r = op_gift_list(c->op, &filter, &rows);
	if (r)
		return r;
	page_open(&page);
	while (i < rows.n && i < (size_t)p->list.limit &&
	       page_add(&page, render_gift(c->op, &rows.items[i])))
		i++;
	if (i == rows.n) {
		*ret = page_close(&page, NULL);
		return 0;
	}
	at[0] = rows.items[i - 1].day.n;
	at[1] = rows.items[i - 1].id;
	*ret = page_close(&page, cursor_write(at, 2, c->op->arena));
	return 0;
}

const struct method gift_methods[] = {
	{"gift.add", add_params, sizeof(S), gift_add, METHOD_WRITE,
	 "Note a gift; the follow-up that was to give it is done",
	 "gift; this_year: what they are given in that year and currency, and the limit; followup "
	 "that it did, and its touch"},
	{"gift.list", list_params, sizeof(S), gift_list, METHOD_READ, "Gifts, newest first",
	 "items, next"},
	{0},
};
