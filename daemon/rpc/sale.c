/* sale.*: open, record, update, complete, lose, refund, reopen, get, list. */
#include "ops/sale.h"

#include "domain/words.h"
#include "ops/promise.h"
#include "ops/referral.h"
#include "ops/refuse.h"
#include "ops/run.h"
#include "rpc/lists.h"
#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

json_t *render_sale(struct op *op, const struct sale *sale)
{
	json_t *o = json_object();
	struct followup next;

	if (op_sale_next(op, sale->id, &next))
		next.id = 0;
	set_id(o, "id", sale->id);
	set_int(o, "version", sale->version);
	set_object(o, "contact", render_who(op, sale->contact));
	set_text(o, "state", sale_states[sale->state]);
	set_text(o, "product", sale->product);
	set_object(o, "amount",
		   sale->amount == NO_AMOUNT ? json_null() : json_integer(sale->amount));
	set_text(o, "currency", sale->currency);
	set_object(o, "exponent", sale->currency ? json_integer(sale->exponent) : json_null());
	set_text(o, "source", word_at(sale_sources, sale->source));
	set_id(o, "referral", sale->referral);
	set_day(o, "opened_day", sale->opened_day);
	set_day(o, "signed_day", sale->signed_day);
	set_day(o, "completed_day", sale->completed_day);
	set_day(o, "lost_day", sale->lost_day);
	set_day(o, "refunded_day", sale->refunded_day);
	set_text(o, "reason", sale->reason);
	set_text(o, "external_id", sale->external_id);
	set_object(o, "next", render_followup_next(op, &next));
	return o;
}

struct sale_params {
	struct given given;
	int64_t id, if_version;
	int64_t contact;
	const char *product;
	int64_t amount;
	const char *currency;
	int source;
	int64_t referral;
	struct day day, signed_day, completed_day;
	const char *external_id, *plan, *reason;
};
#define S struct sale_params
#define ROWS(f)                                                                                    \
	ROW_INT(S, amount, "amount", 0, VOUCH_AMOUNT_MAX, NO_AMOUNT, f, "in minor units (cents)"), \
		ROW_TEXT(S, currency, "currency", 3, 3, f, "ISO 4217 code; from the settings"),    \
		ROW_WORD(S, source, "source", sale_sources, f, "where it came from"),              \
		ROW_ID(S, referral, "referral", f, "the referral it came by; the open one"),       \
		ROW_DAY(S, signed_day, "signed_day", f, "when it was signed"),                     \
		ROW_TEXT(S, external_id, "external_id", 1, VOUCH_UID_MAX, f,                       \
			 "its id in another program")
#define ROWS_OPEN                                                                                  \
	ROW_ID(S, contact, "contact", PARAM_REQUIRED, "who buys"),                                 \
		ROW_TEXT(S, product, "product", 1, VOUCH_NAME_MAX, PARAM_REQUIRED,                 \
			 "what they buy"),                                                         \
		ROWS(0), ROW_DAY(S, day, "day", 0, "when it was opened; today")
static const struct param open_params[] = {ROWS_OPEN, {0}};
static const struct param record_params[] = {
	ROWS_OPEN,
	ROW_DAY(S, completed_day, "completed_day", PARAM_REQUIRED, "when it was delivered"),
	ROW_TEXT(S, plan, "plan", 1, VOUCH_WORD_MAX, 0, "the plan that follows; after-sale"),
	{0},
};
static const struct param update_params[] = {
	ROW_ID(S, id, "id", PARAM_REQUIRED, "the sale"),
	ROW_IF_VERSION(S),
	ROW_ID(S, contact, "contact", 0, "who buys; its follow-ups move with it"),
	ROW_TEXT(S, product, "product", 1, VOUCH_NAME_MAX, 0, "what they buy"),
	ROWS(PARAM_NULLABLE),
	ROW_DAY(S, day, "day", 0, "when it was opened"),
	{0},
};
#define ROW_SALE ROW_ID(S, id, "id", PARAM_REQUIRED, "the sale")
#define ROW_WHEN ROW_DAY(S, day, "day", 0, "when; today")
#define ROW_WHY(f) ROW_TEXT(S, reason, "reason", 1, VOUCH_REASON_MAX, f, "why")
static const struct param complete_params[] = {
	ROW_SALE,
	ROW_WHEN,
	ROW_TEXT(S, plan, "plan", 1, VOUCH_WORD_MAX, 0, "the plan that follows; after-sale"),
	{0},
};
static const struct param end_params[] = {ROW_SALE, ROW_WHEN, ROW_WHY(0), {0}};
static const struct param reopen_params[] = {ROW_SALE, ROW_WHY(PARAM_REQUIRED), {0}};
static const struct param get_params[] = {ROW_SALE, {0}};

