/* Cadence: how often a class of contacts should hear from us. */
#include "domain/cadence.h"

#include <stddef.h>

#include "domain/numbers.h"

const char *const silences[] = {"none", "yellow", "red", NULL};

enum silence cadence_silence(struct day last, struct day today, int interval)
{
	if (day_is_none(last) || day_before(numbers_yellow_day(today, interval), last))
		return SILENCE_NONE;
	return day_before(numbers_red_day(today, interval), last) ? SILENCE_YELLOW : SILENCE_RED;
}
