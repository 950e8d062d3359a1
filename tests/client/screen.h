/* Screens: what a view prints of an answer, held against a file, at each width and alphabet. */
#pragma once

#include <jansson.h>

#include "cli.h"

struct screen {
	struct cli cli; /* its view writes into memory */
	char *text;     /* what was shown so far */
	size_t n;
};

/* Opens for writing; the day is Tuesday, 1 December 2026, in New York. */
void screen_open(struct screen *s);
void screen_close(struct screen *s);

/* Calls `show` for 80 and 120 columns, each in UTF-8 and in ASCII, and for scripts, below a
 * heading each. No line may be wider than the screen. */
void screen_show(struct screen *s, const char *title, const json_t *answer,
		 void (*show)(const struct cli *cli, const json_t *answer));

/* The answers in screens/NAME.json. A new reference. */
json_t *screen_answers(const char *name);
/* Is what was shown what screens/NAME.txt holds? GOLDEN_UPDATE=1 writes the file instead. */
void screen_assert(struct screen *s, const char *name);
