/* A life told to the real stack in memory: requests, what they were answered, the clock, and
 * chance that is the same for the same seed. */
#pragma once

#include <stdint.h>
#include <stdio.h>

#include <jansson.h>

#include "life/facts.h"

struct stack;

#define LIFE_LINES_KEPT 60

struct life {
	struct stack *stack;
	struct facts facts;
	uint64_t chance;
	FILE *out;    /* the writes and the clock's requests as they are sent; null: nowhere */
	int64_t now;  /* the clock, of the zone UTC */
	int code;     /* of the last answer; 0: a result */
	int n_writes; /* taken */
	int n_refused;
	char *lines[LIFE_LINES_KEPT]; /* the last requests, a ring */
	int n_lines;
};

/* A book on a day at 08:00, with the built-in plans; `out` as above. */
void life_begin(struct life *l, uint64_t seed, const char *first_day, FILE *out);
void life_end(struct life *l);

/* The result, a new reference; null where it was refused, with `code` set. Anything that is neither
 * fails the test. */
json_t *life_ask(struct life *l, const char *method, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* The same, for what it does: whether it was taken. */
bool life_do(struct life *l, const char *method, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Time passes awake, to a minute of a day; nothing where that is past. */
void life_wait_until(struct life *l, int day, int minute);
void life_wait(struct life *l, int seconds);
/* The computer sleeps until then. */
void life_sleep_until(struct life *l, int day, int minute);

/* Fails the test, with the last requests and the seed. */
void life_fail(struct life *l, const char *format, ...)
	__attribute__((format(printf, 2, 3), noreturn));

/* Chance. */
void chance_seed(uint64_t *chance, uint64_t seed);
uint32_t chance_below(uint64_t *chance, uint32_t n);     /* 0 for 0 */
int chance_between(uint64_t *chance, int low, int high); /* both included */
bool chance_of(uint64_t *chance, int percent);
/* By weights that end with a 0: the index. */
int chance_weighted(uint64_t *chance, const int *weights);

/* "2026-12-01" in a ring of texts; eight are good at once. */
const char *day_text(int day);
