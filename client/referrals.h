/* What several commands read of a referral, and what goes with it. */
#pragma once

#include <stdbool.h>

#include "cli.h"

/* referral.get. 0, or an exit code after it has said why. */
int referrals_get(struct cli *cli, long long id, json_t **ret);
/* The referral of that contact whose sale is open and not agreed yet; null where there is none. 0,
 * or an exit code. */
int referrals_with_sale(struct cli *cli, long long contact, json_t **ret);
/* Was the best-interest talk with that contact held? */
int referrals_has_talk(struct cli *cli, long long contact, bool *ret);
