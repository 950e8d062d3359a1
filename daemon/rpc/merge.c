/* contact.merge: two contacts who are one person. */
#include "ops/merge.h"

#include "base/cleanup.h"
#include "base/str.h"
#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

struct merge_params {
	struct given given;
	int64_t keep, drop;
};
static const struct param merge_params[] = {
	ROW_ID(struct merge_params, keep, "keep", PARAM_REQUIRED, "who stays"),
	ROW_ID(struct merge_params, drop, "drop", PARAM_REQUIRED, "who is the same person"),
	{0},
};

/* As people count them; other tables by their own name. */
static const struct {
	const char *table, *many;
} nouns[] = {
	{"ask", "asks"},
	{"complaint", "complaints"},
	{"compliment", "compliments"},
	{"contact_consent", "consents"},
	{"contact_email", "emails"},
	{"contact_phone", "phones"},
	{"contact_tag", "tags"},
	{"date", "dates"},
	{"edition_recipient", "mailings"},
	{"followup", "followups"},
	{"gift", "gifts"},
	{"promise", "promises"},
	{"referral", "referrals"},
	{"request", "requests"},
	{"run", "runs"},
	{"sale", "sales"},
	{"satisfaction", "scores"},
	{"suppression", "suppressions"},
	{"talk", "talks"},
	{"touch", "touches"},
};

static json_t *render_moved(const struct merge_rows *moved)
{
	json_t *o = json_object();

	for (size_t i = 0; i < moved->n; i++)
		for (size_t k = 0; k < ARRAY_LEN(nouns); k++)
			if (str_equal(nouns[k].table, moved->items[i].table->name))
				set_int(o, nouns[k].many, moved->items[i].n);
	return o;
}

static int contact_merge(struct call *c, const void *params, json_t **ret)
{
	const struct merge_params *p = params;
	struct merged merged;
	int r;

	r = op_contact_merge(c->op, p->keep, p->drop, &merged);
	if (r)
		return r;
	*ret = under("contact", render_contact(c->op, &merged.keep));
	set_object(*ret, "moved", render_moved(&merged.moved));
	return 0;
}

const struct method merge_methods[] = {
	{"contact.merge", merge_params, sizeof(struct merge_params), contact_merge, METHOD_WRITE,
	 "Two contacts are one person: all of one goes to the other", "contact, moved"},
	{0},
};
