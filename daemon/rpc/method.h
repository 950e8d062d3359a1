/* A method is a row: name, params, function, flags, one line of summary. */
#pragma once

#include <jansson.h>

#include "ops/op.h"
#include "rpc/params.h"

struct rpc;
struct rpc_peer;

/* What a method's function is given beside its params. */
struct call {
	struct op *op; /* null for METHOD_DEV */
	struct rpc *rpc;
	struct rpc_peer *peer; /* the connection, for events.subscribe */
};

enum method_flag {
	METHOD_READ = 1,
	METHOD_WRITE = 2, /* takes idempotency_key; "journal" is added to its result */
	METHOD_DEV = 4,   /* only with --dev; runs outside the group */
};

struct method {
	const char *name;
	const struct param *params; /* null: none */
	size_t size;                /* of the params struct */
	/* 0 with *ret a new reference to an object, or what the operation returned. */
	int (*call)(struct call *c, const void *params, json_t **ret);
	unsigned flags;
	const char *summary; /* one line, no full stop */
	const char *result;  /* one line: what comes back */
};

/* What every METHOD_WRITE takes beside its own params. */
extern const struct param write_params[];

/* All methods, by name; closed by a null name. Filled from one table a noun in methods.c. */
extern const struct method *const method_tables[];
const struct method *method_find(const char *name);
