/* What was counted by day: derived, kept in the writing transaction and rebuilt at will.
 *
 * A row of `tally` says how many things of one kind and key there were on one day, and what they
 * add up to; a day without any has no row.
 *   sale     a completed one, by completed_day; "source", and with an amount "source EUR 2", which
 *            `total` adds up; "-" for a source that is not known
 *   promise  one that ended, by ended_day; "on-time", "late", "broken", "withdrawn"; `total` adds
 *            up the days that kept ones were early
 *   ask      one that was made, by its day; its outcome, "open" where that is not noted, with
 *            " override" after it where it was not earned
 *   step     a follow-up of a plan that was done, by ended_day; plan, step and offset, with
 *            TALLY_BETWEEN between them; `total` counts those after which somebody was named
 *   now      of no day (0): "open" follow-ups, "completed" sales */
#pragma once

#include <stdbool.h>

#include "store/db.h"

#define TALLY_BETWEEN '\x1f'
#define TALLY_NO_SOURCE "-"
#define TALLY_OPEN "open"
#define TALLY_OVERRIDE " override"

struct journal;

/* Takes away what the rows changed by the request at hand were counted as, and adds what they are
 * counted as now. */
int store_tally_follow(struct store *s, const struct journal *j);
/* Counts the whole book. */
int store_tally_rebuild(struct store *s);
/* Whether it is what counting the whole book gives. */
int store_tally_is_right(struct store *s, bool *ret);