static struct sale new_sale(const S *p)
{
	return (struct sale){
		.contact = p->contact,
		.product = p->product,
		.amount = p->amount,
		.currency = p->currency,
		.exponent = -1,
		.source = p->source,
		.referral = p->referral,
		.opened_day = p->day,
		.signed_day = p->signed_day,
		.completed_day = p->completed_day,
		.lost_day = NO_DAY,
		.refunded_day = NO_DAY,
		.origin = p->external_id ? "user" : NULL,
		.external_id = p->external_id,
	};
}

/* The sale with the referral that it is from, and what whoever sent them is to hear. */
static int answer_sale(struct call *c, const struct sale *sale, json_t **ret)
{
	struct followup *loop = NULL;
	struct referral x = {0};
	size_t n = 0;
	int r = 0;

	if (sale->referral) {
		r = op_referral_get(c->op, sale->referral, &x);
		if (r == 0)
			r = op_referral_loop(c->op, sale->contact, &loop, &n);
	}
	if (r)
		return r;
	*ret = under("sale", render_sale(c->op, sale));
	set_object(*ret, "referral", x.id ? render_referral(c->op, &x) : json_null());
	set_object(*ret, "loop", render_followup_briefs(c->op, loop, n));
	return 0;
}

static int sale_open(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct sale sale = new_sale(p);
	int r;

	sale.completed_day = NO_DAY;
	r = op_sale_open(c->op, &sale);
	return r ? r : answer_sale(c, &sale, ret);
}

/* The sale with the follow-ups that its plan has made, and what is promised still. */
static int answer_planted(struct call *c, const struct sale *sale, const struct run *run,
			  json_t **ret)
{
	struct followup *items;
	struct promises open;
	size_t n;
	int r;

	r = op_run_followups(c->op, run->id, &items, &n);
	if (r == 0)
		r = op_promise_open_of(c->op, sale->contact, sale->id, &open);
	if (r == 0)
		r = answer_sale(c, sale, ret);
	if (r)
		return r;
	set_object(*ret, "run", render_run(c->op, run));
	set_object(*ret, "followups", render_followup_briefs(c->op, items, n));
	set_object(*ret, "promises", render_promises(c->op, &open));
	return 0;
}

static int sale_record(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct sale sale = new_sale(p);
	struct run run;
	int r;

	r = op_sale_record(c->op, &sale, p->plan, &run);
	return r ? r : answer_planted(c, &sale, &run, ret);
}

static int sale_complete(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct sale sale;
	struct run run;
	int r;

	r = op_sale_complete(c->op, p->id, p->day, p->plan, &sale, &run);
	return r ? r : answer_planted(c, &sale, &run, ret);
}

#define GIVEN(member) params_present(update_params, p, offsetof(S, member))

static int sale_update(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct sale sale;
	int r;

	r = op_sale_get(c->op, p->id, &sale);
	if (r == 0)
		r = op_check_version(c->op, p->if_version, sale.version);
	if (r)
		return r;
	if (GIVEN(contact))
		sale.contact = p->contact;
	if (GIVEN(product))
		sale.product = p->product;
	if (GIVEN(amount))
		sale.amount = p->amount;
	if (GIVEN(currency))
		sale.currency = p->currency;
	if (GIVEN(source))
		sale.source = p->source;
	if (GIVEN(referral))
		sale.referral = p->referral;
	if (GIVEN(day))
		sale.opened_day = p->day;
	if (GIVEN(signed_day))
		sale.signed_day = p->signed_day;
	if (GIVEN(external_id)) {
		sale.external_id = p->external_id;
		sale.origin = p->external_id ? "user" : NULL;
	}
	r = op_sale_update(c->op, &sale);
	if (r == 0)
		*ret = under("sale", render_sale(c->op, &sale));
	return r;
}
#undef GIVEN

