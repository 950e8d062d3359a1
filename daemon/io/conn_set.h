/* The connections of one server, and what they share. For server.c only. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/queue.h>

#include "io/conn.h"
#include "io/loop.h"

struct event;
TAILQ_HEAD(conn_list, conn);

struct conn_set {
	struct loop *loop;
	struct conn_callbacks callbacks;
	void *user;
	unsigned stall_ms; /* without progress for this long: cut off */
	bool is_paused;    /* no line is read or passed on any more */
	size_t n;          /* with an open socket */
	struct conn_list all;
	struct conn_list waiting; /* to be looked at in the next turn */
	size_t n_waiting;
	struct event *turn;
};

void conn_set_init(struct conn_set *set, struct loop *loop, const struct conn_callbacks *callbacks,
		   void *user, unsigned stall_ms);
/* Writes what the kernel takes at once, then closes and frees every connection. */
void conn_set_deinit(struct conn_set *set);
void conn_set_pause(struct conn_set *set);
void conn_set_each(struct conn_set *set, void (*fn)(struct conn *c, void *user), void *user);
/* Takes over a connected socket, non-blocking and close-on-exec. */
void conn_open(struct conn_set *set, int fd);
