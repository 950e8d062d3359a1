/* A program at the socket, for the fuzzer of sessions: it keeps what it has said, and so knows by
 * the rules of JSON-RPC and of the framing which answers must come, in which order. */
#pragma once

#include <jansson.h>

#include "base/str.h"

struct client {
	int fd; /* -1: not connected */
	struct str unsent;
	struct str said;   /* that is no whole line yet */
	struct str heard;  /* the same of what came */
	json_t **expected; /* the ids of each line to come: one, or an array of those of a batch */
	size_t n_expected, cap_expected, next;
	bool is_deaf;     /* reads nothing for now */
	bool is_halved;   /* says no more */
	bool is_too_long; /* a line was: its refusal is the last line */
	bool is_over;     /* the server has closed */
	bool has_subscribed;
};

/* Bytes that go out now, whole or in part. */
void client_say(struct client *c, const char *bytes, size_t n);
/* Reads what has come, and holds it against what must come. True where there was something. */
bool client_hear(struct client *c);
/* It may be closed before all is answered: subscribers are that do not read. */
bool client_may_be_cut(const struct client *c);
/* Closes; what is still expected will never come. */
void client_leave(struct client *c);
