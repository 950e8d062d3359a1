/* Those who send people: who brought most, and how they are. */
#pragma once

#include "domain/health.h"
#include "ops/forest.h"

struct referrer_top {
	int64_t contact;
	int64_t sent, given; /* in the period */
	struct forest_share share;
	int32_t depth;
	struct day last_sent_day;
};

struct referrer_health {
	struct health_facts facts;
	enum health why;
	const char *detail;
	int64_t customers; /* of those whom they brought */
};

struct referrers {
	struct day from, to;
	struct referrer_top *top;
	size_t n_top;
	struct referrer_health *health;
	size_t n_health;
	int64_t n_of[N_HEALTHS]; /* all of them, shown or not */
	bool has_any;            /* somebody has sent somebody, ever */
	const char *sentence;
};

/* `limit` at the top, and of each kind of health. All of ret is 0 but from and to, which are given
 * or NO_DAY. */
int op_referrers(struct op *op, int limit, struct referrers *ret);
