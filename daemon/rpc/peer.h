/* One connection's own state: what it has subscribed to. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct rpc_peer {
	bool is_subscriber;
	bool has_gap;   /* the next notification says so */
	uint32_t kinds; /* bit per enum event_kind */
	int64_t seq;    /* the newest event it was told of */
};
