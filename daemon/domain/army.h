/* The army: everybody who has referred or said they would, and whom of them one could call on.
 * DESIGN sections 2 and 6. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "domain/day.h"

/* Willing: said they would; referrer: did once; repeat: twice; champion: three times or more, or a
 * chain of three. */
enum army_rank { ARMY_WILLING, ARMY_REFERRER, ARMY_REPEAT, ARMY_CHAMPION };
#define N_ARMY_RANKS 4
extern const char *const army_ranks[];

struct army_member {
	int64_t contact;
	int64_t household; /* 0: none */
	enum army_rank rank;
	struct day since;
	int64_t n_sent;
	struct day last_sent_day;   /* NO_DAY: nobody */
	struct day last_served_day; /* without being asked; NO_DAY: never */
	struct day last_ask_day;    /* NO_DAY: never */
	int64_t n_loops;            /* whom they sent and we owe them word on */
	int64_t n_given;            /* since the last ask, else since the first completion */
	bool is_ready;              /* their gate is open */
	int first_blocking;         /* enum gate_code, -1: none */
	struct day next_possible_day;
};

/* For qsort: whom to call on first. By rank, then whom most was given since the last ask, who was
 * not asked for longest, who was served last. */
int army_compare(const void *a, const void *b);

#define ARMY_REASON_SIZE 240
/* Why to call on them, in one sentence without a full stop. Returns `to`. */
const char *army_reason(const struct army_member *m, struct day today, char to[ARMY_REASON_SIZE]);
