/* A notice: one pop-up. claimed -> shown -> acted | dismissed | expired | closed. */
#include "domain/notice.h"

#include <stddef.h>

const char *const notice_kinds[] = {"single", "digest", "morning", NULL};
const char *const notice_states[] = {"claimed",   "shown",   "failed", "acted",
				     "dismissed", "expired", "closed", NULL};

bool notice_is_open(enum notice_state state)
{
	return state == NOTICE_CLAIMED || state == NOTICE_SHOWN || state == NOTICE_FAILED;
}

bool notice_stands_behind(const struct notice *n)
{
	return n->state == NOTICE_SHOWN && !n->server;
}

int notice_singles(int n_waiting, int popups_max)
{
	return n_waiting <= popups_max ? n_waiting : popups_max;
}
