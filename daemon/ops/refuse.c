/* Refusals that many operations share. */
#include "ops/refuse.h"

#include <stdarg.h>

#include "store/contact.h"
#include "store/sale.h"

int op_not_found(struct op *op, int r, const char *field, const char *format, ...)
{
	va_list args;

	if (r != VOUCH_E_NOT_FOUND)
		return r;
	va_start(args, format);
	r = op_fail(op, VOUCH_E_NOT_FOUND, field, "%s", arena_vprintf(op->arena, format, args));
	va_end(args);
	return r;
}

int op_check_version(struct op *op, int64_t if_version, int64_t version)
{
	if (if_version <= 0 || if_version == version)
		return 0;
	return op_fail(
		op, VOUCH_E_CONFLICT, "if_version",
		"it was changed meanwhile: version %lld is not the present %lld; read it again",
		(long long)if_version, (long long)version);
}

int op_live_contact(struct op *op, int64_t id, struct contact *ret)
{
	int r;

	r = store_contact_get(op->store, id, op->arena, ret);
	if (r)
		return op_not_found(op, r, "contact", "there is no contact %lld", (long long)id);
	if (ret->state == CONTACT_MERGED)
		return op_fail(op, VOUCH_E_CONTACT_STATE, "contact",
			       "contact %lld was merged into contact %lld", (long long)id,
			       (long long)ret->merged_into);
	if (!contact_is_live(ret->state))
		return op_fail(op, VOUCH_E_CONTACT_STATE, "contact", "contact %lld is %s",
			       (long long)id, contact_states[ret->state]);
	return 0;
}

int op_own_contact(struct op *op, int64_t id, const char *field, struct contact *ret)
{
	int r;

	r = store_contact_get(op->store, id, op->arena, ret);
	if (r)
		return op_not_found(op, r, field, "there is no contact %lld", (long long)id);
	if (ret->state == CONTACT_MERGED)
		return op_fail(op, VOUCH_E_CONTACT_STATE, field,
			       "contact %lld was merged into contact %lld already", (long long)id,
			       (long long)ret->merged_into);
	if (ret->state == CONTACT_ERASED)
		return op_fail(op, VOUCH_E_CONTACT_STATE, field,
			       "contact %lld was erased, and is nobody any more", (long long)id);
	return 0;
}

int op_sale_of_contact(struct op *op, int64_t sale, int64_t contact)
{
	struct sale s;
	int r;

	if (!sale)
		return 0;
	r = store_sale_get(op->store, sale, op->arena, &s);
	if (r)
		return op_not_found(op, r, "sale", "there is no sale %lld", (long long)sale);
	if (s.contact == contact)
		return 0;
	return op_fail(op, VOUCH_E_CONFLICT, "sale", "sale %lld belongs to another contact",
		       (long long)sale);
}

int op_not_after_today(struct op *op, struct day day, const char *field)
{
	if (day_is_none(day) || !day_before(op->today, day))
		return 0;
	return op_fail(op, VOUCH_E_CONFLICT, field, "the day cannot lie after today");
}
