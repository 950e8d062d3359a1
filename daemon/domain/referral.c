/* A referral: one person sent by another. */
#include "domain/referral.h"

#include <stddef.h>

const char *const referral_directions[] = {"received", "given", NULL};
const char *const permissions[] = {"introduced", "may-say-name", "none", NULL};
const char *const referral_statuses[] = {"candidate", "received", "contacted", "meeting",
					 "won",       "lost",     "not-a-fit", NULL};
const char *const referral_origins[] = {"ask", "emergency-list", "offered", "import", NULL};
