/* The line of a status bar: how much is due, in a few words, and more for who points at it. */
#pragma once

#include <jansson.h>
#include <stdint.h>

#include "base/str.h"

enum bar_format { BAR_WAYBAR, BAR_I3BLOCKS, BAR_PLAIN }; /* in the order of place_bars */

struct bar {
	struct str text;    /* "3 due · 1 promise"; never a name */
	struct str brief;   /* "3 due" */
	struct str tooltip; /* lines, each escaped for a terminal; names as the setting allows */
	const char *state;  /* late, due, later, away, done, held, off */
	bool is_undelivered;
};

void bar_deinit(struct bar *b);
/* Of system.status, agenda.get and the setting [desktop] privacy. */
void bar_read(struct bar *b, const json_t *status, const json_t *agenda, const char *privacy);
/* vouchd cannot be asked: why. */
void bar_read_off(struct bar *b, const char *why);
/* Adds the line with its end; for i3blocks up to three of them, or one of JSON where the program
 * stays. */
void bar_add(struct str *out, const struct bar *b, enum bar_format format, bool is_watching);
/* The first instant of the day after that of the agenda, in that zone. */
int64_t bar_next_day(const json_t *status, const json_t *agenda);
