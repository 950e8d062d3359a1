/* What stands in a calendar for other programs: follow-ups that are scheduled, and dates.
 *
 * What waits (for the gate, a complaint, a pause) is not in it, as it is not in the agenda: no day
 * of it is certain. A promise stands in it once, as the follow-up that reminds of it. */
#pragma once

#include "domain/calendar_text.h"
#include "domain/settings.h"
#include "ops/op.h"
#include "store/followup_list.h"

enum calendar_noun {
	CALENDAR_FOLLOWUP,
	CALENDAR_DATE,
	CALENDAR_CONTACT, /* all of a contact's; never the key of an item */
};

struct calendar_key {
	enum calendar_noun noun;
	int64_t id;
};

/* A walk over all of them; zero at the start. */
struct calendar_walk {
	bool has_dates; /* after the follow-ups, in the order of their ids */
	enum calendar_noun noun;
	struct agenda_cursor at;
};
struct calendar_keys {
	struct calendar_key *items;
	size_t n;
};
/* At most `limit` of the next ones; none at the end. */
int op_calendar_walk(struct op *op, struct calendar_walk *walk, int limit,
		     struct calendar_keys *ret);
/* Follow-ups and dates of a contact. */
int op_calendar_of_contact(struct op *op, int64_t contact, struct calendar_keys *ret);

struct calendar_made {
	struct calendar_item items[2];
	size_t n; /* 0: it is in no calendar (any more) */
};
/* A follow-up is a todo, an event or both; a date is an event, and left out of mere todos unless
 * has_dates. */
int op_calendar_item(struct op *op, const struct calendar_key *key, enum calendar_items which,
		     bool has_dates, struct calendar_made *ret);

/* The uid of an item, as "followup-12@UUID" or "followup-12-event@UUID". */
const char *op_calendar_uid(struct op *op, const struct calendar_key *key, bool is_event,
			    const char *uuid);
/* The same read; false where the text, up to its end, is none of this book's. */
bool op_calendar_uid_read(const char *uid, size_t n, const char *uuid, struct calendar_key *ret);
int op_calendar_uuid(struct op *op, const char **ret);

/* For op.c: notes which of them the operation at hand has changed, for who keeps a folder of them.
 */
void op_calendar_follow(struct op *op);
/* The next that was noted, forgotten by this; false: none is left. */
bool op_calendar_next_changed(struct op_env *env, struct calendar_key *ret);
