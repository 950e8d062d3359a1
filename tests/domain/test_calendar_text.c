/* Items of iCalendar: escapes, folding, days and instants. */
#include "domain/calendar_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/clock.h"

static struct calendar_item task(void)
{
	return (struct calendar_item){
		.uid = "7@vouch",
		.summary = "Call",
		.category = "check-in",
		.day = day_from_civil(2026, 11, 3),
		.at = NO_INSTANT,
		.version = 2,
		.created_at = 86399,
		.changed_at = 90061,
	};
}

#define HEAD                                                                                       \
	"UID:7@vouch\r\nDTSTAMP:19700102T010101Z\r\nCREATED:19700101T235959Z\r\n"                  \
	"LAST-MODIFIED:19700102T010101Z\r\nSEQUENCE:2\r\nSUMMARY:Call\r\n"

static void expect(const struct calendar_item *item, const char *want)
{
	_cleanup_str_ struct str text = {0};

	calendar_text_item(&text, item);
	assert_string_equal(str_text(&text), want);
}

static void a_task_is_due_on_its_day_or_at_its_instant(void **state)
{
	struct calendar_item item = task();

	(void)state;
	expect(&item, "BEGIN:VTODO\r\n" HEAD "DUE;VALUE=DATE:20261103\r\nSTATUS:NEEDS-ACTION\r\n"
		      "CATEGORIES:check-in\r\nEND:VTODO\r\n");
	item.at = 82800; /* on the hour */
	expect(&item, "BEGIN:VTODO\r\n" HEAD "DUE:19700101T230000Z\r\nSTATUS:NEEDS-ACTION\r\n"
		      "CATEGORIES:check-in\r\nEND:VTODO\r\n");
	item.at = 61;
	item.priority = 1;
	item.description = "why";
	expect(&item, "BEGIN:VTODO\r\n" HEAD "DUE:19700101T000101Z\r\nSTATUS:NEEDS-ACTION\r\n"
		      "PRIORITY:1\r\nCATEGORIES:check-in\r\nDESCRIPTION:why\r\nEND:VTODO\r\n");
}

static void an_event_has_a_length_or_comes_again_each_year(void **state)
{
	static const struct {
		int month, day;
		const char *rule;
	} cases[] = {
		{2, 29, "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1\r\n"},
		{2, 28, "RRULE:FREQ=YEARLY\r\n"},
		{1, 29, "RRULE:FREQ=YEARLY\r\n"},
		{3, 29, "RRULE:FREQ=YEARLY\r\n"},
	};
	struct calendar_item item = task();
	char want[500];

	(void)state;
	item.is_event = true;
	item.category = "";
	item.at = 61;
	expect(&item, "BEGIN:VEVENT\r\n" HEAD "DTSTART:19700101T000101Z\r\nDURATION:PT30M\r\n"
		      "TRANSP:TRANSPARENT\r\nSTATUS:CONFIRMED\r\nEND:VEVENT\r\n");
	item.at = NO_INSTANT;
	item.is_yearly = true;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		item.day = day_from_civil(2024, cases[i].month, cases[i].day);
		(void)snprintf(want, sizeof(want),
			       "BEGIN:VEVENT\r\n" HEAD "DTSTART;VALUE=DATE:2024%02d%02d\r\n%s"
			       "TRANSP:TRANSPARENT\r\nSTATUS:CONFIRMED\r\nEND:VEVENT\r\n",
			       cases[i].month, cases[i].day, cases[i].rule);
		expect(&item, want);
	}
}

static void what_ends_a_value_is_escaped_and_what_none_can_hold_left_out(void **state)
{
	struct calendar_item item = task();

	(void)state;
	item.category = "a\nb\\c;d,e\tf\x1f\x7fg h";
	expect(&item, "BEGIN:VTODO\r\n" HEAD "DUE;VALUE=DATE:20261103\r\nSTATUS:NEEDS-ACTION\r\n"
		      "CATEGORIES:a\\nb\\\\c\\;d\\,e\tfg h\r\nEND:VTODO\r\n");
}

/* 75 octets a line, its first space counted, and no character or escape in two of them. */
static void lines_are_folded_between_characters(void **state)
{
	static const char line[] =
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
	static const struct {
		const char *end, *folded;
	} cases[] = {
		{"", ""},
		{"b", "\r\n b"},
		{"é", "\r\n é"},
		{",", "\r\n \\,"},
	};
	struct calendar_item item = task();
	char text[200], want[600];

	(void)state;
	item.category = text;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		(void)snprintf(text, sizeof(text), "%s%s%s%s", line, cases[i].end, line, line);
		if (i == 0)
			text[strlen(line)] = '\0';
		(void)snprintf(want, sizeof(want),
			       "BEGIN:VTODO\r\n" HEAD "DUE;VALUE=DATE:20261103\r\n"
			       "STATUS:NEEDS-ACTION\r\nCATEGORIES:%s%s%s%s%s%s\r\nEND:VTODO\r\n",
			       line, cases[i].folded, i ? line : "",
			       i == 0   ? ""
			       : i == 1 ? "aaaaaaaaa\r\n "
					: "aaaaaaaa\r\n ",
			       i == 0   ? ""
			       : i == 1 ? line + 9
					: line + 8,
			       "");
		expect(&item, want);
	}
}

static void a_calendar_stands_around_its_items(void **state)
{
	_cleanup_str_ struct str whole = {0};
	_cleanup_str_ struct str parts = {0};
	struct calendar_item item = task();

	(void)state;
	calendar_text_whole(&whole, &item);
	str_add(&parts, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//vouch//vouch//EN\r\n"
			"CALSCALE:GREGORIAN\r\n");
	calendar_text_item(&parts, &item);
	str_add(&parts, "END:VCALENDAR\r\n");
	assert_string_equal(str_text(&whole), str_text(&parts));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_task_is_due_on_its_day_or_at_its_instant),
		cmocka_unit_test(an_event_has_a_length_or_comes_again_each_year),
		cmocka_unit_test(what_ends_a_value_is_escaped_and_what_none_can_hold_left_out),
		cmocka_unit_test(lines_are_folded_between_characters),
		cmocka_unit_test(a_calendar_stands_around_its_items),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
