/* The zones of contacts, kept while the daemon runs. */
#include "ops/zones.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#define ZONES_KEPT 16

struct op_zones {
	struct zone *kept[ZONES_KEPT];
	size_t next; /* whose place the next one takes */
};

static size_t place_of(const struct op_zones *zones, const char *name)
{
	for (size_t i = 0; i < ZONES_KEPT; i++)
		if (zones->kept[i] && strcmp(zone_name(zones->kept[i]), name) == 0)
			return i;
	return zones->next;
}

const struct zone *op_zone(struct op_env *env, const char *name)
{
	struct op_zones *zones = env->zones;
	struct zone *fresh;
	size_t i;

	if (!zones)
		zones = env->zones = xcalloc(1, sizeof *zones);
	i = place_of(zones, name);
	if (zones->kept[i] && strcmp(zone_name(zones->kept[i]), name) == 0 &&
	    !zone_has_changed(zones->kept[i]))
		return zones->kept[i];
	if (zone_load(name, &fresh))
		return NULL;
	zone_free(zones->kept[i]);
	zones->kept[i] = fresh;
	zones->next = i == zones->next ? (i + 1) % ZONES_KEPT : zones->next;
	return fresh;
}

void op_zones_free(struct op_zones *zones)
{
	for (size_t i = 0; zones && i < ZONES_KEPT; i++)
		zone_free(zones->kept[i]);
	free(zones);
}
