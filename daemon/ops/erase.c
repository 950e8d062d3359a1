/* Erasing a contact: what is known of them goes, and cannot come back. */
#include "ops/erase.h"

#include <string.h>

#include "base/str.h"
#include "domain/contact.h"
#include "ops/cadence.h"
#include "ops/calendar_item.h"
#include "ops/contact.h"
#include "ops/erase_staged.h"
#include "ops/event.h"
#include "ops/flow.h"
#include "ops/household.h"
#include "ops/parting.h"
#include "ops/repair.h"
#include "ops/request.h"
#include "store/book.h"
#include "store/contact.h"
#include "store/erase.h"
#include "store/followup.h"
#include "store/journal.h"
#include "store/repair.h"
#include "store/wipe.h"

/* What somebody is recognised by. */
struct marks {
	struct {
		enum forgotten kind;
		const char *text;
	} * items;
	size_t n;
};

static void add_mark(struct marks *m, enum forgotten kind, const char *text)
{
	m->items[m->n].kind = kind;
	m->items[m->n++].text = text;
}

/* A name is anybody's: it counts where there is nothing else. */
static struct marks marks_of(struct op *op, const struct contact *c, const char *origin)
{
	struct marks m = {0};

	m.items = arena_array(op->arena, c->n_emails + c->n_phones + 2, sizeof *m.items);
	for (size_t i = 0; i < c->n_emails; i++)
		add_mark(&m, FORGOTTEN_EMAIL, op_folded(op, c->emails[i]));
	for (size_t i = 0; i < c->n_phones; i++)
		add_mark(&m, FORGOTTEN_PHONE, op_phone_key(op, c->phones[i], c->address.country));
	if (c->external_id)
		add_mark(&m, FORGOTTEN_EXTERNAL,
			 arena_printf(op->arena, "%s\n%s", origin ? origin : "", c->external_id));
	if (m.n == 0 && c->name)
		add_mark(&m, FORGOTTEN_NAME, op_folded(op, c->name));
	return m;
}

int erase_forgotten(struct op *op, const struct contact *c, const char *origin, struct day *ret)
{
	struct marks m = marks_of(op, c, origin);
	int r = 0;

	*ret = NO_DAY;
	for (size_t i = 0; r == 0 && i < m.n && day_is_none(*ret); i++)
		r = store_forgotten_day(op->store, m.items[i].kind, m.items[i].text, ret);
	return r;
}

static int forget(struct op *op, const struct contact *c)
{
	struct marks m = marks_of(op, c, c->origin);
	int r = 0;

	for (size_t i = 0; r == 0 && i < m.n; i++)
		r = store_forget(op->store, m.items[i].kind, m.items[i].text, op->today);
	return r;
}

static int end_plans(struct op *op, struct contact *c)
{
	struct household_trouble trouble;
	int r;

	r = store_repair_trouble(op->store, c->id, &trouble);
	if (r == 0 && contact_is_live(c->state))
		r = parting_withdraw(op, c->id, "they were erased");
	if (r)
		return r;
	c->state = CONTACT_ERASED;
	r = store_contact_update(op->store, c);
	if (r == 0)
		r = parting_cancel(op, c->id, RULE_ERASED);
	return r || !trouble.run ? r : repair_pass_on(op, trouble.run);
}

/* Those who lived with them. */
static int refresh_home(struct op *op, int64_t household)
{
	int64_t *left;
	size_t n = 0;
	int r = 0;

	if (household)
		r = store_contact_of_household(op->store, household, op->arena, &left, &n);
	for (size_t i = 0; r == 0 && i < n; i++)
		r = flow_facts(op, left[i]);
	return r;
}

