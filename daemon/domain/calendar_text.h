/* What is to be done, and the dates of people, as items of iCalendar. RFC 5545.
 *
 * The text of an item hangs on nothing but the item, so that a file that holds it already need not
 * be written again. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "domain/day.h"

struct calendar_item {
	const char *uid;
	bool is_event; /* VEVENT, else VTODO */
	const char *summary;
	const char *description; /* null: none */
	const char *category;
	struct day day; /* all of it */
	int64_t at;     /* or this instant; NO_INSTANT: the day */
	bool is_yearly; /* an event; 29 February is 28 February in the years that have none */
	int priority;   /* 1 to 9, 1 is the highest; 0: none */
	int64_t version;
	int64_t created_at, changed_at;
};

/* "BEGIN:VCALENDAR", and what stands before the items. */
void calendar_text_begin(struct str *to);
void calendar_text_item(struct str *to, const struct calendar_item *item);
void calendar_text_end(struct str *to);
/* The same around one item: a file of a vdir. */
void calendar_text_whole(struct str *to, const struct calendar_item *item);
