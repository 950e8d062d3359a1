/* Events in words: "follow-up 12 is due: Call Ana Ruiz · the camera". */
#pragma once

#include <jansson.h>

#include "base/str.h"
#include "cli.h"

/* How an event's noun is looked up. */
struct event_noun {
	const char *noun;   /* of the kind: "followup" of "followup.due" */
	const char *method; /* null: there is nothing to look up */
	const char *param;
	const char *member; /* of the event: its id, or its contact */
	const char *result; /* of the answer: the object */
};

/* Of this kind; null for one of a newer vouchd. */
const struct event_noun *event_noun(const char *kind);
/* The event in words, and what it is about as it is now: null where that is gone. `today` is the
 * day of the event, or "". */
void event_words(struct str *out, const json_t *event, const json_t *object, const char *today);
/* "Call Ana Ruiz": what is to be done, with the name in full or only the first. */
void event_add_task(struct str *out, const json_t *followup, bool is_full);
