/* The best-interest talk on a terminal: its questions one by one. */
#pragma once

#include <jansson.h>
#include <stdbool.h>

#include "cli.h"

/* Asks, shows what was answered and asks whether to store it; sets answers, motive, agreed and note
 * of the params of talk.record. False where the person left it: nothing is to be stored. */
bool talk_form(struct cli *cli, const char *name, const json_t *questions, json_t *params);
/* What was answered, as one reads it; `talk` has the members of a talk. */
void talk_form_view(const struct cli *cli, const json_t *talk);
