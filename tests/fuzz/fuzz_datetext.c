/* Dates as typed: an answer for every text, and each date it gives reads back as itself. */
#include "base/cleanup.h"
#include "domain/datetext.h"
#include "fuzz/fuzz.h"

static void check_readings(const struct datetext *found)
{
	for (size_t i = 0; i < ARRAY_LEN(found->readings); i++)
		CLAIM(day_in_range(found->readings[i]));
	CLAIM(!day_equal(found->readings[0], found->readings[1]));
}

/* "2026-12-01 14:30" is the one spelling without another reading. */
static void read_back(const struct datetext_context *context, const struct datetext *found)
{
	struct datetext again;
	char day[DAY_TEXT_SIZE], text[64];

	(void)day_format(found->day, day);
	if (found->minute == ANY_MINUTE)
		(void)snprintf(text, sizeof text, "%s", day);
	else
		(void)snprintf(text, sizeof text, "%s %02d:%02d", day, found->minute / 60,
			       found->minute % 60);
	if (found->minute == 0)
		return; /* midnight is refused where it is typed */
	CLAIM(datetext_parse(text, context, &again) == DATETEXT_OK);
	CLAIM(day_equal(again.day, found->day) && again.minute == found->minute);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct day holidays[2];
	struct worktime work = {.start = 540, .end = 1080, .holidays = holidays};
	struct datetext_context context = {.work = &work};
	_cleanup_free_ char *text = NULL;
	struct datetext found;
	enum datetext_result result;

	context.now.day.n = (int32_t)(fuzz_take(&bytes, &n, 2) % 62000); /* 1970 to 2139 */
	context.now.minute = (int)(fuzz_take(&bytes, &n, 2) % 1440);
	work.week = (uint8_t)(fuzz_take(&bytes, &n, 1) & 0x7f);
	work.n_holidays = ARRAY_LEN(holidays);
	holidays[0] = day_plus(context.now.day, 1);
	holidays[1] = day_plus(context.now.day, 3);
	text = fuzz_text(bytes, n);

	result = datetext_parse(text, &context, &found);
	CLAIM(memchr(found.why, '\0', sizeof found.why));
	switch (result) {
	case DATETEXT_OK:
		CLAIM(!found.why[0] && day_in_range(found.day));
		CLAIM(found.minute == ANY_MINUTE || (found.minute >= 0 && found.minute < 1440));
		read_back(&context, &found);
		break;
	case DATETEXT_AMBIGUOUS:
		CLAIM(found.why[0]);
		check_readings(&found);
		break;
	case DATETEXT_BAD:
		CLAIM(found.why[0]);
		break;
	}
	return 0;
}
