/* What a row of an import does to a contact. */
#include "ops/import_contact.h"

#include "base/str.h"
#include "ops/contact.h"
#include "ops/date.h"
#include "ops/erase.h"
#include "ops/import_apply.h"
#include "ops/import_loss.h"
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

int import_contact_open(struct op *op, const struct import *import, const struct import_item *item,
			int64_t id, struct contact *ret)
{
	int r;

	r = import_contact_live(op, import, id);
	if (r == 0)
		r = store_contact_get(op->store, id, op->arena, ret);
	return r ? r : refuse_forgotten_for(op, import, item, ret);
}

static int join(struct op *op, struct import *import, struct import_item *item,
		enum import_strength strength, enum import_outcome *ret)
{
	struct contact_parts parts = {0};
	bool has_changed, is_born, is_own;
	struct import_born born = {0};
	struct contact c;
	int r;

	r = import_contact_open(op, import, item, item->contact, &c);
	if (r == 0 && item->birthday)
		r = import_born_of(op, item->contact, &born);
	if (r)
		return r;
	is_born = item->birthday && !born.known && born.has_room;
	is_own = strength != MATCH_MERGED && import_join_id(&c, &item->who, import->source);
	strength = is_own ? MATCH_EXTERNAL : import_join_strength(strength, &c, &item->who);
	has_changed = import_join(op, &c, item, strength, &parts) || is_own;
	*ret = has_changed || is_born ? IMPORT_UPDATED : IMPORT_UNCHANGED;
	if (import->is_dry_run)
		return 0;
	if (has_changed)
		r = op_contact_update(op, &c, &parts);
	if (r == 0 && is_born)
		r = add_birthday(op, item);
	return r ? r : import_loss_tell(op, import, item, &c, &born);
}

int import_apply_contact(struct op *op, struct import *import, struct import_item *item,
			 enum import_outcome *ret)
{
	struct import_match match;
	int r;

	r = import_match_item(op, import, item, &match);
	if (r)
		return r;
	*ret = IMPORT_ADDED;
	item->contact = match.contact;
	return match.contact ? join(op, import, item, match.strength, ret)
			     : add_whole(op, import, item);
}
