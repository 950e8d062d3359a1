/* A notice: one pop-up. claimed -> shown -> acted | dismissed | expired | closed. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum notice_kind { NOTICE_SINGLE, NOTICE_DIGEST, NOTICE_MORNING };
extern const char *const notice_kinds[];

enum notice_state {
	NOTICE_CLAIMED, /* handed to the desktop, or about to be */
	NOTICE_SHOWN,
	NOTICE_FAILED, /* the server did not take it: to be shown again */
	NOTICE_ACTED,
	NOTICE_DISMISSED,
	NOTICE_EXPIRED,
	NOTICE_CLOSED, /* by us: nothing in it is due any more */
};
extern const char *const notice_states[];

struct notice {
	int64_t id;
	enum notice_kind kind;
	enum notice_state state;
	bool is_repeat; /* it may have been shown before */
	int64_t claimed_at, shown_at, ended_at;
	const char *server; /* the unique bus name of the server that has its pop-up; null: none */
	int64_t server_id;  /* 0: none */
};

bool notice_is_open(enum notice_state state);
/* A digest whose first item is shown on its own comes back when that is over. Till then it is
 * shown by no server, and `server_id` is the other notice. */
bool notice_stands_behind(const struct notice *n);

/* A follow-up that came due at an instant; at most one notice shows it. */
struct notice_item {
	int64_t id;
	int64_t followup;
	int64_t due_at;
	bool is_void;     /* the follow-up ended or was moved since */
	int64_t lead_for; /* told of ahead: the instant it falls due at; else NO_INSTANT */
};

/* How many of n items that wait get a pop-up of their own; the rest is one digest. */
int notice_singles(int n_waiting, int popups_max);
