/* The emergency contact list: asked for when a sale is delivered. */
#pragma once

#include <jansson.h>

#include "cli.h"

/* On a terminal: notes the people whom the contact of this sale would tell about it, one by one,
 * until an empty line. Elsewhere nothing. */
void emergency_offer(struct cli *cli, const json_t *sale);
