/* A calendar file taken apart: its events, and on which line each of their properties stands, so
 * that what is wrong can be named. RFC 5545 section 3.1. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

#define ICS_BYTES_MAX ((size_t)4 * 1024 * 1024)
#define ICS_LINE_MAX ((size_t)64 * 1024) /* of a line with those that go on with it */
#define ICS_EVENTS_MAX 10000
#define ICS_PROPERTIES_MAX 100 /* of one event that we look at */

struct ics_property {
	const char *name; /* in capitals: "DTSTART" */
	const char *text; /* the line as a whole, unfolded */
	size_t line;
};

struct ics_event {
	size_t line; /* of its BEGIN */
	struct ics_property *properties;
	size_t n;
};

struct ics {
	struct ics_event *events;
	size_t n;
};

/* What is wrong, and where; line 0: the file as a whole. */
struct ics_fault {
	size_t line;
	const char *why; /* null: nothing */
};

/* False with the fault. The text may hold anything; what it gives lives in the arena. */
bool ics_read(const char *text, size_t n, struct arena *arena, struct ics *ret,
	      struct ics_fault *ret_fault);
/* The first property of that name; null where it has none. */
const struct ics_property *ics_property(const struct ics_event *event, const char *name);
/* The value of a property: what stands behind the colon that ends its parameters. */
const char *ics_value(const struct ics_property *property);
/* A value of type TEXT without its escapes, in one line, trimmed, at most `characters` of it. */
const char *ics_text(const struct ics_property *property, size_t characters, struct arena *arena);
