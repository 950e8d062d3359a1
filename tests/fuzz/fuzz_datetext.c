/* Dates as typed: an answer for every text, and each date it gives reads back as itself. */
#include "base/cleanup.h"
#include "base/str.h"
#include "domain/datetext.h"
#include "fuzz/fuzz.h"

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
	CLAIM(datetext_parse(text, context, &again) == DATETEXT_OK);
	CLAIM(day_equal(again.day, found->day) && again.minute == found->minute);
}

/* A refusal names two spellings that are not refused: "…; write one of them as A or B". */
static void check_readings(const struct datetext_context *context, const struct datetext *found)
{
	static const char lead[] = "write one of them as ";
	char advice[DATETEXT_WHY_SIZE], *second;
	const char *first = NULL, *at = found->why;
	struct datetext readings[2];

	while ((at = strstr(at, lead))) { /* what was typed is quoted before the last one */
		at += strlen(lead);
		first = at;
	}
	CLAIM(first);
	str_copy(advice, sizeof advice, first);
	second = strstr(advice, " or ");
	CLAIM(second);
	*second = '\0';
	second += strlen(" or ");
	CLAIM(strcmp(advice, second) != 0);
	CLAIM(datetext_parse(advice, context, &readings[0]) == DATETEXT_OK);
	CLAIM(datetext_parse(second, context, &readings[1]) == DATETEXT_OK);
	for (size_t i = 0; i < ARRAY_LEN(readings); i++)
		CLAIM(day_equal(readings[i].day, found->readings[i]));
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
		check_readings(&context, &found);
		break;
	case DATETEXT_BAD:
		CLAIM(found.why[0]);
		break;
	}
	return 0;
}
