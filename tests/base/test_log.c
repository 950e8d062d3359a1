/* Log lines: one a record, harmless to a terminal, and never a flood. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/log.h"

static int64_t clock_ms = 1000000;

/* Stands in for base/clock.c, so that the test decides when a second has passed. */
int64_t clock_monotonic_ms(void)
{
	return clock_ms;
}

struct capture {
	FILE *file;
	int stderr_before;
	char text[65536];
};

/* Each test begins with a full budget, and nothing to say about the test before. */
static int capture_begin(void **state)
{
	static struct capture c;

	clock_ms += 100000;
	log_set_level(LOG_LEVEL_INFO);
	(void)unsetenv("JOURNAL_STREAM");
	c.file = tmpfile();
	c.stderr_before = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	*state = &c;
	if (!c.file || c.stderr_before < 0)
		return -1;
	if (dup2(fileno(c.file), STDERR_FILENO) < 0)
		return -1;
	log_info("the first line after a flood counts what was dropped");
	clock_ms += 100000;
	return ftruncate(fileno(c.file), 0) || lseek(fileno(c.file), 0, SEEK_SET);
}

/* What has been written; stderr is itself again. */
static const char *captured(void **state)
{
	struct capture *c = *state;
	size_t n;

	if (c->stderr_before >= 0) {
		(void)dup2(c->stderr_before, STDERR_FILENO);
		(void)close(c->stderr_before);
		c->stderr_before = -1;
	}
	rewind(c->file);
	n = fread(c->text, 1, sizeof c->text - 1, c->file);
	c->text[n] = '\0';
	return c->text;
}

static int capture_end(void **state)
{
	struct capture *c = *state;

	(void)captured(state);
	return fclose(c->file);
}

static int count_lines(const char *text)
{
	int n = 0;

	for (; *text; text++)
		n += *text == '\n';
	return n;
}

static void a_record_is_one_line(void **state)
{
	log_info("followup %d done", 12);
	assert_string_equal(captured(state), "vouchd: followup 12 done\n");
}

static void the_journal_gets_a_priority(void **state)
{
	(void)setenv("JOURNAL_STREAM", "8:1", 1);
	log_error("store: %s", "disk full");
	log_warning("late");
	assert_string_equal(captured(state), "<3>store: disk full\n<4>late\n");
}

static void lines_below_the_level_are_left_out(void **state)
{
	log_debug("not yet");
	log_set_level(LOG_LEVEL_DEBUG);
	log_debug("now");
	log_set_level(LOG_LEVEL_ERROR);
	log_warning("no longer");
	log_error("always");
	assert_string_equal(captured(state), "vouchd: now\nvouchd: always\n");
}

static void a_level_has_a_name(void **state)
{
	(void)state;
	assert_int_equal(log_level_parse("error"), LOG_LEVEL_ERROR);
	assert_int_equal(log_level_parse("warning"), LOG_LEVEL_WARNING);
	assert_int_equal(log_level_parse("info"), LOG_LEVEL_INFO);
	assert_int_equal(log_level_parse("debug"), LOG_LEVEL_DEBUG);
	assert_int_equal(log_level_parse("Error"), -1);
	assert_int_equal(log_level_parse(""), -1);
}

static void no_control_character_gets_through(void **state)
{
	char all[33];
	const char *text;

	for (int i = 0; i < 31; i++)
		all[i] = (char)(i + 1);
	all[31] = 0x7f;
	all[32] = '\0';
	log_info("a%sz", all);
	text = captured(state);
	assert_string_equal(text, "vouchd: a????????????????????????????????z\n");
}

static void a_long_line_is_cut_and_ended(void **state)
{
	const char *text;

	log_info("%0*d", 5000, 1);
	log_info("next");
	text = captured(state);
	assert_int_equal(count_lines(text), 2);
	assert_true(strchr(text, '\n') - text < 1100);
	assert_string_equal(strchr(text, '\n') + 1, "vouchd: next\n");
}

static void a_flood_stops_at_fifty_lines(void **state)
{
	for (int i = 0; i < 1000; i++)
		log_info("line %d", i);
	assert_int_equal(count_lines(captured(state)), 50);
}

static void ten_lines_a_second_follow_and_the_dropped_are_counted(void **state)
{
	const char *text;

	for (int i = 0; i < 1000; i++)
		log_info("flood");
	clock_ms += 1000;
	for (int i = 0; i < 1000; i++)
		log_info("later");
	text = captured(state);
	assert_non_null(strstr(text, "vouchd: log lines suppressed: 950\nvouchd: later\n"));
	assert_int_equal(count_lines(text), 50 + 1 + 10);
}

static void a_quiet_hour_earns_no_more_than_one_burst(void **state)
{
	clock_ms += 3600000;
	for (int i = 0; i < 1000; i++)
		log_info("line");
	assert_int_equal(count_lines(captured(state)), 50);
}

static void a_line_that_is_left_out_costs_nothing(void **state)
{
	for (int i = 0; i < 1000; i++)
		log_debug("unseen");
	log_info("seen");
	assert_string_equal(captured(state), "vouchd: seen\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, capture_begin, capture_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_record_is_one_line),
		TEST(the_journal_gets_a_priority),
		TEST(lines_below_the_level_are_left_out),
		cmocka_unit_test(a_level_has_a_name),
		TEST(no_control_character_gets_through),
		TEST(a_long_line_is_cut_and_ended),
		TEST(a_flood_stops_at_fifty_lines),
		TEST(ten_lines_a_second_follow_and_the_dropped_are_counted),
		TEST(a_quiet_hour_earns_no_more_than_one_burst),
		TEST(a_line_that_is_left_out_costs_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
