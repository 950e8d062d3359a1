/* referral.*: receive, give, advance, thank, tell, get, list. */
#include "ops/referral.h"

#include "ops/referrer.h"
#include "rpc/lists.h"
#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

const char *const named_origins[] = {"ask", "emergency-list", "offered", NULL};

/* What its referrer is owed of it now, one word each. */
static json_t *render_owed(struct op *op, const struct referral *x)
{
	bool may_be_owed = false;
	bool is_late = x->received_day.n + REFERRAL_TELL_DAYS <= op->today.n;
	json_t *list = json_array();

	if (!referral_is_received(x) || op_referral_is_owed_to(op, x->contact, &may_be_owed) ||
	    !may_be_owed)
		return list;
	for (int what = 0; what < LOOP_GIFT; what++)
		if (referral_owes(x, (enum loop_what)what) &&
		    (what != LOOP_FIRST_CONTACT || is_late))
			(void)json_array_append_new(list, json_string(loop_whats[what]));
	return list;
}

/* Each status it has had, with its day. */
static json_t *render_days(const struct referral *x)
{
	json_t *o = json_object();

	for (int status = REFERRAL_CANDIDATE; status <= REFERRAL_NOT_A_FIT; status++)
		if (!day_is_none(referral_day(x, (enum referral_status)status)))
			set_day(o, referral_statuses[status],
				referral_day(x, (enum referral_status)status));
	return o;
}

/* Whose the credit is where another was first; null where it is this one's, or nobody's. */
static json_t *render_first(struct op *op, const struct referral *x)
{
	struct referral first;

	if (!referral_is_received(x) || op_referral_first(op, x, &first) || first.id == x->id)
		return json_null();
	return render_who(op, first.contact);
}

json_t *render_referral(struct op *op, const struct referral *x)
{
	bool is_given = x->direction == REFERRAL_GIVEN_ONE;
	json_t *o = json_object();

	set_id(o, "id", x->id);
	set_int(o, "version", x->version);
	set_text(o, "direction", referral_directions[x->direction]);
	set_object(o, is_given ? "to" : "referrer", render_who(op, x->contact));
	set_object(o, "person", x->person ? render_who(op, x->person) : json_null());
	set_text(o, "name", x->name);
	set_text(o, "phone", x->phone);
	set_text(o, "email", x->email);
	set_text(o, "relation", x->relation);
	set_text(o, "influence", x->influence);
	set_text(o, "permission", permissions[x->permission]);
	set_text(o, "need", x->need);
	set_text(o, "status", referral_statuses[x->status]);
	set_object(o, "days", render_days(x));
	set_text(o, "origin", referral_origins[x->origin]);
	set_id(o, "ask", x->ask);
	set_id(o, "sale", x->sale);
	set_text(o, "note", x->note);
	set_text(o, "reason", x->reason);
	set_day(o, "candidate_day", x->candidate_day);
	set_instant(o, "received_at", x->received_at);
	set_day(o, "received_day", x->received_day);
	set_minute(o, "contact_minutes", x->contact_minutes);
	set_day(o, "closed_day", x->closed_day);
	set_day(o, "thanked_day", x->thanked_day);
	set_day(o, "told_contact_day", x->told_contact_day);
	set_day(o, "told_outcome_day", x->told_outcome_day);
	set_object(o, "owed", render_owed(op, x));
	set_object(o, "first_referrer", render_first(op, x));
	set_instant(o, "created_at", x->created_at);
	return o;
}

int answer_referral(struct op *op, const struct referral *x, json_t **ret)
{
	struct followup *items;
	size_t n;
	int r;

	r = op_referral_followups(op, x, &items, &n);
	if (r)
		return r;
	*ret = under("referral", render_referral(op, x));
	set_object(*ret, "followups", render_followup_briefs(op, items, n));
	return 0;
}

struct receive_params {
	struct given given;
	int64_t referrer, to, contact, ask;
	const char *name, *relation, *need, *note;
	int permission, origin;
	struct texts phones, emails;
	int64_t received_at;
	struct day day;
};
#define S struct receive_params
static const struct param receive_params[] = {
	ROW_ID(S, referrer, "referrer", PARAM_REQUIRED, "who sent them"),
	ROW_ID(S, contact, "contact", 0, "who was sent, where they are in the book"),
	ROW_TEXT(S, name, "name", 1, VOUCH_NAME_MAX, 0, "who was sent, where they are not"),
	ROW_TEXT(S, relation, "relation", 1, VOUCH_WORD_MAX, 0, "sister, neighbour, colleague"),
	ROW_WORD(S, permission, "permission", permissions, PARAM_REQUIRED,
		 "without one they are a candidate, whom nobody contacts"),
	ROW_TEXT(S, need, "need", 1, VOUCH_TEXT_MAX, 0, "what they need"),
	ROW_TEXTS(S, phones, "phones", VOUCH_PHONES_MAX, VOUCH_PHONE_MAX, 0, "their numbers"),
	ROW_TEXTS(S, emails, "emails", VOUCH_EMAILS_MAX, VOUCH_EMAIL_MAX, 0, "their addresses"),
	ROW_WORD(S, origin, "origin", named_origins, 0, "where the name comes from; offered"),
	ROW_ID(S, ask, "ask", 0, "the ask that it answers"),
	ROW_TEXT(S, note, "note", 1, VOUCH_TEXT_MAX, 0, "anything else"),
	ROW_INSTANT(S, received_at, "received_at", 0, "when the name arrived; now"),
	{0},
};
static const struct param give_params[] = {
	ROW_ID(S, to, "to", PARAM_REQUIRED, "to whom somebody was sent"),
	ROW_ID(S, contact, "contact", 0, "who was sent, where they are in the book"),
	ROW_TEXT(S, name, "name", 1, VOUCH_NAME_MAX, 0, "who was sent, where they are not"),
	ROW_TEXT(S, note, "note", 1, VOUCH_TEXT_MAX, 0, "anything else"),
	ROW_DAY(S, day, "day", 0, "when; today"),
	{0},
};

