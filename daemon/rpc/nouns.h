/* How objects look in answers, for the methods of every noun. */
#pragma once

#include <jansson.h>

#include "domain/ask.h"
#include "domain/complaint.h"
#include "domain/contact.h"
#include "domain/followup.h"
#include "domain/gate.h"
#include "domain/gift.h"
#include "domain/plan.h"
#include "domain/promise.h"
#include "domain/referral.h"
#include "domain/run.h"
#include "domain/sale.h"
#include "domain/satisfaction.h"
#include "domain/suppression.h"
#include "domain/talk.h"
#include "domain/touch.h"
#include "ops/contact.h"
#include "ops/date.h"
#include "ops/edition.h"
#include "ops/forest.h"
#include "ops/household.h"
#include "ops/numbers.h"
#include "ops/op.h"
#include "ops/promise.h"
#include "ops/repair.h"
#include "ops/satisfaction.h"

/* Each returns a new reference. */
json_t *render_who(struct op *op, int64_t contact); /* {id, name} */
json_t *render_contact(struct op *op, const struct contact *c);
json_t *render_contact_row(struct op *op, const struct contact *c); /* for lists */
json_t *render_household(struct op *op, const struct home *home);
json_t *render_edition(const struct edition_row *row);
json_t *render_sale(struct op *op, const struct sale *sale);
json_t *render_run(struct op *op, const struct run *run);
json_t *render_followup(struct op *op, const struct followup *f);
json_t *render_followup_brief(struct op *op, const struct followup *f);
#define FOLLOWUP_BRIEF_FIELDS 14
extern const char *const followup_brief_fields[]; /* what a brief one has; closed by null */
json_t *render_followup_briefs(struct op *op, const struct followup *items, size_t n);
json_t *render_followup_next(struct op *op, const struct followup *f); /* null where its id is 0 */
json_t *render_forest_sum(const struct forest_sum *sum);               /* people, sales, revenue */
/* The day until which an absence will hold it, where one will. */
int set_held_until(struct op *op, json_t *answer, const struct followup *f);
json_t *render_referral(struct op *op, const struct referral *x);
/* {referral, followups}: with the open ones about it. 0, or that they could not be read. */
int answer_referral(struct op *op, const struct referral *x, json_t **ret);
/* In the order of enum referral_origin, without what only an import can be. */
extern const char *const named_origins[];
json_t *render_suppression(struct op *op, const struct suppression *x);
json_t *render_promise(struct op *op, const struct promise *p); /* null where its id is 0 */
json_t *render_promises(struct op *op, const struct promises *rows);
json_t *render_date(struct op *op, const struct date *d, struct day next_day);
json_t *render_gift(struct op *op, const struct gift *g);
json_t *render_touch(struct op *op, const struct touch *t); /* null where its id is 0 */
json_t *render_complaint(struct op *op, const struct complaint *c);
json_t *render_satisfaction(struct op *op, const struct satisfaction *s); /* null: its id is 0 */
json_t *render_compliment(struct op *op, const struct compliment *c);
json_t *render_repair(struct op *op, const struct repair *repair); /* null where none runs */
/* Sets "repair": what is to be put right in the contact's household, null where nothing is. */
void set_repair(struct op *op, json_t *object, int64_t contact);
/* Sets "complaints", "satisfaction", "compliments" and "repair" of a brief. */
void set_said(struct op *op, json_t *object, const struct brief *b);
/* Sets "also_done" and "recheck": what followed from a score or a compliment. */
void set_praise(struct op *op, json_t *object, const struct praise_result *praise);
/* Sets "away": the absence that is planned or under way, else null. 0, or that it could not be
 * read. */
int set_away(struct op *op, json_t *object);
/* Sets "backup": the newest one; nulls where there is none. */
int set_backup(struct op *op, json_t *object);
/* Sets "warnings": what the new days of follow-ups mean for the promises that they keep. The same.
 */
int set_warnings(struct op *op, json_t *object, const struct followup *items, size_t n);
json_t *render_address(const struct address *a);          /* null where all of it is */
json_t *render_talk(struct op *op, const struct talk *t); /* null where its id is 0 */
json_t *render_ask(struct op *op, const struct ask *a);
json_t *render_gate(struct op *op, const struct gate_verdict *v);

json_t *render_months(const struct numbers_range *range); /* "2026-12", each that it touches */
json_t *render_clock(struct op *op);                      /* held, and why */
bool set_loss(const struct op *op, json_t *object); /* lost_before, lost_how; false: both null */
json_t *render_stages(const struct funnel_numbers *f, bool is_brief);
/* Sets "open", "overdue", "kept_on_time", "kept_late", "broken" and "on_time_share". */
void set_promises(json_t *object, const struct promises_numbers *p);

/* The answer, where all of it could be read (r is 0). Takes the object; returns r. */
int answer_if(int r, json_t *object, json_t **ret);
/* {"noun": object} */
json_t *under(const char *noun, json_t *object);
/* Whether do-not-disturb is on: true, false, null where the server does not say. */
json_t *render_disturb(const struct op *op);
