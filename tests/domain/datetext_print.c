/* Prints how vouch reads dates: datetext_print YYYY-MM-DD HH:MM <lines >lines.
 * Each line of input gives one of output: "YYYY-MM-DD", "YYYY-MM-DD HH:MM", or "-" where the
 * text is refused. */
#include <stdio.h>
#include <string.h>

#include "domain/datetext.h"

static bool read_now(char *argv[], struct moment *ret)
{
	int hour, minute;

	if (!day_parse(argv[1], &ret->day) || sscanf(argv[2], "%2d:%2d", &hour, &minute) != 2)
		return false;
	ret->minute = hour * 60 + minute;
	return true;
}

static void print(const char *text, const struct datetext_context *context)
{
	struct datetext found;
	char day[DAY_TEXT_SIZE];

	if (datetext_parse(text, context, &found) != DATETEXT_OK)
		(void)puts("-");
	else if (found.minute == ANY_MINUTE)
		(void)puts(day_format(found.day, day));
	else
		(void)printf("%s %02d:%02d\n", day_format(found.day, day), found.minute / 60,
			     found.minute % 60);
}

int main(int argc, char *argv[])
{
	const struct worktime work = {.week = 0x1f, .start = 540, .end = 1080};
	struct datetext_context context = {.work = &work};
	char line[256];

	if (argc != 3 || !read_now(argv, &context.now)) {
		(void)fprintf(stderr, "usage: datetext_print YYYY-MM-DD HH:MM\n");
		return 2;
	}
	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		print(line, &context);
	}
	return 0;
}