static int referral_receive(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct referral x = {
		.contact = p->referrer,
		.person = p->contact,
		.name = p->name,
		.phone = p->phones.n ? p->phones.items[0] : NULL,
		.email = p->emails.n ? p->emails.items[0] : NULL,
		.phones = p->phones.items,
		.n_phones = p->phones.n,
		.emails = p->emails.items,
		.n_emails = p->emails.n,
		.relation = p->relation,
		.permission = (enum permission)p->permission,
		.need = p->need,
		.origin = p->origin >= 0 ? (enum referral_origin)p->origin
			  : p->ask       ? ORIGIN_ASK
					 : ORIGIN_OFFERED,
		.ask = p->ask,
		.note = p->note,
		.received_at = p->received_at,
	};
	int r;

	r = op_referral_add(c->op, &x);
	return r ? r : answer_referral(c->op, &x, ret);
}

static int referral_give(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct referral x = {
		.contact = p->to,
		.person = p->contact,
		.name = p->name,
		.note = p->note,
		.origin = ORIGIN_OFFERED,
		.received_day = p->day,
	};
	int r;

	r = op_referral_give(c->op, &x);
	if (r == 0)
		*ret = under("referral", render_referral(c->op, &x));
	return r;
}
#undef S

struct step_params {
	struct given given;
	int64_t id;
	struct id_list ids;
	int status, what;
	struct due at;
	struct day day;
	const char *reason, *note, *product, *currency;
	int64_t amount;
};
#define S struct step_params
/* In the order of enum referral_status, from received on. */
static const char *const next_statuses[] = {"received", "contacted", "meeting", "won",
					    "lost",     "not-a-fit", NULL};
/* In the order of enum loop_what, from the first contact on. */
static const char *const told_whats[] = {"first-contact", "outcome", NULL};

#define ROW_REFERRAL ROW_ID(S, id, "id", PARAM_REQUIRED, "the referral")
static const struct param advance_params[] = {
	ROW_REFERRAL,
	ROW_WORD(S, status, "status", next_statuses, PARAM_REQUIRED,
		 "what it has become; received takes up a lost one again"),
	ROW_DUE(S, at, "at", 0, "when; now"),
	ROW_TEXT(S, reason, "reason", 1, VOUCH_REASON_MAX, 0, "why it was lost, or is no fit"),
	ROW_TEXT(S, note, "note", 1, VOUCH_TEXT_MAX, 0, "what was said"),
	ROW_TEXT(S, product, "product", 1, VOUCH_NAME_MAX, 0,
		 "of the sale that a meeting or a yes opens; what they need"),
	ROW_INT(S, amount, "amount", 0, VOUCH_AMOUNT_MAX, NO_AMOUNT, 0,
		"of that sale, in minor units (cents)"),
	ROW_TEXT(S, currency, "currency", 3, 3, 0, "ISO 4217 code; from the settings"),
	{0},
};
#define ROWS_WHICH                                                                                 \
	ROW_ID(S, id, "id", 0, "the referral"),                                                    \
		ROW_IDS(S, ids, "ids", VOUCH_IDS_MAX, 0, "several: all of them or none")
static const struct param thank_params[] = {
	ROWS_WHICH,
	ROW_DAY(S, day, "day", 0, "when; today"),
	{0},
};
static const struct param tell_params[] = {
	ROWS_WHICH,
	ROW_WORD(S, what, "what", told_whats, 0,
		 "what they heard; the outcome once it is closed, before that the first contact"),
	ROW_DAY(S, day, "day", 0, "when; today"),
	{0},
};
static const struct param get_params[] = {ROW_REFERRAL, {0}};

