/* household.*: add, update, get, list. */
#include "ops/household.h"

#include "ops/refuse.h"
#include "rpc/address.h"
#include "rpc/lists.h"
#include "rpc/methods.h"
#include "rpc/nouns.h"
#include "rpc/render.h"
#include "rpc/rows.h"

struct household_params {
	struct given given;
	struct list_params list;
	int64_t id, if_version;
	const char *name;
	struct address_params address;
	struct id_list members;
};
#define S struct household_params
static const struct param add_params[] = {
	ROW_TEXT(S, name, "name", 0, VOUCH_NAME_MAX, 0, "what to call it"),
	ROW_OBJECT(S, address, "address", address_params, 0, "where they live"),
	ROW_IDS(S, members, "members", VOUCH_MEMBERS_MAX, PARAM_REQUIRED, "who belongs to it"),
	{0},
};
static const struct param update_params[] = {
	ROW_ID(S, id, "id", PARAM_REQUIRED, "the household"),
	ROW_IF_VERSION(S),
	ROW_TEXT(S, name, "name", 0, VOUCH_NAME_MAX, PARAM_NULLABLE, "what to call it"),
	ROW_OBJECT(S, address, "address", address_params, PARAM_NULLABLE, "where they live"),
	ROW_IDS(S, members, "members", VOUCH_MEMBERS_MAX, 0, "who belongs to it, all of them"),
	{0},
};
static const struct param get_params[] = {
	ROW_ID(S, id, "id", PARAM_REQUIRED, "the household"),
	{0},
};
static const struct param list_params[] = {PARAMS_LIST(S), {0}};

static int answer(struct call *c, int64_t id, json_t **ret)
{
	struct home home;
	int r;

	r = op_household_get(c->op, id, &home);
	if (r == 0)
		*ret = under("household", render_household(c->op, &home));
	return r;
}

static int household_add(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct home home = {
		.household = {.name = p->name, .address = address_of(&p->address)},
		.members = p->members.items,
		.n_members = p->members.n,
	};
	int r;

	r = op_household_add(c->op, &home);
	return r ? r : answer(c, home.household.id, ret);
}

static int household_update(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct home home;
	int r;

	r = op_household_get(c->op, p->id, &home);
	if (r == 0)
		r = op_check_version(c->op, p->if_version, home.household.version);
	if (r)
		return r;
	if (params_present(update_params, p, offsetof(S, name)))
		home.household.name = p->name;
	if (params_present(update_params, p, offsetof(S, address)))
		home.household.address = address_of(&p->address);
	home.members = p->members.items;
	home.n_members = p->members.n;
	r = op_household_update(c->op, &home);
	return r ? r : answer(c, p->id, ret);
}

static int household_get(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;

	return answer(c, p->id, ret);
}

static int household_list(struct call *c, const void *params, json_t **ret)
{
	const S *p = params;
	struct home *items;
	struct page page;
	int64_t after = 0;
	size_t n, i = 0;
	int r;

	r = list_cursor(c, &p->list, &after, 1);
	if (r)
		return r;
	r = op_household_list(c->op, after, list_rows(&p->list), &items, &n);
	if (r)
		return r;
	page_open(&page);
	while (i < n && i < (size_t)p->list.limit &&
	       page_add(&page, render_household(c->op, &items[i])))
		i++;
	if (i < n)
		*ret = page_close(&page, cursor_write(&items[i - 1].household.id, 1, c->op->arena));
	else
		*ret = page_close(&page, NULL);
	return 0;
}

const struct method household_methods[] = {
	{"household.add", add_params, sizeof(S), household_add, METHOD_WRITE,
	 "Put contacts together who belong together", "household"},
	{"household.update", update_params, sizeof(S), household_update, METHOD_WRITE,
	 "Change a household or who belongs to it", "household"},
	{"household.get", get_params, sizeof(S), household_get, METHOD_READ, "One household",
	 "household"},
	{"household.list", list_params, sizeof(S), household_list, METHOD_READ, "Households by id",
	 "items, next"},
	{0},
};
