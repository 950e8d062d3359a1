/* Bytes in, bytes out: JSON-RPC 2.0 over lines. Knows no socket and no loop. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "ops/op.h"

struct rpc;
struct rpc_peer;

/* The notification server that runs, and what it can do. */
struct rpc_desktop {
	const char *name, *vendor, *version; /* name null: there is none */
	bool has_bus;                        /* a session bus could start one */
	bool has_actions, has_body, has_body_markup, has_persistence;
};

/* The walls around this process. */
struct rpc_sandbox {
	bool no_new_privs, is_dumpable;
	int landlock;     /* the version in force; 0: none */
	bool is_replaced; /* the file of the program is another by now */
};

struct rpc_options {
	struct op_env *env;
	bool is_dev;
	void *user;
	int64_t (*now)(void *user);
	/* --dev: a step of the clock, as after sleep; 0 or -errno. No group is open when called. */
	int (*set_clock)(int64_t now, void *user);
	/* --dev: time passing awake; each due instant runs in order before it returns. */
	int (*advance)(int64_t seconds, void *user);
	/* Where a setting comes from: "default" or "FILE:LINE"; null: all are defaults. */
	const char *(*origin)(const struct setting *setting, void *user);
	/* May be null: there is no desktop. */
	void (*desktop)(struct rpc_desktop *ret, void *user);
	/* Shows a notification to see how that looks, after the answer; starts a server where none
	 * runs. Null where desktop is. */
	void (*test_notice)(void *user);
	/* May be null: there are none. */
	void (*sandbox)(struct rpc_sandbox *ret, void *user);
};

struct rpc *rpc_new(const struct rpc_options *options);
void rpc_free(struct rpc *rpc);
const struct rpc_options *rpc_options(const struct rpc *rpc);

/* One connection's own state: what it has subscribed to. */
struct rpc_peer *rpc_peer_new(void);
void rpc_peer_free(struct rpc_peer *peer);
bool rpc_peer_is_subscriber(const struct rpc_peer *peer);

/* Answers one line (a request or a batch) inside the open group; appends the answer's line, or
 * nothing for notifications. Every answer is held by the caller until the group's commit. Where
 * a request ends the group, all of its batch are answered with its failure: none was done. */
void rpc_handle(struct rpc *rpc, struct rpc_peer *peer, const char *line, size_t n,
		struct str *reply);
/* The line for requests that were undone because the machine failed: same ids, -32603. */
void rpc_handle_failed(const char *line, size_t n, int code, const char *text, struct str *reply);
/* After a commit, with no group open: appends notifications of the events this peer has not seen.
 * False: they could not be read, and it is to be cut off, so that it asks for them again. */
bool rpc_events(struct rpc *rpc, struct rpc_peer *peer, struct str *out);

/* Whole lines with '\n', for conn.c and server.c. */
extern const char rpc_line_too_long[];
extern const char rpc_line_too_many_connections[];
