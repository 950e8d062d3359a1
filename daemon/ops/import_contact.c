/* What a row of an import does to a contact. */
#include "ops/import_contact.h"

#include "base/str.h"
#include "ops/contact.h"
#include "ops/date.h"
#include "ops/erase.h"
#include "ops/import_apply.h"
#include "ops/import_join.h"
#include "ops/promise_lines.h"
#include "store/contact.h"
#include "vouch/limits.h"

int import_contact_live(struct op *op, const struct import *import, int64_t id)
{
	enum contact_state state;
	int r;

	r = store_contact_state(op->store, id, &state);
	if (r || contact_is_live(state))
		return r;
	return op_fail(op, VOUCH_E_CONTACT_STATE, import->kind == IMPORT_SALES ? "contact" : "name",
		       "is contact %lld, who is %s", (long long)id, contact_states[state]);
}

/* Whoever asked to be forgotten is not brought back by a list that still has them. */
static int refuse_forgotten(struct op *op, const struct import *import, const struct contact *who)
{
	struct day day;
	int r;

	r = erase_forgotten(op, who, import->source, &day);
	if (r || day_is_none(day))
		return r;
	return op_fail(op, VOUCH_E_CONTACT_STATE, import->kind == IMPORT_SALES ? "contact" : "name",
		       "asked to be forgotten on %s; add them by hand if they came back",
		       say_day(op, day));
}

/* A row of them must not go to somebody else either who shares a number or a name. A number is a
 * household's; what counts is an e-mail or an id that whom it was taken for does not have. */
static int refuse_forgotten_for(struct op *op, const struct import *import,
				const struct import_item *item, const struct contact *found)
{
	const struct contact *row = &item->who;
	struct contact rest = {.external_id = row->external_id};

	rest.emails = arena_array(op->arena, row->n_emails, sizeof *rest.emails);
	for (size_t i = 0; i < row->n_emails; i++)
		if (!import_join_has_email(op, found, row->emails[i]))
			rest.emails[rest.n_emails++] = row->emails[i];
	if (str_equal(found->external_id, row->external_id))
		rest.external_id = NULL;
	return rest.n_emails || rest.external_id ? refuse_forgotten(op, import, &rest) : 0;
}

int import_contact_add(struct op *op, const struct import *import, const struct contact *who,
		       int64_t *ret)
{
	const struct contact_parts parts = {
		.has_emails = who->n_emails,
		.has_phones = who->n_phones,
		.has_tags = who->n_tags,
	};
	struct contact c = *who;
	int r;

	*ret = 0;
	r = refuse_forgotten(op, import, who);
	if (r || import->is_dry_run)
		return r;
	c.origin = import->source;
	r = op_contact_add(op, &c, &parts);
	*ret = c.id;
	return r;
}

/* Whether the row tells a birthday that is to be noted. One that is known stays. */
static int needs_birthday(struct op *op, const struct import_item *item, bool *ret)
{
	struct dates rows = {0};
	int r = 0;

	*ret = item->birthday != NULL;
	if (*ret)
		r = store_date_of_contact(op->store, item->contact, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++)
		*ret = *ret && !date_is_birthday(&rows.items[i]);
	*ret = *ret && rows.n < VOUCH_DATES_MAX;
	return r;
}

static int add_birthday(struct op *op, const struct import_item *item)
{
	const struct date_wanted wanted = {
		.contact = item->contact,
		.what = DATE_BIRTHDAY,
		.day = item->birthday,
		.is_yearly = -1,
		.lead_days = -1,
	};
	struct followup followup;
	struct date date;

	return op_date_add(op, &wanted, &date, &followup);
}

static int add_whole(struct op *op, const struct import *import, struct import_item *item)
{
	int r;

	r = import_contact_add(op, import, &item->who, &item->contact);
	return r || import->is_dry_run || !item->birthday ? r : add_birthday(op, item);
}

int import_apply_contact(struct op *op, const struct import *import, struct import_item *item,
			 enum import_outcome *ret)
{
	struct contact_parts parts = {0};
	struct import_match match;
	struct contact c;
	bool has_changed, is_born, is_own;
	int r;

	r = import_match_item(op, import, item, &match);
	if (r)
		return r;
	*ret = IMPORT_ADDED;
	item->contact = match.contact;
	if (!match.contact)
		return add_whole(op, import, item);

	r = import_contact_live(op, import, match.contact);
	if (r == 0)
		r = store_contact_get(op->store, match.contact, op->arena, &c);
	if (r == 0)
		r = refuse_forgotten_for(op, import, item, &c);
	if (r == 0)
		r = needs_birthday(op, item, &is_born);
	if (r)
		return r;
	is_own = match.strength != MATCH_MERGED && import_join_id(&c, &item->who, import->source);
	match.strength =
		is_own ? MATCH_EXTERNAL : import_join_strength(match.strength, &c, &item->who);
	has_changed = import_join(op, &c, item, match.strength, &parts) || is_own;
	*ret = has_changed || is_born ? IMPORT_UPDATED : IMPORT_UNCHANGED;
	if (*ret == IMPORT_UNCHANGED || import->is_dry_run)
		return 0;
	r = has_changed ? op_contact_update(op, &c, &parts) : 0;
	return r || !is_born ? r : add_birthday(op, item);
}
