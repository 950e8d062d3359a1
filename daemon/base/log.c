/* One line to stderr per record, with a priority systemd understands. Ids, never names. */
#include "base/log.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/clock.h"

#define BURST 50
#define PER_SECOND 10

static enum log_level log_threshold = LOG_LEVEL_INFO;
static struct {
	int64_t second;
	int room;
	int64_t dropped;
} budget = {.room = BURST};

static const struct {
	const char *name;
	enum log_level level;
} levels[] = {
	{"error", LOG_LEVEL_ERROR},
	{"warning", LOG_LEVEL_WARNING},
	{"info", LOG_LEVEL_INFO},
	{"debug", LOG_LEVEL_DEBUG},
};

void log_set_level(enum log_level level)
{
	log_threshold = level;
}

int log_level_parse(const char *text)
{
	for (size_t i = 0; i < ARRAY_LEN(levels); i++)
		if (strcmp(levels[i].name, text) == 0)
			return (int)levels[i].level;
	return -1;
}

static bool may_write(void)
{
	int64_t second = clock_monotonic_ms() / 1000;

	if (second > budget.second) {
		int64_t earned = (second - budget.second) * PER_SECOND;

		budget.room = earned > BURST - budget.room ? BURST : budget.room + (int)earned;
		budget.second = second;
	}
	if (budget.room <= 0) {
		budget.dropped++;
		return false;
	}
	budget.room--;
	return true;
}

static void write_line(enum log_level level, const char *text)
{
	char line[1100];
	int n;

	n = getenv("JOURNAL_STREAM") ? snprintf(line, sizeof line, "<%d>%s\n", (int)level, text)
				     : snprintf(line, sizeof line, "vouchd: %s\n", text);
	if (n > 0 && write(STDERR_FILENO, line, strlen(line)) < 0)
		return;
}

void log_line(enum log_level level, const char *format, ...)
{
	char text[1024];
	va_list args;

	if (level > log_threshold || !may_write())
		return;
	if (budget.dropped) {
		(void)snprintf(text, sizeof text, "log lines suppressed: %lld",
			       (long long)budget.dropped);
		budget.dropped = 0;
		write_line(LOG_LEVEL_WARNING, text);
	}
	va_start(args, format);
	(void)vsnprintf(text, sizeof text, format, args);
	va_end(args);
	for (char *c = text; *c; c++)
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			*c = '?';
	write_line(level, text);
}
