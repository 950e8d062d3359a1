/* Amounts that people type, in the currency they name or the default one. */
#pragma once

#include <jansson.h>

#include "cli.h"
#include "match.h"

/* What stands in AMOUNT and CURRENCY, if anything, becomes `amount` in minor units and `currency`
 * of the params; the default currency is asked for. 0 or an exit code. */
int amount_set(struct cli *cli, const struct match *m, json_t *params);
