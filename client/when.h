/* Dates that people type, parsed in vouchd, which alone knows the clock and the holidays. */
#pragma once

#include <jansson.h>

#include "cli.h"
#include "match.h"

/* For struct match_env; `user` is the struct cli. Each text is asked about once. */
enum match_date when_check(void *user, const char *text, const char **ret_why);

/* What calendar.parse says to the text (borrowed): day, minute, weekday, instant, due. Null
 * where it is no date; the reason has been said, *ret_exit is the exit code. */
const json_t *when_parse(struct cli *cli, const char *text, int *ret_exit);

/* What stands in a place, if anything, becomes this param, as a day. 0 or an exit code. */
int when_set(struct cli *cli, const struct match *m, const char *place, json_t *params,
	     const char *key);
/* What stands in DAY, if anything, becomes `day` of the params. 0 or an exit code. */
int when_set_day(struct cli *cli, const struct match *m, json_t *params);
