/* One connection to vouchd: the hello, and one request with its answer at a time. */
#pragma once

#include <jansson.h>

/* Why a request did not succeed; the texts belong to the call and last until the next one. */
struct call_failure {
	int exit; /* an enum vouch_exit */
	int code; /* of the JSON-RPC error; 0 where it never came so far */
	const char *text, *name, *field;
};

struct call;

/* Connects with the first request, not before. The path may be null: VOUCH_SOCKET, else
 * $XDG_RUNTIME_DIR/vouch/vouchd.sock. */
struct call *call_new(const char *path);
void call_free(struct call *c);
/* How long to wait for an answer, before the first request: 60 seconds where nothing is said. */
void call_patience(struct call *c, int ms);

/* Each takes the reference to params (null: none). 0 with a new reference to the result, or
 * the exit code, with call_failure() saying why. A read is sent together with the hello; a
 * write only after vouchd has said that it speaks our protocol. */
int call_read(struct call *c, const char *method, json_t *params, json_t **ret);
int call_write(struct call *c, const char *method, json_t *params, json_t **ret);
const struct call_failure *call_failure(const struct call *c);
/* Hangs up; the next request connects anew. */
void call_drop(struct call *c);

/* Waits for the next event after events.subscribe: 0 with a new reference to its params, null where
 * none came in time; else the exit code, as above. Events that come while a request waits for its
 * answer are passed over, so ask once before you wait. */
#define CALL_EVENT_MS 60000
int call_event(struct call *c, int timeout_ms, json_t **ret);
/* To be polled with others for what can be read; -1 while there is no connection. Before each wait
 * call_event must have answered null without one: what was read already wakes nobody. */
int call_fd(const struct call *c);

/* From the hello: today in the user's zone ("2026-11-22"), and the zone's name; "" before the
 * first answer. */
const char *call_today(const struct call *c);
const char *call_timezone(const struct call *c);
