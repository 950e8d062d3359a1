/* One line of the gate's verdict, and the facts beside it. */
#pragma once

#include "domain/gate.h"

/* Adds to what is said already. */
void gate_say(struct gate_condition *condition, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* GATE_CONDITION_FACTS at most; a day that is none, or never, is left out. */
void gate_fact(struct gate_condition *condition, const char *name, enum gate_fact_type type,
	       int64_t value);
void gate_fact_day(struct gate_condition *condition, const char *name, struct day day);

/* "Mon 2 Nov 2026", for the arguments of one call. */
struct gate_day_text {
	char text[32];
};
struct gate_day_text gate_day_text(struct day day);

#define GATE_QUOTE_CHARS 60  /* of a client's text, more is cut */
#define GATE_QUOTE_BYTES 120 /* whatever it is written with */
struct gate_quote {
	char text[GATE_QUOTE_BYTES + 8];
};
/* A person's name, on one line and cut between characters; "somebody" for none. */
struct gate_quote gate_name(const char *name);
/* ` "quote by Friday"`, on one line and cut between characters; "" for no text. */
struct gate_quote gate_quote(const char *text);

/* "Ben Lee of the household", "another of the household" where no name is known; with room for a
 * word before it. */
struct gate_whose {
	char text[GATE_QUOTE_BYTES + 32];
};
struct gate_whose gate_whose(const struct gate_facts *facts, int64_t contact);
