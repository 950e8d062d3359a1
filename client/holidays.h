/* The days off of a calendar file, by the helper that links libical. */
#pragma once

#include <jansson.h>

#include "cli.h"

struct holidays_file {
	const char *path;  /* of the file; "-": what is piped in */
	const char *label; /* how it is called in messages */
	json_t *days;      /* of vouchd's calendar.put */
	long long n_timed; /* events that have a time of day, and so are no days off */
};

/* From a year before today to the end of 2040, or 15 years on. 0 with file->days, a new reference;
 * else the exit code, after why was said with the line. */
int holidays_read(struct cli *cli, struct holidays_file *file);
