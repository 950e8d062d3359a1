/* Households: contacts who belong together. */
#include "ops/household.h"

#include "ops/ask.h"
#include "ops/event.h"
#include "ops/flow.h"
#include "ops/refuse.h"
#include "ops/repair.h"
#include "store/contact.h"
#include "store/household.h"
#include "store/recipient.h"

int household_moved(struct op *op, int64_t contact, int64_t from)
{
	int64_t *left;
	size_t n = 0;
	int r;

	r = op_ask_one_at_a_time(op, contact);
	if (r == 0)
		r = repair_meet(op, contact);
	if (r == 0)
		r = repair_part(op, contact);
	if (r == 0 && from)
		r = store_contact_of_household(op->store, from, op->arena, &left, &n);
	if (r == 0 && n)
		r = repair_part(op, left[0]);
	if (r == 0 && n)
		r = flow_facts(op, left[0]);
	return r ? r : flow_facts(op, contact);
}

static int move_to(struct op *op, int64_t contact, int64_t household)
{
	struct contact c;
	int64_t from;
	int r;

	r = op_live_contact(op, contact, &c);
	if (r || c.household == household)
		return r;
	from = c.household;
	c.household = household;
	r = store_contact_update(op->store, &c);
	if (r == 0)
		r = household_moved(op, contact, from);
	return r ? r : op_event(op, EVENT_CONTACT_CHANGED, contact, contact);
}

static bool is_member(const struct home *home, int64_t contact)
{
	for (size_t i = 0; i < home->n_members; i++)
		if (home->members[i] == contact)
			return true;
	return false;
}

static int set_members(struct op *op, const struct home *home)
{
	int64_t *old;
	size_t n_old;
	int r;

	r = store_contact_of_household(op->store, home->household.id, op->arena, &old, &n_old);
	for (size_t i = 0; r == 0 && i < n_old; i++)
		if (!is_member(home, old[i]))
			r = move_to(op, old[i], 0);
	for (size_t i = 0; r == 0 && i < home->n_members; i++)
		r = move_to(op, home->members[i], home->household.id);
	return r;
}

int op_household_add(struct op *op, struct home *home)
{
	int r;

	home->household.created_at = op->now;
	r = store_household_add(op->store, &home->household);
	return r ? r : set_members(op, home);
}

int op_household_update(struct op *op, struct home *home)
{
	const struct household *h = &home->household;
	struct household old;
	int r;

	r = store_household_get(op->store, h->id, op->arena, &old);
	if (r == 0)
		r = store_household_update(op->store, &home->household);
	if (r == 0 && !address_equal(&h->address, &old.address))
		r = store_address_flag_clear(op->store, 0, h->id);
	if (r || !home->members)
		return r;
	return set_members(op, home);
}

int op_household_get(struct op *op, int64_t id, struct home *ret)
{
	int r;

	r = store_household_get(op->store, id, op->arena, &ret->household);
	if (r)
		return op_not_found(op, r, "id", "there is no household %lld", (long long)id);
	return store_contact_of_household(op->store, id, op->arena, &ret->members, &ret->n_members);
}

int op_household_list(struct op *op, int64_t after, int limit, struct home **ret, size_t *ret_n)
{
	struct household *items;
	size_t n;
	int r;

	r = store_household_list(op->store, after, limit, op->arena, &items, &n);
	if (r)
		return r;
	*ret = arena_array(op->arena, n, sizeof **ret);
	*ret_n = n;
	for (size_t i = 0; r == 0 && i < n; i++) {
		(*ret)[i].household = items[i];
		r = store_contact_of_household(op->store, items[i].id, op->arena,
					       &(*ret)[i].members, &(*ret)[i].n_members);
	}
	return r;
}
