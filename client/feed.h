/* The events of vouchd for as long as one likes to listen: it comes back when vouchd does, and goes
 * on where it was. */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

enum feed_news {
	FEED_EVENT,
	FEED_OPEN,  /* connected: at first, and each time vouchd is back */
	FEED_LOST,  /* vouchd cannot be reached: after each try; see feed_failure() */
	FEED_TIME,  /* the time that was asked for is over */
	FEED_ENDED, /* nobody reads what we write */
};

struct feed;

/* The socket as for call_new. Kinds: an array of event kinds, or null for all of them; takes the
 * reference. Since: the last seq that was seen, or -1 to begin with what comes now. */
struct feed *feed_new(const char *socket, json_t *kinds, long long since);
void feed_free(struct feed *f);

/* Waits for what comes next; with a timeout of -1 without end. The event before is taken for dealt
 * with: it does not come again after a reconnect. *ret is the event, a new reference, or null. */
enum feed_news feed_next(struct feed *f, int timeout_ms, json_t **ret);
/* The last event was not dealt with: connects anew, and it comes again. */
void feed_again(struct feed *f);
/* After FEED_OPEN: were events missed that vouchd does not have any more? */
bool feed_has_gap(const struct feed *f);
/* FEED_TIME at that instant by the clock on the wall, and when that clock is set; none where the
 * instant is not ahead. */
void feed_wake_at(struct feed *f, int64_t instant);
/* Why vouchd cannot be reached, see call.h. */
const struct call_failure *feed_failure(const struct feed *f);
