/* What each answer looks like; each takes the result of the method named. */
#pragma once

#include <jansson.h>
#include <stdbool.h>

#include "base/str.h"
#include "cli.h"

/* agenda.get, of a day and of several; `held`: of an idle one a follow-up that waits, or null. */
void view_agenda(const struct cli *cli, const json_t *agenda, const json_t *held);
void view_week(const struct cli *cli, const json_t *agenda, const json_t *held);
bool view_agenda_is_idle(const json_t *agenda); /* nothing is due, and nothing ahead */

void view_due(const struct cli *cli, const json_t *items); /* agenda.due, all pages */
json_t *view_due_fields(const struct view *v); /* what it shows of each: the `fields` to ask for */
void view_spread(const struct cli *cli, const json_t *spread);       /* agenda.spread */
void view_why(const struct cli *cli, const json_t *why);             /* followup.why */
void view_followups(const struct cli *cli, const json_t *followups); /* a list of brief ones */
void view_contacts(const struct cli *cli, const json_t *items);      /* contact.find */
void view_duplicates(const struct cli *cli, const json_t *items);    /* contact.duplicates */
/* contact.brief; `is_all`: the far follow-ups too. */
void view_brief(const struct cli *cli, const json_t *brief, bool is_all);
void view_who(const struct cli *cli, const json_t *brief);        /* its title, and who they are */
void view_candidates(const struct cli *cli, const json_t *items); /* candidate.list */
/* Whom a named person was taken for, where the names are not the same. */
void view_taken_for(const struct view *v, const json_t *referral);
/* What a name that came has brought: the answer of referral.receive and the like. */
void view_named(const struct cli *cli, const json_t *answer);
/* Of that only what is to be done first. */
void view_first_steps(const struct cli *cli, const json_t *answer, const char *indent);
/* What a sale that was opened, completed or lost means for its referral; nothing where it is from
 * none. has_talk: it was held already. */
void view_sale_source(const struct cli *cli, const json_t *answer, bool has_talk);
/* referral.advance, after referral.get `before`. */
void view_moved(const struct cli *cli, const json_t *before, const json_t *answer, bool has_talk);
/* What a follow-up that is done means for the referral which it was about: referral.get. */
void view_tried(const struct cli *cli, const json_t *followup, const json_t *answer);
void view_quiet(const struct cli *cli, const json_t *items); /* contact.list, the quiet first */
/* What referral.thank or referral.tell has noted. */
void view_heard(const struct cli *cli, const json_t *referrals, bool is_thanks);
void view_referral(const struct cli *cli, const json_t *answer); /* referral.get */
void view_referrals(const struct cli *cli, const json_t *items); /* referral.list */
void view_settings(const struct cli *cli, const json_t *settings, bool has_origin);
void view_doctor(const struct cli *cli, const json_t *answer);     /* what cmd_doctor found */
void view_holidays(const struct cli *cli, const json_t *items);    /* calendar.list */
void view_requests(const struct cli *cli, const json_t *items);    /* request.list */
void view_stops(const struct cli *cli, const json_t *items);       /* suppression.list */
void view_army(const struct cli *cli, const json_t *army);         /* numbers.army */
void view_contest(const struct cli *cli, const json_t *army);      /* numbers.army, who is ready */
void view_referrers(const struct cli *cli, const json_t *numbers); /* numbers.referrers */
void view_tree(const struct cli *cli, const json_t *tree);         /* referral.tree */
void view_earned(const struct cli *cli, const json_t *book);       /* gate.list, twice */
/* gate.check, the contact's scheduled follow-ups, and what is to be put right for them first, or
 * null. */
void view_verdict(const struct cli *cli, const json_t *verdict, const json_t *followups,
		  const json_t *repair);
/* What ask.record has done, with referral.get of those received as "planned", and what is next by
 * the contact's brief. */
void view_asked(const struct cli *cli, const json_t *answer, const json_t *brief);
/* Promises by the day they are due, under a title or null; `has_who`: to several contacts. */
void view_promises(const struct cli *cli, const json_t *items, const char *title, bool has_who);
/* What promise.keep has done, and the repair it may have started. */
void view_kept(const struct cli *cli, const json_t *promise, const json_t *repair);
/* Complaints, under a title or null. */
void view_complaints(const struct cli *cli, const json_t *items, const char *title);
void view_said(const struct cli *cli, const json_t *brief); /* what they said, what went wrong */
/* What is to be put right, told after what has just gone wrong (its kind and id), or after a step
 * on the way (kind null). Nothing where repair is null. */
void view_repair(const struct cli *cli, const json_t *repair, const char *kind, long long id);
void view_scored(const struct cli *cli, const json_t *answer); /* what followed from a score */
/* What a step of a repair has brought, where the follow-up was one. */
void view_step_done(const struct cli *cli, const json_t *followup, const json_t *repair);
/* Dates by their next day, under a title or null; `has_who`: of several contacts. */
void view_dates(const struct cli *cli, const json_t *items, const char *title, bool has_who);
/* Gifts, under a title or null; `has_who`: to several contacts. */
void view_gifts(const struct cli *cli, const json_t *items, const char *title, bool has_who);
void view_campaigns(const struct cli *cli, const json_t *items); /* campaign.list */
void view_editions(const struct cli *cli, const json_t *items);  /* edition.list, with `name` */
/* edition.recipients */
void view_recipients(const struct cli *cli, const json_t *items, bool is_card);
void view_journal(const struct cli *cli, const json_t *answer); /* journal.list */
/* numbers.NAME: its sentence, and the table behind it. */
void view_number(const struct cli *cli, const char *name, const json_t *answer);
void view_numbers(const struct cli *cli, const json_t *answers);  /* numbers.*, by name */
void view_notice_test(const struct cli *cli, const json_t *test); /* notice.test */
void view_status(const struct cli *cli, const json_t *status);    /* system.status */
/* Its first line, of its last_referral_sale: "Last sale from a referral: yesterday (Ruth Kim, …" */
const char *view_last_referral(struct str *out, const struct view *v, const json_t *sale);
/* Why the clock is held, on top of what is shown; nothing where it is not. */
void view_held(const struct cli *cli, const json_t *answer);
/* What was noted and is in the book no more, or may be: nothing where "database" tells of none. */
void view_lost(const struct cli *cli, const json_t *answer);
/* By a word of "lost_how": nobody knows whether something is missing. */
bool view_lost_is_doubtful(const char *how);
/* Whatever comes back: "key  value" lines, lists as tables. */
void view_any(const struct cli *cli, const json_t *result);
