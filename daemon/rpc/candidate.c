/* candidate.*: add, list, promote. */
#include "ops/candidate.h"

#include "ops/referral.h"

#include "rpc/lists.h"
#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

/* In the order of enum permission, without none. */
static const char *const given_permissions[] = {"introduced", "may-say-name", NULL};

struct add_params {
	struct given given;
	int64_t contact, ask;
	const char *name, *phone, *email, *relation, *influence, *note;
	int permission, origin;
};
#define S struct add_params
static const struct param add_params[] = {
	ROW_ID(S, contact, "contact", PARAM_REQUIRED, "who named them"),
	ROW_TEXT(S, name, "name", 1, VOUCH_NAME_MAX, PARAM_REQUIRED, "who was named"),
	ROW_TEXT(S, phone, "phone", 1, VOUCH_PHONE_MAX, 0, "their phone number"),
	ROW_TEXT(S, email, "email", 1, VOUCH_EMAIL_MAX, 0, "their e-mail"),
	ROW_TEXT(S, relation, "relation", 1, VOUCH_WORD_MAX, 0, "sister, neighbour, colleague"),
	ROW_TEXT(S, influence, "influence", 1, VOUCH_REASON_MAX, 0,
		 "why they would listen to the contact"),
	ROW_WORD(S, permission, "permission", permissions, 0,
		 "with it they are a referral at once; none"),
	ROW_WORD(S, origin, "origin", named_origins, 0,
		 "where the name comes from; emergency-list"),
	ROW_ID(S, ask, "ask", 0, "the ask that it answers"),
	ROW_TEXT(S, note, "note", 1, VOUCH_TEXT_MAX, 0, "anything else"),
	{0},
};
#undef S

static int candidate_add(struct call *c, const void *params, json_t **ret)
{
	const struct add_params *p = params;
	struct referral x = {
		.contact = p->contact,
		.name = p->name,
		.phone = p->phone,
		.email = p->email,
		.relation = p->relation,
		.influence = p->influence,
		.permission = p->permission < 0 ? PERMISSION_NONE : (enum permission)p->permission,
		.origin = p->origin < 0 ? ORIGIN_EMERGENCY_LIST : (enum referral_origin)p->origin,
		.ask = p->ask,
		.received_at = NO_INSTANT,
		.note = p->note,
	};
	int r;

	r = op_referral_add(c->op, &x);
	return r ? r : answer_referral(c->op, &x, ret);
}

struct promote_params {
	struct given given;
	int64_t id;
	int permission;
	const char *note;
};
#define S struct promote_params
static const struct param promote_params[] = {
	ROW_ID(S, id, "id", PARAM_REQUIRED, "the candidate"),
	ROW_WORD(S, permission, "permission", given_permissions, PARAM_REQUIRED,
		 "what the contact allows"),
	ROW_TEXT(S, note, "note", 1, VOUCH_TEXT_MAX, 0, "anything else"),
	{0},
};
#undef S

static int candidate_promote(struct call *c, const void *params, json_t **ret)
{
	const struct promote_params *p = params;
	struct referral x;
	int r;

	r = op_candidate_promote(c->op, p->id, (enum permission)p->permission, p->note, &x);
	return r ? r : answer_referral(c->op, &x, ret);
}

struct list_of_candidates {
	struct given given;
	struct list_params list;
	int64_t contact;
};
static const struct param list_params[] = {
	PARAMS_LIST(struct list_of_candidates),
	ROW_ID(struct list_of_candidates, contact, "contact", 0, "who named them"),
	{0},
};

static int candidate_list(struct call *c, const void *params, json_t **ret)
{
	const struct list_of_candidates *p = params;
	struct candidate_filter filter = {.contact = p->contact, .limit = list_rows(&p->list)};
	struct referrals rows;
	struct page page;
	size_t i = 0;
	int r;

	r = list_cursor(c, &p->list, &filter.after_id, 1);
	if (r == 0)
		r = op_candidate_list(c->op, &filter, &rows);
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

const struct method candidate_methods[] = {
	{"candidate.add", add_params, sizeof(struct add_params), candidate_add, METHOD_WRITE,
	 "Note somebody whom a contact named; nobody contacts them before permission is given",
	 "referral: in status candidate, or received where permission was given, followups"},
	{"candidate.list", list_params, sizeof(struct list_of_candidates), candidate_list,
	 METHOD_READ, "Those named without permission yet, oldest first", "items, next"},
	{"candidate.promote", promote_params, sizeof(struct promote_params), candidate_promote,
	 METHOD_WRITE, "Permission was given: the candidate is a referral, received now",
	 "referral, followups: what was planted for it"},
	{0},
};
