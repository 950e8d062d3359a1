/* contact.merge, contact.duplicates and contact.distinct: two contacts who are one person, may be,
 * or are not. */
#include "ops/merge.h"

#include "base/cleanup.h"
#include "base/str.h"
#include "ops/duplicate.h"
#include "rpc/lists.h"
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
	set_bool(*ret, "was_distinct", merged.was_distinct);
	return 0;
}

struct duplicates_params {
	struct given given;
	struct list_params list;
};
static const struct param duplicates_params[] = {PARAMS_LIST(struct duplicates_params), {0}};

static json_t *render_pair(struct op *op, const struct duplicate_pair *pair)
{
	static const struct {
		unsigned same;
		const char *why;
	} reasons[] = {
		{SAME_EMAIL, "same e-mail"}, {SAME_PHONE, "same phone"}, {SAME_NAME, "same name"}};
	json_t *o = json_object(), *why = json_array();

	for (size_t i = 0; i < ARRAY_LEN(reasons); i++)
		if (pair->same & reasons[i].same)
			(void)json_array_append_new(why, json_string(reasons[i].why));
	set_object(o, "a", render_who(op, pair->older));
	set_object(o, "b", render_who(op, pair->newer));
	set_object(o, "why", why);
	return o;
}

static int contact_duplicates(struct call *c, const void *params, json_t **ret)
{
	const struct duplicates_params *p = params;
	struct duplicate_page found = {.limit = (int)p->list.limit};
	int64_t cursor[2] = {0};
	struct page page;
	size_t i = 0;
	int r;

	r = list_cursor(c, &p->list, cursor, 2);
	if (r)
		return r;
	found.newer = cursor[0];
	found.older = cursor[1];
	r = op_duplicates(c->op, &found);
	if (r)
		return r;
	page_open(&page);
	while (i < found.n && page_add(&page, render_pair(c->op, &found.items[i])))
		i++;
	if (i < found.n) {
		cursor[0] = i ? found.items[i - 1].newer : 0;
		cursor[1] = i ? found.items[i - 1].older : 0;
	} else {
		cursor[0] = found.newer;
		cursor[1] = found.older;
	}
	*ret = page_close(&page, i < found.n || found.has_more
					 ? cursor_write(cursor, 2, c->op->arena)
					 : NULL);
	return 0;
}

struct distinct_params {
	struct given given;
	int64_t a, b;
};
static const struct param distinct_params[] = {
	ROW_ID(struct distinct_params, a, "a", PARAM_REQUIRED, "one of them"),
	ROW_ID(struct distinct_params, b, "b", PARAM_REQUIRED, "the other"),
	{0},
};

static int contact_distinct(struct call *c, const void *params, json_t **ret)
{
	const struct distinct_params *p = params;
	int r;

	r = op_contact_distinct(c->op, p->a, p->b);
	if (r)
		return r;
	*ret = under("a", render_who(c->op, p->a));
	set_object(*ret, "b", render_who(c->op, p->b));
	return 0;
}

const struct method merge_methods[] = {
	{"contact.distinct", distinct_params, sizeof(struct distinct_params), contact_distinct,
	 METHOD_WRITE,
	 "Two contacts are two people, however alike: contact.duplicates leaves them out", "a, b"},
	{"contact.duplicates", duplicates_params, sizeof(struct duplicates_params),
	 contact_duplicates, METHOD_READ,
	 "Who may be one person: the same e-mail, phone or name; a page may be empty and not the "
	 "last",
	 "items, next"},
	{"contact.merge", merge_params, sizeof(struct merge_params), contact_merge, METHOD_WRITE,
	 "Two contacts are one person: all of one goes to the other",
	 "contact, moved, was_distinct"},
	{0},
};
