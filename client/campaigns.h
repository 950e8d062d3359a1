/* What commands about editions share. */
#pragma once

#include <stdbool.h>

#include "cli.h"
#include "match.h"

/* The edition that stands in EDITION, or the newest of CAMPAIGN for which `fits` holds. 0, or an
 * exit code after it has said why. */
int campaign_edition(struct cli *cli, const struct match *m, bool (*fits)(const json_t *edition),
		     json_int_t *ret);
