/* Which items of the calendar the operations have changed, for who keeps a folder of them. */
#include <stdlib.h>

#include "base/xalloc.h"
#include "ops/calendar_item.h"
#include "store/journal.h"
#include "store/tables.h"

#define CHANGED_MAX 1000 /* noted; with more the folder is looked through as a whole */

static bool is_noted(const struct op_calendar *c, const struct calendar_key *key)
{
	for (size_t i = c->n; i > 0; i--)
		if (c->changed[i - 1].noun == key->noun && c->changed[i - 1].id == key->id)
			return true;
	return false;
}

static void note(struct op_calendar *c, enum calendar_noun noun, int64_t id)
{
	const struct calendar_key key = {noun, id};

	if (c->is_stale || is_noted(c, &key))
		return;
	if (c->n == CHANGED_MAX) {
		c->is_stale = true;
		c->n = 0;
		return;
	}
	c->changed = xgrow(c->changed, c->n, &c->cap, sizeof *c->changed);
	c->changed[c->n++] = key;
}

void op_calendar_follow(struct op *op)
{
	const struct journal *j = store_journal(op->store);
	struct op_calendar *c = &op->env->calendar;

	if (!c->folder)
		return;
	for (size_t i = 0; i < journal_changes(j); i++) {
		const struct journal_change change = journal_change_at(j, i);

		if (change.table == table_find("followup"))
			note(c, CALENDAR_FOLLOWUP, change.row);
		else if (change.table == table_find("date"))
			note(c, CALENDAR_DATE, change.row);
		else if (change.table == table_find("contact"))
			note(c, CALENDAR_CONTACT, change.row);
	}
}

bool op_calendar_next_changed(struct op_env *env, struct calendar_key *ret)
{
	struct op_calendar *c = &env->calendar;

	if (c->n == 0)
		return false;
	*ret = c->changed[--c->n];
	return true;
}
