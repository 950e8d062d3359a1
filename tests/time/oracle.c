/* Answers the time oracle's questions, one answer a line:
 *   local ZONE INSTANT, instant ZONE LOCAL                base/zone.c
 *   world WEEK START END QUIET_START QUIET_END N DAY…     the work calendar from here on; no answer
 *   allowed OURS THEIRS CALLS_START CALLS_END INSTANT     domain/allowed.c
 *   workdays DAY N, hours DAY MINUTE N, open DAY MINUTE   domain/worktime.c; days since 1970
 *   rrule START AFTER RULE                                domain/recur.c */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/allowed.h"
#include "domain/recur.h"

#define HOLIDAYS_MAX 5000

struct oracle {
	struct worktime work;
	struct day holidays[HOLIDAYS_MAX];
	struct zone *zones[2]; /* ours and theirs */
	bool is_failed;
};

/* Kept while the questions are of the same zones. */
static const struct zone *zone_of(struct oracle *o, int i, const char *name)
{
	if (o->zones[i] && strcmp(zone_name(o->zones[i]), name) == 0)
		return o->zones[i];
	zone_free(o->zones[i]);
	o->zones[i] = NULL;
	if (zone_load(name, &o->zones[i]))
		o->is_failed = true;
	return o->zones[i];
}

static void ask_zone(struct oracle *o, bool is_local)
{
	const struct zone *z;
	char name[64];
	int64_t seconds;

	if (scanf("%63s %" SCNd64, name, &seconds) != 2)
		o->is_failed = true;
	z = zone_of(o, 0, name);
	if (z)
		printf("%" PRId64 "\n",
		       is_local ? zone_to_local(z, seconds) : zone_to_instant(z, seconds, NULL));
}

static void take_world(struct oracle *o)
{
	int week, n = 0;

	o->work = (struct worktime){.holidays = o->holidays};
	if (scanf("%d %d %d %d %d %d", &week, &o->work.start, &o->work.end, &o->work.quiet_start,
		  &o->work.quiet_end, &n) != 6)
		o->is_failed = true;
	o->work.week = (uint8_t)week;
	for (int i = 0; i < n && i < HOLIDAYS_MAX; i++)
		if (scanf("%" SCNd32, &o->holidays[i].n) == 1)
			o->work.n_holidays++;
}

static void ask_allowed(struct oracle *o)
{
	struct allowed_rules rules = {.work = &o->work};
	char ours[64], theirs[64];
	int64_t instant;

	if (scanf("%63s %63s %d %d %" SCNd64, ours, theirs, &rules.calls_start, &rules.calls_end,
		  &instant) != 5)
		o->is_failed = true;
	rules.ours = zone_of(o, 0, ours);
	rules.theirs = zone_of(o, 1, theirs);
	if (!o->is_failed)
		printf("%" PRId64 "\n", allowed_next(&rules, instant));
}

static void ask_worktime(struct oracle *o, const char *what)
{
	struct moment m = {.minute = 0};
	int n = 0;

	if (scanf("%" SCNd32 " %d", &m.day.n, &n) != 2)
		o->is_failed = true;
	if (strcmp(what, "workdays") == 0) {
		printf("%" PRId32 "\n", worktime_plus_workdays(&o->work, m.day, n).n);
		return;
	}
	m.minute = n;
	if (strcmp(what, "open") == 0)
		m = worktime_next_open(&o->work, m);
	else if (scanf("%d", &n) == 1)
		m = worktime_plus_minutes(&o->work, m, n * 60);
	printf("%" PRId32 " %d\n", m.day.n, m.minute);
}

static void ask_rule(struct oracle *o)
{
	struct day start, after;
	char rule[256];

	if (scanf("%" SCNd32 " %" SCNd32 " %255s", &start.n, &after.n, rule) != 3)
		o->is_failed = true;
	else
		printf("%" PRId32 "\n", recur_next(rule, start, after).n);
}

int main(void)
{
	struct oracle *o = calloc(1, sizeof *o);
	char what[16];
	int exit;

	while (o && !o->is_failed && scanf("%15s", what) == 1) {
		if (strcmp(what, "local") == 0 || strcmp(what, "instant") == 0)
			ask_zone(o, strcmp(what, "local") == 0);
		else if (strcmp(what, "world") == 0)
			take_world(o);
		else if (strcmp(what, "allowed") == 0)
			ask_allowed(o);
		else if (strcmp(what, "rrule") == 0)
			ask_rule(o);
		else
			ask_worktime(o, what);
	}
	exit = !o || o->is_failed;
	for (int i = 0; o && i < 2; i++)
		zone_free(o->zones[i]);
	free(o);
	return exit;
}
