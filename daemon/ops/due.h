/* When a follow-up is due: the instant of its day and time. A call to a contact in another zone,
 * whose hour no person named, waits until people are called there. DESIGN section 5. */
#pragma once

#include "domain/followup.h"
#include "domain/worktime.h"
#include "ops/op.h"

int due_instant(struct op *op, const struct followup *f, int64_t *ret);
/* The moment at which it is to come, where nobody named one: no earlier than `at`, which becomes
 * the first at which people are called where its contact lives. */
int due_moment(struct op *op, const struct followup *f, struct moment *at);
/* Works out the instants of a stored, open one anew: its contact has another zone, or we have.
 * One that fell due already stays so under its new instant, and its notice with it, unless that
 * lies ahead again: then it will fall due once more. */
int due_again(struct op *op, const struct followup *f);
/* The same for every open one of a contact. */
int due_again_of_contact(struct op *op, int64_t contact);

/* A day and a time as they are told; ANY_MINUTE: any time. */
struct due_told {
	struct day day;
	int minute;
};
/* Of one that is stored: its own, or those of the instant where that was moved. */
struct due_told due_told(const struct op *op, const struct followup *f);
/* What the clock shows then where its contact lives, for a call to another zone whose clock shows
 * another time; else NO_DAY. */
int due_there(struct op *op, const struct followup *f, struct due_told *ret);
/* That in words, "08:00 there" or "Tue 08:00 there" where the day is another too; null: none. */
const char *due_say_there(struct op *op, const struct followup *f);
