/* Requests of a turn share one commit; no answer leaves before it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "rpc/peer.h"
#include "rpc/reply.h"
#include "vouch/errors.h"
#include "vouch/limits.h"

#define TURN_US 10000 /* after which a turn begins no second line of a connection */

struct request {
	struct conn *conn;
	char *line;
	size_t n;
	size_t at, n_reply;     /* its answer, in the answers of the turn */
	struct rpc_peer before; /* its peer, before it was handled */
	size_t round;           /* in which it is handled: see handle_in_rounds */
	bool is_handled;
	bool is_kept; /* for later: its connection has answers enough to read, or it is late */
	bool is_late; /* the turn has taken long enough */
};

/* Room for answers that a turn leaves to the next: with a buffer of its own for each, malloc would
 * sort its free pieces anew at every request. */
#define ANSWERS_KEPT (256 * 1024)

/* What a connection's peer is to the app. */
struct client {
	struct rpc_peer *peer;
	size_t held;    /* bytes answered in this turn */
	size_t n_lines; /* of this turn; see count_rounds */
};

static void *on_open(struct conn *c, void *user)
{
	struct client *client = xcalloc(1, sizeof *client);

	(void)c;
	(void)user;
	client->peer = rpc_peer_new();
	return client;
}

static struct client *client_of(const struct request *q)
{
	return conn_peer(q->conn);
}

static void on_line(struct conn *c, const char *line, size_t n, void *user)
{
	struct app *a = user;
	struct request *q;

	a->requests = xgrow(a->requests, a->n_requests, &a->cap_requests, sizeof *a->requests);
	q = &a->requests[a->n_requests++];
	*q = (struct request){.conn = c, .line = xmalloc(n + 1), .n = n};
	memcpy(q->line, line, n);
	q->line[n] = '\0';
	app_defer(a);
}

static void on_close(struct conn *c, void *user)
{
	struct app *a = user;
	struct client *client = conn_peer(c);

	/* server_free alone closes with lines in hand. */
	for (size_t i = 0; i < a->n_requests; i++)
		if (a->requests[i].conn == c)
			a->requests[i].conn = NULL;
	rpc_peer_free(client->peer);
	free(client);
}

static void on_drained(struct conn *c, void *user)
{
	struct app *a = user;

	(void)c;
	if (a->n_requests)
		app_defer(a);
}

const struct conn_callbacks app_conn_callbacks = {
	.on_open = on_open,
	.on_line = on_line,
	.on_drained = on_drained,
	.too_long_line = rpc_line_too_long,
	.on_close = on_close,
};

/* Nobody is answered faster than they read: past VOUCH_UNREAD_MAX their lines wait. */
static bool is_full(const struct request *q)
{
	return client_of(q)->held + conn_unsent(q->conn) > (size_t)VOUCH_UNREAD_MAX;
}

static void handle(struct app *a, struct request *q)
{
	struct client *client = client_of(q);

	q->at = a->answers.len;
	q->n_reply = 0;
	q->is_kept = is_full(q);
	if (q->is_kept)
		return;
	q->before = *client->peer;
	q->is_handled = true;
	rpc_handle(a->rpc, client->peer, q->line, q->n, &a->answers);
	q->n_reply = a->answers.len - q->at;
	client->held += q->n_reply;
}

static size_t count_rounds(struct request *requests, size_t n)
{
	size_t n_rounds = 0;

	for (size_t i = 0; i < n; i++) /* who has not read it all yet is no first */
		client_of(&requests[i])->n_lines = conn_unsent(requests[i].conn) ? 1 : 0;
	for (size_t i = 0; i < n; i++) {
		requests[i].round = client_of(&requests[i])->n_lines++;
		requests[i].is_late = requests[i].is_kept = false;
		if (n_rounds <= requests[i].round)
			n_rounds = requests[i].round + 1;
	}
	return n_rounds;
}

/* The first line of each connection that has read its answers; while there is time the second of
 * each, and so on. Whoever comes anew waits for one answer to each of the others, and not for all
 * that they have asked. */
static bool handle_in_rounds(struct app *a, struct request *requests, size_t n)
{
	uint64_t end = clock_monotonic_us() + TURN_US;
	size_t n_rounds = count_rounds(requests, n);

	for (size_t round = 0; round < n_rounds; round++)
		for (size_t i = 0; i < n; i++) {
			struct request *q = &requests[i];

			if (q->round != round)
				continue;
			q->is_late = q->is_kept = round && clock_monotonic_us() >= end;
			if (!q->is_late)
				handle(a, q);
			if (!op_group_is_alive(&a->env))
				return false;
		}
	return true;
}