static int referral_advance(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	const struct referral_step step = {
		.id = p->id,
		.status = (enum referral_status)(REFERRAL_RECEIVED + p->status),
		.day = p->at.day,
		.minute = p->at.minute,
		.reason = p->reason,
		.note = p->note,
		.product = p->product,
		.amount = p->amount,
		.currency = p->currency,
	};
	struct followup *loop;
	struct referral x;
	struct sale sale;
	size_t n;
	int r;

	r = op_referral_advance(c->op, &step, &x, &sale);
	if (r == 0)
		r = op_referral_loop(c->op, x.person, &loop, &n);
	if (r == 0)
		r = answer_referral(c->op, &x, ret);
	if (r)
		return r;
	set_object(*ret, "loop", render_followup_briefs(c->op, loop, n));
	set_object(*ret, "sale", sale.id ? render_sale(c->op, &sale) : json_null());
	return 0;
}

static json_t *render_said(struct op *op, const S *p, const struct referral *items, size_t n)
{
	json_t *list;

	if (p->id)
		return under("referral", render_referral(op, &items[0]));
	list = json_array();
	for (size_t i = 0; i < n; i++)
		(void)json_array_append_new(list, render_referral(op, &items[i]));
	return under("referrals", list);
}

static int say(struct call *c, const S *p, int what, json_t **ret)
{
	const int64_t *ids = NULL;
	struct referral *items;
	size_t n = 0;
	int r;

	r = list_which(c, &p->id, &p->ids, &ids, &n);
	if (r)
		return r;
	items = arena_array(c->op->arena, n, sizeof *items);
	r = op_referral_say(c->op, ids, n, what, p->day, items);
	if (r == 0)
		*ret = render_said(c->op, p, items, n);
	return r;
}

static int referral_thank(struct call *c, const void *params, json_t **ret)
{
	return say(c, params, LOOP_THANK, ret);
}

static int referral_tell(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;

	return say(c, p, p->what < 0 ? -1 : (int)LOOP_FIRST_CONTACT + p->what, ret);
}

static int referral_get(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct referral x;
	int r;

	r = op_referral_get(c->op, p->id, &x);
	return r ? r : answer_referral(c->op, &x, ret);
}
#undef S

struct list_of_referrals {
	struct given given;
	struct list_params list;
	int64_t referrer, person;
	int status, direction, loop;
};
#define S struct list_of_referrals
static const char *const loops[] = {"open", NULL};
static const struct param list_params[] = {
	PARAMS_LIST(S),
	ROW_ID(S, referrer, "referrer", 0, "only those they sent, or were sent"),
	ROW_ID(S, person, "person", 0, "only those who sent this contact"),
	ROW_WORD(S, status, "status", referral_statuses, 0, "only these"),
	ROW_WORD(S, direction, "direction", referral_directions, 0, "only these"),
	ROW_WORD(S, loop, "loop", loops, 0, "only those of which something is owed now"),
	{0},
};

static int referral_list(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct referral_filter filter = {
		.referrer = p->referrer,
		.person = p->person,
		.status = p->status,
		.direction = p->direction,
		.limit = list_rows(&p->list),
	};
	struct referrals rows;
	struct page page;
	size_t i = 0;
	int r;

	r = list_cursor(c, &p->list, &filter.before, 1);
	if (r == 0)
		r = p->loop < 0 ? op_referral_list(c->op, &filter, &rows)
				: op_referral_owed(c->op, &filter, &rows);
	if (r)
		return r;
	page_open(&page);
	while (i < rows.n && i < (size_t)p->list.limit &&
	       page_add(&page, render_referral(c->op, &rows.items[i])))
		i++;
	*ret = page_close(&page,
			  i < rows.n ? cursor_write(&rows.items[i - 1].id, 1, c->op->arena) : NULL);
	return 0;
}
#undef S

#define STEP_ROW(n, table, fn, flag, summary, result)                                              \
	{                                                                                          \
		n, table, sizeof(struct step_params), fn, flag, summary, result                    \
	}
const struct method referral_methods[] = {
	{"referral.receive", receive_params, sizeof(struct receive_params), referral_receive,
	 METHOD_WRITE,
	 "Somebody was sent to you: they are contacted within the hour, and the "
	 "referrer thanked today",
	 "referral, followups: what was planted for it"},
	{"referral.give", give_params, sizeof(struct receive_params), referral_give, METHOD_WRITE,
	 "You sent somebody to a contact; it counts as giving", "referral"},
	STEP_ROW("referral.advance", advance_params, referral_advance, METHOD_WRITE,
		 "A referral has moved on; a meeting or a yes opens its sale",
		 "referral, followups: open ones about it, loop: open ones to everybody who sent "
		 "them, sale: opened or lost by it"),
	STEP_ROW("referral.thank", thank_params, referral_thank, METHOD_WRITE,
		 "The referrer was thanked", "referral or referrals"),
	STEP_ROW("referral.tell", tell_params, referral_tell, METHOD_WRITE,
		 "The referrer heard of the first contact, or how it ended",
		 "referral or referrals"),
	STEP_ROW("referral.get", get_params, referral_get, METHOD_READ, "One referral",
		 "referral, followups: open ones about it"),
	{"referral.list", list_params, sizeof(struct list_of_referrals), referral_list, METHOD_READ,
	 "Referrals, newest first", "items, next"},
	{0},
};
