/* One connection's own state: what it has subscribed to; and what one was told, for the next. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct rpc_peer {
	bool is_subscriber;
	bool has_gap;   /* the next notification says so */
	uint32_t kinds; /* bit per enum event_kind */
	int64_t seq;    /* the newest event it was told of */
};

/* What was read and written for one peer serves all that stand where it stood: one event costs
 * 200 subscribers one look at the database. */
struct rpc_pushed {
	bool is_set;
	uint64_t n_events; /* of the environment: no event was made since */
	struct rpc_peer before, after;
	struct str text;
};

struct rpc;
struct rpc_pushed *rpc_pushed(struct rpc *rpc);