/* All of them in one transaction. False: none of it happened. */
static bool run_together(struct app *a, struct request *requests, size_t n)
{
	return op_group_begin(&a->env) == 0 && handle_in_rounds(a, requests, n) &&
	       op_group_commit(&a->env) == 0;
}

/* A subscription of a failed group knows of events that never were. */
static void take_back(struct request *requests, size_t n)
{
	for (size_t i = n; i > 0; i--)
		if (requests[i - 1].is_handled)
			*client_of(&requests[i - 1])->peer = requests[i - 1].before;
}

/* A failed group: each request once more, alone, so that only the guilty ones fail. */
static void run_alone(struct app *a, struct request *q)
{
	bool is_ended = false;
	int r;

	client_of(q)->held -= q->n_reply;
	q->at = a->answers.len;
	q->n_reply = 0;
	q->before = *client_of(q)->peer;
	r = op_group_begin(&a->env);
	if (r == 0) {
		handle(a, q);
		is_ended = !op_group_is_alive(&a->env);
		r = is_ended ? -EIO : op_group_commit(&a->env);
	}
	if (r == 0)
		return;
	*client_of(q)->peer = q->before;
	if (is_ended && q->n_reply)
		return; /* it was answered with the refusal that ended the group */
	a->answers.len = q->at;
	if (op_is_damaged(&a->env))
		rpc_handle_failed(q->line, q->n, VOUCH_E_DAMAGED, error_text(VOUCH_E_DAMAGED),
				  &a->answers);
	else if (r > 0)
		rpc_handle_failed(q->line, q->n, r,
				  r == VOUCH_E_STORAGE_FULL
					  ? "the disk is full: nothing was written; free some space"
					  : "nothing is written after a disk error",
				  &a->answers);
	else
		rpc_handle_failed(q->line, q->n, VOUCH_RPC_INTERNAL_ERROR,
				  "the machine failed; see the log", &a->answers);
	q->n_reply = a->answers.len - q->at;
}

static void answer(const struct app *a, struct request *q)
{
	struct client *client = client_of(q);

	conn_set_subscriber(q->conn, rpc_peer_is_subscriber(client->peer));
	if (q->n_reply)
		conn_send(q->conn, a->answers.data + q->at, q->n_reply);
	client->held = 0;
	conn_line_done(q->conn);
	free(q->line);
}

static void keep(struct app *a, const struct request *q)
{
	a->requests = xgrow(a->requests, a->n_requests, &a->cap_requests, sizeof *a->requests);
	a->requests[a->n_requests++] = *q;
	if (q->is_late)
		app_defer(a);
}

void app_requests_run(struct app *a)
{
	struct request *requests = a->requests;
	size_t n = a->n_requests;

	if (n == 0)
		return;
	a->requests = NULL;
	a->n_requests = a->cap_requests = 0;
	if (!run_together(a, requests, n)) {
		take_back(requests, n);
		str_reset(&a->answers);
		for (size_t i = 0; i < n; i++)
			if (!requests[i].is_kept)
				run_alone(a, &requests[i]);
	}
	app_erase_run(a);
	for (size_t i = 0; i < n; i++) {
		if (requests[i].is_kept)
			keep(a, &requests[i]);
		else
			answer(a, &requests[i]);
	}
	free(requests);
	if (a->answers.cap > ANSWERS_KEPT)
		str_deinit(&a->answers);
	else
		str_reset(&a->answers);
}

void app_requests_free(struct app *a)
{
	for (size_t i = 0; i < a->n_requests; i++)
		free(a->requests[i].line);
	str_deinit(&a->answers);
	free(a->requests);
	a->requests = NULL;
	a->n_requests = 0;
}

static void push(struct conn *c, void *user)
{
	struct app *a = user;
	struct client *client = conn_peer(c);
	_cleanup_str_ struct str out = {0};
	bool is_whole;

	if (!client || !rpc_peer_is_subscriber(client->peer))
		return;
	is_whole = rpc_events(a->rpc, client->peer, &out);
	if (out.len)
		conn_send(c, out.data, out.len);
	if (!is_whole)
		conn_cut(c);
}

void app_push_events(struct app *a)
{
	if (!a->env.has_new_events)
		return;
	a->env.has_new_events = false;
	server_each(a->server, push, a);
}
