/* Answers the zone oracle's questions: "ZONE local INSTANT" with the local seconds, "ZONE
 * instant LOCAL" with the instant and how the civil time fits. One answer a line. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/zone.h"

static const char *const fits[] = {
	[ZONE_ONCE] = "once",
	[ZONE_GAP] = "gap",
	[ZONE_OVERLAP] = "overlap",
};

static void answer(const struct zone *z, const char *direction, int64_t seconds)
{
	enum zone_fit fit;
	int64_t instant;

	if (strcmp(direction, "local") == 0) {
		printf("%" PRId64 "\n", zone_to_local(z, seconds));
		return;
	}
	instant = zone_to_instant(z, seconds, &fit);
	printf("%" PRId64 " %s\n", instant, fits[fit]);
}

int main(void)
{
	char name[64], direction[16];
	struct zone *z = NULL;
	int64_t seconds;
	int r = 0;

	while (r == 0 && scanf("%63s %15s %" SCNd64, name, direction, &seconds) == 3) {
		if (!z || strcmp(zone_name(z), name) != 0) {
			zone_free(z);
			z = NULL;
			r = zone_load(name, &z);
		}
		if (r == 0)
			answer(z, direction, seconds);
	}
	zone_free(z);
	if (r)
		fprintf(stderr, "%s: %s\n", name, strerror(-r));
	return r ? 1 : 0;
}