static int erase_one(struct op *op, int64_t id, struct erased *ret)
{
	struct contact c;
	int64_t n = 0;
	int r;

	r = store_contact_get(op->store, id, op->arena, &c);
	if (r == 0)
		r = forget(op, &c);
	if (r == 0 && c.state != CONTACT_MERGED)
		r = end_plans(op, &c);
	if (r == 0)
		r = erase_staged(op, &c);
	if (r == 0)
		r = store_wipe(op->store, id, op->today, &n);
	ret->n_rows += n;
	if (r == 0)
		r = flow_facts(op, id);
	if (r == 0)
		r = refresh_home(op, c.household);
	if (r == 0)
		r = store_erasure_add(op->store, id, op->now);
	return r ? r : op_event(op, EVENT_CONTACT_CHANGED, id, id);
}

/* Whoever was merged into them first, and into those before that. */
static int erase_all(struct op *op, int64_t id, struct erased *ret)
{
	int64_t *merged;
	size_t n;
	int r;

	r = store_wipe_merged(op->store, id, op->arena, &merged, &n);
	for (size_t i = 0; r == 0 && i < n; i++)
		r = erase_all(op, merged[i], ret);
	return r ? r : erase_one(op, id, ret);
}

static int finish(struct op *op)
{
	int r;

	r = cadence_settle_given_way(op);
	if (r)
		return r;
	op_calendar_follow(op); /* what was changed is not known after this */
	r = journal_settle(store_journal(op->store));
	/* Why an import could not be taken back names who stood in the way. */
	if (r == 0)
		r = store_book_set(op->store, BOOK_UNDO_WHY, "");
	if (r == 0)
		r = store_book_set(op->store, BOOK_ERASED, "1");
	op->env->is_erasing = true;
	op->env->is_stepped = true;
	return r;
}

static int check(struct op *op, const struct contact *c, const char *confirm)
{
	if (c->state == CONTACT_ERASED)
		return op_fail(op, VOUCH_E_CONTACT_STATE, "id", "contact %lld is erased already",
			       (long long)c->id);
	if (c->state == CONTACT_MERGED)
		return op_fail(op, VOUCH_E_CONTACT_STATE, "id",
			       "contact %lld was merged into contact %lld: erase that one",
			       (long long)c->id, (long long)c->merged_into);
	if (op->env->is_undoing || op->env->is_importing)
		return op_fail(op, VOUCH_E_CONFLICT, NULL,
			       "an import is going on; try again when it is done");
	if (!c->name || strcmp(c->name, confirm) != 0)
		return op_fail(op, VOUCH_E_CONFLICT, "confirm",
			       "to erase contact %lld, give their name exactly as it is written; "
			       "this cannot be undone",
			       (long long)c->id);
	return 0;
}

int op_contact_erase(struct op *op, int64_t id, const char *confirm, struct erased *ret)
{
	struct contact c;
	int r;

	*ret = (struct erased){0};
	r = op_contact_get(op, id, &c);
	if (r == 0)
		r = check(op, &c, confirm);
	if (r == 0)
		r = op_request_answer(op, id, REQUEST_ERASE, &ret->n_requests);
	if (r == 0)
		r = erase_all(op, id, ret);
	return r ? r : finish(op);
}

int op_erase_again(struct op *op, int64_t id, bool *ret_was_there)
{
	struct erased done = {0};
	struct contact c;
	int r;

	*ret_was_there = false;
	r = store_contact_get(op->store, id, op->arena, &c);
	if (r == VOUCH_E_NOT_FOUND || (r == 0 && c.state == CONTACT_ERASED))
		return 0;
	if (r == 0)
		r = erase_all(op, id, &done);
	*ret_was_there = r == 0;
	return r ? r : finish(op);
}

int op_erase_clean(struct op_env *env)
{
	return store_vacuum(env->store);
}

int op_erase_finished(struct op *op)
{
	return store_book_set(op->store, BOOK_ERASED, "");
}

int op_erase_is_pending(struct op *op, bool *ret)
{
	const char *text;
	int r;

	r = store_book_get(op->store, BOOK_ERASED, op->arena, &text);
	*ret = r == 0 && text && *text;
	return r;
}
