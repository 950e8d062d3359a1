/* Cadence: how often a class of contacts should hear from us. DESIGN sections 2 and 4. */
#pragma once

#include "domain/contact.h"
#include "domain/day.h"

/* A call to keep in touch is planned so many days ahead, and is silent while another follow-up to
 * the contact is due within so many of its day. */
#define CADENCE_AHEAD 14

/* Yellow from the whole of the interval on, red from one and a half, as numbers.cadence counts. */
enum silence { SILENCE_NONE, SILENCE_YELLOW, SILENCE_RED };
extern const char *const silences[];
/* Of the last word both ways; none where that is not known (NO_DAY). */
enum silence cadence_silence(struct day last, struct day today, int interval);
