/* A book that is being filled, and its dice: the same for the same seed. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "domain/day.h"
#include "store/db.h"

#define PAST_DAYS 3650

struct fill {
	struct store *store;
	uint64_t random;
	struct day today;
	int64_t n_contacts, n_followups, n_written;
	int64_t n_entries; /* as of the journal */
	int64_t household; /* the last */
	int64_t n_asks;
	unsigned open_percent;
};

int64_t below(struct fill *f, int64_t n);
bool chance(struct fill *f, unsigned percent);
/* After each row: commits every so many. */
int pace(struct fill *f);

/* fill_gate.c: what the gate looks at, of one contact. */
int fill_gate(struct fill *f, int64_t contact);

/* fill_referral.c: a plan and its runs, one a contact; a step of it; who was sent by whom; and what
 * the gate says of everybody. */
int fill_runs(struct fill *f);
const char *fill_step(struct fill *f);
int fill_referrals(struct fill *f);
int fill_verdicts(struct fill *f);
