/* Pieces that several views share: who, what, when, how much. */
#pragma once

#include <jansson.h>

#include "base/str.h"
#include "cli.h"

/* Each fills `out` anew and returns its text. */

/* "call: is everything as promised?" */
const char *part_what(struct str *out, const json_t *followup);
/* For people "Tue 1 Dec 09:00", "today 09:00", "Thu 19 Nov, 3 days late"; for scripts as it is. */
const char *part_due(struct str *out, const struct view *v, const json_t *followup);
/* A day or due time for people ("Tue 1 Dec"), as it is for scripts. */
const char *part_day(struct str *out, const struct view *v, const char *due);
/* The same with the year always, for what a command has just changed. */
const char *part_full_day(struct str *out, const char *due);
/* When it comes, as it was entered: "Mon 6 Dec 1976", "6 Dec". */
const char *part_date(struct str *out, const json_t *date);
/* The day a promise is due: "Fri 4 Dec", "Mon 30 Nov, 3 days overdue"; as it is for scripts. */
const char *part_promised(struct str *out, const struct view *v, const json_t *promise);
/* "1,200 USD"; for scripts the minor units; "" where there is no amount. */
const char *part_amount(struct str *out, const struct view *v, const json_t *sale);
/* Sums of several currencies: "1,200 EUR + 900 USD"; for scripts in minor units: "120000 EUR + …".
 */
const char *part_revenue(struct str *out, const struct view *v, const json_t *revenue);
/* The month of a day, for what is long past: "May 2026"; as it is for scripts. */
const char *part_month(struct str *out, const struct view *v, const char *day);
/* "today", "yesterday", "12 days ago"; `none` where there is no day; as it is for scripts. */
const char *part_ago(struct str *out, const struct view *v, const char *day, const char *none);
/* "ana@example.org, a.ruiz@example.org" */
const char *part_texts(struct str *out, const json_t *texts);
/* "3 days late", "1 contact" */
const char *part_count(struct str *out, long long n, const char *one, const char *many);
/* "33 %" of a share, 0 to 1; "" where there is none. */
const char *part_share(struct str *out, const json_t *share);
/* How far a referral has come, in a word, and since when; "completed" once its sale is. */
const char *part_status(const struct view *v, const json_t *referral);
const char *part_status_day(const json_t *referral);
/* Who was sent, by the name in the book. */
const char *part_person(const json_t *referral);
/* Is that word among what its referrer is owed of it? */
bool part_is_owed(const json_t *referral, const char *what);
/* "thanks, outcome" */
const char *part_owed(struct str *out, const struct view *v, const json_t *owed);
/* "Ana Ruiz (r5): received Fri 4 Dec, contacted Mon 7 Dec; then Ben Okafor (r7)" */
const char *part_came_through(struct str *out, const struct view *v, const json_t *referrals);
/* "r5 Ruth Kim, sister, won Mon 7 Dec; and 9 more: vouch referrals c1" */
const char *part_sent(struct str *out, const struct view *v, const json_t *referrals, bool is_all);
/* "thanks for Ruth Kim: vouch thank r5; how it ended with Tom Lee, Eva: vouch told c1" */
const char *part_owed_to(struct str *out, const json_t *referrals);
/* "Call", "Visit", "Write to": what a follow-up to somebody is, before "them". */
const char *part_verb(const json_t *followup);
/* "Ana Ruiz and others" */
const char *part_of_whom(struct str *out, const json_t *contacts);
/* "to be erased" for the kind of a request; for scripts as it is. */
const char *part_asked(const struct view *v, const char *kind);
/* "calls" for the channel of a stop; for scripts as it is. */
const char *part_stop(const struct view *v, const char *channel);
/* Do the gate's conditions say that somebody never wants to be asked again? */
bool part_is_never(const json_t *conditions);
/* Names and values, the names left; what is empty is left out. */
struct view_table *view_fields_new(const struct view *v);
void view_field(struct view_table *t, const char *name, const char *value);
/* The follow-ups of an answer, one or several. A new reference. */
json_t *part_followups(const json_t *answer);
/* "Away until Fri 8 Jan 2027: 14 held back, promises go on"; "" where nobody is away. */
const char *part_away(struct str *out, const struct view *v, const json_t *away);
/* "Ana Ruiz", "someone" where the name is gone. */
const char *name_of(const json_t *who);
