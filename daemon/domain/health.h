/* A referrer's health: unhappy, gone quiet, or lost, and with them whom they would send. DESIGN
 * section 6. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "domain/contact.h"
#include "domain/day.h"

/* The worst of what is so; in the order in which something can be done about it. */
enum health { HEALTH_UNHAPPY, HEALTH_QUIET, HEALTH_LOST, HEALTH_WELL };
#define N_HEALTHS 3                 /* those told of */
extern const char *const healths[]; /* "unhappy", "quiet", "lost", "well" */

struct health_facts {
	int64_t contact;
	enum contact_state state;
	bool is_stopped; /* no contact at all */
	int64_t n_sent;
	struct day last_two_way_day; /* NO_DAY: none is known */
	int last_score;              /* -1: none */
	int64_t n_complaints;        /* open */
	int cadence;                 /* enum cadence, -1: none, and C is taken */
};

/* Somebody merged or erased counts as well: nothing is to be told of them. */
enum health health_of(const struct health_facts *f, struct day today);

#define HEALTH_DETAIL_SIZE 160
/* What makes it so, without a full stop; "" where they are well. Returns `to`. */
const char *health_detail(const struct health_facts *f, struct day today,
			  char to[HEALTH_DETAIL_SIZE]);
