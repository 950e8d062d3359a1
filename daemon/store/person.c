/* Which rows hold something of one person. */
#include "store/person.h"

#include <string.h>

struct way {
	const char *table, *text;
};

/* Those that the column of the registry does not tell, or not alone. */
static const struct way ways[] = {
	{"household", "id = (SELECT household FROM contact WHERE id = ?1)"},
	{"followup_move", "followup IN (SELECT id FROM followup WHERE contact = ?1)"},
	{"promise_redate", "promise IN (SELECT id FROM promise WHERE contact = ?1)"},
	{"talk_answer", "talk IN (SELECT id FROM talk WHERE contact = ?1)"},
	{"loop_item", "followup IN (SELECT id FROM followup WHERE contact = ?1)"},
	{"referral", "(contact = ?1 OR person = ?1)"},
	{"contact_distinct", "(contact = ?1 OR other = ?1)"},
	{"contact", "id = ?1"},
};

static const struct way exempt[] = {
	{"idempotency", "answers to requests, kept for days: erasing drops them all"},
	{"journal_row", "rows as they were, for undo: erasing drops those of the person"},
	{"import_item", "rows on their way in: erasing refuses those that may be the person's"},
	{"time_log", "the user's own hours"},
};

static const char *find(const struct way *items, size_t n, const struct table *t)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(items[i].table, t->name) == 0)
			return items[i].text;
	return NULL;
}

const char *person_exempt(const struct table *t)
{
	return find(exempt, sizeof exempt / sizeof *exempt, t);
}

const char *person_rows(const struct table *t)
{
	const char *way = find(ways, sizeof ways / sizeof *ways, t);

	if (way || !t->contact || person_exempt(t))
		return way;
	return "contact = ?1";
}

bool person_is_exported(const struct table *t)
{
	return t->is_journaled && person_rows(t);
}
