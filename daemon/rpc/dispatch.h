/* One request, from its method's name to its outcome. */
#pragma once

#include <jansson.h>

#include "base/arena.h"
#include "rpc/reply.h"
#include "rpc/rpc.h"

struct request {
	const char *method;
	json_t *params; /* borrowed; null: none. The idempotency key is taken off it */
	json_t *id;     /* borrowed; null: a notification */
};

/* Runs a request in its own savepoint of the open group. The outcome is the caller's to
 * deinit; its message lives in the arena, its result there or in `room`, which is written anew. */
struct outcome dispatch(struct rpc *rpc, struct rpc_peer *peer, const struct request *request,
			struct arena *arena, struct str *room);
