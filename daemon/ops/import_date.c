/* What a row of an import of dates does: it adds a birthday to somebody who is in the book. */
#include <string.h>

#include "base/str.h"
#include "ops/contact.h"
#include "ops/date.h"
#include "ops/import_apply.h"
#include "ops/import_contact.h"
#include "store/date.h"
#include "store/import.h"

#define TOLD_MAX 5 /* of several people with one name */

static int refuse_several(struct op *op, const struct import_candidates *found)
{
	const char *all = "";
	size_t n = found->n < TOLD_MAX ? found->n : TOLD_MAX;

	for (size_t i = 0; i < n; i++)
		all = arena_printf(op->arena, "%s%sc%lld", all, i ? ", " : "",
				   (long long)found->items[i].contact);
	return op_fail(op, VOUCH_E_DUPLICATE, "name",
		       "is the name of several people (%s%s): add it to the right one by hand", all,
		       found->n > n ? ", …" : "");
}

/* The one person of that name. */
static int find(struct op *op, const struct import *import, const char *name, int64_t *ret)
{
	const char *key = op_folded(op, name);
	struct import_candidates found;
	int r;

	r = store_import_candidates(op->store,
				    &(struct import_clue){WAY_NAME, key, key, import->source},
				    op->arena, &found);
	if (r)
		return r;
	if (found.n == 0)
		return op_fail(op, VOUCH_E_NOT_FOUND, "name", "is nobody in the book");
	if (found.n > 1)
		return refuse_several(op, &found);
	*ret = found.items[0].contact;
	return 0;
}

/* The year may be known on one side only. */
static bool is_same_day(const struct date *a, const struct date *b)
{
	return a->month == b->month && a->month_day == b->month_day &&
	       (!a->year || !b->year || a->year == b->year);
}

/* *ret: it is to be added. Another one that is known is for a person to judge. */
static int is_needed(struct op *op, const struct import_item *item, bool *ret)
{
	struct date wanted = {0};
	char known[DATE_TEXT_SIZE];
	struct dates rows;
	int r;

	*ret = true;
	(void)date_read(item->birthday, &wanted);
	r = store_date_of_contact(op->store, item->contact, op->arena, &rows);
	for (size_t i = 0; r == 0 && i < rows.n; i++) {
		const struct date *d = &rows.items[i];

		if (!date_is_birthday(d))
			continue;
		*ret = false;
		if (!is_same_day(d, &wanted))
			return op_fail(op, VOUCH_E_DUPLICATE, "birthday",
				       "is %s here; known of contact %lld is %s (date %lld)",
				       item->birthday, (long long)item->contact,
				       date_write(d, known), (long long)d->id);
	}
	return r;
}

static int add(struct op *op, const struct import_item *item)
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

int import_apply_date(struct op *op, const struct import *import, struct import_item *item,
		      enum import_outcome *ret)
{
	bool is_new;
	int r;

	r = find(op, import, item->who.name, &item->contact);
	if (r == 0)
		r = import_contact_live(op, import, item->contact);
	if (r == 0)
		r = is_needed(op, item, &is_new);
	if (r)
		return r;
	*ret = is_new ? IMPORT_ADDED : IMPORT_UNCHANGED;
	return is_new && !import->is_dry_run ? add(op, item) : 0;
}
