/* A notice: one pop-up. claimed -> shown -> acted | dismissed | expired | closed. */
#include "domain/notice.h"

#include <stddef.h>

const char *const notice_kinds[] = {"single", "digest", "morning", NULL};
const char *const notice_states[] = {"claimed",   "shown",   "failed", "acted",
				     "dismissed", "expired", "closed", NULL};

int notice_singles(int n_waiting, int popups_max)
{
	return n_waiting <= popups_max ? n_waiting : popups_max;
}
