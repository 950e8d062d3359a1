/* What each answer looks like; each takes the result of the method named. */
#pragma once

#include <jansson.h>
#include <stdbool.h>

#include "cli.h"

void view_agenda(const struct cli *cli, const json_t *agenda);       /* agenda.get */
void view_week(const struct cli *cli, const json_t *agenda);         /* agenda.get, several days */
void view_due(const struct cli *cli, const json_t *items);           /* agenda.due, all pages */
void view_why(const struct cli *cli, const json_t *why);             /* followup.why */
void view_followups(const struct cli *cli, const json_t *followups); /* a list of brief ones */
void view_contacts(const struct cli *cli, const json_t *items);      /* contact.find */
void view_brief(const struct cli *cli, const json_t *brief);         /* contact.brief */
void view_candidates(const struct cli *cli, const json_t *items);    /* candidate.list */
void view_stops(const struct cli *cli, const json_t *items);         /* suppression.list */
void view_earned(const struct cli *cli, const json_t *book);         /* gate.list, twice */
void view_verdict(const struct cli *cli, const json_t *verdict);     /* gate.check */
void view_asked(const struct cli *cli, const json_t *answer);        /* ask.record */
/* Promises by the day they are due, under a title or null; `has_who`: to several contacts. */
void view_promises(const struct cli *cli, const json_t *items, const char *title, bool has_who);
void view_kept(const struct cli *cli, const json_t *promise);   /* what promise.keep has done */
void view_journal(const struct cli *cli, const json_t *answer); /* journal.list */
void view_status(const struct cli *cli, const json_t *status);  /* system.status */
/* Whatever comes back: "key  value" lines, lists as tables. */
void view_any(const struct cli *cli, const json_t *result);
