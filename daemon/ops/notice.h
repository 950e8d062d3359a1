/* Notices: what the desktop is to show, and what came of it. */
#pragma once

#include "domain/notice.h"
#include "ops/op.h"

/* A pop-up to be posted; without a summary, one to be taken down. */
struct notice_post {
	struct notice notice;
	const char *summary, *body;
	bool is_long;     /* the body may have more than a few lines */
	int64_t followup; /* of a single; 0 for a digest */
	int64_t contact;
	bool can_act;  /* offers Done and Snooze */
	bool has_next; /* offers Next */
};

/* Takes what waits to be shown: singles up to the setting's number on the screen at once, the
 * rest in the one digest; the morning's stands alone and takes all of it. What do-not-disturb,
 * quiet hours or the limit of an hour hold back waits on (ops/notice_hold.h). The posts are to be
 * handed to the desktop once this is committed; one whose notice has a server takes the place of
 * its pop-up there. */
int op_notice_claim(struct op *op, struct notice_post **ret, size_t *ret_n);
/* Does anything wait to be shown? Not what waits for the end of quiet hours. */
int op_notice_is_waiting(struct op *op, bool *ret);
/* After a start, or when a server appears: open notices, to be shown again, in the place of their
 * pop-ups where their server still runs (marked as repeats where nobody knows whether they were
 * seen). Those with nothing to do any more have no summary. */
int op_notice_reopen(struct op *op, struct notice_post **ret, size_t *ret_n);
/* One of those is to be posted; not wanted where it would appear anew (it is not on the screen) at
 * a time when nothing may, or we died of it again and again: then its items wait once more. */
int op_notice_repost(struct op *op, int64_t id, bool is_on_screen, bool *ret_is_wanted);
/* One notice with its words, as it stands. */
int op_notice_read(struct op *op, int64_t id, struct notice_post *ret);

/* Not wanted where it was acted on while its pop-up was on its way: to be taken down. */
int op_notice_shown(struct op *op, int64_t id, const char *server, int64_t server_id,
		    bool *ret_is_wanted);
int op_notice_failed(struct op *op, int64_t id);
/* Reasons of the specification: 1 expired, 2 dismissed, 3 closed by us, 4 undefined. */
int op_notice_closed(struct op *op, int64_t id, uint32_t reason);

enum notice_action { NOTICE_OPEN, NOTICE_DONE, NOTICE_SNOOZE };
/* Does what the button says; *ret_contact is whom to open (0: the agenda). An action on what is
 * done or moved already changes nothing. */
int op_notice_act(struct op *op, int64_t id, enum notice_action action, int64_t *ret_contact);

/* The button Next of a digest: its first item gets a pop-up of its own, in the digest's place;
 * the digest comes back when that one is over. At most one post. */
int op_notice_next(struct op *op, int64_t id, struct notice_post **ret, size_t *ret_n);

/* Marks open notices none of whose items is due any more; they are to be taken down. */
int op_notice_take_down(struct op *op, int64_t **ret, size_t *ret_n);