static int sale_lose(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct sale sale;
	int r;

	r = op_sale_lose(c->op, p->id, p->day, p->reason, &sale);
	return r ? r : answer_sale(c, &sale, ret);
}

static int sale_refund(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct sale sale;
	int r;

	r = op_sale_refund(c->op, p->id, p->day, p->reason, &sale);
	if (r == 0)
		*ret = under("sale", render_sale(c->op, &sale));
	return r;
}

static int sale_reopen(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct sale sale;
	int r;

	r = op_sale_reopen(c->op, p->id, p->reason, &sale);
	if (r == 0)
		*ret = under("sale", render_sale(c->op, &sale));
	return r;
}

static int sale_get(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct sale sale;
	int r;

	r = op_sale_get(c->op, p->id, &sale);
	if (r == 0)
		*ret = under("sale", render_sale(c->op, &sale));
	return r;
}
#undef S

struct list_of_sales {
	struct given given;
	struct list_params list;
	int64_t contact;
	int state, source;
	struct day from, to;
};
#define S struct list_of_sales
static const struct param list_params[] = {
	PARAMS_LIST(S),
	ROW_ID(S, contact, "contact", 0, "only theirs"),
	ROW_WORD(S, state, "state", sale_states, 0, "only these"),
	ROW_WORD(S, source, "source", sale_sources, 0, "only these"),
	ROW_DAY(S, from, "from", 0, "decided (or opened) on this day or later"),
	ROW_DAY(S, to, "to", 0, "decided (or opened) on this day or earlier"),
	{0},
};

static int sale_list(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct sale_filter filter = {
		.contact = p->contact,
		.state = p->state,
		.source = p->source,
		.from = p->from,
		.to = p->to,
		.limit = list_rows(&p->list),
	};
	struct sale *items;
	struct page page;
	size_t n, i = 0;
	int r;

	r = list_cursor(c, &p->list, &filter.before, 1);
	if (r)
		return r;
	r = op_sale_list(c->op, &filter, &items, &n);
	if (r)
		return r;
	page_open(&page);
	while (i < n && i < (size_t)p->list.limit && page_add(&page, render_sale(c->op, &items[i])))
		i++;
	if (i < n)
		*ret = page_close(&page, cursor_write(&items[i - 1].id, 1, c->op->arena));
	else
		*ret = page_close(&page, NULL);
	return 0;
}
#undef S

#define SALE_ROW(n, table, fn, flag, summary, result)                                              \
	{                                                                                          \
		n, table, sizeof(struct sale_params), fn, flag, summary, result                    \
	}
const struct method sale_methods[] = {
	SALE_ROW("sale.open", open_params, sale_open, METHOD_WRITE,
		 "Open a sale; its groundwork begins", "sale, referral: that it is from, loop"),
	SALE_ROW("sale.record", record_params, sale_record, METHOD_WRITE,
		 "Enter a sale that is completed already",
		 "sale, referral, loop, run, followups, promises: still open"),
	SALE_ROW("sale.update", update_params, sale_update, METHOD_WRITE, "Change a sale", "sale"),
	SALE_ROW("sale.complete", complete_params, sale_complete, METHOD_WRITE,
		 "Delivered to expectations: plant the follow-ups",
		 "sale, referral: that it is from, loop: what whoever sent them is to hear, run, "
		 "followups, promises: still open"),
	SALE_ROW("sale.lose", end_params, sale_lose, METHOD_WRITE, "The sale was lost",
		 "sale, referral, loop"),
	SALE_ROW("sale.refund", end_params, sale_refund, METHOD_WRITE,
		 "Paid back: what it planted is cancelled", "sale"),
	SALE_ROW("sale.reopen", reopen_params, sale_reopen, METHOD_WRITE,
		 "Open it again; what it planted rests until it is completed", "sale"),
	SALE_ROW("sale.get", get_params, sale_get, METHOD_READ, "One sale", "sale"),
	{"sale.list", list_params, sizeof(struct list_of_sales), sale_list, METHOD_READ,
	 "Sales, newest first", "items, next"},
	{0},
};
