/* The only zone reader: civil time and instants in any IANA zone.
 *
 * Reads TZif version 2 and later with its POSIX footer (RFC 8536) from the system's
 * zoneinfo. Civil time is counted in "local seconds": the seconds from 1970-01-01T00:00:00
 * to a date and time, as if the zone were UTC. The policy is the product's: a time in a gap
 * means the first instant after the gap; a time that exists twice means the first one. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct zone;

enum zone_fit {
	ZONE_ONCE,    /* the civil time exists once */
	ZONE_GAP,     /* it does not exist: the first instant after the gap was given */
	ZONE_OVERLAP, /* it exists twice: the first was given */
};

/* Where the zones of this machine lie. */
const char *zone_folder(void);
/* Loads a zone by its IANA name ("Europe/Berlin", "UTC") from the folder in TZDIR, else from
 * /usr/share/zoneinfo. -ENOENT where there is none, -EINVAL where the name leaves that folder
 * or the file is not TZif. The caller frees. */
int zone_load(const char *name, struct zone **ret);
/* The zone this machine is in: TZ where it is set (an IANA name, with or without ':', an
 * absolute path of a TZif file, or a POSIX rule like "EST5EDT,M3.2.0,M11.1.0"), else
 * /etc/localtime. Never fails: UTC with *ret_problem set to one sentence (static text) that
 * says why, null otherwise. */
struct zone *zone_load_system(const char **ret_problem);
/* The same where TZ is not set, from a path that stands for /etc/localtime. */
struct zone *zone_load_localtime(const char *path, const char **ret_problem);
/* Has the file the zone was read from been replaced, removed or, where it was missing, made?
 * Two system calls. If so, load it again and compare name and stamp; TZ, once set, goes on
 * winning over /etc/localtime. A zone that came from no file never changes. */
bool zone_has_changed(const struct zone *z);
/* From the bytes of a TZif file, for tests and fuzzing. */
int zone_parse(const char *name, const unsigned char *bytes, size_t n, struct zone **ret);
void zone_free(struct zone *z);

/* "Europe/Berlin"; for a file outside zoneinfo its base name, so that an /etc/localtime that
 * is no link is "localtime"; for a POSIX rule the rule. */
const char *zone_name(const struct zone *z);
/* Changes whenever the rules in the file change; to be stored beside derived instants. */
uint64_t zone_stamp(const struct zone *z);

/* What follows has an answer for every number: beyond 2^55 seconds, a thousand million years
 * from now, time stands still. */

/* Offset east of UTC in seconds at an instant. */
int32_t zone_offset(const struct zone *z, int64_t instant);
/* The first instant after this one at which the offset may be another; INT64_MAX where it never
 * is. */
int64_t zone_next_change(const struct zone *z, int64_t instant);
/* Local seconds shown by a clock in the zone at an instant. */
int64_t zone_to_local(const struct zone *z, int64_t instant);
/* The instant of a civil time, by the policy above; *ret_fit may be null. */
int64_t zone_to_instant(const struct zone *z, int64_t local, enum zone_fit *ret_fit);
