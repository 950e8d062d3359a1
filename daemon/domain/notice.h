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
	int attempts;   /* posts we did not live to hear of */
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
	int attempts;     /* of the notices that had it */
	bool is_void;     /* the follow-up ended or was moved since */
	int64_t lead_for; /* told of ahead: the instant it falls due at; else NO_INSTANT */
};

/* Does the server let nothing appear now? */
enum disturbing { DISTURB_UNKNOWN, DISTURB_OFF, DISTURB_ON };

/* After so many deaths of ours in the middle of a post it is told in a digest only, and not
 * before NOTICE_BACKOFF_FIRST seconds have passed, then twice as many, up to the last. */
#define NOTICE_ATTEMPTS_MAX 3
#define NOTICE_BACKOFF_FIRST 60
#define NOTICE_BACKOFF_LAST 3600
#define NOTICE_RATE_SECONDS 3600  /* popups_per_hour are counted over this */
#define NOTICE_NAMED_SECONDS 3600 /* in quiet hours one is told this late, then in the morning */
#define NOTICE_ANSWER_SECONDS 60  /* what a button brings back is shown by then */

/* What is known when something may be shown. */
struct notice_facts {
	int64_t now;
	int n_waiting;       /* told up to popups_max + 1: more make no difference */
	int n_named;         /* of them, for an hour that a person named: shown in quiet hours */
	int n_open;          /* pop-ups of one follow-up on the screen */
	int n_posts;         /* in the hour before now */
	int64_t post_at;     /* when one more is allowed, where no more are */
	int64_t quiet_until; /* the end of these quiet hours; NO_INSTANT: they are none */
	int attempts;        /* the most of those that wait */
	int64_t last_post;   /* NO_INSTANT: none is remembered */
	enum disturbing disturb;
	bool is_summing_up; /* what waits was held back: it is told in one digest */
	bool is_returning;  /* in quiet hours: a digest would, from behind what is over */
	int popups_max, popups_per_hour;
};

enum notice_hold {
	HOLD_NONE,
	HOLD_DISTURB,
	HOLD_TROUBLE, /* we died of it three times */
	HOLD_QUIET,
	HOLD_RATE,
};

struct notice_choice {
	bool is_named_only;     /* the others wait on */
	bool is_staying_behind; /* a digest, while nothing is added to it */
	int n_singles;          /* of the first, each gets a pop-up of its own */
	bool has_digest;        /* the rest goes into the digest */
	enum notice_hold hold;
	int64_t look_at; /* when what is held may be shown; NO_INSTANT: an event will tell */
};
/* What to show now, and when to look again. look_at lies after now. */
struct notice_choice notice_choose(const struct notice_facts *facts);
/* When something that we died of `attempts` times may be tried again. */
int64_t notice_again_at(int attempts, int64_t last_post);
